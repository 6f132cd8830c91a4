"""The lines of a sample invoice as rows, and which page each stands on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from paperloop.documents.invoice import Line
from paperloop.pdf.sample.pen import ACCENT, FAINT, INK, TINT, Colour, Pen, Typeface
from paperloop.pdf.sample.wording import Wording

LEFT, RIGHT = 56.0, 539.0
ROW: Final = 16.5
"""Height of a row, in points; each remark under it takes `REMARK` more."""
REMARK: Final = 9.5
NAME: Final = 11.0
"""Height of a wrapped name's further lines."""
HEAD: Final = 20.0

_NAME_X, _NAME_WIDTH = 142.0, 176.0
_EDGES = {"quantity": 344.0, "price": 434.0, "rate": 472.0, "amount": RIGHT - 4}
"""Where columns of numbers end; the others begin at `_LEFTS`. Cells are written in the order of `_COLUMNS`."""
_LEFTS = {"position": LEFT + 4, "item": 84.0, "name": _NAME_X, "unit": 350.0}
_COLUMNS = ("position", "item", "name", "quantity", "unit", "price", "rate", "amount")
_SMALL: Final = 7.5


@dataclass(frozen=True, slots=True)
class Row:
    """One line, its name and what is printed below it already wrapped."""

    line: Line
    names: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def height(self) -> float:
        return ROW + (len(self.names) - 1) * NAME + len(self.remarks) * REMARK

    @property
    def amount(self) -> Decimal:
        return self.line.net_amount or Decimal("0.00")


def rows(lines: Iterable[Line], wording: Wording, typeface: Typeface) -> list[Row]:
    return [_row(line, wording, typeface) for line in lines]


def _row(line: Line, wording: Wording, typeface: Typeface) -> Row:
    remarks = [*typeface.wrapped(line.description or "", _SMALL, _NAME_WIDTH)]
    if line.gtin:
        remarks.append(f"GTIN {line.gtin}")
    if line.gross_price is not None:
        remarks.append(f"{wording['list_price']} {wording.number(line.gross_price)}{_discount(line, wording)}")
    return Row(line, tuple(typeface.wrapped(line.name or "", 9, _NAME_WIDTH)) or ("",), tuple(remarks))


def _discount(line: Line, wording: Wording) -> str:
    if not line.gross_price or line.net_price is None:
        return ""
    off = (1 - line.net_price / line.gross_price) * 100
    return f" − {wording.rate(off.quantize(Decimal(1)))}"


def paginated(rows: Sequence[Row], *, first: float, further: float, tail: float) -> list[list[Row]]:
    """The rows of each page. `first` and `further` are the points that a page has for rows; after the last row
    `tail` points stay free, on a page without rows if need be."""
    pages: list[list[Row]] = [[]]
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


def draw_columns(pen: Pen, y: float, wording: Wording) -> float:
    """The columns' names; returns where the first row begins."""
    pen.area(LEFT, y, RIGHT, y + HEAD - 4, TINT)
    for word in _COLUMNS:
        _draw_cell(pen, y + 11, word, wording[word], size=8, bold=True, colour=ACCENT)
    return y + HEAD


def draw_row(pen: Pen, y: float, row: Row, wording: Wording) -> float:
    """Returns where the next row begins."""
    cells = _cells(row, wording)
    for column in _COLUMNS:
        _draw_cell(pen, y + 8, column, cells.get(column, ""))
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


def _cells(row: Row, wording: Wording) -> dict[str, str]:
    """The printed text of each column that has any."""
    line = row.line
    numbers = {"quantity": line.quantity, "price": line.net_price, "amount": line.net_amount}
    cells = {name: wording.number(value) for name, value in numbers.items() if value is not None}
    cells |= {"position": line.id or "", "item": line.seller_item_id or "", "name": row.names[0]}
    if line.vat_rate is not None:
        cells["rate"] = wording.rate(line.vat_rate)
    return cells | {"unit": wording.unit(line.unit or "")}


def draw_carried(pen: Pen, y: float, carried: Decimal, wording: Wording) -> float:
    """The sum of the rows on the pages before or up to here; returns where the next row begins."""
    pen.text(_NAME_X, y + 8, wording["carried"], bold=True)
    pen.text(_EDGES["amount"], y + 8, wording.number(carried), bold=True, align="right")
    return y + ROW
