"""Which pages want OCR: those that show something that their text layer doesn't say."""

from collections.abc import Callable

import pymupdf
import pytest

from paperloop.pdf.words import page_text
from pdf_made import mapped, one_page, shown
from scans_made import printed_pages, scanned

A4 = pymupdf.paper_rect("a4")


def wants_ocr(data: bytes) -> bool:
    with pymupdf.open(stream=data) as pdf:
        return page_text(pdf[0], 1).wants_ocr


def drawing(draw: Callable[[pymupdf.Page], object]) -> bytes:
    with pymupdf.open() as pdf:
        draw(pdf.new_page(width=A4.width, height=A4.height))
        return pdf.tobytes()


def picture(page: pymupdf.Page, box: pymupdf.Rect) -> None:
    page.insert_image(box, pixmap=pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 40, 60), False))


def stamped(page: pymupdf.Page, words: int = 3) -> None:
    picture(page, A4)
    for row in range(words):
        page.insert_text((20, 20 + 12 * row), "received")


def private_use() -> bytes:
    pdf, font = mapped({letter: chr(0xE000 + ord(letter)) for letter in "Invoice"})
    return one_page(shown("Invoice"), font=font, pdf=pdf)


@pytest.mark.parametrize(("document", "wanted"), [
    pytest.param(one_page(), False, id="a blank page"),
    pytest.param(one_page(shown("Invoice no. 7")), False, id="a page of text"),
    pytest.param(scanned(printed_pages("Invoice 7")), True, id="a scan"),
    pytest.param(one_page(b"20 20 100 50 re f"), True, id="paths: letters may be drawn as such"),
    pytest.param(one_page(shown("Invoice no. 7", before="3 Tr")), False, id="invisible text on white paper"),
    pytest.param(one_page(b"20 20 200 90 re f\n" + shown("Invoice", before="3 Tr")), True, id="invisible text on ink"),
    pytest.param(private_use(), True, id="glyphs of private use"),
    pytest.param(drawing(stamped), True, id="a stamp on a scan"),
    pytest.param(drawing(lambda page: stamped(page, words=40)), False, id="a text on a picture"),
    pytest.param(drawing(lambda page: (page.insert_text((72, 300), "Hello"), picture(page, A4 / 3))), False,
                 id="a few words beside a logo"),
])  # fmt: skip
def test_a_page_wants_ocr_where_it_shows_what_its_text_does_not_say(document: bytes, wanted: bool) -> None:
    assert wants_ocr(document) is wanted
