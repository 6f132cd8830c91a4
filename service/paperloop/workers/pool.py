"""Lanes side by side, and the queue before them."""

import asyncio
import itertools
import logging
import math
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from paperloop.errors import AlreadyRunning, NotRunning, Overloaded, ShuttingDown, WorkerFault, WorkersNotStarted
from paperloop.pdf.calls import Call
from paperloop.pdf.limits import Limits
from paperloop.workers.lane import Job, Lane, LanePolicy
from paperloop.workers.worker import WorkerLost

logger = logging.getLogger(__name__)

Answer = TypeVar("Answer")

RESTART_PAUSE_S = 1.0
"""Between two tries to start a process when the machine has none to give."""

LONGEST_RETRY_AFTER_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolState:
    """`lanes` in all, of them `ready` (warm) and `busy`; calls `waiting`; processes `replaced` since the start."""

    lanes: int
    ready: int
    busy: int
    waiting: int
    replaced: int


class Workers:
    """`await workers.run(call)` answers a call in one of `lanes` worker processes, first come, first served;
    what finishes a document goes before what begins one, so that under load some are answered and not all half done.

    At most `queue` calls wait, each for at most `queue_timeout_s`; above that a caller gets Overloaded. Long calls hold
    all lanes but one. A call that outlives `deadline_s` is ended with its process and answered DocumentTooComplex; so
    is one that needs more than `memory_bytes` above what a fresh process holds. A process is replaced after `tasks`
    calls, or when it has grown by half of `memory_bytes`. A caller that is cancelled frees its lane.
    """

    def __init__(
        self,
        *,
        lanes: int,
        queue: int,
        deadline_s: float,
        queue_timeout_s: float,
        memory_bytes: int,
        tasks: int,
        spool: Path | None = None,
    ) -> None:
        limits = Limits(memory_bytes=memory_bytes, spool=spool)
        policy = LanePolicy(
            deadline_s=deadline_s,
            tasks=tasks,
            resident_bytes=BASE_RESIDENT_BYTES + memory_bytes // 2,
            limits=limits,
        )
        self._lanes = [Lane(policy) for _ in range(lanes)]
        self._queue_limit = queue
        self._queue_timeout_s = queue_timeout_s
        self._queue: asyncio.PriorityQueue[tuple[bool, int, Job]] | None = None
        self._sequence = itertools.count()
        self._waiting: set[Job] = set()
        self._long_turns = asyncio.Semaphore()
        self._mean_task_s = 0.01

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Warm lanes inside; no process and no task of theirs afterwards.

        Raises:
            WorkersNotStarted: a worker process ended before it was ready.
            AlreadyRunning: it is open.
        """
        if self._queue is not None:
            raise AlreadyRunning
        self._long_turns = asyncio.Semaphore(max(1, len(self._lanes) - 1))
        self._queue = asyncio.PriorityQueue()
        try:
            await self._warm()
            serving = [asyncio.create_task(self._serve(lane, self._queue)) for lane in self._lanes]
            try:
                yield
            finally:
                self._queue = None
                await _cancelled(serving)
        finally:
            self._queue = None
            self._dismiss()
            await asyncio.gather(*(lane.close() for lane in self._lanes))

    async def run(self, call: Call[Answer]) -> Answer:
        """The answer to `call`.

        Raises:
            Overloaded: the queue is full, or no lane was free in time.
            DocumentTooComplex: the work was ended by a limit.
            NotRunning, ShuttingDown, and whatever the call itself raises.
        """
        if call.is_long:
            async with self._long_turn():
                return await self._answered(call)
        return await self._answered(call)

    async def _answered(self, call: Call[Answer]) -> Answer:
        if self._queue is None:
            raise NotRunning
        if len(self._waiting) >= self._queue_limit:
            raise self._overloaded()
        loop = asyncio.get_running_loop()
        job = Job(call, loop.create_future())
        job.expiry = loop.call_later(self._queue_timeout_s, self._expire, job)
        self._waiting.add(job)
        self._queue.put_nowait((not call.is_last, next(self._sequence), job))
        try:
            answer: Answer = await job.answer
        except asyncio.CancelledError:
            await self._left(job)
            raise
        return answer

    @property
    def open(self) -> bool:
        """Whether `running()` is under way."""
        return self._queue is not None

    @property
    def state(self) -> PoolState:
        return PoolState(
            lanes=len(self._lanes),
            ready=sum(lane.ready for lane in self._lanes),
            busy=sum(lane.busy for lane in self._lanes),
            waiting=len(self._waiting),
            replaced=sum(max(0, lane.starts - 1) for lane in self._lanes),
        )

    async def _warm(self) -> None:
        # Every start is waited for, also when one fails, so that none goes on behind our back.
        started = await asyncio.gather(*(lane.start() for lane in self._lanes), return_exceptions=True)
        for failure in filter(None, started):
            raise WorkersNotStarted if isinstance(failure, WorkerLost) else failure from failure

    @asynccontextmanager
    async def _long_turn(self) -> AsyncIterator[None]:
        """Long calls leave one lane to short ones, where there are two."""
        try:
            async with asyncio.timeout(self._queue_timeout_s):
                await self._long_turns.acquire()
        except TimeoutError:
            raise self._overloaded() from None
        try:
            yield
        finally:
            self._long_turns.release()

    async def _left(self, job: Job) -> None:
        """Wait until no process touches the files of a call that nobody wants any more."""
        if job in self._waiting:
            self._leave_queue(job)
        else:
            await job.left.wait()

    async def _serve(self, lane: Lane, queue: asyncio.PriorityQueue[tuple[bool, int, Job]]) -> None:
        while True:
            await self._make_ready(lane)
            *_, job = await queue.get()
            self._leave_queue(job)
            if job.answer.done():
                job.left.set()
            else:
                await self._timed(lane, job)

    async def _timed(self, lane: Lane, job: Job) -> None:
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            await lane.serve(job)
        except WorkerLost:  # no new process could be started for a second try
            job.fail(self._overloaded())
        except Exception:  # noqa: BLE001 - it is told to the caller
            # A fault of ours must not take the lane along, nor leave its caller waiting.
            job.fail(WorkerFault(call=type(job.call).__name__, trace=traceback.format_exc()))
            await lane.close()
        finally:
            job.fail(ShuttingDown())
            job.left.set()
            self._mean_task_s += (loop.time() - started - self._mean_task_s) / 20

    async def _make_ready(self, lane: Lane) -> None:
        """Replace a process that is gone or worn out, for as long as it takes: the queue waits, other lanes go on."""
        if lane.worn_out:
            await lane.close()
        while not lane.ready:
            try:
                await lane.start()
            except WorkerLost:
                logger.exception("a worker process could not be started; trying again in %g s", RESTART_PAUSE_S)
                await asyncio.sleep(RESTART_PAUSE_S)

    def _leave_queue(self, job: Job) -> None:
        self._waiting.discard(job)
        if job.expiry is not None:
            job.expiry.cancel()

    def _expire(self, job: Job) -> None:
        self._waiting.discard(job)
        job.fail(self._overloaded())

    def _overloaded(self) -> Overloaded:
        wait_s = (len(self._waiting) + 1) * self._mean_task_s / len(self._lanes)
        return Overloaded(retry_after_s=min(LONGEST_RETRY_AFTER_S, max(1, math.ceil(wait_s))))

    def _dismiss(self) -> None:
        for job in tuple(self._waiting):
            self._leave_queue(job)
            job.fail(ShuttingDown())


BASE_RESIDENT_BYTES = 150 * 2**20
"""More than a fresh worker holds, most of it shared with the fork server."""


async def _cancelled(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
