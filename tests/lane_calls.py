"""Calls for a worker that real documents would make only by being hostile."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from paperloop.errors import DocumentTooComplex
from paperloop.pdf.calls import Call


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo(Call[str]):
    handler: ClassVar[str] = "lane_calls:echo"

    text: str


def echo(call: Echo) -> str:
    return call.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Pid(Call[int]):
    handler: ClassVar[str] = "lane_calls:pid"


def pid(_: Pid) -> int:
    return os.getpid()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spin(Call[None]):
    """Computes for ever, deaf to every signal that a process can be deaf to; says in `started` that it does."""

    handler: ClassVar[str] = "lane_calls:spin"

    started: Path


def spin(call: Spin) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    call.started.write_text(str(os.getpid()))
    while True:
        pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocate(Call[None]):
    """Takes memory without end."""

    handler: ClassVar[str] = "lane_calls:allocate"


def allocate(_: Allocate) -> None:
    hoard = []
    while True:
        hoard.append(bytearray(16 * 2**20))


@dataclass(frozen=True, slots=True, kw_only=True)
class Grow(Call[None]):
    """Keeps `megabytes` for as long as the process lives, as a leak would."""

    handler: ClassVar[str] = "lane_calls:grow"

    megabytes: int


LEAKED: list[bytes] = []


def grow(call: Grow) -> None:
    LEAKED.append(os.urandom(2**20) * call.megabytes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crash(Call[None]):
    """Ends its process, as a fault in C code does."""

    handler: ClassVar[str] = "lane_calls:crash"


def crash(_: Crash) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(Call[int]):
    """Runs until `release` exists; appends its process id to `started`, a line a run."""

    handler: ClassVar[str] = "lane_calls:hold"

    started: Path
    release: Path
    is_long: bool = False


def hold(call: Hold) -> int:
    with call.started.open("a") as file:
        file.write(f"{os.getpid()}\n")
    while not call.release.exists():
        time.sleep(0.002)
    return os.getpid()


@dataclass(frozen=True, slots=True, kw_only=True)
class Take(Call[str]):
    """Works for `seconds`."""

    handler: ClassVar[str] = "lane_calls:take"

    seconds: float
    deadlines: int = 1


def take(call: Take) -> str:
    time.sleep(call.seconds)
    return "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fail(Call[None]):
    """`known`: an error of the service; else a fault that it does not expect, which can't be pickled."""

    handler: ClassVar[str] = "lane_calls:fail"

    known: bool


def fail(call: Fail) -> None:
    if call.known:
        raise DocumentTooComplex(limit="words")

    class Unpicklable(Exception):
        pass

    raise Unpicklable("a secret path: /etc/shadow")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsendable(Call[None]):
    """Answers with what can't be pickled."""

    handler: ClassVar[str] = "lane_calls:unsendable"


def unsendable(_: Unsendable) -> object:
    return lambda: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable(Call[None]):
    """Answers with what can be pickled, and not read again."""

    handler: ClassVar[str] = "lane_calls:unreadable"


class _Broken:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return int, ("no number",)


def unreadable(_: Unreadable) -> object:
    return _Broken()


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedModules(Call[frozenset[str]]):
    """What a worker has imported."""

    handler: ClassVar[str] = "lane_calls:loaded_modules"


def loaded_modules(_: LoadedModules) -> frozenset[str]:
    import sys

    return frozenset(sys.modules)
