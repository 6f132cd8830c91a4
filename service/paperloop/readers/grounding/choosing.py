"""Which of several places is a value's own: its neighbours decide.

The values of a line or of a VAT row stand on one row, those of a party in one block, the totals in theirs. Spots are
given by field, in order down the pages; heights are points.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from paperloop.documents.json_pointers import Pointer
from paperloop.readers.grounding.labels import LABELS
from paperloop.readers.grounding.rows import CLEAR, ROW, WEIGHTS, Band, Line, Row, Rows
from paperloop.readers.grounding.words import PAGE, Spot, Words

Spots = Mapping[str, Sequence[Spot]]
Chosen = dict[str, Spot]

_CELL, _TALLEST = 45.0, 150.0
"""Of a line of unknown height, and of any line."""
_BLOCK = 110.0
"""Of a block of totals."""
_ALONG, _ASIDE = 90.0, 150.0
"""How far a party's values stand from its name, down and across."""
_AHEAD, _BEHIND = 16, 4
"""Places looked at around an expected one, in all and before it."""
_MOST, _MOST_TAKEN = 12, 500
"""Places looked at where none is expected, and places of which they are the last free ones."""
_RAREST = 4
"""Values of a line whose places are tried as its row."""
_NOWHERE = Spot(float("-inf"), 0.0, ())

_MAIN_TOTALS = ("grand_total", "due_payable", "tax_basis_total")
_LEAST = 2.0
"""Weight from which on values that stand together are taken for their line."""
_ORDER = (
    "name", "description", "seller_item_id", "gtin", "unit", "id", "net_amount", "gross_amount", "quantity",
    "net_price", "gross_price", "vat_rate",
)  # fmt: skip
"""The values of a line as they are placed: names and ids first, then amounts, then what stands between them."""


def choose_alone(words: Words, spots: Spots) -> Chosen:
    """Each value by itself: after its label, else where it is first printed."""
    return {field: _labelled(words, field, places) for field, places in spots.items() if places}


def _labelled(words: Words, field: str, places: Sequence[Spot]) -> Spot:
    labels = LABELS.get(field)
    if labels is None or len(places) == 1:
        return places[0]
    return max(places[:_MOST], key=lambda spot: words.label_strength(spot, labels))


def choose_party(spots: Spots) -> Chosen:
    """The name where most of the party's other values are near, those where they are next to the name."""
    others = [places[:_MOST] for places in spots.values() if places]
    if not others:
        return {}
    names = spots.get("name") or others[0]
    anchor = names[0] if len(names) == 1 else max(names[:_MOST], key=lambda spot: _neighbours(spot, others))
    return _nearest(spots, anchor)


def _neighbours(spot: Spot, others: Iterable[Sequence[Spot]]) -> int:
    return sum(any(_is_near(spot, other) for other in places) for places in others)


def _is_near(one: Spot, two: Spot) -> bool:
    return abs(one.depth - two.depth) < _ALONG and abs(one.x - two.x) < _ASIDE


def _nearest(spots: Spots, anchor: Spot) -> Chosen:
    """For each value the place next to `anchor`, rather one that is no part of another value."""
    chosen: Chosen = {}
    used = set(anchor.words)
    for field, places in spots.items():
        if places:
            near = _around(places, anchor)
            chosen[field] = _first(near, key=lambda spot: _distance(spot, anchor) + _share(spot, anchor, used))
            used.update(chosen[field].words)
    return chosen


def _share(spot: Spot, anchor: Spot, used: set[int]) -> float:
    return 0.0 if spot == anchor or used.isdisjoint(spot.words) else _ALONG


def _around(places: Sequence[Spot], anchor: Spot) -> Sequence[Spot]:
    """The places next to `anchor`, before and after it, when there are many."""
    if len(places) <= _AHEAD:
        return places
    here = bisect_left(places, anchor)
    start = max(0, min(here - _BEHIND, len(places) - _AHEAD))
    return places[start : start + _AHEAD]


def _distance(one: Spot, two: Spot) -> float:
    return abs(one.depth - two.depth) + abs(one.x - two.x) / 2


