"""The process pool: what one document does to its lane, and never to its neighbours."""

import asyncio
import errno
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
import uvloop

from eventually import alive, eventually
from lane_calls import Allocate, Crash, Echo, Fail, Grow, Hold, LoadedModules, Pid, Spin, Take, Unreadable, Unsendable
from paperloop.errors import AlreadyRunning, DocumentTooComplex, NotRunning, Overloaded, WorkerFault
from paperloop.workers import Workers, pool, worker

Opened = Callable[..., AbstractAsyncContextManager[Workers]]


@pytest.fixture
def opened() -> Opened:
    """Workers that are running; keyword arguments replace the defaults below."""

    @asynccontextmanager
    async def running(**settings: object) -> AsyncIterator[Workers]:
        defaults: dict[str, object] = {
            "lanes": 1, "queue": 100, "deadline_s": 20.0, "queue_timeout_s": 20.0,
            "memory_bytes": 256 * 2**20, "tasks": 1000,
        }  # fmt: skip
        workers = Workers(**(defaults | settings))  # type: ignore[arg-type]
        async with workers.running():
            yield workers

    return running


async def test_a_call_is_answered_by_another_process(opened: Opened) -> None:
    async with opened() as workers:
        assert await workers.run(Pid()) != os.getpid()
        assert await workers.run(Echo(text="grüß")) == "grüß"


async def test_calls_and_answers_of_several_megabytes_arrive_whole(opened: Opened) -> None:
    text = "0123456789" * 400_000
    async with opened() as workers:
        assert await workers.run(Echo(text=text)) == text
        assert await workers.run(Echo(text="small again")) == "small again"


async def test_an_answer_that_cant_be_sent_is_a_fault_of_our_own(opened: Opened) -> None:
    async with opened() as workers:
        with pytest.raises(WorkerFault) as fault:
            await workers.run(Unsendable())
        assert "pickle" in fault.value.trace
        assert await workers.run(Echo(text="next")) == "next"


async def test_an_answer_that_cant_be_read_costs_itself_alone(opened: Opened) -> None:
    async with opened() as workers:
        with pytest.raises(WorkerFault) as fault:
            await workers.run(Unreadable())
        assert "no number" in fault.value.trace
        assert await workers.run(Echo(text="next")) == "next"


def test_the_pool_runs_on_uvloop(opened: Opened) -> None:
    async def echoed() -> str:
        async with opened() as workers:
            return await workers.run(Echo(text="uv"))

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        assert runner.run(echoed()) == "uv"


async def test_a_worker_loads_no_async_code(opened: Opened) -> None:
    async with opened() as workers:
        loaded = await workers.run(LoadedModules())
    assert "pymupdf" in loaded
    assert not loaded & {"starlette", "httpx", "uvicorn", "aiofiles", "paperloop.app", "paperloop.workers"}


async def test_every_lane_is_warm_before_the_first_call(opened: Opened) -> None:
    async with opened(lanes=2) as workers:
        assert (workers.state.ready, workers.state.lanes) == (2, 2)


async def test_a_worker_that_spins_is_killed_at_its_deadline_and_its_document_told(
    opened: Opened, tmp_path: Path
) -> None:
    async with opened(deadline_s=0.5) as workers:
        with pytest.raises(DocumentTooComplex, match="took longer"):
            await workers.run(Spin(started=tmp_path / "pid"))
        spinner = int((tmp_path / "pid").read_text())
        await eventually(lambda: not alive(spinner), "the spinning process ends")
        assert await workers.run(Echo(text="next")) == "next"
        assert workers.state.replaced == 1


async def test_a_call_on_many_chunks_may_take_several_deadlines(opened: Opened) -> None:
    async with opened(deadline_s=0.2) as workers:
        with pytest.raises(DocumentTooComplex):
            await workers.run(Take(seconds=0.6))
        assert await workers.run(Take(seconds=0.6, deadlines=100)) == "done"


