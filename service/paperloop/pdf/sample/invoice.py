"""A sample invoice, drawn page by page."""

from decimal import Decimal
from pathlib import Path
from typing import Final

import pymupdf

from paperloop.documents.invoice import Invoice
from paperloop.documents.printed.invoice import printed
from paperloop.documents.printed.page import InvoicePage
from paperloop.documents.printed.wording import Wording
from paperloop.pdf.sample.attached import DATE, attach_einvoice
from paperloop.pdf.sample.banner import HEIGHT as BANNER_HEIGHT
from paperloop.pdf.sample.banner import banner
from paperloop.pdf.sample.foot import draw_foot
from paperloop.pdf.sample.head import FIRST_TOP, TOP, draw_head, draw_short_head
from paperloop.pdf.sample.pen import HEIGHT, WIDTH, Pen, Typeface
from paperloop.pdf.sample.table import HEAD, ROW, draw_carried, draw_columns, draw_row, paginated, rows
from paperloop.pdf.sample.tail import draw_tail, tail_height
from paperloop.pdf.sample.wording import Language, sample_wording

_BOTTOM: Final = 762.0
"""Where a table ends; the footer is below."""
_FIRST_ROOM: Final = _BOTTOM - FIRST_TOP - HEAD - ROW
"""Points for rows on the first page; on the others two rows carry the sum, above and below."""
_FURTHER_ROOM: Final = _BOTTOM - TOP - HEAD - 2 * ROW


def draw_invoice(path: Path, invoice: Invoice, *, language: Language = "en", einvoice: bytes | None = None) -> None:
    """A PDF of A4 pages with a picture, embedded fonts and a text layer, in as many pages as the lines take.

    `einvoice` is attached as factur-x.xml. The same arguments give the same bytes.
    """
    wording = sample_wording(language)
    with pymupdf.open() as pdf:
        _draw_pages(pdf, invoice, wording)
        pdf[0].insert_image((0, 0, WIDTH, BANNER_HEIGHT), stream=banner())
        pdf.subset_fonts()
        title = f"{wording['invoice']} {invoice.invoice_number or ''}".strip()
        pdf.set_metadata({"title": title, "creationDate": DATE, "modDate": DATE})
        if einvoice is not None:
            attach_einvoice(pdf, einvoice)
        pdf.save(path, garbage=3, deflate=True, no_new_id=True)


def lines_filling(pages: int) -> int:
    """How many lines of one row each fill `pages` pages, one line on the last; `pages` is two or more."""
    return int(_FIRST_ROOM // ROW) + (pages - 2) * int(_FURTHER_ROOM // ROW) + 1


def _draw_pages(pdf: pymupdf.Document, invoice: Invoice, wording: Wording) -> None:
    regular, bold = Typeface("helv"), Typeface("hebo")
    said = printed(invoice, wording)
    pages = paginated(
        rows(invoice.lines, said.lines, regular),
        first=_FIRST_ROOM,
        further=_FURTHER_ROOM,
        tail=tail_height(invoice, said) - ROW,
    )
    carried = Decimal("0.00")
    for number, page in enumerate(pages, 1):
        pen = Pen(pdf.new_page(width=WIDTH, height=HEIGHT), regular, bold)
        y = _draw_top(pen, number, carried, invoice, said, wording)
        for row in page:
            y = draw_row(pen, y, row)
        carried += sum((row.amount for row in page), Decimal(0))
        if number == len(pages):
            draw_tail(pen, y, invoice, said, wording)
        else:
            draw_carried(pen, y, carried, wording)
        draw_foot(pen, number, len(pages), invoice, wording)
        pen.lift()


def _draw_top(pen: Pen, number: int, carried: Decimal, invoice: Invoice, said: InvoicePage, wording: Wording) -> float:
    """The head of page `number` and of its table; returns where the rows begin."""
    if number == 1:
        draw_head(pen, invoice, said, wording)
        return draw_columns(pen, FIRST_TOP, said.lines)
    draw_short_head(pen, said)
    return draw_carried(pen, draw_columns(pen, TOP, said.lines), carried, wording)
