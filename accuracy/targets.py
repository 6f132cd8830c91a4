"""What must be reached, and whether it was."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from scoring import Score
from tally import (
    Outcomes,
    Share,
    by_field,
    exact,
    f1,
    header_of,
    line_count,
    right_of_sure,
    rows_of,
    unreviewed,
    wrong,
)

FOUND: Final[Mapping[str, float]] = {
    "invoice_number": 0.97,
    "issue_date": 0.97,
    "currency": 0.97,
    "tax_basis_total": 0.97,
    "tax_total": 0.97,
    "grand_total": 0.97,
    "seller_name": 0.90,
    "buyer_name": 0.90,
    "due_date": 0.95,
    "seller_vat_id": 0.95,
    "iban": 0.95,
}
"""The share of printed values that the layout reader must find, by field, where the truth names every field."""

FOUND_IN_PART: Final[Mapping[str, float]] = {
    "grand_total": 0.90,
    "issue_date": 0.90,
    "currency": 0.90,
    "invoice_number": 0.80,
}
"""The same where it names some: invoices as they come, from many countries."""

_SURE_RIGHT, _UNREVIEWED_WRONG, _EXACT, _LINES_F1 = 0.95, 0.02, 0.80, 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A figure, None where there was nothing to measure; `limit` still meets it. Without a limit it is only told."""

    name: str
    value: float | None
    share: Share | None = None
    limit: float | None = None
    at_most: bool = False

    @property
    def missed(self) -> bool:
        if self.limit is None or self.value is None:
            return False
        return self.value > self.limit if self.at_most else self.value < self.limit


def goals(scores: Sequence[Score]) -> list[Goal]:
    """The headline: can the values be believed, and how much is found?"""
    complete, believed = [score for score in scores if score.complete], unreviewed(scores)
    return [
        _share("right, of header values given 0.9 or more", right_of_sure(scores, header_of), _SURE_RIGHT),
        _share("right, of line values given 0.9 or more", right_of_sure(scores, rows_of), _SURE_RIGHT),
        _wrong("wrong, of header values given without review", wrong(believed, header_of)),
        _wrong("wrong, of line values given without review", wrong(believed, rows_of)),
        _share("documents without review", Share(len(believed), len(scores)), None),
        _share("documents exact in every core field", exact(complete), _EXACT),
        Goal(name="lines, F1", value=f1(line_count(scores)), limit=_LINES_F1),
    ]


def field_goals(scores: Sequence[Score]) -> Iterator[Goal]:
    for complete, limits in ((True, FOUND), (False, FOUND_IN_PART)):
        for field, counted in by_field([each for each in scores if each.complete is complete], header_of).items():
            yield field_goal(field, counted, limits)


def field_goal(field: str, counted: Outcomes, limits: Mapping[str, float]) -> Goal:
    return _share(field, counted.found, limits.get(field))


def missed(scores: Sequence[Score]) -> list[Goal]:
    return [goal for goal in (*goals(scores), *field_goals(scores)) if goal.missed]


def _share(name: str, share: Share, limit: float | None) -> Goal:
    return Goal(name=name, value=share.value, share=share, limit=limit)


def _wrong(name: str, share: Share) -> Goal:
    return Goal(name=name, value=share.value, share=share, limit=_UNREVIEWED_WRONG, at_most=True)
