"""Which of several places is a value's own: its neighbours decide.

The values of a line or of a VAT row stand on one row, those of a party in one block, the totals in theirs. Heights
are points.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence

from paperloop.documents.extraction import Pointer
from paperloop.readers.grounding.labels import LABELS, REACH
from paperloop.readers.grounding.words import Spot, Words

Spots = Mapping[Pointer, Sequence[Spot]]
Chosen = dict[Pointer, Spot]

_ROW = 7.0
_CELL = 45.0
_BLOCK = 110.0
_ALONG, _ASIDE = 90.0, 150.0
_AHEAD, _BEHIND = 16, 4
_MOST = 12
_NOWHERE = Spot(0, float("-inf"), 0.0, ())

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
    return max(places[:_MOST], key=lambda spot: (_has_label(words, spot, labels), -spot.page, -places.index(spot)))


def _has_label(words: Words, spot: Spot, labels: tuple[str, ...]) -> bool:
    return any(unit.startswith(labels) for unit in words.before(spot, REACH))


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
    return {
        pointer: min(_around(places, anchor), key=lambda spot: _distance(spot, anchor))
        for pointer, places in spots.items()
        if places
    }


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
    free = {pointer: _free(places, taken)[-_MOST:] for pointer, places in spots.items() if places}
    block = _best_window(free, _BLOCK, lambda pointer: 1.0, later=True)
    if not block:
        return {}
    chosen: Chosen = {}
    for pointer, places in free.items():
        labels = LABELS.get(pointer, ())
        used = set(chosen.values())
        chosen[pointer] = max(
            places,
            key=lambda spot: (_within(spot, block), _has_label(words, spot, labels), spot not in used, spot),
        )
    return chosen


def _free(places: Sequence[Spot], taken: frozenset[int]) -> Sequence[Spot]:
    return [spot for spot in places if taken.isdisjoint(spot.words)] or places


def _within(spot: Spot, block: Sequence[Spot]) -> bool:
    return block[0].page == spot.page and block[0].y - _ROW <= spot.y <= block[-1].y + _ROW


def choose_row(spots: Spots, taken: frozenset[int]) -> Chosen:
    """A VAT row: where most of its values stand on one row, and of several such rows the last."""
    free = {pointer: _free(places, taken)[-_MOST:] for pointer, places in spots.items() if places}
    row = _best_window(free, _ROW, _weight, later=True)
    if not row:
        return {}
    chosen: Chosen = {}
    for pointer, places in free.items():
        used = set(chosen.values())
        chosen[pointer] = min(places, key=lambda spot: (spot in used, _distance(spot, row[0])))
    return chosen


def _weight(pointer: Pointer) -> float:
    return _WEIGHTS.get(pointer.rpartition("/")[2], 1.0)


def choose_lines(lines: Sequence[Spots]) -> list[Chosen]:
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
    return [_cells(spots, row, _below(ordered, row)) if row else {} for spots, row in zip(lines, rows, strict=True)]


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
    """The height at which the next line begins, on this page."""
    after = bisect_left(ordered, row) + 1
    following = ordered[after] if after < len(ordered) else None
    is_near = following is not None and following.page == row.page and following.y - row.y < _CELL
    return following.y - 1 if following and is_near and following.y > row.y + 1 else row.y + _CELL


def _cells(spots: Spots, row: Spot, below: float) -> Chosen:
    """The values in the line's band; where one is printed twice, ids stand to the left and amounts to the right."""
    chosen: Chosen = {}
    used: set[Spot] = set()
    for pointer, places in sorted(spots.items(), key=lambda item: _order(item[0])):
        near = _around(places, row)
        inside = [spot for spot in near if spot.page == row.page and row.y - 3 * _ROW / 2 <= spot.y < below]
        if inside:
            side = -1.0 if pointer.endswith(("amount", "price")) else 1.0
            chosen[pointer] = min(inside, key=lambda spot: (spot in used, round(abs(spot.y - row.y)), side * spot.x))
            used.add(chosen[pointer])
    return chosen


def _order(pointer: Pointer) -> int:
    """Ids first, then amounts, then what stands between them."""
    field = pointer.rpartition("/")[2]
    return {"id": 0, "net_amount": 1, "gross_amount": 1, "quantity": 2, "net_price": 3, "gross_price": 4}.get(field, 5)


def _best_window(spots: Spots, height: float, weight: Callable[[Pointer], float], *, later: bool) -> list[Spot]:
    best: tuple[float, list[Spot]] = (0.0, [])
    for total, window in _windows(spots, height, weight):
        if total > best[0] or (later and total == best[0]):
            best = (total, window)
    return best[1]


def _windows(spots: Spots, height: float, weight: Callable[[Pointer], float]) -> Iterable[tuple[float, list[Spot]]]:
    """From each spot down, the spots within `height`, and the weight of the values that they print."""
    marks = sorted((spot, pointer) for pointer, places in spots.items() for spot in places)
    weights = {pointer: weight(pointer) for pointer in spots}
    for start, (top, _) in enumerate(marks):
        window, printed = [], set()
        for spot, pointer in marks[start:]:
            if spot.page != top.page or spot.y - top.y > height:
                break
            window.append(spot)
            printed.add(pointer)
        yield sum(weights[pointer] for pointer in printed), window
