"""What stands below the table: the sums, the VAT, how to pay, and notes."""

from collections.abc import Iterator
from typing import Final

from paperloop.documents.invoice import Account, Invoice
from paperloop.pdf.sample.pen import ACCENT, FAINT, TINT, Pen
from paperloop.pdf.sample.table import LEFT, RIGHT
from paperloop.pdf.sample.wording import Wording

_SUMS = (
    "line_total",
    "allowance_total",
    "charge_total",
    "tax_basis_total",
    "tax_total",
    "grand_total",
    "prepaid",
    "rounding",
    "due_payable",
)
_LOUD = ("grand_total", "due_payable")
_NEGATIVE = ("allowance_total", "prepaid")

_SUMS_X, _SUMS_EDGE = 352.0, RIGHT - 4
_VAT_EDGES = {"vat_rate": 138.0, "vat_basis": 214.0, "vat_amount": 290.0}
_STEP: Final = 14.0
_BLOCK_GAP: Final = 18.0


def tail_height(invoice: Invoice) -> float:
    """Points that `draw_tail` takes at most."""
    sums = len(list(_sums(invoice))) * _STEP + 16
    vat = (len(invoice.vat_breakdown) + 1) * _STEP + 8
    payment = (3 + 4 * len(invoice.accounts)) * _STEP
    return max(sums, vat) + 2 * _BLOCK_GAP + payment + 2 * len(invoice.notes) * 12


def draw_tail(pen: Pen, y: float, invoice: Invoice, wording: Wording) -> None:
    y += 12
    below_vat = _draw_vat(pen, y, invoice, wording)
    below_sums = _draw_sums(pen, y, invoice, wording)
    y = _draw_payment(pen, max(below_vat, below_sums) + _BLOCK_GAP, invoice, wording)
    for note in invoice.notes:
        for line in pen.regular.wrapped(note or "", 8, RIGHT - LEFT):
            y += 12
            pen.text(LEFT, y, line, size=8, colour=FAINT)


def _sums(invoice: Invoice) -> Iterator[str]:
    return (name for name in _SUMS if getattr(invoice.totals, name) is not None)


def _draw_sums(pen: Pen, y: float, invoice: Invoice, wording: Wording) -> float:
    for name in _sums(invoice):
        loud = name in _LOUD
        if loud:
            pen.area(_SUMS_X - 6, y - 2, RIGHT, y + _STEP - 1, TINT)
        value = getattr(invoice.totals, name)
        currency = f"{invoice.currency} " if loud and invoice.currency else ""
        amount = f"{currency}{wording.number(-value if name in _NEGATIVE else value)}"
        pen.text(_SUMS_X, y + 8, wording[name], bold=loud)
        pen.text(_SUMS_EDGE, y + 8, amount, bold=loud, align="right")
        y += _STEP + (3 if loud else 0)
    return y


def _draw_vat(pen: Pen, y: float, invoice: Invoice, wording: Wording) -> float:
    if not invoice.vat_breakdown:
        return y
    pen.text(LEFT, y + 8, wording["category"], size=8, bold=True, colour=ACCENT)
    for word, edge in _VAT_EDGES.items():
        pen.text(edge, y + 8, wording[word], size=8, bold=True, colour=ACCENT, align="right")
    pen.rule(LEFT, _VAT_EDGES["vat_amount"], y + 12)
    for row in invoice.vat_breakdown:
        y += _STEP
        pen.text(LEFT, y + 8, row.category or "", size=8)
        values = (
            wording.rate(row.rate) if row.rate is not None else "",
            wording.number(row.basis) if row.basis is not None else "",
            wording.number(row.amount) if row.amount is not None else "",
        )
        for edge, value in zip(_VAT_EDGES.values(), values, strict=True):
            pen.text(edge, y + 8, value, size=8, align="right")
    return y + _STEP


def _draw_payment(pen: Pen, y: float, invoice: Invoice, wording: Wording) -> float:
    pen.text(LEFT, y, wording["payment"], bold=True, colour=ACCENT)
    if invoice.payment_terms:
        y += _STEP
        pen.text(LEFT, y, invoice.payment_terms)
    rows = [("payment_reference", invoice.payment_reference or "")]
    for account in invoice.accounts:
        rows += _account(account)
    for word, value in rows:
        if value:
            y += _STEP
            pen.text(LEFT, y, wording[word], colour=FAINT)
            pen.text(LEFT + 110, y, value)
    return y + 6


def _account(account: Account) -> list[tuple[str, str]]:
    iban = account.iban or ""
    return [
        ("account_name", account.name or ""),
        ("iban", " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))),
        ("bic", account.bic or ""),
        ("account_number", account.account_number or ""),
    ]
