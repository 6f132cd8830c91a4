"""The door of a worker process: what comes in, under which limits, and what goes out.

The sending process imports this module too, to name `serve` and `prepare`; so the handlers, and pymupdf with them,
are loaded in the fork server and in the worker alone.
"""

import gc
import importlib
import logging
import os
import pickle
import socket
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

from paperloop.errors import DocumentTooComplex, PaperloopError, WorkerFault
from paperloop.pdf.calls import Call, Hello
from paperloop.pdf.fork_server import HANDLERS
from paperloop.pdf.frames import frame, next_frame
from paperloop.pdf.limits import Limits, confine, die_with_parent, resident_bytes, time_limit

GARBAGE: Final = 50_000
"""Objects made and not given back after which cycles are looked for. A call makes thousands and hardly any cycle."""

_CONNECTION: Final = ContextVar[socket.socket]("connection")
"""Where calls come from. A process is given its end when it starts: a task of an executor can't be sent one."""


@dataclass(frozen=True, slots=True)
class Task:
    """A call, and the seconds after which the parent will have ended it."""

    call: Call[Any]
    deadline_s: float


@dataclass(frozen=True, slots=True)
class Performed:
    """An answer, and the resident memory of the process that gave it, in bytes."""

    answer: Any
    resident_bytes: int


def prepare(limits: Limits, connection: socket.socket) -> None:
    """Make this process a worker: everything loaded, limits set, and no life beyond the parent's."""
    importlib.import_module(HANDLERS)
    gc.freeze()  # what is loaded is no garbage: it is not looked through again, and its memory stays shared
    gc.set_threshold(GARBAGE)
    logging.disable()
    die_with_parent(limits.spool)
    confine(limits)
    _CONNECTION.set(connection)


def serve() -> None:
    """Answer the tasks that come over the connection, one after another, until the parent closes it."""
    with _CONNECTION.get() as connection, connection.makefile("rb") as tasks:
        while (task := next_frame(tasks)) is not None:
            connection.sendall(perform(task))


def perform(pickled: bytes) -> bytes:
    """The frame of what a pickled `Task` comes to: `Performed`, or a PaperloopError, since others may not survive
    pickling.

    A second after the deadline the kernel ends this process, whatever it is doing: the parent should have, by then.
    """
    task: Task = pickle.loads(pickled)  # noqa: S301 - the parent's own
    with time_limit(task.deadline_s + 1):
        try:
            return frame(Performed(_handler(task.call)(task.call), resident_bytes()))
        except PaperloopError as error:
            return frame(error)
        except MemoryError:
            return frame(DocumentTooComplex(limit="memory"))
        except Exception:  # noqa: BLE001 - a fault of ours: its trace goes to the parent's log
            return frame(WorkerFault(call=type(task.call).__name__, trace=traceback.format_exc()))


def _handler(call: Call[Any]) -> Callable[[Any], Any]:
    module, _, function = call.handler.partition(":")
    handler: Callable[[Any], Any] = getattr(importlib.import_module(module), function)
    return handler


def hello(_: Hello) -> int:
    """The process id, for the parent to kill."""
    return os.getpid()
