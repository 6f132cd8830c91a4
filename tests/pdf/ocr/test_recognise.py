"""A page read from its picture: its words, where they stand, and which way up it lies."""

import math
from pathlib import Path

import pymupdf
import pytest

import documents_made
from paperloop.documents.pages import Page, Word
from paperloop.errors import DocumentTooComplex
from paperloop.pdf.calls import RecognisedPage, RecognisePage
from paperloop.pdf.ocr.recognise import recognise_page
from paperloop.pdf.sidecar import read_pages
from paperloop.pdf.words import page_text
from paperloop.testing.documents import write_sample
from pdf_made import Handmade, deflated, mapped, one_page, saved, shown
from scans_made import noise, printed_pages, scanned

INVOICE = documents_made.invoice()


def recognised(folder: Path, document: bytes, **asked: object) -> tuple[RecognisedPage, list[Page]]:
    call = RecognisePage(
        document=saved(folder, document), page=1, words=folder / "words", **({"languages": ("eng",)} | asked)
    )
    answer = recognise_page(call)
    return answer, read_pages(call.words) if call.words.exists() else []


def printed(document: bytes) -> list[Word]:
    with pymupdf.open(stream=document) as pdf:
        return page_text(pdf[0], 1).page.visible


def turned(word: Word, turn: int, width: float, height: float) -> tuple[float, float]:
    """The middle of `word`, of a page of that size, after the page was turned clockwise."""
    x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
    return {0: (x, y), 90: (height - y, x), 180: (width - x, height - y), 270: (y, width - x)}[turn]


@pytest.mark.parametrize(("turn", "expected"), [(0, 0), (90, 0), (180, 0), (270, 270)])
def test_words_stand_where_the_page_shows_them(tmp_path: Path, turn: int, expected: int) -> None:
    answer, [page] = recognised(tmp_path, scanned(INVOICE, turn=turn), turn=expected)
    assert (answer.turn, page.recognised) == (turn, True)
    read = {word.text: word for word in page.words}
    known = [word for word in printed(INVOICE) if word.text in {"INVOICE", "NT-2031-117", "240.00", "Torque", "Leith"}]
    assert len(known) == 5
    for word in known:
        place = turned(word, turn, *pymupdf.paper_size("a4"))
        found = read[word.text]
        assert math.dist(place, ((found.x0 + found.x1) / 2, (found.y0 + found.y1) / 2)) < 4
        assert (found.turn, found.size) == (turn, pytest.approx(word.size, rel=0.4))


def test_a_page_of_the_documents_own_rotation_is_read_as_shown(tmp_path: Path) -> None:
    with pymupdf.open(stream=scanned(printed_pages("Invoice 4711"))) as pdf:
        pdf[0].set_rotation(90)
        answer, [page] = recognised(tmp_path, pdf.tobytes())
    assert (page.width, page.height) == (60, 240)
    assert [(word.text, word.turn) for word in page.words] == [("Invoice", 90), ("4711", 90)]
    assert answer.turn == 90


def test_a_garbled_text_layer_is_replaced(tmp_path: Path) -> None:
    pdf, font = mapped({letter: chr(0xE000 + ord(letter)) for letter in "Invoice0815"})
    _, [page] = recognised(tmp_path, one_page(shown("Invoice 0815", size=18), font=font, pdf=pdf))
    assert [word.text for word in page.words] == ["Invoice", "0815"]


def test_words_that_the_page_prints_itself_are_kept_and_stand_once(tmp_path: Path) -> None:
    with pymupdf.open(stream=scanned(printed_pages("Invoice 4711"))) as pdf:
        pdf[0].insert_text((20, 56), "Received", fontsize=10)
        _, [page] = recognised(tmp_path, pdf.tobytes())
    assert sorted(word.text for word in page.words) == ["4711", "Invoice", "Received"]


def test_a_picture_without_words_is_a_page_without_words(tmp_path: Path) -> None:
    assert recognised(tmp_path, one_page(b"20 20 100 50 re f")) == (RecognisedPage(), [])


def test_noise_is_told_and_not_read(tmp_path: Path) -> None:
    answer, pages = recognised(tmp_path, noise())
    assert (answer.unread, pages) == ("its picture holds specks and no lines of text", [])


def test_an_address_beside_a_table_of_dates_is_read_and_so_are_the_dates(tmp_path: Path) -> None:
    document = head_of_the_sample(tmp_path / "sample.pdf")
    _, [page] = recognised(tmp_path, scanned(document, dpi=200), languages=("eng", "deu"))
    places = {word.text: turned(word, 0, page.width, page.height) for word in page.words}
    expected = {"00722", "Murrhafen", "Rechnungsdatum", "15.11.2024", "Lieferdatum", "12.11.2024", "15.12.2024"}
    known = [word for word in printed(document) if word.text in expected]
    assert {word.text for word in known} == expected
    for word in known:
        assert math.dist(places[word.text], turned(word, 0, page.width, page.height)) < 4


def head_of_the_sample(path: Path) -> bytes:
    """Of the German sample's first page what is above the table of lines and below the letterhead."""
    write_sample(path, language="de")
    with pymupdf.open(path) as sample, pymupdf.open() as pdf:
        clip = pymupdf.Rect(0, 85, sample[0].rect.width, 300)
        page = pdf.new_page(width=clip.width, height=clip.height)
        page.show_pdf_page(page.rect, sample, 0, clip=clip)
        return pdf.tobytes()


def test_missing_data_of_one_language_is_told_and_the_others_read(tmp_path: Path) -> None:
    answer, [page] = recognised(tmp_path, scanned(printed_pages("Invoice 4711")), languages=("eng", "tlh"))
    assert [word.text for word in page.words] == ["Invoice", "4711"]
    assert answer.warnings == ("no OCR language data for tlh: pages were recognised with eng alone",)


def test_a_picture_too_large_to_be_decoded_is_refused(tmp_path: Path) -> None:
    pdf = Handmade()
    image = pdf.add(
        "<</Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceRGB/BitsPerComponent 8"
        "/Filter/FlateDecode>>",
        deflated(b"x", 1000),
    )
    document = one_page(b"q 300 0 0 200 0 0 cm /I Do Q", resources=f"/XObject<</I {image} 0 R>>", pdf=pdf)
    with pytest.raises(DocumentTooComplex):
        recognised(tmp_path, document)
