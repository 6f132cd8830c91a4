"""What the processes under load use, looked at twice a second from outside."""

import json
import os
import statistics
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psutil
from periodic import every
from processes import ended_s, own_s

PERIOD_S = 0.5
LOGGED_EVERY_S = 1.0
"""By the probe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What a service used at a moment, `at` seconds since the epoch.

    Memory is resident, in MB of 2**20 bytes: of the largest web process and the largest lane. CPU seconds count from
    the start and hold those of processes that have ended. `files` are those of requests under way, `temporary` those
    in the folder for what is no request's.
    """

    at: float
    web_mb: float
    lane_mb: float
    web_s: float
    lanes_s: float
    processes: int
    descriptors: int
    files: int
    temporary: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A second of a server process, as its probe wrote it: callbacks `late_ms`, lanes `busy` in the mean, requests
    `under_way` at its end."""

    at: float
    late_ms: tuple[float, ...]
    busy: float
    lanes: int
    waiting: int
    replaced: int
    under_way: int


class Watch:
    """Keeps a Sample of the process `root` and all below it, at each look.

    `web_depth` is how far below `root` the web processes are: 0, or 1 where a supervisor started several. `spool` is
    the folder of requests' files, `temporary` that of others.
    """

    def __init__(self, root: int, *, web_depth: int, spool: Path, temporary: Path) -> None:
        self._root = psutil.Process(root)
        self._web_depth = web_depth
        self._spool = spool
        self._temporary = temporary
        self.samples: list[Sample] = []

    @contextmanager
    def looking(self) -> Iterator[Self]:
        """Now, and every half second."""
        self.look()
        with every(PERIOD_S, self.look):
            yield self

    def look(self) -> None:
        """One more sample; none where a process ends at that very moment."""
        try:
            self.samples.append(self._sample())
        except (psutil.Error, OSError):
            return

    def _sample(self) -> Sample:
        above, web = _servers(self._root, self._web_depth)
        below = [child for process in web for child in process.children(recursive=True)]
        return Sample(
            at=time.time(),
            web_mb=max(_resident_mb(process) for process in web),
            lane_mb=max(map(_resident_mb, _grandchildren(web)), default=0.0),
            web_s=sum(map(own_s, (*above, *web))),
            lanes_s=sum(map(own_s, below)) + sum(map(ended_s, (*web, *below))),
            processes=len(above) + len(web) + len(below),
            descriptors=sum(process.num_fds() for process in (*above, *web, *below)),
            files=len(files_of_requests(self._spool)),
            temporary=sum(len(files) for _, _, files in os.walk(self._temporary)),
        )


def files_of_requests(spool: Path) -> list[Path]:
    """Files that belong to a request under way; what is kept of rendered PDFs is no request's."""
    return [path for path in spool.glob("*/*") if not path.name.startswith("rendered-")]


def lanes_of(root: int, *, web_depth: int) -> list[psutil.Process]:
    """The worker processes below `root`, forked from their fork servers; none where a process ends meanwhile."""
    try:
        return _grandchildren(_servers(psutil.Process(root), web_depth)[1])
    except psutil.Error:
        return []


def _servers(root: psutil.Process, web_depth: int) -> tuple[list[psutil.Process], list[psutil.Process]]:
    """What is above the web processes, and those."""
    above: list[psutil.Process] = []
    level = [root]
    for _ in range(web_depth):
        above += level
        level = [child for process in level for child in process.children()]
    return above, [process for process in level if not _is_tracker(process)]


def _grandchildren(processes: Iterable[psutil.Process]) -> list[psutil.Process]:
    return [lane for process in processes for child in process.children() for lane in child.children()]


def looks(folder: Path, *, since: float) -> list[list[Look]]:
    """What each probe has written into `folder` since that moment: how late a loop is while it starts says nothing."""
    written = (map(_look, file.read_text(encoding="utf-8").splitlines()) for file in sorted(folder.glob("*.jsonl")))
    return [[look for look in probe if look.at - LOGGED_EVERY_S >= since] for probe in written]


def late_ms(probes: Sequence[Sequence[Look]]) -> list[float]:
    """How late each callback came, of all probes."""
    return [late for probe in probes for look in probe for late in look.late_ms]


def occupation(probes: Sequence[Sequence[Look]]) -> float:
    """Share of the lanes' time in which they worked."""
    shares = [look.busy / look.lanes for probe in probes for look in probe if look.lanes]
    return statistics.fmean(shares) if shares else 0.0


def _look(line: str) -> Look:
    said = json.loads(line)
    return Look(**said | {"late_ms": tuple(said["late_ms"])})


def _is_tracker(process: psutil.Process) -> bool:
    """Python's own process that tidies up after multiprocessing."""
    return any("resource_tracker" in part for part in process.cmdline())


def _resident_mb(process: psutil.Process) -> float:
    return float(process.memory_info().rss / 2**20)
