"""Asking a model: what comes back, what is tried again, and what each misbehaviour ends as."""

import asyncio
import logging
import pickle
import traceback
from typing import Any

import httpx
import pytest

from paperloop.errors import (
    LLM_MENDING,
    LlmError,
    LlmInvalidAnswer,
    LlmNoRoom,
    LlmOutOfQuota,
    LlmRefused,
    LlmTimeout,
    LlmUnavailable,
)
from paperloop.llm import ChatModel, Completion, Retries
from paperloop.llm.dialects import IN_A_BLOCK
from paperloop.readers.llm import SCHEMA, SCHEMA_NAME, messages, parts_of, validate
from paperloop.testing import Behaviour, FakeLlm

GRID = """\
Northwind Paper Ltd                 Invoice number: A-1001
12 Mill Lane, Leeds                 Invoice date: 3 May 2026

Total                                    1,190.00 EUR
"""


async def ask(model: ChatModel, grid: str = GRID) -> Completion:
    (whole,) = parts_of([grid])
    return await model.ask(messages(whole), schema=SCHEMA, name=SCHEMA_NAME, validate=validate)


def is_strict(fake: FakeLlm) -> bool:
    """Whether the last request asked for the schema strictly."""
    return bool(fake.last_request["response_format"]["json_schema"].get("strict"))


async def test_an_answer_comes_with_its_cost(model: ChatModel, fake: FakeLlm) -> None:
    fake.next(Behaviour(prompt_tokens=3000, completion_tokens=7))
    completion = await ask(model)
    assert completion.data["invoice_number"] == "A-1001"
    assert completion.data["grand_total"] == "1,190.00"
    assert (completion.prompt_tokens, completion.completion_tokens) == (3000, 7)
    assert (completion.attempts, completion.model) == (1, "small")


async def test_the_request_asks_for_the_schema_strictly_with_the_key_as_a_bearer_token(
    model: ChatModel, fake: FakeLlm
) -> None:
    await ask(model)
    assert fake.last_request["model"] == "small"
    assert fake.last_request["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "invoice", "schema": SCHEMA, "strict": True},
    }
    assert fake.last_headers["authorization"] == "Bearer sk-secret"


async def test_numbers_keep_the_digits_that_the_model_wrote(model: ChatModel, fake: FakeLlm) -> None:
    fake.next(Behaviour(content='{"grand_total": 10.00, "lines": null}'))
    assert str((await ask(model)).data["grand_total"]) == "10.00"


