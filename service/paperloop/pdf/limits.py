"""What a worker process may use, enforced by the kernel: nothing in Python can stop C code that holds the GIL."""

import os
import resource
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import connection, parent_process
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`memory_bytes` come on top of what the process holds once everything is loaded. `spool` dies with the parent."""

    memory_bytes: int
    spool: Path | None = None


def confine(limits: Limits) -> None:
    """No core dumps, bounded address space, one thread to typeset with, and no Ctrl-C of the terminal: the parent
    says when to stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.environ["RAYON_NUM_THREADS"] = "1"  # Typst's own threads: the lanes share the cores already
    if sys.platform == "linux":
        ceiling = _pages_of_self(0) + limits.memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))


def die_with_parent(spool: Path | None) -> None:
    """End this process when its parent does, even by `kill -9`, and take the parent's spooled files along.

    A worker at rest waits on a pipe whose other end it holds itself, so it would wait for ever.
    """
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_outlive_nobody, args=(parent.sentinel, spool), daemon=True).start()


def _outlive_nobody(sentinel: int, spool: Path | None) -> None:
    connection.wait([sentinel])
    if spool is not None:
        shutil.rmtree(spool, ignore_errors=True)
    os._exit(1)


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """The kernel ends the process after `seconds` of wall time, or a second later of CPU time."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    _limit_cpu(seconds + 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _limit_cpu(seconds: float) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with suppress(ValueError):  # above a hard limit that somebody else has set, which then holds
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def resident_bytes() -> int:
    """Memory of this process in RAM; 0 where the system does not tell."""
    return _pages_of_self(1) if sys.platform == "linux" else 0


def _pages_of_self(field: int) -> int:
    """A field of proc(5) statm in bytes: 0 is the address space, 1 the resident set."""
    return int(Path("/proc/self/statm").read_bytes().split()[field]) * resource.getpagesize()
