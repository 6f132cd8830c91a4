"""The clean process that workers are forked from: it has loaded everything once and runs no thread."""

import multiprocessing
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from typing import Final

HANDLERS: Final = "paperloop.pdf.handlers"


def fork_server() -> ForkServerContext:
    """The context to start worker processes in."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([HANDLERS])
    return context


def start_early() -> None:
    """Start the fork server before anybody asks for a worker, so that it loads pymupdf while this process loads the
    rest. Takes a few milliseconds; does nothing when it runs already."""
    fork_server()
    forkserver.ensure_running()
