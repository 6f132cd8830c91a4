"""An uploaded file, opened as a PDF or refused with the reason."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pymupdf

from paperloop.documents.pages import PageSelection
from paperloop.errors import (
    EmptyFile,
    NotAPdf,
    PasswordRequired,
    TooManyPages,
    UnreadableDocument,
    UnsupportedEncryption,
    WrongPassword,
)
from paperloop.pdf.faults import keep_silent, translated

HEADER_WINDOW = 1024
"""Readers accept junk before the header within this many bytes (ISO 32000-1, Annex H, note 13)."""


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """A PDF that opened. `encrypted` stays true after the password was accepted, or none was needed."""

    pdf: pymupdf.Document
    encrypted: bool

    @property
    def repaired(self) -> bool:
        """Known for good only after the pages were read: MuPDF repairs when it meets the damage."""
        return bool(self.pdf.is_repaired)

    def page_count(self) -> int:
        """How many pages there are, as far as MuPDF believes what the document claims.

        Raises:
            UnreadableDocument: there are none, or the claim is absurd.
        """
        with translated():
            count = int(self.pdf.page_count)
        if count < 1:
            raise UnreadableDocument
        return count

    def _claimed_count(self) -> int:
        _, claimed = self.pdf.xref_get_key(self.pdf.pdf_catalog(), "Pages/Count")
        return int(claimed) if re.fullmatch(r"\d{1,12}", claimed) else 0

    def chosen(self, pages: PageSelection, limit: int) -> tuple[int, ...]:
        """The numbers of the pages meant, counted from 1; decided from the count alone, before any page is loaded.

        Raises:
            TooManyPages, UnreadableDocument, PageOutOfRange.
        """
        try:
            count = self.page_count()
        except UnreadableDocument:
            if (claimed := self._claimed_count()) > limit:
                raise TooManyPages(pages=claimed, limit=limit) from None
            raise
        if (meant := pages.count(count)) > limit:
            raise TooManyPages(pages=meant, limit=limit)
        return pages.resolve(count)


@contextmanager
def opened(path: Path, password: str | None = None) -> Iterator[OpenDocument]:
    """The PDF at `path`; closed on the way out. What MuPDF raises inside leaves translated.

    Raises:
        EmptyFile, NotAPdf, UnreadableDocument, PasswordRequired, WrongPassword, UnsupportedEncryption.
    """
    _look_at_header(path)
    keep_silent()
    with translated(), pymupdf.open(path, filetype="pdf") as pdf:
        if not pdf.is_pdf:  # filetype="pdf" does not keep MuPDF from opening HTML, SVG and images
            raise NotAPdf
        _unlock(pdf, password)
        yield OpenDocument(pdf, encrypted=bool((pdf.metadata or {}).get("encryption")))


def _look_at_header(path: Path) -> None:
    with path.open("rb", buffering=0) as file:
        head = file.read(HEADER_WINDOW)
    if not head:
        raise EmptyFile
    if b"%PDF-" not in head:
        raise NotAPdf


def _unlock(pdf: pymupdf.Document, password: str | None) -> None:
    """An owner's password alone restricts printing and copying; it keeps nobody from opening the file."""
    if not pdf.needs_pass:
        return
    if password is None:
        raise PasswordRequired
    if not pdf.authenticate(password):
        raise WrongPassword
    if pdf.is_encrypted:
        raise UnsupportedEncryption
