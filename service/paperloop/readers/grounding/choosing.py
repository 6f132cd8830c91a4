"""Which of several places is a value's own: its neighbours decide.

The values of a line or of a VAT row stand on one row, those of a party in one block, the totals in theirs. Heights
are points.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from paperloop.documents.extraction import Pointer
from paperloop.readers.grounding.labels import LABELS
from paperloop.readers.grounding.words import Spot, Words

Spots = Mapping[Pointer, Sequence[Spot]]
Chosen = dict[Pointer, Spot]

_ROW = 7.0
"""Within which middles of words are one row."""
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
_NOWHERE = Spot(0, float("-inf"), 0.0, ())

_MAIN_TOTALS = ("/totals/grand_total", "/totals/due_payable", "/totals/tax_basis_total")
_WEIGHTS = {
    "name": 3.0, "seller_item_id": 3.0, "gtin": 3.0, "description": 2.0, "net_amount": 2.0, "gross_amount": 2.0,
    "amount": 2.0, "basis": 2.0, "net_price": 1.5, "gross_price": 1.0, "quantity": 1.0, "rate": 1.0, "id": 0.6,
    "vat_rate": 0.4, "unit": 0.2, "category": 0.1,
}  # fmt: skip
_LEAST = 2.0
"""Weight from which on values that stand together are taken for their line."""


def choose_alone(words: Words, spots: Spots) -> Chosen:
    """Each value by itself: after its label, else where it is first printed."""
    return {pointer: _labelled(words, pointer, places) for pointer, places in spots.items() if places}


def _labelled(words: Words, pointer: Pointer, places: Sequence[Spot]) -> Spot:
    labels = LABELS.get(pointer)
    if labels is None or len(places) == 1:
        return places[0]
    return max(places[:_MOST], key=lambda spot: (words.label_strength(spot, labels), -spot.page, -places.index(spot)))


def choose_party(spots: Spots, name: Pointer) -> Chosen:
    """The name where most of the party's other values are near, those where they are next to the name."""
    anchors = next((spots[pointer] for pointer in (name, *spots) if spots.get(pointer)), ())
    if not anchors:
        return {}
    others = [places[:_MOST] for places in spots.values() if places]
    anchor = max(anchors[:_MOST], key=lambda spot: (_neighbours(spot, others), -spot.page, -spot.y))
    return _nearest(spots, anchor)


def _neighbours(spot: Spot, others: Iterable[Sequence[Spot]]) -> int:
    return sum(any(_is_near(spot, other) for other in places) for places in others)


def _is_near(one: Spot, two: Spot) -> bool:
    return one.page == two.page and abs(one.y - two.y) < _ALONG and abs(one.x - two.x) < _ASIDE


def _nearest(spots: Spots, anchor: Spot) -> Chosen:
    """For each value the place next to `anchor`, rather one that is no part of another value."""
    chosen: Chosen = {}
    used = set(anchor.words)
    for pointer, places in spots.items():
        if places:
            near = _around(places, anchor)
            chosen[pointer] = min(near, key=lambda spot: _distance(spot, anchor) + _share(spot, anchor, used))
            used.update(chosen[pointer].words)
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
    return abs(one.page - two.page) * 10_000 + abs(one.y - two.y) + abs(one.x - two.x) / 2


def choose_totals(words: Words, spots: Spots, taken: frozenset[int]) -> Chosen:
    """Where most totals stand together, and of several such places the last; there each after its label.

    Words in `taken` belong to the lines.
    """
    free = {pointer: _free(places, taken) for pointer, places in spots.items() if places and pointer in LABELS}
    block = _best_window(free, _BLOCK, lambda pointer: 1.0, later=True)
    claims = sorted(_claims(words, free, block), reverse=True)
    chosen: Chosen = {}
    used: set[Spot] = set()
    for only_free in (True, False):
        for _, spot, pointer in claims:
            if pointer not in chosen and not (only_free and spot in used):
                chosen[pointer] = spot
                used.add(spot)
    money = spots.get("/currency")
    if money:
        beside = next((chosen[pointer] for pointer in _MAIN_TOTALS if pointer in chosen), money[0])
        chosen["/currency"] = min(_around(money, beside), key=lambda spot: _distance(spot, beside))
    return chosen


def _claims(words: Words, spots: Spots, block: Sequence[Spot]) -> Iterator[tuple[float, Spot, Pointer]]:
    """How strongly a total's label and its place speak for each spot; labels matter where there is a choice."""
    wanted = Counter(spot for places in spots.values() for spot in places)
    for pointer, places in spots.items():
        for spot in places:
            is_open = len(places) > 1 or wanted[spot] > 1
            label = words.label_strength(spot, LABELS[pointer]) if is_open else 0.0
            yield 2 * label + _is_within(spot, block), spot, pointer


def _free(places: Sequence[Spot], taken: frozenset[int]) -> Sequence[Spot]:
    """The last places that are no part of a line, if there are any."""
    last = places[-_MOST_TAKEN:]
    return ([spot for spot in last if taken.isdisjoint(spot.words)] or last)[-_MOST:]


def _is_within(spot: Spot, block: Sequence[Spot]) -> bool:
    return block[0].page == spot.page and block[0].y - _ROW <= spot.y <= block[-1].y + _ROW


