"""Line tables: their headings, and the columns that these stand over."""

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from paperloop.readers.layout.candidates import Amount
from paperloop.readers.layout.labels import LEXICON, Hit, hits_of, matches_in
from paperloop.readers.layout.sheet import Line, Sheet

NUMERIC = frozenset(("quantity", "price", "rate", "amount", "gross_amount", "discount", "tax_amount"))
_TAX_TABLE = frozenset(("basis", "tax_amount"))
_MONEY = frozenset(("amount", "gross_amount", "price"))
_TEXT = frozenset(("position", "item_id"))
_FAR = 45.0
"""Points between a number and its heading beyond which the two don't belong together."""


class Column(NamedTuple):
    """What a heading says stands under it, and from where to where the heading reaches."""

    kind: str
    x0: float
    x1: float


class Heading(NamedTuple):
    """The heading of a line table: its last row's index and its columns from left to right."""

    first: int
    last: int
    columns: list[Column]

    def column_of(self, amount: Amount) -> Column | None:
        """The numeric column that a number stands in: the one whose edge or middle it is nearest to."""
        best: Column | None = None
        least = _FAR
        words = amount.row.words
        x0, x1 = words[amount.start].x0, words[amount.end - 1].x1
        for column in self.columns:
            _, left_edge, right_edge = column
            left, right = x0 - left_edge, x1 - right_edge
            if left > least and right > least:
                continue
            if left < -least and right < -least:
                break
            distance = min(abs(left), abs(right), abs(left + right) / 2)
            if distance < least:
                best, least = column, distance
        return best if best and best.kind in NUMERIC else None

    def text_column_of(self, x0: float) -> Column | None:
        """The column that a word beginning at `x0` stands in: the last that begins left of it."""
        for column in reversed(self.columns):
            if column.x0 <= x0 + 4:
                return column
        return None


def headings(sheet: Sheet) -> Iterator[Heading]:
    """The headings of line tables, in order; no row with a sum of money is one.

    That of a tax table ends a line table and has no columns.
    """
    after = -1
    columns = LEXICON.columns.keys()
    for index, line in enumerate(sheet.lines):
        if index <= after or len(line.row.cells) < 2 or line.prints_money or columns.isdisjoint(line.keys):
            continue
        hits = _labels(sheet, index)
        if len(hits) > 1 and len({hit.field for hit in hits}) > 1 and _is_heading(line, hits):
            heading = _heading_at(sheet, index)
            if heading:
                after = heading.last
                yield heading


def _labels(sheet: Sheet, index: int) -> list[Hit]:
    line = sheet.lines[index]
    matches = matches_in(line.row, line.keys, LEXICON.columns)
    return hits_of(matches, sheet.languages) if matches else []


def _is_heading(line: Line, hits: Sequence[Hit]) -> bool:
    """Are at least half of the row's cells, two or more, column labels?"""
    cells = {line.row.cell_at(hit.start) for hit in hits}
    return len(cells) > 1 and len(cells) * 2 >= len(line.row.cells)


def _heading_at(sheet: Sheet, index: int) -> Heading | None:
    """The heading around the row at `index`, of up to three more rows above and below."""
    first = last = index
    while first > 0 and index - first < 3 and _belongs(sheet, first, first - 1):
        first -= 1
    while last + 1 < len(sheet.lines) and last - index < 3 and _belongs(sheet, last, last + 1):
        last += 1
    columns = _described(_columns([hit for row in range(first, last + 1) for hit in _labels(sheet, row)]))
    kinds = {column.kind for column in columns}
    if kinds & _TAX_TABLE and not kinds & {"quantity", "price"}:
        return Heading(first, last, [])
    named = "description" in kinds or {"quantity", "price"} <= kinds
    return Heading(first, last, columns) if kinds & _MONEY and named else None


def _belongs(sheet: Sheet, index: int, other: int) -> bool:
    """Is the row `other`, next to the heading's row `index`, a part of the heading?"""
    row, next_row = sheet.lines[index].row, sheet.lines[other].row
    close = next_row.page == row.page and abs(next_row.y - row.y) < 1.35 * max(row.height, next_row.height)
    if not close or sheet.lines[other].amounts:
        return False
    return len(next_row.cells) > 2 or bool(_labels(sheet, other))


def _columns(hits: Sequence[Hit]) -> list[Column]:
    """Columns from left to right; headings one under the other are one column, named by the first."""
    columns: list[Column] = []
    for hit in sorted(hits, key=lambda hit: hit.row.words[hit.start].x0):
        words = hit.row.words
        x0, x1 = words[hit.start].x0, words[hit.end - 1].x1
        known = next((i for i, column in enumerate(columns) if column.x0 < x1 and column.x1 > x0), None)
        if known is None:
            columns.append(Column(hit.field, x0, x1))
        else:
            kept = columns[known]
            kind = kept.kind if kept.kind in _MONEY or hit.field not in _MONEY else hit.field
            columns[known] = Column(kind, min(kept.x0, x0), max(kept.x1, x1))
    return _amount_last(columns)


def _described(columns: list[Column]) -> list[Column]:
    """With a description: where none is named, it is the last of the columns of text on the left ("Item")."""
    if any(column.kind == "description" for column in columns):
        return columns
    texts = list(takewhile(lambda column: column.kind in _TEXT, columns))
    if not texts:
        return columns
    return [*texts[:-1], texts[-1]._replace(kind="description"), *columns[len(texts) :]]


def _amount_last(columns: list[Column]) -> list[Column]:
    """Of several amount columns the last is the amount; one left of the description is a quantity ("Amount").

    Where none is named, the last of several prices is the amount.
    """
    kinds = [column.kind for column in columns]
    amounts = [i for i, kind in enumerate(kinds) if kind == "amount"]
    prices = [i for i, kind in enumerate(kinds) if kind == "price"]
    description = kinds.index("description") if "description" in kinds else -1
    for i in amounts[:-1]:
        columns[i] = columns[i]._replace(kind="quantity" if i < description else "price")
    if not amounts and "gross_amount" not in kinds and len(prices) > 1:
        columns[prices[-1]] = columns[prices[-1]]._replace(kind="amount")
    return columns
