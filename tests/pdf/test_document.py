"""Files are opened as PDFs, or refused with the reason."""

import time
from pathlib import Path

import pymupdf
import pytest

from paperloop.documents.pages import ALL_PAGES, PageSelection
from paperloop.errors import (
    EmptyFile,
    NotAPdf,
    PageOutOfRange,
    PaperloopError,
    PasswordRequired,
    TooManyPages,
    UnreadableDocument,
    UnsupportedEncryption,
    WrongPassword,
)
from paperloop.pdf.document import opened
from pdf_made import drawn, one_page, saved, shown

PLAIN = one_page(shown("TOTAL 124.80"))
LIMIT = 500
COUNTING_CPU_S = 5.0
"""Far more than a refusal takes on any machine, far less than a thousand million pages would."""


def encrypted(**passwords: str) -> bytes:
    with pymupdf.open(stream=PLAIN) as pdf:
        data: bytes = pdf.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, **passwords)
        return data


@pytest.mark.parametrize(
    ("data", "error"),
    [
        pytest.param(b"", EmptyFile, id="no bytes"),
        pytest.param(b"\n", NotAPdf, id="a newline"),
        pytest.param(b"just text\n" * 100, NotAPdf, id="text"),
        pytest.param(b"<!doctype html><p>%PDF</p>", NotAPdf, id="HTML"),
        pytest.param(
            b"<!doctype html><!-- %PDF-1.7 --><p>text</p>", UnreadableDocument, id="HTML that names the header"
        ),
        pytest.param(
            b'<svg xmlns="http://www.w3.org/2000/svg"><!-- %PDF-1.7 --></svg>', UnreadableDocument, id="SVG likewise"
        ),
        pytest.param(b"PK\x03\x04" + bytes(64), NotAPdf, id="a ZIP archive"),
        pytest.param(b"x" * 1024 + PLAIN, NotAPdf, id="the header after 1,024 bytes"),
        pytest.param(b"%PDF-1.7\n", UnreadableDocument, id="a header alone"),
        pytest.param(b"%PDF-1.7\n" + bytes(range(256)) * 400, UnreadableDocument, id="a header and rubbish"),
        pytest.param(encrypted(user_pw="key"), PasswordRequired, id="a user password"),
        pytest.param(
            one_page(trailer="/Encrypt<</Filter/Other/V 9/R 9>>"), UnsupportedEncryption, id="an unknown encryption"
        ),
    ],
)
def test_what_cannot_be_opened_is_refused_with_the_reason(
    tmp_path: Path, data: bytes, error: type[PaperloopError]
) -> None:
    with pytest.raises(error), opened(saved(tmp_path, data)) as document:
        document.page_count()


def test_junk_before_the_header_is_accepted_within_1024_bytes(tmp_path: Path) -> None:
    with opened(saved(tmp_path, b"x" * 1000 + PLAIN)) as document:
        assert document.page_count() == 1


def test_a_document_without_a_cross_reference_table_is_repaired(tmp_path: Path) -> None:
    with opened(saved(tmp_path, PLAIN[: PLAIN.rindex(b"xref\n0")])) as document:
        assert document.page_count() == 1
        assert document.repaired


def test_a_sound_document_is_not_called_repaired(tmp_path: Path) -> None:
    with opened(saved(tmp_path, PLAIN)) as document:
        assert (document.page_count(), document.repaired, document.encrypted) == (1, False, False)


def test_the_right_password_opens(tmp_path: Path) -> None:
    with opened(saved(tmp_path, encrypted(user_pw="key")), "key") as document:
        assert document.encrypted
        assert document.pdf[0].get_text().strip() == "TOTAL 124.80"


def test_a_wrong_password_does_not(tmp_path: Path) -> None:
    with pytest.raises(WrongPassword), opened(saved(tmp_path, encrypted(user_pw="key")), "other"):
        pass


@pytest.mark.parametrize("password", [None, "anything"])
def test_an_owner_password_alone_keeps_nobody_out(tmp_path: Path, password: str | None) -> None:
    with opened(saved(tmp_path, encrypted(owner_pw="owner")), password) as document:
        assert document.encrypted
        assert document.page_count() == 1


@pytest.mark.parametrize("count", [-5, 501, 2_147_483_647, 99_999_999_999])
def test_a_false_count_is_answered_without_counting_that_far(tmp_path: Path, count: int) -> None:
    path = saved(tmp_path, PLAIN.replace(b"/Count 1>>", b"/Count %d>>" % count))
    started = time.process_time()
    with pytest.raises((TooManyPages, UnreadableDocument)), opened(path) as document:
        document.chosen(ALL_PAGES, LIMIT)
    assert time.process_time() - started < COUNTING_CPU_S


def test_too_many_pages_are_refused_from_the_count_alone(tmp_path: Path) -> None:
    with pymupdf.open() as pdf:
        for _ in range(LIMIT + 1):
            pdf.new_page()
        path = saved(tmp_path, pdf.tobytes())
    with opened(path) as document:
        with pytest.raises(TooManyPages) as refused:
            document.chosen(ALL_PAGES, LIMIT)
        assert refused.value.facts == {"pages": LIMIT + 1, "limit": LIMIT}
        assert document.chosen(PageSelection.parse("3,1,501"), LIMIT) == (1, 3, 501)


def test_pages_that_do_not_exist_are_refused(tmp_path: Path) -> None:
    with opened(saved(tmp_path, drawn(pages=2))) as document, pytest.raises(PageOutOfRange):
        document.chosen(PageSelection.parse("2-3"), LIMIT)


def test_mupdf_says_nothing_on_stderr(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with opened(saved(tmp_path, PLAIN[: PLAIN.rindex(b"xref\n0")])) as document:
        document.pdf[0].get_text()
    assert capfd.readouterr() == ("", "")
