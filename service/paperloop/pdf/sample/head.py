"""What stands above the table: the letterhead, the address window, the facts of the invoice."""

from collections.abc import Iterator
from typing import Final

from paperloop.documents.invoice import Address, Invoice, Party
from paperloop.pdf.sample.pen import ACCENT, FAINT, Pen
from paperloop.pdf.sample.table import LEFT, RIGHT
from paperloop.pdf.sample.wording import Wording

FIRST_TOP: Final = 318.0
"""Where the table begins on the first page."""
TOP: Final = 72.0
"""Where it begins on the others."""

_FACTS_X, _FACTS_VALUE_X = 352.0, 438.0
_NAME_Y, _WINDOW_Y, _TITLE_Y = 108.0, 148.0, 292.0


def draw_head(pen: Pen, invoice: Invoice, wording: Wording) -> None:
    seller = invoice.seller
    pen.text(LEFT, _NAME_Y, seller.name or "", size=15, bold=True, colour=ACCENT)
    _draw_contact(pen, seller, wording)
    sender = " · ".join(filter(None, (seller.name, *_street_and_city(seller.address))))
    pen.text(LEFT, _WINDOW_Y, sender, size=6.5, colour=FAINT)
    pen.rule(LEFT, LEFT + 240, _WINDOW_Y + 3, width=0.3)
    for row, text in enumerate(_address_lines(invoice.buyer, wording)):
        pen.text(LEFT, _WINDOW_Y + 18 + row * 13, text, size=10, bold=row == 0)
    for row, (word, value) in enumerate(_facts(invoice, wording)):
        pen.text(_FACTS_X, _WINDOW_Y + row * 13, wording[word], colour=FAINT)
        pen.text(_FACTS_VALUE_X, _WINDOW_Y + row * 13, value)
    pen.text(LEFT, _TITLE_Y, _title(invoice, wording), size=17, bold=True, colour=ACCENT)


def draw_short_head(pen: Pen, invoice: Invoice, wording: Wording) -> None:
    pen.text(LEFT, 48, invoice.seller.name or "", bold=True, colour=ACCENT)
    pen.text(RIGHT, 48, _title(invoice, wording), colour=FAINT, align="right")
    pen.rule(LEFT, RIGHT, 54, colour=ACCENT)


def _title(invoice: Invoice, wording: Wording) -> str:
    return f"{wording[invoice.document_type or 'invoice']} {invoice.invoice_number or ''}".strip()


def _draw_contact(pen: Pen, seller: Party, wording: Wording) -> None:
    place = ", ".join(_street_and_city(seller.address))
    reach = " · ".join(filter(None, (seller.phone, seller.email)))
    for row, text in enumerate((place, reach)):
        pen.text(RIGHT, _NAME_Y - 5 + row * 11, text, size=8, colour=FAINT, align="right")


def _street_and_city(address: Address) -> Iterator[str]:
    return filter(None, (address.line1, address.line2, _city(address)))


def _city(address: Address) -> str:
    """Postcodes of Ireland and Great Britain come after the city."""
    parts = (address.city, address.postcode) if address.country in ("IE", "GB") else (address.postcode, address.city)
    return " ".join(filter(None, parts))


def _address_lines(party: Party, wording: Wording) -> Iterator[str]:
    address = party.address
    country = wording.country(address.country) if address.country else None
    return filter(None, (party.name, address.line1, address.line2, _city(address), address.region, country))


def _facts(invoice: Invoice, wording: Wording) -> Iterator[tuple[str, str]]:
    """Words and values of the table beside the address, without those that the invoice does not have."""
    for word in ("invoice_number", "issue_date", "delivery_date", "due_date"):
        value = getattr(invoice, word)
        if value is not None:
            yield word, value if isinstance(value, str) else wording.date(value)
    others = {
        "purchase_order": invoice.purchase_order,
        "contract": invoice.contract,
        "buyer_reference": invoice.buyer_reference,
        "buyer_vat_id": invoice.buyer.vat_id,
        "currency": invoice.currency,
    }
    yield from ((word, value) for word, value in others.items() if value)
