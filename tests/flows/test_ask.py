"""A long document and its model: all parts at once, halves of what is too long, and one failure ends all."""

import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal

import httpx
import pytest

from paperloop.errors import DocumentTooComplex, LlmNoRoom, LlmRefused, LlmTimeout, LlmUnavailable
from paperloop.flows import ask
from paperloop.flows.ask import ask_in_parts, together
from paperloop.llm import ChatModel, Retries
from paperloop.readers.llm import read_answer
from paperloop.readers.llm.parts import MAX_CHARACTERS
from paperloop.testing import Behaviour, FakeLlm

HEADING = f"Pos   Description      Quantity     Price{'':70}Amount"
ROW = f"{{0:<5}} Paper, kind {{0:<4}} 2 boxes     10.00{'':71}20.00"


def pages(count: int, rows: int = 25) -> list[str]:
    """An invoice of `count` pages with so many lines on each."""
    body = [
        [HEADING, *(ROW.format(number) for number in range(1 + rows * page, 1 + rows * (page + 1)))]
        for page in range(count)
    ]
    body[0][:0] = ["Northwind Paper Ltd", "Invoice number: NP-1", "Invoice date: 3 May 2026", ""]
    body[-1] += ["", f"Total EUR       {20 * rows * count:.2f}"]
    return ["\n".join(lines) for lines in body]


@pytest.fixture
def fake() -> FakeLlm:
    return FakeLlm()


@pytest.fixture
async def http(fake: FakeLlm) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(fake)) as client:
        yield client


def model_at(http: httpx.AsyncClient, timeout_s: float = 20.0, concurrency: int = 100) -> ChatModel:
    return ChatModel(
        http,
        base_url="http://llm.test/v1",
        model="small",
        api_key=None,
        concurrency=concurrency,
        timeout_s=timeout_s,
        retries=Retries(limit=0),
    )


@pytest.fixture
def model(http: httpx.AsyncClient) -> ChatModel:
    return model_at(http)


async def test_a_document_that_fits_is_one_question(model: ChatModel, fake: FakeLlm) -> None:
    asked = await ask_in_parts(model, pages(2))
    assert (len(asked.answers), asked.usage.attempts, fake.calls) == (1, 1, 1)


async def test_parts_are_asked_about_at_the_same_time_and_merged_in_order(model: ChatModel, fake: FakeLlm) -> None:
    fake.behaviour = Behaviour(delay_s=0.05)
    asked = await ask_in_parts(model, pages(20))
    assert fake.calls == fake.max_in_flight == len(asked.answers) > 5
    read = await asyncio.to_thread(read_answer, *asked.answers)
    assert [line.id for line in read.invoice.lines] == [str(number) for number in range(1, 501)]
    assert read.invoice.invoice_number == "NP-1"
    assert read.invoice.totals.grand_total == Decimal("10000.00")
    assert read.warnings == ()


async def test_what_all_parts_cost_is_summed(model: ChatModel, fake: FakeLlm) -> None:
    fake.behaviour = Behaviour(prompt_tokens=5000, completion_tokens=7)
    asked = await ask_in_parts(model, pages(20))
    assert (asked.usage.prompt_tokens, asked.usage.completion_tokens) == (5000 * fake.calls, 7 * fake.calls)
    assert asked.usage.attempts == fake.calls


async def test_no_more_calls_are_in_flight_than_the_model_may_have(http: httpx.AsyncClient, fake: FakeLlm) -> None:
    fake.behaviour = Behaviour(delay_s=0.005)
    await ask_in_parts(model_at(http, concurrency=3), pages(20))
    assert fake.max_in_flight == 3


@pytest.mark.parametrize("limit", [Behaviour(output_tokens=1500), Behaviour(context_tokens=1700)])
async def test_what_is_too_long_is_asked_in_halves_until_it_fits(
    model: ChatModel, fake: FakeLlm, limit: Behaviour
) -> None:
    fake.behaviour = limit
    asked = await ask_in_parts(model, pages(4))
    assert fake.calls > len(asked.answers) > 4
    assert asked.usage.attempts == fake.calls
    read = await asyncio.to_thread(read_answer, *asked.answers)
    assert [line.id for line in read.invoice.lines] == [str(number) for number in range(1, 101)]
    assert read.warnings == ()


