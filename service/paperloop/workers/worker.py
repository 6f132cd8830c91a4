"""A worker process behind an executor of its own, and the connection over which it is sent calls.

The executor starts the process, notices its end and reaps it, and has one task for it: to serve the connection. A task
of the executor for each call would cost the event loop three hand-overs between threads.
"""

import asyncio
import pickle
import socket
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Self, cast

from paperloop.errors import PaperloopError
from paperloop.pdf.fork_server import fork_server
from paperloop.pdf.frames import HEAD, frame
from paperloop.pdf.limits import Limits
from paperloop.pdf.perform import Performed, Task, prepare, serve


class WorkerLost(Exception):
    """The process died, and nobody here killed it."""


class Connection(asyncio.Protocol):
    """The parent's end: one task at a time, and its answer."""

    def __init__(self) -> None:
        self._transport: asyncio.WriteTransport | None = None
        self._received = bytearray()
        self._answer: asyncio.Future[Performed] | None = None

    def ask(self, task: Task) -> "asyncio.Future[Performed]":
        """The answer; a PaperloopError that the task ended with, or whatever keeps the answer from being read.

        Raises:
            WorkerLost: there is no process any more; also as the answer, when it dies meanwhile.
        """
        if self._transport is None or self._transport.is_closing():
            raise WorkerLost
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(frame(task))
        return self._answer

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)  # uvloop's is none by its class

    def data_received(self, data: bytes) -> None:
        self._received += data
        if len(self._received) >= HEAD.size + self._awaited():
            pickled, self._received = memoryview(self._received)[HEAD.size :], bytearray()
            self._settle(lambda: pickle.loads(pickled))  # noqa: S301 - from a process of ours

    def connection_lost(self, exc: Exception | None) -> None:
        def lost() -> Performed:
            raise WorkerLost from exc

        self._transport = None
        self._settle(lost)

    def _awaited(self) -> int:
        """Bytes of the answer; as many as nobody has while its length is not there."""
        return int.from_bytes(self._received[: HEAD.size]) if len(self._received) >= HEAD.size else 2**64

    def _settle(self, outcome: Callable[[], Performed | PaperloopError]) -> None:
        answer, self._answer = self._answer, None
        if answer is None or answer.done():
            return
        try:
            performed = outcome()
        except Exception as error:  # noqa: BLE001 - it is the answer
            answer.set_exception(error)
        else:
            if isinstance(performed, Performed):
                answer.set_result(performed)
            else:
                answer.set_exception(performed)


class Worker:
    """One process; `start()` it, `ask` it one task after another, `close()` it."""

    def __init__(self, executor: ProcessPoolExecutor, connection: Connection) -> None:
        self._executor = executor
        self._connection = connection

    @classmethod
    async def start(cls, limits: Limits) -> Self:
        """A process that loads everything meanwhile.

        Raises:
            OSError, RuntimeError, EOFError: the machine has no process, thread or file to give.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            _, connection = await asyncio.get_running_loop().create_unix_connection(Connection, sock=ours)
            try:
                return cls(await _made(limits, theirs), connection)
            except BaseException:
                connection.close()
                raise

    def ask(self, task: Task) -> "asyncio.Future[Performed]":
        return self._connection.ask(task)

    async def close(self) -> None:
        """Kill the process, whatever it is doing, and give everything back."""
        self._connection.close()
        await _ended(self._executor)


async def _made(limits: Limits, connection: socket.socket) -> ProcessPoolExecutor:
    """Making an executor and its process blocks, and so leaves the loop; a cancelled caller leaves none behind."""
    making = asyncio.ensure_future(asyncio.to_thread(_executor, limits, connection))
    try:
        return await asyncio.shield(making)
    except asyncio.CancelledError:
        await asyncio.wait({making})
        if not making.exception():
            await _ended(making.result())
        raise


def _executor(limits: Limits, connection: socket.socket) -> ProcessPoolExecutor:
    executor = ProcessPoolExecutor(1, mp_context=fork_server(), initializer=prepare, initargs=(limits, connection))
    try:
        executor.submit(serve)
    except BaseException:
        executor.shutdown(wait=True, cancel_futures=True)
        raise
    return executor


async def _ended(executor: ProcessPoolExecutor) -> None:
    for process in tuple((executor._processes or {}).values()):  # noqa: SLF001 - which can kill no other process
        process.kill()
    # Joins the executor's thread, which ends as soon as its process is gone.
    await asyncio.to_thread(executor.shutdown, wait=True, cancel_futures=True)
