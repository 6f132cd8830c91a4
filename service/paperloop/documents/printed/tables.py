"""An invoice's lines and its VAT, as tables of printed cells; a column that would stay empty is left out."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from paperloop.documents.invoice import Line, VatRow
from paperloop.documents.printed.page import Row, Table
from paperloop.documents.printed.wording import Wording

_LINES = ("position", "item", "name", "quantity", "unit", "price", "rate", "amount", "gross_amount")
_VAT = ("category", "vat_rate", "vat_basis", "vat_amount")

Cells = Mapping[str, str]


def lines_table(lines: Sequence[Line], wording: Wording) -> Table:
    remarks = [tuple(_remarks(line, wording)) for line in lines]
    return _table(_LINES, [_cells(line, wording) for line in lines], wording, remarks)


def vat_table(rows: Sequence[VatRow], wording: Wording) -> Table:
    return _table(_VAT, [_vat_cells(row, wording) for row in rows], wording)


def _table(
    order: Sequence[str], cells: Sequence[Cells], wording: Wording, remarks: Sequence[tuple[str, ...]] = ()
) -> Table:
    used = {column for row in cells for column, cell in row.items() if cell} | ({"name"} if any(remarks) else set())
    columns = tuple(column for column in order if column in used)
    rows = [tuple(row.get(column, "") for column in columns) for row in cells]
    below = remarks or [()] * len(rows)
    heads = tuple(wording[column] for column in columns)
    return Table(columns, heads, tuple(Row(*both) for both in zip(rows, below, strict=True)))


def _cells(line: Line, wording: Wording) -> Cells:
    return {
        "position": line.id or "",
        "item": line.seller_item_id or "",
        "name": line.name or "",
        "quantity": _number(line.quantity, wording),
        "unit": wording.unit(line.unit or ""),
        "price": _number(line.net_price, wording),
        "rate": _rate(line.vat_rate, wording),
        "amount": _number(line.net_amount, wording),
        "gross_amount": _number(line.gross_amount, wording),
    }


def _vat_cells(row: VatRow, wording: Wording) -> Cells:
    return {
        "category": row.category or "",
        "vat_rate": _rate(row.rate, wording),
        "vat_basis": _number(row.basis, wording),
        "vat_amount": _number(row.amount, wording),
    }


def _remarks(line: Line, wording: Wording) -> Iterator[str]:
    yield from (line.description or "").splitlines()
    if line.gtin:
        yield f"GTIN {line.gtin}"
    if line.gross_price is not None:
        yield f"{wording['list_price']} {wording.number(line.gross_price)}{_discount(line, wording)}"


def _discount(line: Line, wording: Wording) -> str:
    """What is off the list price, where that is a whole per cent."""
    if not line.gross_price or line.net_price is None:
        return ""
    off = ((1 - line.net_price / line.gross_price) * 100).quantize(Decimal(1))
    return f" − {wording.rate(off)}" if off > 0 else ""


def _number(value: Decimal | None, wording: Wording) -> str:
    return "" if value is None else wording.number(value)


def _rate(value: Decimal | None, wording: Wording) -> str:
    return "" if value is None else wording.rate(value)
