"""Words in the making, and letters set apart that make one word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from paperloop.pdf.visibility import Box

LEAST_SPACED: Final = 4
"""Single letters in a row that make a letter-spaced word: T O T A L."""

_EVEN = 0.08
"""How much the gaps may differ, in font sizes."""
_WIDEST_GAP = 1.0


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of text looks: font size in points, turn in degrees clockwise, grey of its colour (0 to 255)."""

    size: float
    turn: int
    hidden: bool
    grey: int


@dataclass(slots=True)
class Draft:
    """A word in the making: text as extracted, box in points. `suspect`: may not be seen, for its pixels to decide."""

    box: Box
    text: str
    style: Style
    suspect: bool


def closed_up(line: list[Draft]) -> list[Draft]:
    """`line` with its letter-spaced words made whole; upright text alone."""
    if sum(len(draft.text) == 1 for draft in line) < LEAST_SPACED or line[0].style.turn:
        return line
    return [_joined(run) if len(run) >= LEAST_SPACED else draft for run in _even_runs(line) for draft in _once(run)]


def _once(run: Sequence[Draft]) -> Sequence[Draft]:
    return run[:1] if len(run) >= LEAST_SPACED else run


def _even_runs(line: Sequence[Draft]) -> Iterator[list[Draft]]:
    """Single letters of one look with even gaps stand together, everything else alone."""
    run: list[Draft] = []
    gap = None
    for draft in line:
        step = _gap(run[-1], draft) if run else None
        if run and step is not None and (gap is None or abs(step - gap) <= _EVEN * draft.style.size):
            gap = step if gap is None else gap
            run.append(draft)
        else:
            if run:
                yield run
            run, gap = [draft], None
    if run:
        yield run


def _gap(left: Draft, right: Draft) -> float | None:
    """Points between two single letters that may belong to one word; None when they can't."""
    step = right.box[0] - left.box[2]
    alike = len(left.text) == len(right.text) == 1 and left.style == right.style
    return step if alike and 0 < step <= _WIDEST_GAP * left.style.size else None


def _joined(run: Sequence[Draft]) -> Draft:
    first, last = run[0], run[-1]
    box = first.box[0], min(draft.box[1] for draft in run), last.box[2], max(draft.box[3] for draft in run)
    return Draft(box, "".join(draft.text for draft in run), first.style, first.suspect)
