"""Words of lines that take a closer look: of several looks, not to be seen, turned, off the page, letter-spaced."""

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, compress, groupby
from operator import itemgetter
from typing import Any, Final, cast

import pymupdf

from paperloop.documents.pages import Word
from paperloop.pdf.visibility import LEAST_ALPHA, LEAST_SIZE, Box, grey, seen

Found = tuple[float, float, float, float, str, int, int, int]
"""What MuPDF calls a word: box, text, number of the block of text, of the line in it, of the word in that."""

LEAST_SPACED: Final = 4
"""Single letters in a row that make a letter-spaced word: T O T A L."""

_EVEN = 0.08
"""How much the gaps may differ, in font sizes."""
_WIDEST_GAP = 1.0
_LIKE_A_BLANK = 0.35
"""Font sizes; narrower gaps may as well be blanks between words of one letter."""


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


_FARTHEST = 1_000_000.0
"""Points; what lies farther from the page is dropped."""

_Run = tuple[str, Style, Box]


def drafts(words: Sequence[Found], line: Mapping[str, Any], *, suspect: bool) -> list[Draft]:
    """The words of one line of PyMuPDF's "dict" output."""
    runs = list(_runs(line))
    if not runs:
        return []
    if len(runs) == 1:
        made = [Draft(word[:4], word[4], runs[0][1], suspect) for word in words]
    else:
        made = list(_split_by_style(words, runs, suspect=suspect))
    return _closed_up(made)


def _runs(line: Mapping[str, Any]) -> Iterator[_Run]:
    """Neighbouring spans that look alike count as one."""
    turned = turn(line["dir"])
    styled = [
        (span, Style(_bounded(span["size"]), turned, _unseen(span), grey(span["color"]))) for span in line["spans"]
    ]
    for style, group in groupby(styled, itemgetter(1)):
        spans = [span for span, _ in group]
        x0, y0, x1, y1 = zip(*(span["bbox"] for span in spans), strict=True)
        yield "".join(span["text"] for span in spans), style, (min(x0), min(y0), max(x1), max(y1))


def _bounded(size: float) -> float:
    return min(_FARTHEST, size)  # in this order NaN is taken care of, too


def _unseen(span: Mapping[str, Any]) -> bool:
    return bool(span["size"] < LEAST_SIZE or span["alpha"] < LEAST_ALPHA)


def turn(direction: tuple[float, float]) -> int:
    """Degrees clockwise of a line whose text advances by `direction`, the y axis pointing down."""
    x, y = direction
    return 0 if x > 0.99 else round(math.degrees(math.atan2(y, x)) / 90) * 90 % 360


def _split_by_style(words: Sequence[Found], runs: Sequence[_Run], *, suspect: bool) -> Iterator[Draft]:
    """A hidden 9 before a printed 124.80 is a word of its own, not 9124.80."""
    whole, at = "".join(text for text, _, _ in runs), 0
    ends = list(accumulate(len(text) for text, _, _ in runs))
    for word in words:
        start = max(whole.find(word[4], at), at)
        at = start + len(word[4])
        parts = list(_parts(runs, ends, start, at)) or [(word[4], runs[-1][1], word[:4])]
        if len({style.hidden for _, style, _ in parts}) == 1 and not suspect:
            yield Draft(word[:4], word[4], parts[0][1], suspect)
        else:
            for text, style, box in parts:
                yield Draft(_common(word[:4], box), text, style, suspect)


def _parts(runs: Sequence[_Run], ends: Sequence[int], start: int, end: int) -> Iterator[_Run]:
    """The pieces of the runs between two offsets into their joined text; `ends` are the runs' own."""
    for number in range(bisect_right(ends, start), len(runs)):
        text, style, box = runs[number]
        offset = ends[number] - len(text)
        if offset >= end:
            return
        yield text[max(start - offset, 0) : end - offset], style, box


def _common(one: Box, other: Box) -> Box:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def letters_stand_alone(text: str) -> bool:
    """Can a line of this text hold letter-spaced words? Cheap, and seldom wrongly so."""
    blanks = text.count(" ")
    return blanks >= LEAST_SPACED - 1 and len(text) < 3 * blanks


def _closed_up(line: list[Draft]) -> list[Draft]:
    """`line` with its letter-spaced words made whole; upright text alone.

    A long run of even gaps shows the spacing; then shorter words of the same spacing are joined too.
    """
    if not line or line[0].style.turn or sum(len(draft.text) == 1 for draft in line) < LEAST_SPACED:
        return line
    runs = list(_even_runs(line))
    spacings = [_spacing(run) for run in runs if _is_spaced(run)]
    return [
        draft
        for run in runs
        for draft in ([_joined(run)] if any(abs(_spacing(run) - each) <= _EVEN for each in spacings) else run)
    ]


def _is_spaced(run: Sequence[Draft]) -> bool:
    least = LEAST_SPACED if _spacing(run) > _LIKE_A_BLANK else LEAST_SPACED + 2
    return len(run) >= least


def _spacing(run: Sequence[Draft]) -> float:
    """The gap between two letters of `run` in font sizes; absurd for a single one."""
    return (run[1].box[0] - run[0].box[2]) / run[0].style.size if len(run) > 1 else -1.0


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


def settled(page: pymupdf.Page, items: list[Word | Draft]) -> list[Word]:
    """All of them as words, in their order: turned as the page is, looked at where they are suspected."""
    made = [item for item in items if isinstance(item, Draft)]
    if not made:
        return cast("list[Word]", items)
    if page.rotation:
        _rotate(made, page.rotation_matrix, page.rotation)
    _hide_unseen(page, made)
    area = page.rect
    return [
        item if isinstance(item, Word) else _word(item, area) for item in items if isinstance(item, Word) or _near(item)
    ]


def _near(draft: Draft) -> bool:
    return all(abs(edge) < _FARTHEST for edge in draft.box)


def _rotate(made: Sequence[Draft], matrix: pymupdf.Matrix, degrees: int) -> None:
    for draft in made:
        draft.box = tuple(pymupdf.Rect(draft.box) * matrix)
        draft.style = replace(draft.style, turn=(draft.style.turn + degrees) % 360)


def _hide_unseen(page: pymupdf.Page, made: Sequence[Draft]) -> None:
    suspected = [draft for draft in made if draft.suspect and not draft.style.hidden and _near(draft)]
    if suspected:
        visible = seen(page, [(draft.box, draft.style.grey) for draft in suspected])
        for draft in compress(suspected, (not shown for shown in visible)):
            draft.style = replace(draft.style, hidden=True)


def _word(draft: Draft, page: pymupdf.Rect) -> Word:
    x0, y0, x1, y1 = draft.box
    outside = x1 <= 0 or y1 <= 0 or x0 >= page.width or y0 >= page.height
    return Word(x0, y0, x1, y1, draft.text, draft.style.size, draft.style.hidden or outside, draft.style.turn)
