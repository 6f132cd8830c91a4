"""Many scores in a few figures."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from scoring import Judged, LineCount, Outcome, Score

SURE: Final = 0.9
"""The confidence from which a value is meant to be believed."""

_EDGES: Final = (0.0, 0.5, 0.7, 0.8, SURE, 0.95, 1.01)

Values = Callable[[Score], Sequence[Judged]]


def header_of(score: Score) -> Sequence[Judged]:
    return score.header


def rows_of(score: Score) -> Sequence[Judged]:
    return score.rows


class Share(NamedTuple):
    """`part` of `whole`."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """None of nothing."""
        return self.part / self.whole if self.whole else None


class Outcomes(NamedTuple):
    right: int
    wrong: int
    missing: int

    @property
    def found(self) -> Share:
        """Right ones, of all that the pages print."""
        return Share(self.right, sum(self))


class Band(NamedTuple):
    """Values whose confidence is at least `low` and below `high`, and how many of them are right."""

    low: float
    high: float
    right: Share


def outcomes(values: Iterable[Judged]) -> Outcomes:
    counted = Counter(value.outcome for value in values)
    return Outcomes(counted[Outcome.RIGHT], counted[Outcome.WRONG], counted[Outcome.MISSING])


def by_field(scores: Iterable[Score], values: Values) -> dict[str, Outcomes]:
    grouped: dict[str, list[Judged]] = {}
    for score in scores:
        for value in values(score):
            grouped.setdefault(value.field, []).append(value)
    return {field: outcomes(group) for field, group in grouped.items()}


def right_of_sure(scores: Iterable[Score], values: Values) -> Share:
    """Of the values given SURE and more."""
    return _right(value for value in _given(scores, values) if value.confidence >= SURE)


def wrong(scores: Iterable[Score], values: Values) -> Share:
    """Of the values given."""
    right = _right(_given(scores, values))
    return Share(right.whole - right.part, right.whole)


def unreviewed(scores: Iterable[Score]) -> list[Score]:
    """Those of documents that ask for no review."""
    return [score for score in scores if not score.needs_review]


def reviewed(scores: Iterable[Score]) -> list[Score]:
    return [score for score in scores if score.needs_review]


def reasons(scores: Iterable[Score]) -> list[tuple[str, int, int]]:
    """Why documents ask for review, most frequent first: how many for this reason, how many for no other."""
    asked = [score.reasons for score in reviewed(scores)]
    counted = Counter(reason for each in asked for reason in each)
    alone = Counter(reason for each in asked if len(each) == 1 for reason in each)
    return sorted(((reason, count, alone[reason]) for reason, count in counted.items()), key=lambda row: (-row[1], row))


def exact(scores: Sequence[Score]) -> Share:
    return Share(sum(score.exact for score in scores), len(scores))


def line_count(scores: Iterable[Score]) -> LineCount:
    counts = [score.lines for score in scores]
    return LineCount(*map(sum, zip(*counts, strict=True))) if counts else LineCount()


def f1(lines: LineCount) -> float | None:
    """The harmonic mean of the share of printed lines found and the share of given lines right."""
    among = lines.given + lines.printed
    return 2 * lines.right / among if among else None


def bands(scores: Sequence[Score], values: Values) -> list[Band]:
    given = list(_given(scores, values))
    return [
        Band(low, high, _right(value for value in given if low <= value.confidence < high))
        for low, high in pairwise(_EDGES)
    ]


def _given(scores: Iterable[Score], values: Values) -> Iterator[Judged]:
    return (value for score in scores for value in values(score) if value.outcome is not Outcome.MISSING)


def _right(values: Iterable[Judged]) -> Share:
    counted = outcomes(values)
    return Share(counted.right, counted.right + counted.wrong)
