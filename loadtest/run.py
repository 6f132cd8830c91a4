"""One load test that was run: what was seen of it, and the figures that say so."""

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from figures import quantile
from records import Record
from watch import Look, Sample, late_ms, occupation

BEHAVIOURS = ("uploader", "resume_editor", "embedder", "attacker")


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What was asked for: `users` at once for `seconds`, against `workers` server processes."""

    users: int
    seconds: float
    workers: int

    @property
    def web_depth(self) -> int:
        """How far below the process that was started those are which serve: several have a supervisor."""
        return int(self.workers > 1)

    def __str__(self) -> str:
        processes = "1 server process" if self.workers == 1 else f"{self.workers} server processes"
        return f"{self.users} users for {self.seconds:g} s, {processes}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What was left once nobody asked any more: all zero, if nothing was lost, doubled or forgotten.

    `resumes_astray` is how many résumés are stored beside those stored and not deleted again by the users.
    """

    files: int
    requests: int
    resumes_astray: int
    errors_logged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """`service` and `host` are what the probes wrote in the service's processes and in the host application's.

    `facts` name the machine and what was asked of it, for people.
    """

    load: Load
    began: float
    records: Sequence[Record]
    samples: Sequence[Sample]
    service: Sequence[Sequence[Look]]
    host: Sequence[Sequence[Look]]
    left: Left
    facts: Mapping[str, str]

    def figures(self) -> dict[str, float]:
        """By the names that a budget uses: seconds `_s`, milliseconds `_ms`, megabytes `_mb`, shares from 0 to 1.

        One that could not be measured is missing.
        """
        return _counts(self.records) | self._of_behaviours() | self._costs() | self._of_loops() | self._remains()

    def _of_behaviours(self) -> dict[str, float]:
        figures: dict[str, float] = {}
        for name in BEHAVIOURS:
            records = [record for record in self.records if record.behaviour == name]
            figures |= {f"{name}.{figure}": value for figure, value in _of_one(records).items()}
        pulses = [record.seconds for record in self.records if record.name == "the host's own page"]
        return figures | ({"pulse_p95_s": quantile(pulses, 0.95)} if pulses else {})

    def _costs(self) -> dict[str, float]:
        """Of the service alone: what the embedder asks for is worked on by the host application."""
        served = sum(record.behaviour != "embedder" for record in self.records)
        if len(self.samples) < 2 or not served:
            return {}
        first, last = self.samples[0], self.samples[-1]
        web, lanes = last.web_s - first.web_s, last.lanes_s - first.lanes_s
        return {
            "cpu_ms_a_request": (web + lanes) * 1000 / served,
            "web_cpu_ms_a_request": web * 1000 / served,
            "lanes_cpu_ms_a_request": lanes * 1000 / served,
            "web_peak_mb": max(sample.web_mb for sample in self.samples),
            "lane_peak_mb": max(sample.lane_mb for sample in self.samples),
        }

    def _of_loops(self) -> dict[str, float]:
        figures: dict[str, float] = {}
        for name, probes in (("loop_lag", self.service), ("host_lag", self.host)):
            if late := late_ms(probes):
                figures |= {f"{name}_p99_ms": quantile(late, 0.99), f"{name}_longest_ms": max(late)}
        return figures | ({"lanes_busy_share": occupation(self.service)} if self.service else {})

    def _remains(self) -> dict[str, float]:
        return {
            "files_left": self.left.files,
            "requests_left": self.left.requests,
            "resumes_astray": abs(self.left.resumes_astray),
            "errors_logged": self.left.errors_logged,
        }


def faults(records: Iterable[Record]) -> list[tuple[str, int]]:
    """What went wrong, the most frequent first: behaviour, request and message, and how often."""
    said = Counter(
        f"{record.behaviour}, {record.name}: {record.detail}" for record in records if record.outcome != "ok"
    )
    return said.most_common()


def kinds(records: Iterable[Record]) -> dict[tuple[str, str], list[Record]]:
    """Records by behaviour and request, in alphabetical order."""
    kind = attrgetter("behaviour", "name")
    return {key: list(group) for key, group in groupby(sorted(records, key=kind), kind)}


def _counts(records: Sequence[Record]) -> dict[str, float]:
    if not records:
        return {"requests": 0}
    outcomes = Counter(record.outcome for record in records)
    took = max(record.at for record in records) - min(record.at - record.seconds for record in records)
    return {
        "requests": len(records),
        "failed": outcomes["failed"],
        "refused": outcomes["refused"],
        "failed_share": outcomes["failed"] / len(records),
        "refused_share": outcomes["refused"] / len(records),
        "throughput_per_s": outcomes["ok"] / took if took else 0.0,
    }


def _of_one(records: Sequence[Record]) -> dict[str, float]:
    seconds = [record.seconds for record in records if record.outcome == "ok"]
    counts = {"requests": float(len(records)), "failed": float(sum(record.outcome == "failed" for record in records))}
    if not seconds:
        return counts
    return counts | {
        "mean_s": statistics.fmean(seconds),
        "p50_s": quantile(seconds, 0.5),
        "p95_s": quantile(seconds, 0.95),
        "p99_s": quantile(seconds, 0.99),
    }