def choose_totals(words: Words, spots: Spots, taken: frozenset[int]) -> Chosen:
    """Where most totals stand together, and of several such places the last; there each after its label.

    Words in `taken` belong to the lines.
    """
    free = {field: _free(places, taken) for field, places in spots.items() if places}
    block = _best_window(free, _BLOCK, dict.fromkeys(free, 1.0))
    claims = sorted(_claims(words, free, block), reverse=True)
    chosen: Chosen = {}
    used: set[Spot] = set()
    for only_free in (True, False):
        for _, spot, field in claims:
            if field not in chosen and not (only_free and spot in used):
                chosen[field] = spot
                used.add(spot)
    return chosen


def choose_currency(places: Sequence[Spot], totals: Chosen) -> Spot:
    """The place beside the main total, else the first one."""
    beside = next((totals[field] for field in _MAIN_TOTALS if field in totals), places[0])
    return min(_around(places, beside), key=lambda spot: _distance(spot, beside))


def _claims(words: Words, spots: Spots, block: Sequence[Spot]) -> Iterator[tuple[float, Spot, str]]:
    """How strongly a total's label and its place speak for each spot; labels matter where there is a choice."""
    wanted = Counter(spot for places in spots.values() for spot in places)
    for field, places in spots.items():
        for spot in places:
            is_open = len(places) > 1 or wanted[spot] > 1
            label = words.label_strength(spot, LABELS[field]) if is_open else 0.0
            yield 2 * label + _is_within(spot, block), spot, field


def _free(places: Sequence[Spot], taken: frozenset[int]) -> Sequence[Spot]:
    """The last places that are no part of a line, if there are any."""
    last = places[-_MOST_TAKEN:]
    return ([spot for spot in last if taken.isdisjoint(spot.words)] or last)[-_MOST:]


def _is_within(spot: Spot, block: Sequence[Spot]) -> bool:
    return block[0].depth - ROW <= spot.depth <= block[-1].depth + ROW


def choose_row(words: Words, spots: Spots, taken: frozenset[int]) -> Chosen:
    """A VAT row: where most of its values stand on one row, and of several such rows the last."""
    free = {field: _free(places, taken) for field, places in spots.items() if places}
    row = _best_window(free, ROW, WEIGHTS)
    chosen: Chosen = {}
    for field, places in free.items():
        used = set(chosen.values())
        chosen[field] = min(
            places,
            key=lambda spot: (
                spot in used,
                not _is_within(spot, row),
                field == "rate" and not words.has_percent(spot),
                _distance(spot, row[0]),
            ),
        )
    return chosen


def choose_lines(words: Words, lines: Mapping[Pointer, Line]) -> dict[Pointer, Chosen]:
    """For each line its row, rows in order down the pages; a value that stands nowhere near is left out."""
    seen = Rows(words)
    rows: dict[Pointer, Row | None] = {}
    last = _NOWHERE
    used: set[Spot] = set()
    for at, line in lines.items():
        rows[at] = row = seen.next(line, last.depth) or _row_of(line, last, used)
        if row:
            last = row.spot
            used.add(last)
    ordered = sorted([row.spot for row in rows.values() if row])
    return {
        at: _Cells(words, seen, lines[at], row, _below(ordered, row.spot)).chosen() if row else {}
        for at, row in rows.items()
    }


def _row_of(line: Line, last: Spot, used: set[Spot]) -> Row | None:
    """A spot of the row that most of the line's values share, if possible one below `last`.

    It is looked for where the rarest values stand, until a row holds most of them.
    """
    near = [(WEIGHTS[field], _around(places, last)) for field in line.values if (places := line.spots(field))]
    enough = CLEAR * sum([weight for weight, _ in near])
    best, best_score = None, 0.0
    for _, places in sorted(near, key=lambda each: len(each[1]))[:_RAREST]:
        for spot in places:
            is_new = spot.depth > last.depth + 1 and spot not in used
            score = _weight_at(spot, near) - (0.0 if is_new else _LEAST)
            if score > best_score:
                best, best_score = spot, score
        if best_score >= enough:
            break
    return Row(best, {}) if best and best_score >= _LEAST else None


