"""What a load may cost at most: thresholds from budget.toml, and the judgement of what was measured."""

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from figures import Target
from run import BEHAVIOURS

UPSTREAM = ("delay_s", "p95_s", "error_rate", "limited_rate", "retry_after_s")


class InvalidBudget(ValueError):
    """A budget that can't be used; says where and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """`figure` by its name in `Run.figures()`."""

    figure: str
    target: Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`measured` is None where the run has no such figure, which never meets a threshold."""

    threshold: Threshold
    measured: float | None

    @property
    def met(self) -> bool:
        measured = self.measured
        return measured is not None and not math.isnan(measured) and self.threshold.target.met(measured)

    def __str__(self) -> str:
        measured = "was not measured" if self.measured is None else f"is {self.measured:.4g}"
        return f"{self.threshold.figure} {measured}, allowed {self.threshold.target}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """`works` holds on every machine, `timing` on an idle one, `endurance` after a soak. The rest is what the load is
    made of."""

    weights: Mapping[str, int]
    upstream: Mapping[str, float]
    service: Mapping[str, object]
    works: tuple[Threshold, ...]
    timing: tuple[Threshold, ...]
    endurance: tuple[Threshold, ...]

    @classmethod
    def read(cls, path: Path) -> Self:
        """
        Raises:
            InvalidBudget: it is no TOML, a part is missing or unknown, or a threshold is none.
            OSError: there is no such file.
        """
        try:
            said = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise InvalidBudget(f"{path}: {error}") from None
        parts = ("weights", "upstream", "service", "works", "timing", "endurance")
        if said.keys() != set(parts):
            raise InvalidBudget(f"{path}: its tables are {', '.join(said)}; they have to be {', '.join(parts)}")
        return cls(
            weights=_numbers(said, "weights", BEHAVIOURS, path),
            upstream=_numbers(said, "upstream", UPSTREAM, path),
            service=_settings(said["service"], path),
            works=_thresholds(said["works"], path),
            timing=_thresholds(said["timing"], path),
            endurance=_thresholds(said["endurance"], path),
        )


def _numbers(said: Mapping[str, Any], part: str, names: Sequence[str], path: Path) -> dict[str, Any]:
    table: dict[str, Any] = said[part]
    if table.keys() != set(names) or not all(isinstance(value, int | float) for value in table.values()):
        raise InvalidBudget(f"{path}: [{part}] has to give a number to each of {', '.join(names)}, and to nothing else")
    return table


def _settings(table: dict[str, object], path: Path) -> dict[str, object]:
    if not isinstance(table.get("max_upload_bytes"), int):
        raise InvalidBudget(f"{path}: [service] has to give max_upload_bytes, above which attackers send")
    return table


def verdicts(thresholds: Iterable[Threshold], figures: Mapping[str, float]) -> list[Verdict]:
    """One for each, in their order."""
    return [Verdict(threshold=each, measured=figures.get(each.figure)) for each in thresholds]


def _thresholds(table: Mapping[str, Any], path: Path) -> tuple[Threshold, ...]:
    return tuple(Threshold(figure=name, target=_target(name, limits, path)) for name, limits in table.items())


def _target(name: str, limits: Any, path: Path) -> Target:
    match limits:
        case {"at_most": int() | float() as limit, **rest} if not rest:
            return Target(limit=float(limit))
        case {"at_least": int() | float() as limit, **rest} if not rest:
            return Target(limit=float(limit), at_least=True)
    raise InvalidBudget(f'{path}: "{name}" has to be {{ at_most = NUMBER }} or {{ at_least = NUMBER }}, not {limits!r}')
