"""Equal work in flight is done once."""

import asyncio

import pytest

from paperloop.flows.once import Once


class Work:
    """Counts how often it is begun; goes on when `may_end` is set."""

    def __init__(self, error: Exception | None = None) -> None:
        self.begun = self.ended = 0
        self.started = asyncio.Event()
        self.may_end = asyncio.Event()
        self._error = error

    async def __call__(self) -> int:
        self.begun += 1
        self.started.set()
        try:
            await self.may_end.wait()
        finally:
            self.ended += 1
        if self._error:
            raise self._error
        return self.begun


async def test_ten_who_ask_for_the_same_get_the_result_of_one_piece_of_work() -> None:
    once, work = Once[int](), Work()
    asking = [asyncio.create_task(once("a", work)) for _ in range(10)]
    await work.started.wait()
    work.may_end.set()
    assert await asyncio.gather(*asking) == [1] * 10
    assert work.begun == 1


async def test_what_differs_is_worked_on_side_by_side() -> None:
    once, one, two = Once[int](), Work(), Work()
    asking = [asyncio.create_task(once("a", one)), asyncio.create_task(once("b", two))]
    await asyncio.gather(one.started.wait(), two.started.wait())
    one.may_end.set()
    two.may_end.set()
    assert await asyncio.gather(*asking) == [1, 1]


async def test_what_is_done_is_done_anew_for_the_next() -> None:
    once, work = Once[int](), Work()
    work.may_end.set()
    assert [await once("a", work), await once("a", work)] == [1, 2]


async def test_an_error_reaches_all_who_wait_and_nobody_after_them() -> None:
    once, work = Once[int](), Work(ValueError("no"))
    asking = [asyncio.create_task(once("a", work)) for _ in range(3)]
    await work.started.wait()
    work.may_end.set()
    assert [type(error) for error in await asyncio.gather(*asking, return_exceptions=True)] == [ValueError] * 3
    good = Work()
    good.may_end.set()
    assert await once("a", good) == 1


async def test_one_who_leaves_does_not_take_the_work_from_the_others() -> None:
    once, work = Once[int](), Work()
    leaves, stays = (asyncio.create_task(once("a", work)) for _ in range(2))
    await work.started.wait()
    leaves.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaves
    work.may_end.set()
    assert await stays == 1


async def test_the_work_has_ended_when_the_last_one_has_left() -> None:
    once, work = Once[int](), Work()
    asking = [asyncio.create_task(once("a", work)) for _ in range(2)]
    await work.started.wait()
    for each in asking:
        each.cancel()
    assert [type(error) for error in await asyncio.gather(*asking, return_exceptions=True)] == [
        asyncio.CancelledError
    ] * 2
    assert work.ended == 1


async def test_who_comes_while_abandoned_work_ends_gets_work_of_their_own() -> None:
    once, slow = Once[int](), _SlowToEnd()
    first = asyncio.create_task(once("a", slow))
    await slow.started.wait()
    first.cancel()
    await slow.ending.wait()
    fresh = Work()
    fresh.may_end.set()
    assert await once("a", fresh) == 1
    slow.may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await first


class _SlowToEnd:
    def __init__(self) -> None:
        self.started, self.ending, self.may_end = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def __call__(self) -> int:
        self.started.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.ending.set()
            await self.may_end.wait()
        return 0
