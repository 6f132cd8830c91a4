"""Scans: the pages of a document as pictures, without a text layer, as small as OCR still reads them."""

import random
from collections.abc import Collection

import pymupdf


def scanned(document: bytes, *, dpi: int = 150, turn: int = 0, only: Collection[int] = ()) -> bytes:
    """The pages of `document` as pictures, turned clockwise by `turn`; `only` these page numbers, where given."""
    with pymupdf.open(stream=document) as pdf, pymupdf.open() as scan:
        for page in pdf:
            if only and page.number + 1 not in only:
                scan.insert_pdf(pdf, from_page=page.number, to_page=page.number)
            else:
                _picture(scan, page, dpi, turn)
        return scan.tobytes()


def _picture(scan: pymupdf.Document, page: pymupdf.Page, dpi: int, turn: int) -> None:
    width, height = page.rect.br if turn % 180 == 0 else (page.rect.height, page.rect.width)
    pixels = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY).tobytes("jpeg", jpg_quality=75)
    sheet = scan.new_page(width=width, height=height)
    sheet.insert_image(sheet.rect, stream=pixels, rotate=-turn)


def printed_pages(*texts: str) -> bytes:
    """Pages of 240 by 60 points, each with its text in large letters."""
    with pymupdf.open() as pdf:
        for text in texts:
            pdf.new_page(width=240, height=60).insert_text((20, 38), text, fontsize=18)
        return pdf.tobytes()


def noise(*, seed: int = 31) -> bytes:
    """A page of 240 by 60 points that is nothing but specks."""
    width, height = 640, 160
    samples = random.Random(seed).randbytes(width * height)
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=240, height=60)
        page.insert_image(page.rect, pixmap=pymupdf.Pixmap(pymupdf.csGRAY, width, height, samples, False))
        return pdf.tobytes()