def choose_row(words: Words, spots: Spots, taken: frozenset[int]) -> Chosen:
    """A VAT row: where most of its values stand on one row, and of several such rows the last."""
    free = {pointer: _free(places, taken) for pointer, places in spots.items() if places}
    row = _best_window(free, _ROW, _weight, later=True)
    if not row:
        return {}
    chosen: Chosen = {}
    for pointer, places in free.items():
        used = set(chosen.values())
        is_rate = pointer.endswith("/rate")
        chosen[pointer] = min(
            places,
            key=lambda spot: (
                spot in used,
                not _is_within(spot, row),
                is_rate and not words.has_percent(spot),
                _distance(spot, row[0]),
            ),
        )
    return chosen


def _weight(pointer: Pointer) -> float:
    return _WEIGHTS.get(pointer.rpartition("/")[2], 1.0)


def choose_lines(words: Words, lines: Sequence[Spots]) -> list[Chosen]:
    """For each line its row, rows in order down the pages; a value that stands nowhere near is left out."""
    rows: list[Spot | None] = []
    last = _NOWHERE
    used: set[Spot] = set()
    for spots in lines:
        row = _row_of(spots, last, used)
        rows.append(row)
        if row:
            used.add(row)
            last = row
    ordered = sorted(row for row in rows if row)
    placed = zip(lines, rows, strict=True)
    return [_cells(words, spots, row, _below(ordered, row)) if row else {} for spots, row in placed]


def _row_of(spots: Spots, last: Spot, used: set[Spot]) -> Spot | None:
    """The first spot of the row that most of the line's values share, if possible one below `last`."""
    near = {pointer: _around(places, last) for pointer, places in spots.items() if places}
    best, best_weight = None, _LEAST
    for weight, window in _windows(near, _ROW, _weight):
        anchor = window[0]
        is_new = (anchor.page, anchor.y) > (last.page, last.y + 1) and anchor not in used
        score = weight if is_new else weight - _LEAST
        if score > best_weight or (best is None and score == best_weight):
            best, best_weight = anchor, score
    return best


def _below(ordered: Sequence[Spot], row: Spot) -> float:
    """The height at which the line ends: where the next one begins, or some way down when none follows."""
    after = bisect_left(ordered, row) + 1
    following = ordered[after] if after < len(ordered) else None
    if following and following.page == row.page and following.y > row.y + 1:
        return min(following.y - 1, row.y + _TALLEST)
    return row.y + _CELL


def _cells(words: Words, spots: Spots, row: Spot, below: float) -> Chosen:
    """The values in the line's band; where one is printed twice, ids stand to the left and amounts to the right.

    A VAT rate may stand anywhere, since many invoices print it with their totals alone.
    """
    chosen: Chosen = {}
    used: set[int] = set()
    for pointer, places in sorted(spots.items(), key=lambda item: _order(item[0])):
        near = _around(places, row)
        inside = [spot for spot in near if spot.page == row.page and row.y - 3 * _ROW / 2 <= spot.y < below]
        if inside:
            side = -1 if pointer.endswith("amount") else 1
            chosen[pointer] = min(inside, key=lambda spot: _misfit(spot, row, used, side))
            used.update(chosen[pointer].words)
        elif pointer.endswith("/vat_rate") and (rates := [spot for spot in near if words.has_percent(spot)]):
            chosen[pointer] = min(rates, key=lambda spot: _distance(spot, row))
    return chosen


def _misfit(spot: Spot, row: Spot, used: set[int], side: int) -> tuple[bool, float, float]:
    """How badly a spot of a line's band suits one of its values; `side` is -1 where the rightmost suits best."""
    return not used.isdisjoint(spot.words), abs(spot.y - row.y) // 2, side * spot.x


_ORDER = {"quantity": 3, "net_price": 4, "gross_price": 5, "vat_rate": 6, "id": 1, "net_amount": 2, "gross_amount": 2}


def _order(pointer: Pointer) -> int:
    """Names and ids first, then amounts, then what stands between them."""
    return _ORDER.get(pointer.rpartition("/")[2], 0)


def _best_window(spots: Spots, height: float, weight: Callable[[Pointer], float], *, later: bool) -> list[Spot]:
    best: tuple[float, list[Spot]] = (0.0, [])
    for total, window in _windows(spots, height, weight):
        if total > best[0] or (later and total == best[0]):
            best = (total, window)
    return best[1]


def _windows(spots: Spots, height: float, weight: Callable[[Pointer], float]) -> Iterable[tuple[float, list[Spot]]]:
    """From each spot down, the spots within `height`, and the weight of the values that they print.

    Spots that are all among those of the window before make none of their own.
    """
    marks = sorted((spot, pointer) for pointer, places in spots.items() for spot in places)
    weights = {pointer: weight(pointer) for pointer in spots}
    end = 0
    for start, (top, _) in enumerate(marks):
        before = end
        page, lowest = top.page, top.y + height
        while end < len(marks) and marks[end][0].y <= lowest and marks[end][0].page == page:
            end += 1
        if end > before:
            window = marks[start:end]
            yield (
                sum([weights[pointer] for pointer in {pointer for _, pointer in window}]),
                [spot for spot, _ in window],
            )
