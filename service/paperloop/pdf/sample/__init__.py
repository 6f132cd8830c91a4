"""Sample documents: drawn here, so that neither tests nor demonstrations need anybody's files."""

from paperloop.pdf.sample.files import encrypt, rasterise
from paperloop.pdf.sample.invoice import draw_invoice, lines_filling

__all__ = ["draw_invoice", "encrypt", "lines_filling", "rasterise"]
