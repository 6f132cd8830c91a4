"""What the processes under load use, looked at twice a second from outside."""

import json
import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

PERIOD_S = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What a service used at a moment, `at` seconds since the epoch.

    Memory is resident, in MB of 2**20 bytes: of the largest web process and the largest lane. CPU seconds count from
    the start and hold those of processes that have ended. `files` are those of requests under way.
    """

    at: float
    web_mb: float
    lane_mb: float
    web_s: float
    lanes_s: float
    processes: int
    descriptors: int
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A second of a server process, as its probe wrote it: callbacks `late_ms`, lanes `busy` in the mean."""

    at: float
    late_ms: tuple[float, ...]
    busy: float
    lanes: int
    waiting: int
    replaced: int


class Watch(threading.Thread):
    """Keeps a Sample of the process `root` and all below it every half second, while it is entered.

    `web_depth` is how far below `root` the web processes are: 0, or 1 where a supervisor started several. `spool` is
    the folder of requests' files.
    """

    def __init__(self, root: int, *, web_depth: int, spool: Path) -> None:
        super().__init__(daemon=True, name="watch")
        self._root = psutil.Process(root)
        self._web_depth = web_depth
        self._spool = spool
        self._ended = threading.Event()
        self.samples: list[Sample] = []

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self.join()

    def run(self) -> None:
        while not self._ended.wait(PERIOD_S):
            self.look()

    def look(self) -> None:
        """One more sample; none where a process ends at that very moment."""
        try:
            self.samples.append(self._sample())
        except (psutil.Error, OSError):
            return

    def _sample(self) -> Sample:
        above, web, below = self._by_role()
        return Sample(
            at=time.time(),
            web_mb=max(_resident_mb(process) for process in web),
            lane_mb=max((_resident_mb(process) for process in below), default=0.0),
            web_s=sum(_used_s(process, ended=False) for process in (*above, *web)),
            lanes_s=sum(_used_s(process, ended=True) for process in below) + sum(_ended_s(process) for process in web),
            processes=len(above) + len(web) + len(below),
            descriptors=sum(process.num_fds() for process in (*above, *web, *below)),
            files=len(files_of_requests(self._spool)),
        )

    def _by_role(self) -> tuple[list[psutil.Process], list[psutil.Process], list[psutil.Process]]:
        """Supervisor, web processes, and all below them."""
        above: list[psutil.Process] = []
        level = [self._root]
        for _ in range(self._web_depth):
            above += level
            level = [child for process in level for child in process.children()]
        web = [process for process in level if not _is_tracker(process)]
        below = [child for process in web for child in process.children(recursive=True)]
        return above, web, below


def files_of_requests(spool: Path) -> list[Path]:
    """Files that belong to a request under way; what is kept of rendered PDFs is no request's."""
    return [path for path in spool.glob("*/*") if not path.name.startswith("rendered-")]


def looks(folder: Path) -> list[list[Look]]:
    """What each probe has written into `folder`."""
    return [
        [_look(line) for line in file.read_text(encoding="utf-8").splitlines()]
        for file in sorted(folder.glob("*.jsonl"))
    ]


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


def _used_s(process: psutil.Process, *, ended: bool) -> float:
    times = process.cpu_times()
    return float(times.user + times.system) + (_ended_s(process) if ended else 0.0)


def _ended_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.children_user + times.children_system)
