"""A cost that was measured at several sizes, and how it grows."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from figures import number

STRAIGHT = 1.15
"""The exponent up to which a cost is called a straight line: what a machine that others use as well can tell."""

GROWN = 1.2
"""Times the smallest size's cost below which a difference may be the machine's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """`costs` in `unit` at `sizes`, both in ascending order of size; `per` is what one size is."""

    name: str
    unit: str
    per: str
    sizes: tuple[float, ...]
    costs: tuple[float, ...]

    @property
    def exponent(self) -> float:
        """k of cost = fixed + factor * size**k, by least squares over the increases above the smallest size.

        1 is a straight line whatever the fixed cost, 0 a cost that does not grow; nan where too few sizes can't tell.
        """
        return self._exponent(1)

    @property
    def last_bend(self) -> float:
        """The same from the two largest sizes alone, where a bend would show first."""
        return self._exponent(max(1, len(self.sizes) - 2))

    def _exponent(self, start: int) -> float:
        if self.costs[-1] < self.costs[0] * GROWN:
            return 0.0
        return _slope(
            [
                (math.log(size - self.sizes[0]), math.log(cost - self.costs[0]))
                for size, cost in zip(self.sizes[start:], self.costs[start:], strict=True)
                if cost >= self.costs[0] * GROWN
            ]
        )

    @property
    def verdict(self) -> str:
        steepest = max(self.exponent, self.last_bend)
        if math.isnan(steepest):
            return "too few sizes to tell"
        if not steepest:
            return "does not grow"
        return "no steeper than a straight line" if steepest <= STRAIGHT else "steeper than a straight line"


def _slope(points: Sequence[tuple[float, float]]) -> float:
    if len(points) < 2:
        return math.nan
    middle_x, middle_y = (sum(values) / len(points) for values in zip(*points, strict=True))
    spread = sum((x - middle_x) ** 2 for x, _ in points)
    return sum((x - middle_x) * (y - middle_y) for x, y in points) / spread


def markdown(series: Sequence[Series]) -> str:
    """A table for each group of series that were measured at the same sizes."""
    tables: dict[tuple[str, tuple[float, ...]], list[Series]] = {}
    for each in series:
        tables.setdefault((each.per, each.sizes), []).append(each)
    return "\n".join(line for (per, sizes), rows in tables.items() for line in _table(per, sizes, rows))


def _table(per: str, sizes: Sequence[float], rows: Sequence[Series]) -> Iterator[str]:
    yield f"| {per} | {' | '.join(map(number, sizes))} | exponent | at the end | |"
    yield f"|{' --- |' * (len(sizes) + 4)}"
    for each in rows:
        totals, powers = " | ".join(map(number, each.costs)), map(number, (each.exponent, each.last_bend))
        yield f"| {each.name}, {each.unit} | {totals} | {' | '.join(powers)} | {each.verdict} |"
        units = " | ".join(number(cost / size) for size, cost in zip(sizes, each.costs, strict=True))
        yield f"| &nbsp; each of the {per} | {units} | | | |"
    yield ""
