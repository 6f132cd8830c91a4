"""Chunks of a document: every page answered or named, the file's oddities told."""

from pathlib import Path

import pymupdf
import pytest

from paperloop.documents.pages import PageSelection
from paperloop.errors import PageOutOfRange, TooManyPages, UnreadableDocument
from paperloop.pdf.calls import ParsedPages, ParsePages
from paperloop.pdf.chunk import named
from paperloop.pdf.parse import parse_pages
from paperloop.pdf.sidecar import read_pages
from pdf_made import drawn, mapped, one_page, saved, shown, texts, with_broken_pages


def parsed(folder: Path, data: bytes, *, pages: str | None = None, **call: object) -> ParsedPages:
    asked = {"max_pages": 500, "pages": PageSelection.parse(pages), **call}
    return parse_pages(ParsePages(document=saved(folder, data), words=folder / "words", **asked))


def test_a_document_gives_its_words_in_chunks(tmp_path: Path) -> None:
    data = drawn(pages=5)
    seen = []
    for start in (0, 2, 4):
        answer = parsed(tmp_path, data, start=start, count=2)
        assert (answer.page_count, answer.selected) == (5, 5)
        pages = read_pages(tmp_path / "words")
        assert answer.numbers == tuple(page.number for page in pages)
        seen += [" ".join(texts(list(page.words))) for page in pages]
    assert seen == [f"Page {number}" for number in range(1, 6)]


def test_only_the_pages_meant_are_read(tmp_path: Path) -> None:
    answer = parsed(tmp_path, drawn(pages=5), pages="4,2")
    assert (answer.page_count, answer.selected, answer.numbers) == (5, 2, (2, 4))


def test_more_pages_than_the_limit_are_refused_unless_fewer_are_asked_for(tmp_path: Path) -> None:
    data = drawn(pages=5)
    with pytest.raises(TooManyPages):
        parsed(tmp_path, data, max_pages=4)
    assert parsed(tmp_path, data, max_pages=4, pages="2-5").numbers == (2, 3, 4, 5)


def test_a_page_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PageOutOfRange):
        parsed(tmp_path, drawn(), pages="2")


def test_a_broken_page_costs_itself_alone(tmp_path: Path) -> None:
    answer = parsed(tmp_path, with_broken_pages(5, {2, 3}))
    assert [texts(list(page.words)) for page in read_pages(tmp_path / "words")] == [["page-1"], ["page-4"], ["page-5"]]
    assert answer.numbers == (1, 4, 5)
    assert "pages 2-3: too damaged to be read, left out" in answer.warnings


def test_a_document_whose_every_page_is_broken_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument):
        parsed(tmp_path, with_broken_pages(3, {1, 2, 3}))


def test_a_later_chunk_of_broken_pages_is_an_answer_without_pages(tmp_path: Path) -> None:
    answer = parsed(tmp_path, with_broken_pages(4, {3, 4}), start=2, count=2)
    assert (answer.numbers, answer.selected) == ((), 4)


@pytest.mark.parametrize(
    ("numbers", "name"),
    [([3], "page 3"), ([1, 2], "pages 1-2"), ([1, 2, 3, 7], "pages 1-3, 7"), ([2, 4, 5, 9], "pages 2, 4-5, 9")],
)
def test_pages_are_named_in_ranges(numbers: list[int], name: str) -> None:
    assert named(numbers) == name


def test_pages_with_one_oddity_share_a_warning(tmp_path: Path) -> None:
    with pymupdf.open() as pdf:
        for _ in range(3):
            pdf.new_page()
        assert parsed(tmp_path, pdf.tobytes()).warnings == ("pages 1-3: no text layer",)


SCRIPT = "<</S/JavaScript/JS(app.alert\\(1\\);)>>"
LAUNCH = "<</S/Launch/F(/bin/sh)>>"
SUBMIT = "<</S/SubmitForm/F(http://127.0.0.1:9/)>>"


@pytest.mark.parametrize(
    ("entries", "warning"),
    [
        ({"catalogue": f"/OpenAction {SCRIPT}"}, "the document holds active content, which was not run: JavaScript"),
        (
            {"catalogue": f"/AA<</WC {LAUNCH}>>"},
            "the document holds active content, which was not run: a program start",
        ),
        ({"page": f"/AA<</O {SUBMIT}>>"}, "page 1: active content, which was not run: a form submission"),
        (
            {"catalogue": f"/Names<</JavaScript<</Names[(a){SCRIPT}]>>>>"},
            "the document holds active content, which was not run: JavaScript",
        ),
        (
            {"catalogue": "/AcroForm<</Fields[]/XFA(x)>>"},
            "the document is an XFA form; its pages may show a placeholder instead of the form's content",
        ),
    ],
)
def test_what_a_document_would_do_is_told_and_not_done(tmp_path: Path, entries: dict[str, str], warning: str) -> None:
    answer = parsed(tmp_path, one_page(shown("TOTAL"), **entries))
    assert answer.warnings == (warning,)


def test_a_plain_link_is_no_active_content(tmp_path: Path) -> None:
    link = "/Annots[<</Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://example.com)>>>>]"
    assert parsed(tmp_path, one_page(shown("TOTAL"), page=link)).warnings == ()


def test_repair_and_encryption_are_told_with_the_first_chunk(tmp_path: Path) -> None:
    sound = drawn(pages=3)
    damaged = sound[: sound.rindex(b"xref\n0")]
    first, second = (parsed(tmp_path, damaged, start=start, count=2) for start in (0, 2))
    assert first.repaired
    assert second.repaired
    assert len(first.warnings) == 1
    assert second.warnings == ()
    with pymupdf.open(stream=sound) as pdf:
        locked = pdf.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="key")
    answer = parsed(tmp_path, locked, password="key")
    assert answer.encrypted
    assert answer.warnings == ("the document is encrypted",)


def test_grids_come_when_asked_for_one_a_page(tmp_path: Path) -> None:
    assert parsed(tmp_path, drawn(pages=2), want_grids=True).grids == ("Page 1", "Page 2")
    assert parsed(tmp_path, drawn(pages=2)).grids == ()


def test_a_lone_surrogate_does_not_keep_the_words_from_being_written(tmp_path: Path) -> None:
    pdf, font = mapped({"A": "\ud800"})
    parsed(tmp_path, one_page(shown("ABC"), font=font, pdf=pdf))
    assert [texts(list(page.words)) for page in read_pages(tmp_path / "words")] == [["\ufffdBC"]]
