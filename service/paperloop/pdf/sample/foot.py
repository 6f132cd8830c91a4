"""What stands at the foot of every page: who the seller is, and which page this is."""

from collections.abc import Iterator
from itertools import chain

from paperloop.documents.invoice import Invoice
from paperloop.documents.printed.wording import Wording
from paperloop.pdf.sample.pen import ACCENT, FAINT, Pen
from paperloop.pdf.sample.table import LEFT, RIGHT

_Y = 786.0
_STEP = 9.0
_COLUMNS = (LEFT, 222.0, 380.0)


def draw_foot(pen: Pen, number: int, count: int, invoice: Invoice, wording: Wording) -> None:
    pen.rule(LEFT, RIGHT, _Y - 10, colour=ACCENT)
    for x, column in zip(_COLUMNS, _columns(invoice, wording), strict=True):
        for row, text in enumerate(column):
            pen.text(x, _Y + row * _STEP, text, size=7, colour=FAINT)
    said = wording["page"].format(page=number, pages=count)
    pen.text(RIGHT, _Y + 3.6 * _STEP, said, size=8, colour=FAINT, align="right")


def _columns(invoice: Invoice, wording: Wording) -> Iterator[list[str]]:
    seller = invoice.seller
    country = wording.country(seller.address.country) if seller.address.country else None
    yield list(filter(None, (seller.name, seller.address.line1, seller.address.city, country)))
    bank = [_labelled(wording, iban=account.iban, bic=account.bic) for account in invoice.accounts[:1]]
    yield [*_labelled(wording, phone=seller.phone, email=seller.email), *chain(*bank)]
    ids = {"vat_id": seller.vat_id, "tax_number": seller.tax_number, "registration": seller.legal_registration_id}
    yield list(_labelled(wording, **ids))


def _labelled(wording: Wording, **values: str | None) -> Iterator[str]:
    return (f"{wording[word]}: {value}" for word, value in values.items() if value)
