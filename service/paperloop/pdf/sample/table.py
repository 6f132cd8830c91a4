"""The lines of a sample invoice as rows, and which page each stands on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from paperloop.documents.invoice import Line
from paperloop.pdf.sample.pen import ACCENT, FAINT, TINT, Pen, Typeface
from paperloop.pdf.sample.wording import Wording

LEFT, RIGHT = 56.0, 539.0
ROW: Final = 16.5
"""Height of a row, in points; each remark under it takes `REMARK` more."""
REMARK: Final = 9.5
HEAD: Final = 20.0

_NAME_X, _NAME_WIDTH = 142.0, 176.0
_EDGES = {"quantity": 344.0, "price": 434.0, "rate": 472.0, "amount": RIGHT - 4}
"""Where columns of numbers end."""
_UNIT_X = 350.0
_SMALL: Final = 7.5


@dataclass(frozen=True, slots=True)
class Row:
    """One line, its name and what is printed below it already wrapped."""

    line: Line
    names: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def height(self) -> float:
        return ROW + (len(self.names) - 1) * 11 + len(self.remarks) * REMARK

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
    for x, word in ((LEFT + 4, "position"), (84.0, "item"), (_NAME_X, "name"), (_UNIT_X, "unit")):
        pen.text(x, y + 11, wording[word], size=8, bold=True, colour=ACCENT)
    for word, edge in _EDGES.items():
        pen.text(edge, y + 11, wording[word], size=8, bold=True, colour=ACCENT, align="right")
    return y + HEAD


def draw_row(pen: Pen, y: float, row: Row, wording: Wording) -> float:
    """Returns where the next row begins."""
    line, base = row.line, y + 8
    pen.text(LEFT + 4, base, line.id or "")
    pen.text(84, base, line.seller_item_id or "")
    pen.text(_UNIT_X, base, wording.unit(line.unit or ""))
    for name, value in _numbers(line, wording).items():
        pen.text(_EDGES[name], base, value, align="right")
    for below, name in enumerate(row.names):
        pen.text(_NAME_X, base + below * 11, name)
    base += (len(row.names) - 1) * 11
    for below, remark in enumerate(row.remarks, 1):
        pen.text(_NAME_X, base + below * REMARK, remark, size=_SMALL, colour=FAINT)
    pen.rule(LEFT, RIGHT, y + row.height - 4, width=0.25)
    return y + row.height


def _numbers(line: Line, wording: Wording) -> dict[str, str]:
    written = {"quantity": line.quantity, "price": line.net_price, "amount": line.net_amount}
    numbers = {name: wording.number(value) for name, value in written.items() if value is not None}
    return numbers if line.vat_rate is None else numbers | {"rate": wording.rate(line.vat_rate)}


def draw_carried(pen: Pen, y: float, carried: Decimal, wording: Wording) -> float:
    """The sum of the rows on the pages before or up to here; returns where the next row begins."""
    pen.text(_NAME_X, y + 8, wording["carried"], bold=True)
    pen.text(_EDGES["amount"], y + 8, wording.number(carried), bold=True, align="right")
    return y + ROW