async def test_a_worker_that_takes_memory_without_end_is_stopped(opened: Opened) -> None:
    async with opened(memory_bytes=128 * 2**20) as workers:
        with pytest.raises(DocumentTooComplex, match="memory"):
            await workers.run(Allocate())
        assert await workers.run(Echo(text="next")) == "next"


async def test_fifty_good_tasks_beside_a_bad_one_all_succeed(opened: Opened, tmp_path: Path) -> None:
    async with opened(lanes=2, deadline_s=1.0) as workers:
        bad = asyncio.create_task(workers.run(Spin(started=tmp_path / "pid")))
        good = [workers.run(Echo(text=str(number))) for number in range(50)]
        assert await asyncio.gather(*good) == [str(number) for number in range(50)]
        with pytest.raises(DocumentTooComplex):
            await bad


async def test_a_task_lost_because_somebody_killed_its_worker_runs_once_more(opened: Opened, tmp_path: Path) -> None:
    started, release = tmp_path / "started", tmp_path / "release"
    async with opened() as workers:
        task = asyncio.create_task(workers.run(Hold(started=started, release=release)))
        await eventually(started.exists, "the task starts")
        victim = int(started.read_text())
        os.kill(victim, signal.SIGKILL)
        await eventually(lambda: len(started.read_text().splitlines()) == 2, "the task starts again")
        release.touch()
        assert await task != victim


async def test_a_worker_killed_while_it_rests_costs_no_task(opened: Opened) -> None:
    async with opened() as workers:
        resting = await workers.run(Pid())
        os.kill(resting, signal.SIGKILL)
        await eventually(lambda: not alive(resting), "the worker is gone")
        assert await workers.run(Pid()) != resting


async def test_a_document_that_crashes_its_worker_twice_is_to_blame(opened: Opened) -> None:
    async with opened() as workers:
        with pytest.raises(DocumentTooComplex, match="crashed"):
            await workers.run(Crash())
        assert await workers.run(Echo(text="next")) == "next"
        assert workers.state.replaced == 2


async def test_a_worker_is_replaced_after_its_number_of_tasks(opened: Opened) -> None:
    async with opened(tasks=3) as workers:
        pids = [await workers.run(Pid()) for _ in range(9)]
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [3, 3, 3]


async def test_a_worker_that_has_grown_is_replaced_between_tasks(opened: Opened) -> None:
    async with opened(memory_bytes=2**30) as workers:
        before = await workers.run(Pid())
        await workers.run(Grow(megabytes=700))
        assert await workers.run(Pid()) != before


async def test_a_full_queue_refuses_and_says_when_to_come_again(opened: Opened, tmp_path: Path) -> None:
    started, release = tmp_path / "started", tmp_path / "release"
    async with opened(queue=2) as workers:
        held = asyncio.create_task(workers.run(Hold(started=started, release=release)))
        await eventually(started.exists, "the lane is held")
        waiting = [asyncio.create_task(workers.run(Echo(text=str(number)))) for number in range(2)]
        await eventually(lambda: workers.state.waiting == 2, "the queue is full")
        with pytest.raises(Overloaded) as refused:
            await workers.run(Echo(text="one too many"))
        assert refused.value.retry_after_s >= 1
        release.touch()
        assert await asyncio.gather(*waiting) == ["0", "1"]
        await held


async def test_a_call_that_waits_too_long_for_a_lane_is_refused(opened: Opened, tmp_path: Path) -> None:
    started, release = tmp_path / "started", tmp_path / "release"
    async with opened(queue_timeout_s=0.1) as workers:
        held = asyncio.create_task(workers.run(Hold(started=started, release=release)))
        await eventually(started.exists, "the lane is held")
        with pytest.raises(Overloaded):
            await workers.run(Echo(text="late"))
        release.touch()
        await held


async def test_long_calls_leave_a_lane_to_short_ones(opened: Opened, tmp_path: Path) -> None:
    release = tmp_path / "release"
    async with opened(lanes=2) as workers:
        long = [
            asyncio.create_task(workers.run(Hold(started=tmp_path / str(number), release=release, is_long=True)))
            for number in range(3)
        ]
        await eventually((tmp_path / "0").exists, "the first long call starts")
        assert await workers.run(Echo(text="short")) == "short"
        assert not (tmp_path / "1").exists()
        release.touch()
        await asyncio.gather(*long)


