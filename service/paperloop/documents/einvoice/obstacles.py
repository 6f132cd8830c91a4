"""What stops an invoice from being a valid e-invoice: business rules of EN 16931-1 that it can't keep.

The rules are those on what must be there and on sums. Whether codes are of their lists, and identifiers of their
schemes, is the sender's to know.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import chain
from typing import Final

from paperloop.documents.einvoice.type_codes import document_type
from paperloop.documents.einvoice.vat import explains_totals, row_of
from paperloop.documents.invoice import DocumentType, Invoice, Line, Totals, VatRow

_ZERO: Final = Decimal(0)
_CENTS: Final = -2
_UNIT: Final = re.compile(r"[A-Z0-9]{2,3}")
"""Form of the codes of UN/ECE Recommendations 20 and 21."""
_TYPE_CODE: Final = re.compile(r"[0-9]{2,3}")
_OUTSIDE: Final = "O"
"""Category of what is outside the scope of VAT: it has no rate."""
_TAXED: Final = frozenset("SLM")
_UNTAXED: Final = frozenset({"Z", "E", "AE", "K", "G", "O"})
_CATEGORIES: Final = _TAXED | _UNTAXED


def obstacles(invoice: Invoice) -> tuple[str, ...]:
    """Each with the JSON pointer of the value that is missing or wrong; () when there is none."""
    return tuple(chain.from_iterable(rule(invoice) for rule in _RULES))


def _document(invoice: Invoice) -> Iterator[str]:
    """BR-1 to BR-11, and the kinds of documents that there are."""
    yield from _kind(invoice.document_type, invoice.type_code)
    wanted = {
        "/invoice_number": invoice.invoice_number,
        "/issue_date": invoice.issue_date,
        "/currency": invoice.currency,
        "/seller/name": invoice.seller.name,
        "/seller/address/country": invoice.seller.address.country,
        "/buyer/name": invoice.buyer.name,
        "/buyer/address/country": invoice.buyer.address.country,
        "/lines": invoice.lines,
        "/vat_breakdown": invoice.vat_breakdown,
    }
    yield from _missing(wanted)


def _kind(kind: DocumentType | None, code: str | None) -> Iterator[str]:
    if kind is None and code is None:
        yield "/document_type is missing"
    if kind not in (None, DocumentType.INVOICE, DocumentType.CREDIT_NOTE):
        yield f"/document_type is {kind}, neither an invoice nor a credit note"
    elif code is not None and not _TYPE_CODE.fullmatch(code):
        yield f"/type_code is no code of UNTDID 1001: {code[:20]}"
    elif code is not None and kind not in (None, document_type(code)):
        yield f"/type_code {code} is the code of another kind of document than /document_type"


def _identified(invoice: Invoice) -> Iterator[str]:
    """BR-CO-26, and who must be identified for which VAT: BR-S-2, BR-AE-2, BR-G-2, BR-O-2 and their like."""
    seller, buyer = invoice.seller, invoice.buyer
    categories = {row.category for row in invoice.vat_breakdown}
    if not (seller.vat_id or seller.legal_registration_id):
        yield "/seller/vat_id and /seller/legal_registration_id are missing; one is wanted"
    if categories - {_OUTSIDE} and not (seller.vat_id or seller.tax_number):
        yield "/seller/vat_id and /seller/tax_number are missing; one is wanted"
    if "G" in categories and not seller.vat_id:
        yield "/seller/vat_id is missing; exports want it"
    if "AE" in categories and not (buyer.vat_id or buyer.legal_registration_id):
        yield "/buyer/vat_id is missing; a reverse charge wants it"
    if _OUTSIDE in categories and (seller.vat_id or buyer.vat_id):
        yield "/vat_breakdown is outside the scope of VAT, where no party has a vat_id"
    if _OUTSIDE in categories and len(categories) > 1:
        yield "/vat_breakdown is outside the scope of VAT, and has other categories beside"
    if "K" in categories:
        yield "/vat_breakdown has an intra-community supply: it wants a place of delivery, which has no field here"


def _totals(invoice: Invoice) -> Iterator[str]:
    """BR-12 to BR-15, BR-CO-10 to BR-CO-16, BR-DEC-09 to BR-DEC-18."""
    totals = invoice.totals
    wanted = ("line_total", "tax_basis_total", "grand_total", "due_payable")
    missing = tuple(_missing({f"/totals/{name}": getattr(totals, name) for name in wanted}))
    yield from missing
    yield from _not_cents({f"/totals/{name}": getattr(totals, name) for name in Totals.model_fields})
    if missing:
        return
    lines = sum((line.net_amount or _ZERO for line in invoice.lines), _ZERO)
    net = _value(totals.line_total) - _value(totals.allowance_total) + _value(totals.charge_total)
    gross = _value(totals.tax_basis_total) + _value(totals.tax_total)
    due = _value(totals.grand_total) - _value(totals.prepaid) + _value(totals.rounding)
    yield from _differs("/totals/line_total", totals.line_total, lines, "the lines' sum")
    yield from _differs("/totals/tax_basis_total", totals.tax_basis_total, net, "lines - allowances + charges")
    yield from _differs("/totals/grand_total", totals.grand_total, gross, "net + VAT")
    yield from _differs("/totals/due_payable", totals.due_payable, due, "gross - prepaid + rounding")


def _vat(invoice: Invoice) -> Iterator[str]:
    """BR-45 to BR-48, BR-CO-14, BR-CO-18, and that each row holds its lines, allowances and charges."""
    for number, row in enumerate(invoice.vat_breakdown):
        yield from _vat_row(f"/vat_breakdown/{number}", row)
    rows = [row.rate for row in invoice.vat_breakdown]
    if len(set(rows)) < len(rows):
        yield "/vat_breakdown has two rows of one rate, and lines don't say which of them they count in"
    tax = sum((row.amount or _ZERO for row in invoice.vat_breakdown), _ZERO)
    if invoice.vat_breakdown:
        yield from _differs("/totals/tax_total", invoice.totals.tax_total or _ZERO, tax, "the sum of /vat_breakdown")
    if not explains_totals(invoice):
        yield "/vat_breakdown has bases that differ from their lines by other sums than allowances and charges"


def _vat_row(at: str, row: VatRow) -> Iterator[str]:
    if row.category not in _CATEGORIES:
        yield f"{at}/category is missing" if row.category is None else f"{at}/category is no code of UNCL 5305"
    yield from _missing({f"{at}/basis": row.basis, f"{at}/amount": row.amount})
    if row.rate is None and row.category != _OUTSIDE:
        yield f"{at}/rate is missing"
    if row.rate is not None and row.category in _UNTAXED | {"S"} and (row.rate > 0) is not (row.category == "S"):
        yield f"{at}/rate is {row.rate:f}; categories L, M and S alone have one, and S has always"
    if row.basis is not None and row.amount is not None and abs(row.basis * (row.rate or 0) / 100 - row.amount) >= 1:
        yield f"{at}/amount is not /basis * /rate"
    yield from _not_cents({f"{at}/basis": row.basis, f"{at}/amount": row.amount})


def _lines(invoice: Invoice) -> Iterator[str]:
    """BR-21 to BR-28, BR-CO-4."""
    for number, line in enumerate(invoice.lines):
        yield from _line(f"/lines/{number}", line)
        if row_of(line, invoice.vat_breakdown) is None:
            yield f"/lines/{number}/vat_rate is no rate of /vat_breakdown"


def _line(at: str, line: Line) -> Iterator[str]:
    wanted = ("id", "name", "quantity", "unit", "net_price", "net_amount")
    yield from _missing({f"{at}/{name}": getattr(line, name) for name in wanted})
    if line.unit and not _UNIT.fullmatch(line.unit):
        yield f"{at}/unit is no code of UN/ECE Recommendation 20, such as H87 for pieces or HUR for hours"
    for name in ("net_price", "gross_price"):
        price: Decimal | None = getattr(line, name)
        if price is not None and price < 0:
            yield f"{at}/{name} is negative; give the quantity the sign"
    yield from _not_cents({f"{at}/net_amount": line.net_amount})


def _payment(invoice: Invoice) -> Iterator[str]:
    """BR-CO-25, BR-50."""
    due = invoice.totals.due_payable
    if due is not None and due > 0 and not (invoice.due_date or invoice.payment_terms):
        yield "/due_date and /payment_terms are missing; one is wanted where something is to be paid"
    for number, account in enumerate(invoice.accounts):
        if not (account.iban or account.account_number):
            yield f"/accounts/{number}/iban is missing"


_RULES: Final = (_document, _identified, _totals, _vat, _lines, _payment)


def _missing(wanted: Mapping[str, object]) -> Iterator[str]:
    return (f"{at} is missing" for at, value in wanted.items() if value is None or value in ("", ()))


def _not_cents(amounts: Mapping[str, Decimal | None]) -> Iterator[str]:
    for at, amount in amounts.items():
        if amount is not None and amount.normalize().as_tuple().exponent < _CENTS:  # type: ignore[operator]
            yield f"{at} has more than two decimals"


def _differs(at: str, stated: Decimal | None, computed: Decimal, terms: str) -> Iterator[str]:
    if stated != computed:
        yield f"{at} is {_value(stated):f}, where {terms} makes {computed:f}"


def _value(amount: Decimal | None) -> Decimal:
    return amount or _ZERO