class TestLadder:
    @pytest.mark.parametrize("status", [400, 422])
    @pytest.mark.parametrize(
        ("unsupported", "reached", "attempts"),
        [
            ((), "json_schema", 1),
            (("strict",), "json_schema", 2),
            (("strict", "json_schema"), "json_object", 3),
            (("strict", "json_schema", "json_object"), None, 4),
        ],
    )
    async def test_each_refused_format_is_one_step_down(
        self, model: ChatModel, fake: FakeLlm, unsupported: Any, reached: str | None, attempts: int, status: int
    ) -> None:
        fake.behaviour = Behaviour(unsupported_formats=unsupported, unsupported_status=status)
        completion = await ask(model)
        assert completion.data["invoice_number"] == "A-1001"
        assert completion.attempts == attempts
        assert fake.last_request.get("response_format", {}).get("type") == reached

    async def test_on_the_last_step_the_conversation_still_takes_turns(self, model: ChatModel, fake: FakeLlm) -> None:
        fake.behaviour = Behaviour(unsupported_formats=("strict", "json_schema", "json_object"))
        fake.next(*[fake.behaviour] * 3, Behaviour(broken_json=True))
        await ask(model)
        told = fake.last_request["messages"]
        assert [message["role"] for message in told] == ["system", "user", "assistant", "user"]
        assert told[-1]["content"].endswith(IN_A_BLOCK)

    async def test_the_step_that_worked_is_remembered(self, model: ChatModel, fake: FakeLlm) -> None:
        fake.behaviour = Behaviour(unsupported_formats=("strict", "json_schema"))
        assert (await ask(model)).attempts == 3
        assert (await ask(model)).attempts == 1

    async def test_a_refusal_without_a_reason_makes_one_document_easier_and_no_other(
        self, model: ChatModel, fake: FakeLlm
    ) -> None:
        fake.next(Behaviour(fail_status=400))
        assert (await ask(model)).attempts == 2
        assert is_strict(fake) is False
        assert (await ask(model)).attempts == 1
        assert is_strict(fake) is True

    @pytest.mark.parametrize(
        ("code", "strict_next"),
        [
            ("invalid_json_schema", False),
            ("unsupported_response_format", False),
            ("strict_mode", False),
            ("missing_information", True),
            ("restricted", True),
            ("invalid_json", True),
            (None, True),
        ],
    )
    async def test_a_refusal_that_speaks_of_the_format_is_remembered(
        self, model: ChatModel, fake: FakeLlm, code: str | None, strict_next: bool
    ) -> None:
        fake.next(Behaviour(fail_status=400, error_code=code))
        await ask(model)
        await ask(model)
        assert is_strict(fake) is strict_next

    async def test_a_step_that_two_documents_in_a_row_needed_is_remembered(
        self, model: ChatModel, fake: FakeLlm
    ) -> None:
        for _ in range(2):
            fake.next(Behaviour(fail_status=400))
            assert (await ask(model)).attempts == 2
        assert (await ask(model)).attempts == 1
        assert is_strict(fake) is False

    async def test_a_document_in_between_ends_the_row(self, model: ChatModel, fake: FakeLlm) -> None:
        for _ in range(2):
            fake.next(Behaviour(fail_status=400))
            await ask(model)
            await ask(model)
        assert is_strict(fake) is True

    async def test_the_repair_of_an_answer_is_no_second_document(self, model: ChatModel, fake: FakeLlm) -> None:
        fake.next(Behaviour(fail_status=400), Behaviour(broken_json=True))
        assert (await ask(model)).attempts == 3
        assert is_strict(fake) is False
        await ask(model)
        assert is_strict(fake) is True

    async def test_what_a_server_takes_of_one_schema_says_nothing_of_another(
        self, model: ChatModel, fake: FakeLlm
    ) -> None:
        fake.next(Behaviour(fail_status=400, error_code="invalid_json_schema"))
        await model.ask([{"role": "user", "content": GRID}], schema={}, name="fields")
        await ask(model)
        assert is_strict(fake) is True
        await model.ask([{"role": "user", "content": GRID}], schema={}, name="fields")
        assert is_strict(fake) is False

    async def test_of_two_steps_the_one_with_a_reason_is_remembered(self, model: ChatModel, fake: FakeLlm) -> None:
        fake.next(Behaviour(unsupported_parameter="temperature"), Behaviour(fail_status=400))
        assert (await ask(model)).attempts == 3
        assert (await ask(model)).attempts == 1
        assert is_strict(fake) is True
        assert "temperature" not in fake.last_request

    async def test_a_server_that_refuses_everything_changes_nothing_for_the_next_call(
        self, model: ChatModel, fake: FakeLlm
    ) -> None:
        fake.next(*[Behaviour(fail_status=400)] * 4)
        with pytest.raises(LlmUnavailable) as caught:
            await ask(model)
        assert (caught.value.status, caught.value.facts["attempts"]) == (400, 4)
        assert (await ask(model)).attempts == 1
        assert fake.last_request["response_format"]["json_schema"]["strict"] is True

    @pytest.mark.parametrize("status", [401, 403, 404])
    async def test_other_statuses_step_nowhere(self, model: ChatModel, fake: FakeLlm, status: int) -> None:
        fake.behaviour = Behaviour(fail_status=status)
        with pytest.raises(LlmUnavailable) as caught:
            await ask(model)
        assert (caught.value.status, caught.value.facts["attempts"]) == (status, 1)
        assert LLM_MENDING[status] in str(caught.value)

    async def test_a_model_that_takes_no_temperature_keeps_its_schema(self, model: ChatModel, fake: FakeLlm) -> None:
        fake.behaviour = Behaviour(unsupported_parameter="temperature")
        assert (await ask(model)).attempts == 2
        assert "temperature" not in fake.last_request
        assert fake.last_request["response_format"]["json_schema"]["strict"] is True