def _weight_at(spot: Spot, near: Iterable[tuple[float, Sequence[Spot]]]) -> float:
    """The weight of the values on the row of `spot`."""
    highest, lowest = (spot.depth - ROW,), spot.depth + ROW
    total = 0.0
    for weight, places in near:
        first = bisect_left(places, highest)
        if first < len(places) and places[first].depth <= lowest:
            total += weight
    return total


def _below(ordered: Sequence[Spot], row: Spot) -> float:
    """The depth at which the line ends: where the next one begins, or some way down when none follows."""
    after = bisect_left(ordered, row) + 1
    gap = ordered[after].depth - row.depth if after < len(ordered) else PAGE
    return row.depth + (min(gap - 1, _TALLEST) if 1 < gap < PAGE / 2 else _CELL)


class _Cells:
    """The places of one line's values, each of words that are no other's if there are any; none `below` a depth."""

    def __init__(self, words: Words, seen: Rows, line: Line, row: Row, below: float) -> None:
        self._words, self._seen, self._line, self._row = words, seen, line, row
        self._above, self._below = row.spot.depth - 3 * ROW / 2, below
        self._chosen: Chosen = {}
        self._used: set[int] = set()

    def chosen(self) -> Chosen:
        for field in _ORDER:
            if field in self._line.values and (spot := self._on_row(field) or self._in_band(field)):
                self._chosen[field] = spot
                self._used.update(spot.words)
        return self._chosen

    def _on_row(self, field: str) -> Spot | None:
        """Where the value, and no other, was seen on the line's row."""
        cell = self._row.cells.get(field)
        if not cell or self._words.depths[cell[0]] >= self._below or not self._used.isdisjoint(cell):
            return None
        return self._words.spot(cell) if self._line.prints(cell[0], field) else None

    def _in_band(self, field: str) -> Spot | None:
        """A VAT rate may stand anywhere, since many invoices print it with their totals alone."""
        row = self._row.spot
        inside = self._seen.cells(self._line, field, self._band, self._chosen)
        near = () if inside else _around(self._line.spots(field), row)
        inside = inside or [spot for spot in near if self._above <= spot.depth < self._below]
        if inside:
            return inside[0] if len(inside) == 1 else _best_fit(field, inside, row, self._used)
        rates = [spot for spot in near if self._words.has_percent(spot)] if field == "vat_rate" else ()
        return min(rates, key=lambda spot: _distance(spot, row), default=None)

    @cached_property
    def _band(self) -> Band:
        return self._seen.band(self._above, self._below)


def _first(places: Sequence[Spot], key: Callable[[Spot], Any]) -> Spot:
    """The place with the least key; one that has no rivals is not looked at."""
    return places[0] if len(places) == 1 else min(places, key=key)


def _best_fit(field: str, places: Iterable[Spot], row: Spot, used: set[int]) -> Spot:
    """Of the places in a line's band one that is no other value's, as high as the row; where one is printed twice,
    ids stand to the left and amounts to the right."""
    side = -1 if field.endswith("amount") else 1
    return min(
        places, key=lambda spot: (not used.isdisjoint(spot.words), abs(spot.depth - row.depth) // 2, side * spot.x)
    )


def _best_window(spots: Spots, height: float, weights: Mapping[str, float]) -> list[Spot]:
    """The spots within `height` that print the weightiest values; of several such places the last."""
    best: tuple[float, list[Spot]] = (0.0, [])
    for total, window in _windows(spots, height, weights):
        if total >= best[0]:
            best = (total, window)
    return best[1]


def _windows(spots: Spots, height: float, weights: Mapping[str, float]) -> Iterator[tuple[float, list[Spot]]]:
    """From each spot down, the spots within `height`, and the weight of the values that they print.

    Spots that are all among those of the window before make none of their own.
    """
    marks = sorted([(spot, field) for field, places in spots.items() for spot in places])
    end = 0
    for start, (top, _) in enumerate(marks):
        before, lowest = end, top.depth + height
        while end < len(marks) and marks[end][0].depth <= lowest:
            end += 1
        if end > before:
            window = marks[start:end]
            yield sum([weights[field] for field in {field for _, field in window}]), [spot for spot, _ in window]
