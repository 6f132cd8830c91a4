"""What stands above the table: the letterhead, the address window, the facts of the invoice."""

from typing import Final

from paperloop.documents.invoice import Invoice, Party
from paperloop.documents.printed.page import InvoicePage
from paperloop.documents.printed.parties import city, postal_lines
from paperloop.documents.printed.wording import Wording
from paperloop.pdf.sample.pen import ACCENT, FAINT, Pen
from paperloop.pdf.sample.table import LEFT, RIGHT

FIRST_TOP: Final = 318.0
"""Where the table begins on the first page."""
TOP: Final = 72.0
"""Where it begins on the others."""

_FACTS_X, _FACTS_VALUE_X = 352.0, 438.0
_NAME_Y, _WINDOW_Y, _TITLE_Y = 108.0, 148.0, 292.0


def draw_head(pen: Pen, invoice: Invoice, page: InvoicePage, wording: Wording) -> None:
    pen.text(LEFT, _NAME_Y, page.seller, size=15, bold=True, colour=ACCENT)
    _draw_contact(pen, invoice.seller)
    pen.text(LEFT, _WINDOW_Y, page.sender, size=6.5, colour=FAINT)
    pen.rule(LEFT, LEFT + 240, _WINDOW_Y + 3, width=0.3)
    address = filter(None, (page.buyer, *postal_lines(invoice.buyer.address, wording)))
    for row, text in enumerate(address):
        pen.text(LEFT, _WINDOW_Y + 18 + row * 13, text, size=10, bold=row == 0)
    for row, fact in enumerate(page.facts):
        pen.text(_FACTS_X, _WINDOW_Y + row * 13, fact.label, colour=FAINT)
        pen.text(_FACTS_VALUE_X, _WINDOW_Y + row * 13, fact.value)
    pen.text(LEFT, _TITLE_Y, page.title, size=17, bold=True, colour=ACCENT)


def draw_short_head(pen: Pen, page: InvoicePage) -> None:
    pen.text(LEFT, 48, page.seller, bold=True, colour=ACCENT)
    pen.text(RIGHT, 48, page.title, colour=FAINT, align="right")
    pen.rule(LEFT, RIGHT, 54, colour=ACCENT)


def _draw_contact(pen: Pen, seller: Party) -> None:
    address = seller.address
    place = ", ".join(filter(None, (address.line1, address.line2, city(address))))
    reach = " · ".join(filter(None, (seller.phone, seller.email)))
    for row, text in enumerate((place, reach)):
        pen.text(RIGHT, _NAME_Y - 5 + row * 11, text, size=8, colour=FAINT, align="right")