class TestRetries:
    @pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 529])
    async def test_a_passing_failure_is_tried_again(
        self, model: ChatModel, fake: FakeLlm, waits: list[float], status: int
    ) -> None:
        fake.behaviour = Behaviour(fail_status=status, fail_times=2)
        assert (await ask(model)).attempts == 3
        assert waits == [0.5, 1.0]

    async def test_a_lasting_failure_ends_with_its_status_and_what_it_asked_for(
        self, model: ChatModel, fake: FakeLlm, waits: list[float]
    ) -> None:
        fake.behaviour = Behaviour(fail_status=429, retry_after="2")
        with pytest.raises(LlmUnavailable) as caught:
            await ask(model)
        assert caught.value.facts == {"status": 429, "attempts": 5, "retry_after_s": 2.0}
        assert waits == [2.0] * 4

    async def test_a_wait_beyond_the_deadline_is_not_begun(
        self, model: ChatModel, fake: FakeLlm, waits: list[float]
    ) -> None:
        fake.behaviour = Behaviour(fail_status=429, retry_after="3600")
        with pytest.raises(LlmUnavailable) as caught:
            await ask(model)
        assert caught.value.facts == {"status": 429, "attempts": 1, "retry_after_s": 3600.0}
        assert waits == []

    async def test_an_account_without_money_is_not_asked_again(self, model: ChatModel, fake: FakeLlm) -> None:
        fake.behaviour = Behaviour(fail_status=429, error_code="insufficient_quota")
        with pytest.raises(LlmOutOfQuota, match="no quota left") as caught:
            await ask(model)
        assert caught.value.facts["attempts"] == 1

    @pytest.mark.parametrize(("status", "told", "attempts"), [(500, "false", 1), (404, "true", 5)])
    async def test_the_upstream_has_the_last_word(
        self, model: ChatModel, fake: FakeLlm, status: int, told: str, attempts: int
    ) -> None:
        fake.behaviour = Behaviour(fail_status=status, headers={"x-should-retry": told})
        with pytest.raises(LlmUnavailable) as caught:
            await ask(model)
        assert caught.value.facts["attempts"] == attempts


class TestMisbehaviour:
    @pytest.mark.parametrize(
        ("behaviour", "error", "says"),
        [
            (Behaviour(truncate=True), LlmNoRoom, "cut short"),
            (Behaviour(refuse=True), LlmRefused, "declined"),
            (Behaviour(content_filter=True), LlmRefused, "content filter"),
            (Behaviour(fail_status=400, error_code="content_filter"), LlmRefused, "content filter"),
            (Behaviour(fail_status=400, error_code="context_length_exceeded"), LlmNoRoom, "longer than"),
            (Behaviour(fail_status=400, error_code="exceed_context_size_error"), LlmNoRoom, "longer than"),
            (Behaviour(fail_status=413), LlmNoRoom, "longer than"),
            (Behaviour(context_tokens=100), LlmNoRoom, "longer than"),
            (Behaviour(output_tokens=100), LlmNoRoom, "cut short"),
            (Behaviour(prompt_tokens=20), LlmInvalidAnswer, "larger context"),
        ],
    )
    async def test_is_a_typed_error_and_not_tried_again(
        self, model: ChatModel, fake: FakeLlm, behaviour: Behaviour, error: type[LlmError], says: str
    ) -> None:
        fake.behaviour = behaviour
        with pytest.raises(error, match=says) as caught:
            await ask(model)
        assert fake.calls == 1
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)

    @pytest.mark.parametrize(
        ("said", "quoted"),
        [
            (Behaviour(broken_json=True), "not valid JSON"),
            (Behaviour(content="[]"), "not a JSON object"),
            (Behaviour(content='{"grand_total": NaN}'), "NaN"),
            (Behaviour(content='{"total": "1"}'), "none of the fields asked for"),
            (Behaviour(content='{"grand_total": ["1"], "lines": [3]}'), "lines/0"),
            (Behaviour(content="[" * 100_000), "not valid JSON"),
            (Behaviour(content=""), "not valid JSON"),
        ],
    )
    async def test_an_answer_of_the_wrong_shape_is_mended_when_its_faults_are_named(
        self, model: ChatModel, fake: FakeLlm, said: Behaviour, quoted: str
    ) -> None:
        fake.next(said)
        completion = await ask(model)
        assert completion.data["invoice_number"] == "A-1001"
        assert completion.attempts == 2
        assert [message["role"] for message in fake.last_request["messages"]] == ["system", "user", "assistant", "user"]
        assert quoted in fake.last_request["messages"][-1]["content"]

    async def test_the_cost_of_the_repair_is_counted(self, model: ChatModel, fake: FakeLlm) -> None:
        fake.next(
            Behaviour(broken_json=True, prompt_tokens=3000, completion_tokens=10),
            Behaviour(prompt_tokens=4000, completion_tokens=5),
        )
        completion = await ask(model)
        assert (completion.prompt_tokens, completion.completion_tokens) == (7000, 15)

    async def test_two_answers_of_the_wrong_shape_are_an_error(self, model: ChatModel, fake: FakeLlm) -> None:
        fake.behaviour = Behaviour(broken_json=True)
        with pytest.raises(LlmInvalidAnswer, match="second try"):
            await ask(model)
        assert fake.calls == 2


