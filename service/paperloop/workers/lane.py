"""A lane: one worker process behind an executor of its own.

One executor with many workers would break for everybody when one of them dies, and can't end a worker that hangs.
With an executor a lane, a kill costs exactly one task.
"""

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Any

from paperloop.errors import DocumentTooComplex, PaperloopError, WorkerFault
from paperloop.pdf.calls import Call, Hello
from paperloop.pdf.limits import Limits
from paperloop.pdf.perform import Performed, Task
from paperloop.workers.worker import Worker, WorkerLost

logger = logging.getLogger(__name__)

START_TIMEOUT_S = 60.0
"""For a fork, and at worst for loading everything on a machine that is very busy."""

ABANDONED_GRACE_S = 0.2
"""A task whose caller has gone may end by itself for about as long as a new process would take to start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanePolicy:
    """`deadline_s` for one call; after `tasks` calls, or above `resident_bytes`, the process is replaced."""

    deadline_s: float
    tasks: int
    resident_bytes: int
    limits: Limits


@dataclass(eq=False, slots=True)
class Job:
    """A call under way.

    `answer` is done when the call is answered, and cancelled when its caller has gone. `left` is set once no process
    works on it any more, or will.
    """

    call: Call[Any]
    answer: asyncio.Future[Any]
    left: asyncio.Event = field(default_factory=asyncio.Event)
    expiry: asyncio.TimerHandle | None = None

    def give(self, answer: Any) -> None:
        if not self.answer.done():
            self.answer.set_result(answer)

    def fail(self, error: BaseException) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


class Lane:
    """One worker process at a time. Not for concurrent use: `serve` one job after another."""

    def __init__(self, policy: LanePolicy) -> None:
        self._policy = policy
        self._worker: Worker | None = None
        self._tasks = 0
        self._resident_bytes = 0
        self.pid: int | None = None
        self.busy = False
        self.starts = 0

    @property
    def ready(self) -> bool:
        return self._worker is not None

    async def start(self) -> None:
        """Start a process and wait until everything is loaded in it.

        Raises:
            WorkerLost: it died before it said hello.
        """
        try:
            worker = await Worker.start(self._policy.limits)
            performed = await self._greeted(worker)
        except (OSError, EOFError, RuntimeError, TimeoutError) as error:  # no process, thread or file to be had, too
            raise WorkerLost from error
        self._worker, self.pid, self._tasks = worker, performed.answer, 0
        self._resident_bytes = performed.resident_bytes
        self.starts += 1

    async def _greeted(self, worker: Worker) -> Performed:
        """What the new process answers first; when it does not, nothing of it is left."""
        try:
            async with asyncio.timeout(START_TIMEOUT_S):
                return await worker.ask(Task(Hello(), self._policy.deadline_s))
        except BaseException:
            await worker.close()
            raise

    async def close(self) -> None:
        """Kill the process, whatever it is doing, and give everything back."""
        worker, self._worker, self.pid = self._worker, None, None
        if worker is not None:
            await worker.close()

    @property
    def worn_out(self) -> bool:
        return self._tasks >= self._policy.tasks or self._resident_bytes > self._policy.resident_bytes

    async def serve(self, job: Job) -> None:
        """Answer `job`, within the deadline, with a process that is fit for the next one afterwards."""
        self.busy = True
        try:
            try:
                await self._attempt(job)
            except WorkerLost:
                await self._again(job)
        finally:
            self.busy = False

    async def _again(self, job: Job) -> None:
        """Once more in a new process: the fault may have been somebody else's. Twice, and it is the document's."""
        logger.warning("worker process lost; its task runs once more", extra={"call": type(job.call).__name__})
        await self.close()
        await self.start()
        try:
            await self._attempt(job)
        except WorkerLost:
            job.fail(DocumentTooComplex(limit="worker"))
            await self.close()

    async def _attempt(self, job: Job) -> None:
        assert self._worker is not None, "serve() needs start()"  # noqa: S101
        deadline_s = self._policy.deadline_s * job.call.deadlines
        running = self._worker.ask(Task(job.call, deadline_s))
        try:
            if await _finished(running, job, deadline_s):
                self._settle(job, running)
            else:
                await self.close()
                job.fail(DocumentTooComplex(limit="time"))
        finally:
            running.cancel()

    def _settle(self, job: Job, running: "asyncio.Future[Performed]") -> None:
        try:
            performed = running.result()
        except WorkerLost:
            raise
        except PaperloopError as error:
            self._tasks += 1
            job.fail(error)
        except Exception as error:
            logger.exception("a worker's answer was lost")
            job.fail(WorkerFault(call=type(job.call).__name__, trace=repr(error)))
        else:
            self._tasks += 1
            self._resident_bytes = performed.resident_bytes
            job.give(performed.answer)


async def _finished(running: "asyncio.Future[Performed]", job: Job, deadline_s: float) -> bool:
    """Whether the work ended by itself: within the deadline, or soon enough after its caller has gone."""
    await asyncio.wait({running, job.answer}, timeout=deadline_s, return_when="FIRST_COMPLETED")
    if job.answer.done() and not running.done():
        await asyncio.wait({running}, timeout=ABANDONED_GRACE_S)
    return running.done()
