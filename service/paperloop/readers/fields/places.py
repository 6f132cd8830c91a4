"""Where the pages print the values of a caller's fields: those of a row on one row, others after their names."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from paperloop.documents.extraction import Evidence, Pointer
from paperloop.readers.fields.asked import Field
from paperloop.readers.fields.values import Value
from paperloop.readers.grounding.lookup import Lookup
from paperloop.readers.grounding.words import Spot, Words, normal

_MOST = 40
"""Places of one value that are compared."""
_LABEL = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A value that the model gave. `row` points to the row it belongs to; None for one that stands alone."""

    pointer: Pointer
    field: Field
    word: str
    value: Value
    row: Pointer | None = None


def places(words: Words, found: Sequence[Found]) -> dict[Pointer, Evidence]:
    """For each value that the pages print, where; a value of `bool` is printed nowhere."""
    lookup = Lookup(words, {each.pointer: each.word for each in found}, is_credit=False)
    rows: dict[Pointer, dict[Pointer, Sequence[Spot]]] = {}
    chosen: dict[Pointer, Spot] = {}
    for each in found:
        spots = _spots(lookup, each)
        if not spots:
            continue
        if each.row is None:
            chosen[each.pointer] = _after_its_name(words, each.field, spots)
        else:
            rows.setdefault(each.row, {})[each.pointer] = spots
    return {pointer: words.evidence(spot) for pointer, spot in (chosen | _in_rows(rows.values())).items()}


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


def _in_rows(rows: Iterable[Mapping[Pointer, Sequence[Spot]]]) -> dict[Pointer, Spot]:
    """Rows in order down the pages: the rarest value of each says where it is, the others are the nearest to that."""
    chosen: dict[Pointer, Spot] = {}
    last = float("-inf")
    for row in rows:
        rarest = min(row.values(), key=len)
        anchor = next((spot for spot in rarest if spot.depth > last + 1), rarest[0])
        last = anchor.depth
        used: set[int] = set()
        for pointer, spots in row.items():
            chosen[pointer] = min(spots, key=lambda spot: _misfit(spot, anchor, used))
            used.update(chosen[pointer].words)
    return chosen


def _misfit(spot: Spot, anchor: Spot, used: set[int]) -> tuple[bool, float]:
    return not used.isdisjoint(spot.words), abs(spot.depth - anchor.depth) + abs(spot.x - anchor.x) / 10
