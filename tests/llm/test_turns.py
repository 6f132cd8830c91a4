"""Reading completions of servers that each write them in their own way."""

import json
from decimal import Decimal
from typing import Any

import pytest

from paperloop.errors import LlmInvalidAnswer, LlmRefused
from paperloop.llm.endpoint import Reply
from paperloop.llm.turns import Turn, read_turn, repair, understand

QUESTION = [{"role": "user", "content": "word " * 1200}]


def reply(answer: Any) -> Reply:
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return Reply(status=200, headers={}, body=body)


def completion(message: Any, finish_reason: Any = "stop", **more: Any) -> Reply:
    return reply({"choices": [{"message": message, "finish_reason": finish_reason}], **more})


def turn(content: str) -> Turn:
    return Turn(content=content, prompt_tokens=0, completion_tokens=0)


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"<html>", b"null", b"[]", b"{}", b"[" * 100_000, b"\xff",
        {"choices": []}, {"choices": {}}, {"choices": ["x"]}, {"choices": [{}]}, {"choices": [{"message": "x"}]},
        {"error": {"message": "overloaded"}},
    ],
)  # fmt: skip
def test_what_is_no_completion_is_an_invalid_answer(answer: Any) -> None:
    with pytest.raises(LlmInvalidAnswer, match="no chat completion"):
        read_turn(reply(answer), QUESTION)


def test_the_end_is_read_before_the_content() -> None:
    assert read_turn(completion({"content": '{"a": "1"}'}, "length"), QUESTION).ran_out
    for filtered in ("content_filter", "content_filter: PROHIBITED_CONTENT"):
        with pytest.raises(LlmRefused):
            read_turn(completion({"content": '{"a": "1"}'}, filtered), QUESTION)


@pytest.mark.parametrize("finish_reason", ["stop", None, "eos", "tool_calls"])
def test_other_ends_are_ends(finish_reason: Any) -> None:
    assert read_turn(completion({"content": "{}"}, finish_reason), QUESTION).content == "{}"


@pytest.mark.parametrize(
    ("content", "text"),
    [("{}", "{}"), (None, ""), ([{"type": "text", "text": "{"}, {"type": "text", "text": "}"}], "{}"), (3, "")],
)
def test_content_is_a_string_or_parts(content: Any, text: str) -> None:
    assert read_turn(completion({"content": content}), QUESTION).content == text


@pytest.mark.parametrize(
    ("usage", "counts"),
    [
        ({"prompt_tokens": 1300, "completion_tokens": 5}, (1300, 5)),
        (None, (0, 0)),
        ("many", (0, 0)),
        ({"prompt_tokens": None, "completion_tokens": -1}, (0, 0)),
    ],
)
def test_a_server_need_not_count_tokens(usage: Any, counts: tuple[int, int]) -> None:
    read = read_turn(completion({"content": "{}"}, usage=usage), QUESTION)
    assert (read.prompt_tokens, read.completion_tokens) == counts


@pytest.mark.parametrize(("prompt_tokens", "cut"), [(499, True), (500, False), (1200, False), (0, False)])
def test_a_prompt_of_6000_characters_makes_500_tokens_at_the_very_least(prompt_tokens: int, cut: bool) -> None:
    answer = completion({"content": "{}"}, usage={"prompt_tokens": prompt_tokens})
    if cut:
        with pytest.raises(LlmInvalidAnswer, match=f"read {prompt_tokens} tokens"):
            read_turn(answer, QUESTION)
    else:
        read_turn(answer, QUESTION)


def test_runs_of_blanks_in_a_text_grid_are_not_counted_as_text() -> None:
    grid = [{"role": "user", "content": ("word" + " " * 96) * 100}]
    read_turn(completion({"content": "{}"}, usage={"prompt_tokens": 200}), grid)


@pytest.mark.parametrize(
    "content",
    [
        '{"a": 1.50}',
        ' \n{"a": 1.50}\n',
        '```json\n{"a": 1.50}\n```',
        'Here it is:\n\n```\n{"a": 1.50}\n```\nAnything else?',
        'Sure! {"a": 1.50} Done.',
        '<think>{"a": 2}? No.</think>\n{"a": 1.50}',
    ],
)
def test_the_object_is_found_in_what_surrounds_it(content: str) -> None:
    assert understand(turn(content), lambda _: []) == ({"a": Decimal("1.50")}, [])


def test_the_faults_of_the_object_are_what_validation_says() -> None:
    assert understand(turn('{"a": "1"}'), lambda data: [f"{key}: no" for key in data])[1] == ["a: no"]


def test_a_whole_character_in_two_escapes_is_fine_and_half_of_one_is_not() -> None:
    assert understand(turn(r'{"a": "\ud83d\ude00"}'), lambda _: []) == ({"a": "😀"}, [])
    assert "surrogates not allowed" in understand(turn(r'{"a": "\ud83d"}'), lambda _: [])[1][0]


def test_half_a_character_in_the_content_is_replaced() -> None:
    answer = completion({"content": "{\ud83d}"})
    assert read_turn(answer, QUESTION).content == "{?}"


def test_a_repair_quotes_little_of_a_flood() -> None:
    asked = repair(QUESTION, turn("x" * 1_000_000), ["y" * 1000] * 1000)
    assert sum(len(message["content"]) for message in asked[1:]) < 30_000


def test_a_repair_shows_the_model_its_own_answer_and_the_faults() -> None:
    asked = repair(QUESTION, turn('{"a": 1'), ["not valid JSON", "b: missing"])
    assert asked[: len(QUESTION)] == QUESTION
    assert asked[-2] == {"role": "assistant", "content": '{"a": 1'}
    assert asked[-1]["role"] == "user"
    assert "- not valid JSON\n- b: missing\n" in asked[-1]["content"]
