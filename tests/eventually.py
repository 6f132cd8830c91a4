"""Waiting for what another process does, without guessing how long that takes."""

import asyncio
import os
import time
from collections.abc import Callable
from pathlib import Path

PATIENCE_S = 20.0


async def eventually(condition: Callable[[], bool], what: str) -> None:
    """Return as soon as `condition` holds; fail when it never does."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not condition():
                await asyncio.sleep(0.005)
    except TimeoutError:
        raise AssertionError(f"never happened: {what}") from None


def eventually_blocking(condition: Callable[[], bool], what: str, *, patience_s: float = 60.0) -> None:
    """The same where no event loop runs, for conditions that take long to look at, such as all processes."""
    ends = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < ends, f"never happened: {what}"
        time.sleep(0.05)


def alive(pid: int) -> bool:
    """Whether a process runs: neither gone nor a zombie that waits to be collected."""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False
    return state != "Z"
