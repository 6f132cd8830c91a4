"""The lines of a sample invoice as rows, and which page each stands on."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from paperloop.documents.invoice import Line
from paperloop.documents.printed.page import Row, Table
from paperloop.documents.printed.wording import Wording
from paperloop.pdf.sample.pen import ACCENT, FAINT, INK, TINT, Colour, Pen, Typeface

LEFT, RIGHT = 56.0, 539.0
ROW: Final = 16.5
"""Height of a row, in points; each remark under it takes `REMARK` more."""
REMARK: Final = 9.5
NAME: Final = 11.0
"""Height of a wrapped name's further lines."""
HEAD: Final = 20.0

_NAME_X, _NAME_WIDTH = 142.0, 176.0
_EDGES = {"quantity": 344.0, "price": 434.0, "rate": 472.0, "amount": RIGHT - 4}
"""Where columns of numbers end; the others begin at `_LEFTS`."""
_LEFTS = {"position": LEFT + 4, "item": 84.0, "name": _NAME_X, "unit": 350.0}
_SMALL: Final = 7.5


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """One line, its name and what is printed below it already wrapped."""

    cells: dict[str, str]
    names: tuple[str, ...]
    remarks: tuple[str, ...]
    amount: Decimal

    @property
    def height(self) -> float:
        return ROW + (len(self.names) - 1) * NAME + len(self.remarks) * REMARK


def rows(lines: Sequence[Line], table: Table, typeface: Typeface) -> list[DrawnRow]:
    return [_row(line, row, table, typeface) for line, row in zip(lines, table.rows, strict=True)]


def _row(line: Line, row: Row, table: Table, typeface: Typeface) -> DrawnRow:
    cells = dict(zip(table.columns, row.cells, strict=True))
    names = tuple(typeface.wrapped(cells.get("name", ""), 9, _NAME_WIDTH)) or ("",)
    remarks = tuple(part for remark in row.remarks for part in typeface.wrapped(remark, _SMALL, _NAME_WIDTH))
    return DrawnRow(cells | {"name": names[0]}, names, remarks, line.net_amount or Decimal("0.00"))


def paginated(rows: Sequence[DrawnRow], *, first: float, further: float, tail: float) -> list[list[DrawnRow]]:
    """The rows of each page. `first` and `further` are the points that a page has for rows; after the last row
    `tail` points stay free, on a page without rows if need be."""
    pages: list[list[DrawnRow]] = [[]]
    room = first
    for row in rows:
        if row.height > room:
            pages.append([])
            room = further
        pages[-1].append(row)
        room -= row.height
    if tail > room:
        pages.append([])
    return pages


def draw_columns(pen: Pen, y: float, table: Table) -> float:
    """The columns' names; returns where the first row begins."""
    pen.area(LEFT, y, RIGHT, y + HEAD - 4, TINT)
    for column, head in zip(table.columns, table.heads, strict=True):
        _draw_cell(pen, y + 11, column, head, size=8, bold=True, colour=ACCENT)
    return y + HEAD


def draw_row(pen: Pen, y: float, row: DrawnRow) -> float:
    """Returns where the next row begins."""
    for column, cell in row.cells.items():
        _draw_cell(pen, y + 8, column, cell)
    for below, name in enumerate(row.names[1:], 1):
        pen.text(_NAME_X, y + 8 + below * NAME, name)
    base = y + 8 + (len(row.names) - 1) * NAME
    for below, remark in enumerate(row.remarks, 1):
        pen.text(_NAME_X, base + below * REMARK, remark, size=_SMALL, colour=FAINT)
    pen.rule(LEFT, RIGHT, y + row.height - 4, width=0.25)
    return y + row.height


def _draw_cell(
    pen: Pen, base: float, column: str, text: str, *, size: float = 9, bold: bool = False, colour: Colour = INK
) -> None:
    edge = _EDGES.get(column)
    x = _LEFTS[column] if edge is None else edge
    pen.text(x, base, text, size=size, bold=bold, colour=colour, align="left" if edge is None else "right")


def draw_carried(pen: Pen, y: float, carried: Decimal, wording: Wording) -> float:
    """The sum of the rows on the pages before or up to here; returns where the next row begins."""
    pen.text(_NAME_X, y + 8, wording["carried"], bold=True)
    pen.text(_EDGES["amount"], y + 8, wording.number(carried), bold=True, align="right")
    return y + ROW