async def test_the_deadline_is_for_the_whole_call(http: httpx.AsyncClient, fake: FakeLlm) -> None:
    fake.behaviour = Behaviour(delay_s=30)
    hurried = ChatModel(http, base_url="http://llm.test/v1", model="m", api_key=None, concurrency=1, timeout_s=0.05)
    with pytest.raises(LlmTimeout, match=r"0\.05 s"):
        await ask(hurried)


async def test_a_call_waits_for_a_free_slot_and_its_deadline_runs_meanwhile(
    http: httpx.AsyncClient, fake: FakeLlm
) -> None:
    fake.behaviour = Behaviour(delay_s=30)
    narrow = ChatModel(http, base_url="http://llm.test/v1", model="m", api_key=None, concurrency=1, timeout_s=0.1)
    outcomes = await asyncio.gather(ask(narrow), ask(narrow), ask(narrow), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [LlmTimeout] * 3
    assert fake.max_in_flight == 1


async def test_no_more_calls_are_in_flight_than_allowed(http: httpx.AsyncClient, fake: FakeLlm) -> None:
    fake.behaviour = Behaviour(delay_s=0.001)
    narrow = ChatModel(http, base_url="http://llm.test/v1", model="m", api_key=None, concurrency=4, timeout_s=20)
    await asyncio.gather(*(ask(narrow) for _ in range(40)))
    assert (fake.calls, fake.max_in_flight) == (40, 4)


async def test_a_call_that_waits_to_try_again_holds_no_slot(http: httpx.AsyncClient, fake: FakeLlm) -> None:
    asleep, wake = asyncio.Event(), asyncio.Event()

    async def sleep(_: float) -> None:
        asleep.set()
        await wake.wait()

    narrow = ChatModel(
        http,
        base_url="http://llm.test/v1",
        model="m",
        api_key=None,
        concurrency=1,
        timeout_s=20,
        retries=Retries(sleep=sleep),
    )
    fake.next(Behaviour(fail_status=503))
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(ask(narrow))
        await asleep.wait()
        assert (await ask(narrow)).attempts == 1
        wake.set()
    assert waiting.result().attempts == 2


async def test_cancellation_frees_the_slot_and_goes_on_to_the_caller(http: httpx.AsyncClient, fake: FakeLlm) -> None:
    narrow = ChatModel(http, base_url="http://llm.test/v1", model="m", api_key=None, concurrency=1, timeout_s=20)
    fake.next(Behaviour(delay_s=30))
    task = asyncio.create_task(ask(narrow))
    await fake.until_in_flight(1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await ask(narrow)).attempts == 1
    assert fake.in_flight == 0


class TestSecrets:
    async def test_neither_errors_nor_logs_nor_reprs_show_the_key_or_the_document(
        self, model: ChatModel, fake: FakeLlm, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        fake.next(*[Behaviour(broken_json=True)] * 2, *[Behaviour(fail_status=500)] * 5)
        shown = [repr(model)]
        for _ in range(2):
            with pytest.raises(LlmError) as caught:
                await ask(model)
            shown += traceback.format_exception(caught.value)
        shown.append(caplog.text)
        assert "sk-secret" not in "".join(shown)
        assert "A-1001" not in "".join(shown)
        assert "the model answered 500" in caplog.text

    @pytest.mark.parametrize("key", ["sk-sécret", "sk-se\ncret", "sk-se\x00cret"])
    def test_a_key_that_no_header_can_carry_is_refused_without_being_quoted(self, key: str) -> None:
        with pytest.raises(ValueError, match="no HTTP header") as caught:
            ChatModel(httpx.AsyncClient(), base_url="http://a/v1", model="m", api_key=key, concurrency=1, timeout_s=1)
        assert "cret" not in str(caught.value)

    async def test_white_space_around_a_key_is_no_part_of_it(self, http: httpx.AsyncClient, fake: FakeLlm) -> None:
        model = ChatModel(http, base_url="http://a/v1", model="m", api_key="sk-1\n", concurrency=1, timeout_s=5)
        await ask(model)
        assert fake.last_headers["authorization"] == "Bearer sk-1"
