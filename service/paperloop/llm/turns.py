"""What a chat completion says. How it ended is read before what it says."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

from paperloop.errors import LlmError, LlmInvalidAnswer, LlmNoRoom, LlmOutOfQuota, LlmRefused, LlmUnavailable
from paperloop.llm.dialects import Message
from paperloop.llm.endpoint import Reply, is_filtered, is_too_long
from paperloop.llm.retries import asked_wait_s, out_of_quota

Validate = Callable[[Mapping[str, Any]], Sequence[str]]

CHARS_A_TOKEN = 6
"""More than any tokenizer makes of text in European languages, runs of white space counted as one character."""

QUOTED_FAULTS = 20
QUOTED_CHARS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One answer of the model. A server that counts no tokens reports 0."""

    content: str
    prompt_tokens: int
    completion_tokens: int
    ran_out: bool = False
    """It ends where the model's output limit cut it."""


def read_turn(reply: Reply, messages: Sequence[Message]) -> Turn:
    """The answer in `reply`, which has status 200.

    Raises:
        LlmInvalidAnswer: it is no completion, or it was given without the whole of `messages`.
        LlmRefused: the model declined, or a filter stopped it.
    """
    answer = reply.json()
    choice = _first_choice(answer)
    message = choice.get("message")
    if not isinstance(message, dict):
        raise LlmInvalidAnswer(reason="it is no chat completion")
    _complain_about_the_end(choice.get("finish_reason"), message)
    ran_out = choice.get("finish_reason") == "length"
    turn = Turn(content=_text(message.get("content")), ran_out=ran_out, **_usage(answer))
    if was_cut(messages, turn.prompt_tokens):
        raise LlmInvalidAnswer(
            reason=f"the model read {turn.prompt_tokens} tokens, far less than it was sent; give it a larger context"
        )
    return turn


def _first_choice(answer: Any) -> Mapping[str, Any]:
    choices = answer.get("choices") if isinstance(answer, dict) else None
    if isinstance(choices, list) and choices and isinstance(choices[0], dict):
        return choices[0]
    raise LlmInvalidAnswer(reason="it is no chat completion")


def _complain_about_the_end(finish_reason: Any, message: Mapping[str, Any]) -> None:
    if str(finish_reason).startswith("content_filter"):  # some servers add why
        raise LlmRefused(reason="content filter")
    if message.get("refusal"):
        raise LlmRefused(reason="the model declined")


def _text(content: Any) -> str:
    """Of a string, or of a list of parts as some servers send it."""
    if isinstance(content, list):
        return _text("".join(str(part.get("text", "")) for part in content if isinstance(part, dict)))
    return content.encode(errors="replace").decode() if isinstance(content, str) else ""


def _usage(answer: Mapping[str, Any]) -> dict[str, int]:
    usage = answer.get("usage")
    counts = usage if isinstance(usage, dict) else {}
    return {name: _count(counts.get(name)) for name in ("prompt_tokens", "completion_tokens")}


def _count(value: Any) -> int:
    return value if isinstance(value, int) and value > 0 else 0


def was_cut(messages: Sequence[Message], prompt_tokens: int) -> bool:
    """Whether `prompt_tokens` is less than half of what `messages` make at the least; 0 says nothing."""
    chars_read = prompt_tokens * 2 * CHARS_A_TOKEN
    if not prompt_tokens or sum(len(str(message["content"])) for message in messages) <= chars_read:
        return False
    return sum(len(" ".join(str(message["content"]).split())) for message in messages) > chars_read


def understand(turn: Turn, validate: Validate) -> tuple[dict[str, Any], Sequence[str]]:
    """The JSON object in `turn`, and what is wrong with it. Numbers keep the digits that the model wrote."""
    try:
        data = _parsed(_object_in(turn.content))
    except (ValueError, RecursionError) as exc:
        return {}, [f"not valid JSON: {exc}"]
    if not isinstance(data, dict):
        return {}, ["not a JSON object"]
    return data, validate(data)


_BLOCK = re.compile(r"```(?:json)?[ \t]*\n(.*?)\n[ \t]*```", re.DOTALL)


def _object_in(content: str) -> str:
    """The JSON text in `content`, which may stand in a fenced block or behind thoughts and pleasantries."""
    text = content.rpartition("</think>")[2].strip()
    if text.startswith("{"):
        return text
    block = _BLOCK.search(text)
    if block:
        return block[1]
    return text[text.find("{") : text.rfind("}") + 1] if "{" in text else text


_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def _parsed(text: str) -> Any:
    """The JSON value in `text`.

    Raises:
        ValueError: it is none, or it escapes half a character, which nobody could write down again.
    """
    data = json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)
    if _SURROGATE.search(text):
        json.dumps(data, ensure_ascii=False, default=str).encode()
    return data


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def repair(messages: Sequence[Message], turn: Turn, faults: Sequence[str]) -> list[Message]:
    """The conversation that asks once more and says what was wrong."""
    listed = "\n".join(f"- {fault[:300]}" for fault in faults[:QUOTED_FAULTS])
    return [
        *messages,
        {"role": "assistant", "content": turn.content[:QUOTED_CHARS]},
        {"role": "user", "content": f"That answer can't be used:\n{listed}\nAnswer again, with the JSON alone."},
    ]


def failure(reply: Reply, *, attempts: int, now: float) -> LlmError:
    """What a `reply` without a completion means, after `attempts` calls."""
    if is_filtered(reply):
        return LlmRefused(reason="content filter")
    if is_too_long(reply):
        return LlmNoRoom(reason="the document is longer than the model's context")
    wait = asked_wait_s(reply.headers, now)
    unavailable = LlmOutOfQuota if out_of_quota(reply) else LlmUnavailable
    return unavailable(status=reply.status, attempts=attempts, retry_after_s=wait)
