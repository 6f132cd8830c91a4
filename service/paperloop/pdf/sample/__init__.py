"""Sample documents: drawn here, so that neither tests nor demonstrations need anybody's files.

They are drawn and not typeset: an invoice may have hundreds of pages, it has a picture and a sum carried from page to
page, as the invoices of others have, and the figures of measurements are those of this very document. What they say is
what every printed invoice says (`documents.printed`).
"""

from paperloop.pdf.sample.files import encrypt, rasterise
from paperloop.pdf.sample.invoice import draw_invoice, lines_filling

__all__ = ["draw_invoice", "encrypt", "lines_filling", "rasterise"]
