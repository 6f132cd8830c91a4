"""What stands below the table: the sums, the VAT, how to pay, and notes."""

from typing import Final

from paperloop.documents.invoice import Invoice
from paperloop.documents.printed.page import InvoicePage, Sum, Table
from paperloop.documents.printed.wording import Wording
from paperloop.pdf.sample.pen import ACCENT, FAINT, INK, TINT, Pen
from paperloop.pdf.sample.table import LEFT, RIGHT

_SUMS_X, _SUMS_EDGE = 352.0, RIGHT - 4
_VAT_EDGES = {"vat_rate": 138.0, "vat_basis": 214.0, "vat_amount": 290.0}
"""Where columns of numbers end."""
_STEP: Final = 14.0
_BLOCK_GAP: Final = 18.0


def tail_height(invoice: Invoice, page: InvoicePage) -> float:
    """Points that `draw_tail` takes at most."""
    sums = len(page.sums) * _STEP + 16
    vat = (len(page.vat.rows) + 1) * _STEP + 8
    payment = (3 + 4 * len(invoice.accounts)) * _STEP
    return max(sums, vat) + 2 * _BLOCK_GAP + payment + 2 * len(page.notes) * 12


def draw_tail(pen: Pen, y: float, invoice: Invoice, page: InvoicePage, wording: Wording) -> None:
    y += 12
    below = max(_draw_vat(pen, y, page.vat), _draw_sums(pen, y, page.sums))
    y = _draw_payment(pen, below + _BLOCK_GAP, invoice, page, wording)
    for note in page.notes:
        for line in pen.regular.wrapped(note, 8, RIGHT - LEFT):
            y += 12
            pen.text(LEFT, y, line, size=8, colour=FAINT)


def _draw_sums(pen: Pen, y: float, sums: tuple[Sum, ...]) -> float:
    for each in sums:
        if each.loud:
            pen.area(_SUMS_X - 6, y - 2, RIGHT, y + _STEP - 1, TINT)
        pen.text(_SUMS_X, y + 8, each.label, bold=each.loud)
        pen.text(_SUMS_EDGE, y + 8, each.value, bold=each.loud, align="right")
        y += _STEP + (3 if each.loud else 0)
    return y


def _draw_vat(pen: Pen, y: float, vat: Table) -> float:
    if not vat.rows:
        return y
    for column, head in zip(vat.columns, vat.heads, strict=True):
        _draw_vat_cell(pen, y, column, head, bold=True)
    pen.rule(LEFT, _VAT_EDGES["vat_amount"], y + 12)
    for row in vat.rows:
        y += _STEP
        for column, cell in zip(vat.columns, row.cells, strict=True):
            _draw_vat_cell(pen, y, column, cell)
    return y + _STEP


def _draw_vat_cell(pen: Pen, y: float, column: str, text: str, *, bold: bool = False) -> None:
    colour = ACCENT if bold else INK
    if column in _VAT_EDGES:
        pen.text(_VAT_EDGES[column], y + 8, text, size=8, bold=bold, colour=colour, align="right")
    else:
        pen.text(LEFT, y + 8, text, size=8, bold=bold, colour=colour)


def _draw_payment(pen: Pen, y: float, invoice: Invoice, page: InvoicePage, wording: Wording) -> float:
    """The terms are a sentence, and need no label."""
    pen.text(LEFT, y, page.payment, bold=True, colour=ACCENT)
    if invoice.payment_terms:
        y += _STEP
        pen.text(LEFT, y, invoice.payment_terms)
    for fact in page.payment_facts:
        if fact.label != wording["payment_terms"]:
            y += _STEP
            pen.text(LEFT, y, fact.label, colour=FAINT)
            pen.text(LEFT + 110, y, fact.value)
    return y + 6
