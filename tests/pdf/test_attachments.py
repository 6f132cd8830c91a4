"""The electronic invoice attached to a PDF is found, whatever else is attached."""

import zlib
from pathlib import Path

import pymupdf
import pytest

from paperloop.documents.invoice import Invoice
from paperloop.pdf.calls import ParsedPages, ParsePages
from paperloop.pdf.parse import parse_pages
from pdf_made import Handmade, deflated, one_page, saved, shown

UBL = "urn:oasis:names:specification:ubl:schema:xsd"


def ubl(number: str) -> bytes:
    return (
        f'<Invoice xmlns="{UBL}:Invoice-2" xmlns:cbc="{UBL}:CommonBasicComponents-2">'
        f"<cbc:ID>{number}</cbc:ID></Invoice>"
    ).encode()


def parsed(folder: Path, data: bytes, start: int = 0) -> ParsedPages:
    call = ParsePages(
        document=saved(folder, data), words=folder / "words", max_pages=9, want_einvoice=True, start=start
    )
    return parse_pages(call)


def found(folder: Path, data: bytes, start: int = 0) -> Invoice | None:
    return parsed(folder, data, start).einvoice


def attaching(**files: bytes) -> bytes:
    with pymupdf.open(stream=one_page(shown("TOTAL"))) as pdf:
        for name, content in files.items():
            pdf.embfile_add(name, content, filename=name, ufilename=name)
        data: bytes = pdf.tobytes()
        return data


@pytest.mark.parametrize(
    ("files", "number"),
    [
        ({"factur-x.xml": ubl("A")}, "A"),
        ({"invoice.xml": ubl("A")}, "A"),
        ({"INVOICE.XML": ubl("A")}, "A"),
        ({"a.xml": ubl("A"), "xrechnung.xml": ubl("B")}, "B"),
        ({"a.xml": ubl("A"), "ZUGFeRD-invoice.xml": ubl("B")}, "B"),
        ({"a.xml": b"<order/>", "b.xml": ubl("B")}, "B"),
        ({"factur-x.xml": b"broken", "b.xml": ubl("B")}, "B"),
        ({"note.txt": ubl("A")}, None),
        ({"run.exe": b"MZ", "note.txt": b"text"}, None),
        ({"a.xml": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'}, None),
        ({"../../etc/evil.xml": ubl("A")}, "A"),
        ({}, None),
    ],
)
def test_the_invoice_is_found_among_the_attachments(
    tmp_path: Path, files: dict[str, bytes], number: str | None
) -> None:
    invoice = found(tmp_path, attaching(**files))
    assert (invoice.invoice_number if invoice else None) == number
    assert {path.name for path in tmp_path.iterdir()} == {"document.pdf", "words"}


def associated(entry: str, content: bytes, extra: str = "") -> bytes:
    """A file that stands in the catalogue's /AF alone, its stream with the entries `extra`."""
    pdf = Handmade()
    stream = pdf.add(f"<</Type/EmbeddedFile{extra}>>", content)
    file = pdf.add(f"<</Type/Filespec/F(factur-x.xml)/EF<</{entry} {stream} 0 R>>>>")
    return one_page(shown("TOTAL"), pdf=pdf, catalogue=f"/AF[{file} 0 R]")


@pytest.mark.parametrize("entry", ["F", "UF"])
def test_associated_files_are_looked_at_too(tmp_path: Path, entry: str) -> None:
    invoice = found(tmp_path, associated(entry, zlib.compress(ubl("A")), "/Filter/FlateDecode"))
    assert invoice is not None
    assert invoice.invoice_number == "A"


def test_the_einvoice_comes_with_the_first_chunk_alone(tmp_path: Path) -> None:
    assert found(tmp_path, attaching(**{"factur-x.xml": ubl("A")}), start=1) is None


@pytest.mark.parametrize(
    ("content", "filters"),
    [
        pytest.param(deflated(b" " * 1000, 300_000_000, times=2), "[/FlateDecode/FlateDecode]", id="a bomb"),
        pytest.param(b"not compressed", "/FlateDecode", id="rubbish"),
        pytest.param(b"", "/FlateDecode", id="nothing"),
    ],
)
def test_an_attachment_that_cannot_be_unpacked_is_a_warning(tmp_path: Path, content: bytes, filters: str) -> None:
    answer = parsed(tmp_path, associated("F", content, f"/Filter{filters}"))
    assert answer.einvoice is None
    assert answer.numbers == (1,)
    assert "an attached XML file is damaged, or larger than 10000000 bytes, and was not read" in answer.warnings


@pytest.mark.parametrize(
    "catalogue",
    [
        "/AF 7",
        "/AF[null 3 (x) 99 0 R]",
        "/Names<</EmbeddedFiles<</Names[(a)]>>>>",
        "/Names<</EmbeddedFiles<</Names[(a)(b)(c)null]>>>>",
        "/Names<</EmbeddedFiles 99 0 R>>",
    ],
)
def test_a_crooked_list_of_attachments_is_no_error(tmp_path: Path, catalogue: str) -> None:
    assert found(tmp_path, one_page(shown("TOTAL"), catalogue=catalogue)) is None


def test_a_name_tree_that_contains_itself_ends(tmp_path: Path) -> None:
    pdf = Handmade()
    pdf.add("<</Kids[1 0 R 1 0 R]>>")
    assert found(tmp_path, one_page(shown("TOTAL"), pdf=pdf, catalogue="/Names<</EmbeddedFiles 1 0 R>>")) is None
