"""What MuPDF raises, in the service's own words: the one place where foreign exceptions are translated."""

from collections.abc import Iterator
from contextlib import contextmanager

import pymupdf
from pymupdf import mupdf

from paperloop.errors import DocumentTooComplex, PaperloopError, UnreadableDocument, UnsupportedEncryption

MUPDF_FAULTS = (mupdf.FzErrorBase, RuntimeError, IndexError, ValueError)
"""What odd documents make PyMuPDF raise: FileDataError is a RuntimeError, FzErrorBase is not."""

_MEMORY = ("alloc (", "alloc failed", "out of memory")
_ENCRYPTION = ("encryption", "crypt filter", "security handler")


def keep_silent() -> None:
    """Keep MuPDF's own messages, which quote the document, off stderr; forget those of the document before."""
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    pymupdf.TOOLS.reset_mupdf_warnings()  # PyMuPDF collects them without end


@contextmanager
def translated() -> Iterator[None]:
    """Foreign exceptions leave as a DocumentError.

    Raises:
        DocumentTooComplex: memory ran out.
        UnsupportedEncryption: MuPDF knows no such security handler.
        UnreadableDocument: anything else that a damaged document causes.
    """
    try:
        yield
    except PaperloopError:
        raise
    except MemoryError as error:
        raise DocumentTooComplex(limit="memory") from error
    except MUPDF_FAULTS as error:
        raise _translation(error) from error


def _translation(error: Exception) -> PaperloopError:
    said = str(error.__cause__ or error).lower()  # FileDataError names the path; its cause says what was wrong
    if any(word in said for word in _MEMORY):
        return DocumentTooComplex(limit="memory")
    if any(word in said for word in _ENCRYPTION):
        return UnsupportedEncryption()
    return UnreadableDocument()
