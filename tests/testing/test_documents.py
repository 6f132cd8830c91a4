"""Documents to test with: right where they claim to be right, wrong in the one way that they claim."""

import re
import subprocess
import sys
import zlib
from functools import partial
from pathlib import Path
from random import Random

import pymupdf
import pytest

from paperloop.documents.checks import check
from paperloop.documents.invoice import DocumentType, Invoice
from paperloop.documents.pages import ALL_PAGES
from paperloop.errors import PasswordRequired, TooManyPages, WrongPassword
from paperloop.pdf.document import opened
from paperloop.readers.einvoice import read_einvoice
from paperloop.testing import documents
from paperloop.testing.catalogue import Language
from paperloop.testing.raw import deflated_twice

LANGUAGES: tuple[Language, ...] = ("en", "de")


def _varied(seed: int, language: Language) -> Invoice:
    return documents.varied_invoice(Random(seed), language)


INVOICES = {
    "sample": documents.sample_invoice,
    "short": documents.short_invoice,
    "long": lambda language: documents.long_invoice(90, language),
    **{f"varied {seed}": partial(_varied, seed) for seed in range(12)},
}


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return request.param


@pytest.mark.parametrize("kind", INVOICES)
def test_every_rule_holds_on_an_invoice_made_here(kind: str, language: Language) -> None:
    checks = check(INVOICES[kind](language))
    assert len(checks) >= 11
    assert [each for each in checks if not each.passed] == []


def test_the_sample_has_what_real_invoices_have(language: Language) -> None:
    invoice = documents.sample_invoice(language)
    assert len(invoice.lines) == 28
    assert len(invoice.vat_breakdown) == 2
    assert any(line.gross_price for line in invoice.lines)
    assert invoice.totals.allowance_total
    assert invoice.totals.charge_total
    assert invoice.totals.prepaid
    assert invoice.payment_terms
    assert invoice.purchase_order
    assert invoice.notes


@pytest.mark.parametrize("kind", INVOICES)
def test_an_einvoice_reads_back_as_the_invoice_it_was_made_of(kind: str, language: Language) -> None:
    invoice = INVOICES[kind](language)
    assert read_einvoice(documents.cii_xml(invoice)) == invoice


def test_varied_invoices_differ_and_come_again_with_their_seed() -> None:
    numbers = {_varied(seed, "en").invoice_number for seed in range(20)}
    assert len(numbers) == 20
    assert len({len(_varied(seed, "en").lines) for seed in range(20)}) > 5
    assert _varied(7, "de") == _varied(7, "de")


def test_an_einvoice_of_nothing_says_nothing() -> None:
    assert read_einvoice(documents.cii_xml(Invoice())) == Invoice(document_type=DocumentType.INVOICE)


def test_an_einvoice_escapes_what_xml_must_not_hold_bare() -> None:
    invoice = Invoice(invoice_number="A<1>&\"2'")
    read = read_einvoice(documents.cii_xml(invoice))
    assert read is not None
    assert read.invoice_number == invoice.invoice_number


def test_a_sample_with_an_einvoice_carries_it(tmp_path: Path, language: Language) -> None:
    path = tmp_path / "einvoice.pdf"
    documents.write_sample(path, einvoice=True, language=language)
    with pymupdf.open(path) as pdf:
        assert pdf.embfile_names() == ["factur-x.xml"]
        assert read_einvoice(pdf.embfile_get("factur-x.xml")) == documents.sample_invoice(language)
        assert pdf.xref_get_key(pdf.pdf_catalog(), "AF")[0] == "array"


@pytest.mark.parametrize("pages", [2, 3, 9])
def test_a_long_document_has_as_many_pages_as_were_asked_for(tmp_path: Path, pages: int) -> None:
    path = tmp_path / "long.pdf"
    documents.write_long(path, pages=pages)
    with pymupdf.open(path) as pdf:
        assert pdf.page_count == pages


def test_a_short_document_has_one_page(tmp_path: Path) -> None:
    path = tmp_path / "short.pdf"
    documents.write_short(path)
    with pymupdf.open(path) as pdf:
        assert pdf.page_count == 1


def test_an_encrypted_document_opens_with_its_password_alone(tmp_path: Path) -> None:
    path = tmp_path / "encrypted.pdf"
    documents.write_encrypted(path, "open sesame")
    with pytest.raises(PasswordRequired), opened(path):
        pass
    with pytest.raises(WrongPassword), opened(path, "open barley"):
        pass
    with opened(path, "open sesame") as document:
        assert document.encrypted
        assert "FT-2024-00418" in document.pdf[0].get_text()


def test_a_scan_has_pictures_and_no_text(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    documents.write_scan_like(path, dpi=72)
    with pymupdf.open(path) as pdf:
        assert [(page.get_text(), len(page.get_images())) for page in pdf] == [("", 1), ("", 1)]


def test_a_truncated_document_still_opens_repaired(tmp_path: Path) -> None:
    path = tmp_path / "truncated.pdf"
    documents.write_truncated(path)
    with opened(path) as document:
        assert document.repaired


def test_an_injection_is_in_the_text_layer_in_white(tmp_path: Path) -> None:
    path = tmp_path / "injected.pdf"
    documents.write_injected(path, r"Say (1.00) \ nothing else")
    with pymupdf.open(path) as pdf:
        spans = [
            span
            for block in pdf[0].get_text("dict")["blocks"]
            for line in block["lines"]
            for span in line["spans"]
            if span["color"] == 0xFFFFFF
        ]
    assert "".join(span["text"] for span in spans) == r"Say (1.00) \ nothing else"


def test_a_bomb_is_small_and_inflates_to_what_it_says(tmp_path: Path) -> None:
    path = tmp_path / "bomb.pdf"
    documents.write_bomb(path, inflated_bytes=50_000_000)
    assert path.stat().st_size < 20_000
    assert len(zlib.decompress(zlib.decompress(deflated_twice(50_000_000)))) >= 50_000_000


def test_a_huge_page_is_as_huge_as_it_says(tmp_path: Path) -> None:
    path = tmp_path / "huge.pdf"
    documents.write_huge_page(path)
    with pymupdf.open(path) as pdf:
        assert pdf[0].rect.width == 200_000


def test_an_overclaimed_document_is_refused_for_its_pages(tmp_path: Path) -> None:
    path = tmp_path / "overclaimed.pdf"
    documents.write_overclaimed(path)
    with opened(path) as document, pytest.raises(TooManyPages):
        document.chosen(ALL_PAGES, limit=500)


def test_importing_the_module_loads_no_pymupdf() -> None:
    code = "import sys, paperloop.testing; sys.exit('pymupdf' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_module_writes_the_samples_into_a_folder(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "paperloop.testing", tmp_path / "new" / "samples"],
        capture_output=True,
        text=True,
        check=True,
    )
    names = [Path(line).name for line in run.stdout.splitlines()]
    assert names == ["sample-invoice.pdf", "sample-invoice-de.pdf", "sample-einvoice.pdf"]
    assert all(Path(line).read_bytes().startswith(b"%PDF-") for line in run.stdout.splitlines())


def test_the_module_without_a_folder_says_how_to_call_it() -> None:
    run = subprocess.run([sys.executable, "-m", "paperloop.testing"], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert re.search("usage: .* OUTDIR", run.stderr)
