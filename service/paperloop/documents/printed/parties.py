"""Who deals with whom, and the facts of the invoice beside the address."""

from collections.abc import Iterator

from paperloop.documents.invoice import Address, DocumentType, Invoice, Party
from paperloop.documents.printed.page import Labelled
from paperloop.documents.printed.wording import Wording

_CITY_FIRST = frozenset({"GB", "IE", "US", "CA", "AU", "NZ", "IN"})
"""Countries whose postcodes come after the city."""
_NUMBERS = {DocumentType.CREDIT_NOTE: "credit_note_number", DocumentType.RECEIPT: "receipt_number"}


def title(invoice: Invoice, wording: Wording) -> str:
    return f"{wording[invoice.document_type or DocumentType.INVOICE]} {invoice.invoice_number or ''}".strip()


def seller_lines(seller: Party, wording: Wording) -> Iterator[str]:
    yield from postal_lines(seller.address, wording)
    reach = (("phone", seller.phone), ("email", seller.email))
    yield from _named((*reach, ("vat_id", seller.vat_id), *_registrations(seller)), wording)


def buyer_label(invoice: Invoice, wording: Wording) -> str:
    """Who it is that stands below. Nothing in a letter from one whole address to another, whose places say so."""
    buyer = invoice.buyer
    if is_whole(buyer.address) and is_whole(invoice.seller.address):
        return ""
    return wording["buyer"] if buyer.name or any(buyer_lines(buyer, wording)) else ""


def is_whole(address: Address) -> bool:
    """Whether a letter could be sent to it."""
    return bool(address.line1 and address.postcode and address.city)


def buyer_lines(buyer: Party, wording: Wording) -> Iterator[str]:
    """The VAT id is among the facts, where it says whose it is."""
    yield from postal_lines(buyer.address, wording)
    yield from _named((("phone", buyer.phone), ("email", buyer.email), *_registrations(buyer)), wording)


def _registrations(party: Party) -> tuple[tuple[str, str | None], ...]:
    return ("tax_number", party.tax_number), ("registration", party.legal_registration_id)


def _named(values: tuple[tuple[str, str | None], ...], wording: Wording) -> Iterator[str]:
    return (f"{wording[word]}: {value}" for word, value in values if value)


def postal_lines(address: Address, wording: Wording) -> Iterator[str]:
    country = wording.country(address.country) if address.country else None
    return filter(None, (address.line1, address.line2, city(address), address.region, country))


def sender(seller: Party) -> str:
    """The seller in one line, for the window of an envelope."""
    address = seller.address
    if not (address.line1 or address.city):
        return ""
    return " · ".join(filter(None, (seller.name, address.line1, address.line2, city(address))))


def city(address: Address) -> str:
    parts = (address.postcode, address.city)
    return " ".join(filter(None, reversed(parts) if address.country in _CITY_FIRST else parts))


def facts(invoice: Invoice, wording: Wording) -> Iterator[Labelled]:
    number = _NUMBERS.get(invoice.document_type or DocumentType.INVOICE, "invoice_number")
    issued = "date" if number in _NUMBERS.values() else "issue_date"
    days = {issued: invoice.issue_date, "delivery_date": invoice.delivery_date, "due_date": invoice.due_date}
    values = {
        number: invoice.invoice_number,
        **{word: wording.date(day) for word, day in days.items() if day},
        "purchase_order": invoice.purchase_order,
        "contract": invoice.contract,
        "buyer_reference": invoice.buyer_reference,
        "buyer_vat_id": invoice.buyer.vat_id,
        "currency": invoice.currency,
    }
    return (Labelled(wording[word], value) for word, value in values.items() if value)
