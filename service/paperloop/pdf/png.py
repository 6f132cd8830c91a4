"""A page as a picture."""

import pymupdf

from paperloop.errors import DocumentTooComplex, PageOutOfRange, PageTooLarge
from paperloop.pdf.bounds import images_fit, refuse_bombs
from paperloop.pdf.document import OpenDocument, opened
from paperloop.pdf.render_calls import RenderPng

POINTS_PER_INCH = 72


def render_png(call: RenderPng) -> None:
    """The page with its annotations, on white. Sizes are checked before anything is drawn or decoded.

    Raises:
        DocumentTooComplex: an image on the page is too large to be decoded.
    """
    with opened(call.document, call.password) as document:
        page = _page(document, call.page)
        if _pixels(page, call.dpi) > call.max_pixels:
            raise PageTooLarge(page=call.page, limit=call.max_pixels)
        refuse_bombs(page)
        if not images_fit(page):
            raise DocumentTooComplex(limit="memory")
        pixmap = page.get_pixmap(dpi=call.dpi, alpha=False, annots=True)
        call.to.write_bytes(pixmap.tobytes("png"))


def _page(document: OpenDocument, number: int) -> pymupdf.Page:
    count = document.page_count()
    if number > count:
        raise PageOutOfRange(page=number, pages=count)
    return document.pdf[number - 1]


def _pixels(page: pymupdf.Page, dpi: int) -> float:
    scale = dpi / POINTS_PER_INCH
    width, height = page.rect.width * scale, page.rect.height * scale
    return float(max(width, 1) * max(height, 1))
