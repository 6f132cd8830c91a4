"""What was measured, and how it is shown."""

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """`limit` is in the figure's unit, and still meets the target."""

    limit: float
    at_least: bool = False

    def __str__(self) -> str:
        return f"{'>=' if self.at_least else '<='} {number(self.limit)}"

    def met(self, value: float) -> bool:
        return value >= self.limit if self.at_least else value <= self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One row: the median of the runs' `values`; what never came is infinite or nan, which meets no upper limit.

    `note` says what a reader needs to judge it.
    """

    name: str
    unit: str
    values: tuple[float, ...]
    target: Target | None = None
    note: str = ""

    @classmethod
    def of(cls, name: str, unit: str, values: Sequence[float], *, target: Target | None = None, note: str = "") -> Self:
        return cls(name=name, unit=unit, values=tuple(values), target=target, note=note)

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def verdict(self) -> str:
        if self.target is None:
            return ""
        return "met" if self.target.met(self.median) else "missed"

    def row(self) -> tuple[str, ...]:
        low, high = min(self.values), max(self.values)
        runs = f"{number(low)} to {number(high)}" if len(self.values) > 1 else ""
        target = str(self.target) if self.target else ""
        return self.name, number(self.median), self.unit, runs, target, self.verdict, self.note

    def as_json(self) -> dict[str, Any]:
        values = [value if math.isfinite(value) else None for value in self.values]
        median = self.median if math.isfinite(self.median) else None
        return asdict(self) | {"values": values, "median": median, "verdict": self.verdict}


HEAD = ("", "median", "unit", "range", "target", "", "")


def table(figures: Sequence[Figure]) -> str:
    """The figures as lines of text, numbers aligned to the right."""
    rows = [HEAD, *(figure.row() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join(_line(row, widths) for row in rows)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [
        cell.rjust(width) if column in (1, 3) else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()


def quantile(values: Iterable[float], share: float) -> float:
    """The smallest of `values` that so large a share of them does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)]


def number(value: float) -> str:
    """Three digits, of which two at most behind the point: 0.12, 1.23, 12.3, 123, 1234; a whole number as it is."""
    if not math.isfinite(value):
        return "none"
    digits = 0 if abs(value) >= 100 or value == int(value) else 1 if abs(value) >= 10 else 2
    return f"{value:z.{digits}f}"