async def test_a_caller_that_goes_away_frees_its_lane_before_its_files_are_removed(
    opened: Opened, tmp_path: Path
) -> None:
    async with opened() as workers:
        task = asyncio.create_task(workers.run(Spin(started=tmp_path / "pid")))
        await eventually((tmp_path / "pid").exists, "the worker spins")
        spinner = int((tmp_path / "pid").read_text())
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not alive(spinner)
        assert await workers.run(Echo(text="next")) == "next"


async def test_a_caller_that_goes_away_while_it_waits_is_never_worked_for(opened: Opened, tmp_path: Path) -> None:
    started, release = tmp_path / "started", tmp_path / "release"
    async with opened() as workers:
        held = asyncio.create_task(workers.run(Hold(started=started, release=release)))
        await eventually(started.exists, "the lane is held")
        ghost = asyncio.create_task(workers.run(Hold(started=tmp_path / "ghost", release=release)))
        await eventually(lambda: workers.state.waiting == 1, "the second call waits")
        ghost.cancel()
        await asyncio.gather(ghost, return_exceptions=True)
        assert workers.state.waiting == 0
        release.touch()
        await held
        await workers.run(Echo(text="next"))
        assert not (tmp_path / "ghost").exists()


async def test_errors_of_the_service_cross_the_process_boundary_as_they_are(opened: Opened) -> None:
    async with opened() as workers:
        with pytest.raises(DocumentTooComplex, match="words"):
            await workers.run(Fail(known=True))


async def test_a_fault_of_our_own_is_told_without_its_text(opened: Opened) -> None:
    async with opened() as workers:
        with pytest.raises(WorkerFault) as fault:
            await workers.run(Fail(known=False))
    assert "shadow" not in str(fault.value)
    assert "shadow" in fault.value.trace


async def test_a_lane_outlives_a_moment_without_processes_or_files(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_to_be_had(*_: object) -> None:
        monkeypatch.undo()
        raise OSError(errno.EMFILE, "too many open files")

    async with opened() as workers:
        resting = await workers.run(Pid())
        monkeypatch.setattr(worker, "_executor", none_to_be_had)
        monkeypatch.setattr(pool, "RESTART_PAUSE_S", 0.0)
        os.kill(resting, signal.SIGKILL)
        await eventually(lambda: not alive(resting), "the worker is gone")
        with pytest.raises(Overloaded):
            await workers.run(Pid())
        assert await workers.run(Pid()) != resting


async def test_a_pool_may_be_opened_again_but_not_twice_at_once() -> None:
    workers = Workers(lanes=1, queue=1, deadline_s=9, queue_timeout_s=9, memory_bytes=2**28, tasks=9)
    for _ in range(2):
        async with workers.running():
            assert await workers.run(Echo(text="open")) == "open"
            with pytest.raises(AlreadyRunning):
                async with workers.running():
                    pass
            assert await workers.run(Echo(text="still open")) == "still open"


async def test_no_process_is_left_when_the_pool_closes_while_it_works(opened: Opened, tmp_path: Path) -> None:
    async with opened(lanes=2) as workers:
        pids = {await workers.run(Pid())}
        task = asyncio.create_task(workers.run(Spin(started=tmp_path / "pid")))
        await eventually((tmp_path / "pid").exists, "the worker spins")
        pids.add(int((tmp_path / "pid").read_text()))
    assert not [pid for pid in pids if alive(pid)]
    with pytest.raises(Exception, match="shutting down"):
        await task


async def test_a_call_before_running_says_what_to_do() -> None:
    workers = Workers(lanes=1, queue=1, deadline_s=1, queue_timeout_s=1, memory_bytes=2**28, tasks=1)
    with pytest.raises(NotRunning, match="async with paperloop\\.running"):
        await workers.run(Pid())
