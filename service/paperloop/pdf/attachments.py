"""The electronic invoice attached to a PDF: embedded files and associated files, in memory alone, never run."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pymupdf
from pymupdf import mupdf

from paperloop.documents.invoice import Invoice
from paperloop.pdf.faults import MUPDF_FAULTS
from paperloop.readers.einvoice import read_einvoice

MAX_XML_BYTES: Final = 10_000_000
"""Of one attachment, unpacked."""
MAX_ATTACHMENTS: Final = 200
"""Looked at in one document."""

_UNREAD = f"an attached XML file is damaged, or larger than {MAX_XML_BYTES} bytes, and was not read"
_PREFERRED = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "order-x.xml", "cii.xml", "ubl.xml")
"""File names that the standards ask for, the commonest first."""


@dataclass(frozen=True, slots=True)
class _Attachment:
    name: str
    stream: Any

    @property
    def rank(self) -> int:
        name = self.name.casefold()
        return _PREFERRED.index(name) if name in _PREFERRED else len(_PREFERRED)


@dataclass(frozen=True, slots=True)
class Attached:
    """The invoice among the attachments, and sentences on those that could not be read."""

    invoice: Invoice | None = None
    remarks: tuple[str, ...] = ()


NOTHING_ATTACHED: Final = Attached()


def einvoice(pdf: pymupdf.Document) -> Attached:
    """The first attached XML file that is an invoice; files named as the standards ask for come first."""
    try:
        attached = [each for each in _attachments(pdf) if each.name.casefold().endswith(".xml")]
    except MUPDF_FAULTS:
        return Attached(remarks=("the list of attached files is damaged and was not read",))
    remarks: tuple[str, ...] = ()
    for attachment in sorted(attached, key=lambda each: each.rank):
        xml = _content(attachment.stream)
        if xml is None:
            remarks = (_UNREAD,)
        elif (invoice := read_einvoice(xml)) is not None:
            return Attached(invoice, remarks)
    return Attached(None, remarks)


def _attachments(pdf: pymupdf.Document) -> Iterator[_Attachment]:
    document = mupdf.pdf_document_from_fz_document(pdf.this)
    seen: set[int] = set()
    for file in _file_specifications(document):
        stream = _embedded(file)
        number = mupdf.pdf_to_num(stream)
        if number and number not in seen and len(seen) < MAX_ATTACHMENTS:
            seen.add(number)
            yield _Attachment(_name(file), stream)


def _file_specifications(document: Any) -> Iterator[Any]:
    """ISO 32000-2, 7.7.4 (name tree EmbeddedFiles) and 14.13 (associated files of the catalogue)."""
    named = mupdf.pdf_load_name_tree(document, mupdf.pdf_new_name("EmbeddedFiles"))
    for index in range(min(mupdf.pdf_dict_len(named), MAX_ATTACHMENTS)):
        yield mupdf.pdf_dict_get_val(named, index)
    associated = mupdf.pdf_dict_getp(mupdf.pdf_trailer(document), "Root/AF")
    for index in range(min(mupdf.pdf_array_len(associated), MAX_ATTACHMENTS)):
        yield mupdf.pdf_array_get(associated, index)


def _embedded(file: Any) -> Any:
    for key in ("EF/UF", "EF/F"):
        stream = mupdf.pdf_dict_getp(file, key)
        if mupdf.pdf_is_stream(stream):
            return stream
    return mupdf.PdfObj()


def _name(file: Any) -> str:
    return str(
        mupdf.pdf_dict_get_text_string(file, mupdf.pdf_new_name("UF"))
        or mupdf.pdf_dict_get_text_string(file, mupdf.pdf_new_name("F"))
    )


def _content(stream: Any) -> bytes | None:
    """The unpacked bytes; None for none, or for more than `MAX_XML_BYTES`, of which not many more are ever unpacked."""
    try:
        bounded = mupdf.fz_open_null_filter(mupdf.pdf_open_stream(stream), MAX_XML_BYTES + 1, 0)
        unpacked = bytes(mupdf.fz_read_all(bounded, 64 << 10).fz_buffer_extract())
    except MUPDF_FAULTS:
        return None
    return unpacked if 0 < len(unpacked) <= MAX_XML_BYTES else None
