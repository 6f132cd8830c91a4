"""What MuPDF raises leaves as an error of the service."""

import pymupdf
import pytest
from pymupdf import mupdf

from paperloop.errors import DocumentTooComplex, PageOutOfRange, PaperloopError, UnreadableDocument
from paperloop.pdf.faults import translated


@pytest.mark.parametrize(
    ("raised", "error"),
    [
        (pymupdf.FileDataError("broken"), UnreadableDocument),
        (pymupdf.EmptyFileError("empty"), UnreadableDocument),
        (mupdf.FzErrorFormat("no such object"), UnreadableDocument),
        (RuntimeError("code=7: Invalid number of pages"), UnreadableDocument),
        (IndexError("page 0 not in document"), UnreadableDocument),
        (ValueError("document closed or encrypted"), UnreadableDocument),
        (MemoryError(), DocumentTooComplex),
        (mupdf.FzErrorSystem("malloc (123 bytes) failed"), DocumentTooComplex),
        (RuntimeError("code=2: malloc (4096 bytes) failed"), DocumentTooComplex),
        (PageOutOfRange(page=2, pages=1), PageOutOfRange),
    ],
)
def test_every_exception_has_its_error(raised: Exception, error: type[PaperloopError]) -> None:
    with pytest.raises(error), translated():
        raise raised


def test_a_mistake_of_our_own_is_not_blamed_on_the_document() -> None:
    with pytest.raises(TypeError), translated():
        raise TypeError


def test_the_path_of_a_document_decides_nothing() -> None:
    with pytest.raises(UnreadableDocument), translated():
        raise pymupdf.FileDataError("Failed to open file '/nowhere/encryption/malloc (1).pdf'.") from ValueError(
            "broken"
        )
