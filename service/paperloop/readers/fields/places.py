"""Where the pages print the values of a caller's fields: those of a row on one row, others after their names."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from paperloop.documents.extraction import Evidence
from paperloop.documents.json_pointers import Pointer
from paperloop.readers.fields.asked import Field
from paperloop.readers.fields.values import Value
from paperloop.readers.grounding.lookup import Lookup
from paperloop.readers.grounding.words import Spot, Words, normal

_MOST = 40
"""Places of one value that are compared."""
_LABEL = re.compile(r"[^\W\d_]{3,}")
_RAREST, _BEHIND, _AHEAD = 3, 4, 12
"""Values of a row whose places are tried as its own; places tried before and after the end of the row before."""
_LINE, _ROW = 7.0, 45.0
"""Points: how far the words of one line, and the values of one row, stand from each other's middle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A value that the model gave. `row` points to the row it belongs to; None for one that stands alone."""

    pointer: Pointer
    field: Field
    word: str
    value: Value
    row: Pointer | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """Where values stand. Those `elsewhere` stand on a page, but not on the row to which they were said to belong."""

    evidence: Mapping[Pointer, Evidence]
    elsewhere: frozenset[Pointer]


Row = dict[Pointer, Sequence[Spot]]
"""The places of each value of a row, in order down the pages."""


def places(words: Words, found: Sequence[Found]) -> Places:
    """For each value that the pages print, where; a value of `bool` is printed nowhere."""
    lookup = Lookup(words, {each.pointer: each.word for each in found}, is_credit=False)
    lists: dict[Pointer, dict[Pointer, Row]] = {}
    chosen: dict[Pointer, Spot] = {}
    elsewhere: set[Pointer] = set()
    for each in found:
        spots = _spots(lookup, each)
        if spots and each.row is None:
            chosen[each.pointer] = _after_its_name(words, each.field, spots)
        elif spots and each.row is not None:
            lists.setdefault(each.row.rpartition("/")[0], {}).setdefault(each.row, {})[each.pointer] = spots
    for rows in lists.values():
        for anchor, row in _in_order(rows.values()):
            cells = _cells(row, anchor)
            chosen |= cells
            elsewhere |= {pointer for pointer, spot in cells.items() if abs(spot.depth - anchor.depth) > _ROW}
    return Places({pointer: words.evidence(spot) for pointer, spot in chosen.items()}, frozenset(elsewhere))


def _spots(lookup: Lookup, found: Found) -> Sequence[Spot]:
    match found.value:
        case bool():
            return ()
        case Decimal() | date() | str() as value:
            return lookup.spots(found.pointer, "rate" if isinstance(value, Decimal) else "", value)


def _after_its_name(words: Words, field: Field, spots: Sequence[Spot]) -> Spot:
    """The first place that has a word of the field's name before or above it, else the first of all."""
    labels = tuple(normal(label) for step in field.path for label in _LABEL.findall(step))
    if len(spots) == 1 or not labels:
        return spots[0]
    return max(spots[:_MOST], key=lambda spot: words.label_strength(spot, labels))


def _in_order(rows: Iterable[Row]) -> Iterator[tuple[Spot, Row]]:
    """Each row with a place on it."""
    last = float("-inf")
    for row in rows:
        anchor = _anchor(row, last)
        last = anchor.depth
        yield anchor, row


def _anchor(row: Row, last: float) -> Spot:
    """Where most of the row's values stand on one line; of several such lines the next one below `last`."""
    rarest = sorted(row.values(), key=len)[:_RAREST]
    return max(
        (spot for spots in rarest for spot in _around(spots, last + 1)),
        key=lambda spot: (sum(_is_beside(spot, spots) for spots in row.values()), spot.depth > last + 1, -spot.depth),
    )


def _around(spots: Sequence[Spot], depth: float) -> Sequence[Spot]:
    here = bisect_left(spots, Spot(depth, 0.0, ()))
    start = max(0, min(here - _BEHIND, len(spots) - _AHEAD))
    return spots[start : here + _AHEAD]


def _is_beside(spot: Spot, spots: Sequence[Spot]) -> bool:
    """Does one of `spots` stand on the line of `spot`?"""
    first = bisect_left(spots, Spot(spot.depth - _LINE, 0.0, ()))
    return first < len(spots) and spots[first].depth <= spot.depth + _LINE


def _cells(row: Row, anchor: Spot) -> dict[Pointer, Spot]:
    """Of each value the place nearest to the anchor, rather one that is no part of another value."""
    chosen: dict[Pointer, Spot] = {}
    used: set[int] = set()
    for pointer, spots in row.items():
        near = _around(spots, anchor.depth)
        chosen[pointer] = min(near, key=lambda spot: _misfit(spot, anchor, used))
        used.update(chosen[pointer].words)
    return chosen


def _misfit(spot: Spot, anchor: Spot, used: set[int]) -> float:
    taken = 0.0 if used.isdisjoint(spot.words) else 2 * _LINE
    return taken + abs(spot.depth - anchor.depth) + abs(spot.x - anchor.x) / 1000
