"""The door of a worker process: what comes in, under which limits, and what goes out.

The sending process imports this module too, to name `perform` and `prepare`; so the handlers, and pymupdf with them,
are loaded in the fork server and in the worker alone.
"""

import gc
import importlib
import logging
import os
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from paperloop.errors import DocumentTooComplex, PaperloopError, WorkerFault
from paperloop.pdf.calls import Call, Hello
from paperloop.pdf.fork_server import HANDLERS
from paperloop.pdf.limits import Limits, confine, die_with_parent, resident_bytes, time_limit


@dataclass(frozen=True, slots=True)
class Performed:
    """An answer, and the resident memory of the process that gave it, in bytes."""

    answer: Any
    resident_bytes: int


def prepare(limits: Limits) -> None:
    """Make this process a worker: everything loaded, limits set, and no life beyond the parent's."""
    importlib.import_module(HANDLERS)
    gc.freeze()  # what is loaded is no garbage: it is not looked through again, and its memory stays shared
    logging.disable()
    die_with_parent(limits.spool)
    confine(limits)


def perform(call: Call[Any], deadline_s: float) -> Performed:
    """Answer `call`; every error that leaves is a PaperloopError, since others may not survive pickling.

    A second after `deadline_s` the kernel ends this process, whatever it is doing: the parent should have, by then.
    """
    with time_limit(deadline_s + 1):
        return Performed(_answer(call), resident_bytes())


def _answer(call: Call[Any]) -> Any:
    try:
        return _handler(call)(call)
    except PaperloopError:
        raise
    except MemoryError:
        raise DocumentTooComplex(limit="memory") from None
    except Exception:  # noqa: BLE001 - a fault of ours: its trace goes to the parent's log
        raise WorkerFault(call=type(call).__name__, trace=traceback.format_exc()) from None


def _handler(call: Call[Any]) -> Callable[[Any], Any]:
    module, _, function = call.handler.partition(":")
    handler: Callable[[Any], Any] = getattr(importlib.import_module(module), function)
    return handler


def hello(_: Hello) -> int:
    """The process id, for the parent to kill."""
    return os.getpid()