@pytest.mark.parametrize("limit", [Behaviour(output_tokens=1), Behaviour(context_tokens=1), Behaviour(truncate=True)])
async def test_a_row_for_which_there_is_no_room_is_an_error(model: ChatModel, fake: FakeLlm, limit: Behaviour) -> None:
    fake.behaviour = limit
    with pytest.raises(LlmNoRoom):
        await ask_in_parts(model, pages(1))


async def test_a_model_that_has_room_for_nothing_is_not_asked_for_ever(
    model: ChatModel, fake: FakeLlm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ask, "MOST_PARTS", 10)
    fake.behaviour = Behaviour(truncate=True, delay_s=0.01)
    with pytest.raises(LlmNoRoom):
        await ask_in_parts(model, pages(20))
    assert fake.calls <= 10


@pytest.mark.parametrize(
    ("failure", "error"),
    [(Behaviour(refuse=True), LlmRefused), (Behaviour(fail_status=500), LlmUnavailable)],
)
async def test_one_part_that_fails_is_the_error_and_ends_the_others(
    model: ChatModel, fake: FakeLlm, failure: Behaviour, error: type[Exception]
) -> None:
    fake.next(*[Behaviour(delay_s=60)] * 3, failure)
    fake.behaviour = Behaviour(delay_s=60)
    with pytest.raises(error):
        await ask_in_parts(model, pages(20))
    await asyncio.wait_for(fake.until_in_flight(0), 5)
    assert fake.calls > 3


async def test_all_parts_and_their_halves_have_one_deadline(http: httpx.AsyncClient, fake: FakeLlm) -> None:
    fake.behaviour = Behaviour(delay_s=0.2, truncate=True)
    loop = asyncio.get_running_loop()
    started = loop.time()
    with pytest.raises(LlmTimeout, match=r"0\.5 s"):
        await ask_in_parts(model_at(http, timeout_s=0.5), pages(4))
    assert loop.time() - started < 5
    assert fake.in_flight == 0


async def test_a_cancelled_question_leaves_no_call_behind(model: ChatModel, fake: FakeLlm) -> None:
    fake.behaviour = Behaviour(delay_s=60)
    asking = asyncio.create_task(ask_in_parts(model, pages(20)))
    await asyncio.wait_for(fake.until_in_flight(7), 5)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    await asyncio.wait_for(fake.until_in_flight(0), 5)
    assert len(asyncio.all_tasks()) == 1


async def test_a_document_longer_than_any_invoice_is_not_asked_about(model: ChatModel, fake: FakeLlm) -> None:
    with pytest.raises(DocumentTooComplex):
        await ask_in_parts(model, ["x" * (MAX_CHARACTERS + 1)])
    assert fake.calls == 0


class TestTogether:
    async def test_results_come_in_the_order_of_the_items(self) -> None:
        ready = [asyncio.Event() for _ in range(3)]

        async def work(number: int) -> int:
            if number:
                ready[number - 1].set()
            if number < 2:
                await ready[number].wait()
            return number * number

        assert await together(work, range(3)) == [0, 1, 4]

    async def test_the_first_failure_is_raised_itself_after_the_others_have_ended(self) -> None:
        ended = []

        async def work(number: int) -> None:
            try:
                if number == 2:
                    raise LookupError(number)
                await asyncio.sleep(60)
            finally:
                ended.append(number)

        with pytest.raises(LookupError, match="2"):
            await together(work, range(3))
        assert sorted(ended) == [0, 1, 2]

    async def test_nothing_to_do_is_nothing_done(self) -> None:
        async def work(number: int) -> int:
            return number

        assert await together(work, []) == []
