"""A lane: one worker process behind an executor of its own.

One executor with many workers would break for everybody when one of them dies, and can't end a worker that hangs.
With an executor a lane, a kill costs exactly one task.
"""

import asyncio
import logging
import os
import signal
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from paperloop.errors import DocumentTooComplex, PaperloopError, WorkerFault
from paperloop.pdf.calls import Call, Hello
from paperloop.pdf.fork_server import fork_server
from paperloop.pdf.limits import Limits
from paperloop.pdf.perform import Performed, perform, prepare

logger = logging.getLogger(__name__)

START_TIMEOUT_S = 60.0
"""For a fork, and at worst for loading everything on a machine that is very busy."""

ABANDONED_GRACE_S = 0.2
"""A task whose caller has gone may end by itself for about as long as a new process would take to start."""


class WorkerLost(Exception):
    """The process died, and nobody here killed it."""


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
        self._executor: ProcessPoolExecutor | None = None
        self._tasks = 0
        self._resident_bytes = 0
        self.pid: int | None = None
        self.busy = False
        self.starts = 0

    @property
    def ready(self) -> bool:
        return self._executor is not None

    async def start(self) -> None:
        """Start a process and wait until everything is loaded in it.

        Raises:
            WorkerLost: it died before it said hello.
        """
        try:
            # Making an executor and its process blocks, and so leaves the loop.
            executor = await asyncio.to_thread(_executor, self._policy.limits)
            performed = await self._greeted(executor)
        except (OSError, EOFError, RuntimeError, TimeoutError) as error:  # no process, thread or file to be had, too
            raise WorkerLost from error
        self._executor, self.pid, self._tasks = executor, performed.answer, 0
        self._resident_bytes = performed.resident_bytes
        self.starts += 1

    async def _greeted(self, executor: ProcessPoolExecutor) -> Performed:
        """What the new process answers first; when it does not, nothing of it is left."""
        try:
            hello = await asyncio.to_thread(executor.submit, perform, Hello(), self._policy.deadline_s)
            async with asyncio.timeout(START_TIMEOUT_S):
                return await asyncio.wrap_future(hello)
        except BaseException:
            for process in tuple((executor._processes or {}).values()):  # noqa: SLF001 - it has not told its id yet
                process.kill()
            await _shut(executor)
            raise

    async def close(self) -> None:
        """Kill the process, whatever it is doing, and give everything back."""
        executor, self._executor = self._executor, None
        if executor is not None:
            self.kill()
            await _shut(executor)

    def kill(self) -> None:
        pid, self.pid = self.pid, None
        if pid is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

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
        running = asyncio.wrap_future(self._submit(job.call))
        try:
            if await self._finished(running, job):
                self._settle(job, running)
            else:
                await self.close()
                job.fail(DocumentTooComplex(limit="time"))
        finally:
            running.cancel()
            _retrieve(running)

    async def _finished(self, running: asyncio.Future[Any], job: Job) -> bool:
        """Whether the work ended by itself: within the deadline, or soon enough after its caller has gone."""
        deadline_s = self._deadline_s(job.call)
        await asyncio.wait({running, job.answer}, timeout=deadline_s, return_when="FIRST_COMPLETED")
        if job.answer.done() and not running.done():
            await asyncio.wait({running}, timeout=ABANDONED_GRACE_S)
        return running.done()

    def _deadline_s(self, call: Call[Any]) -> float:
        return self._policy.deadline_s * call.deadlines

    def _submit(self, call: Call[Any]) -> Future[Performed]:
        assert self._executor is not None, "serve() needs start()"  # noqa: S101
        try:
            return self._executor.submit(perform, call, self._deadline_s(call))
        except BrokenProcessPool as error:
            self.pid = None  # gone, and its number may be somebody else's
            raise WorkerLost from error

    def _settle(self, job: Job, running: "asyncio.Future[Performed]") -> None:
        try:
            performed = running.result()
        except BrokenProcessPool as error:
            self.pid = None
            raise WorkerLost from error
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


def _executor(limits: Limits) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=fork_server(), initializer=prepare, initargs=(limits,))


async def _shut(executor: ProcessPoolExecutor) -> None:
    # Joins the executor's thread, which ends as soon as its process is gone.
    await asyncio.to_thread(executor.shutdown, wait=True, cancel_futures=True)


def _retrieve(future: "asyncio.Future[Any]") -> None:
    """A killed task's error has been told already; asyncio would report it as never retrieved."""
    if future.done() and not future.cancelled():
        future.exception()
