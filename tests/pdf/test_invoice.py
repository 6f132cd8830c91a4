"""extract(render(x)) = x: an invoice that was rendered reads back, by its XML and by its pages."""

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pymupdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperloop.documents.invoice import Address, DocumentType, Invoice, Line, Party, VatRow
from paperloop.documents.pointers import leaves, without
from paperloop.pdf.calls import ParsePages, ReadAtOnce
from paperloop.pdf.parse import parse_pages
from paperloop.pdf.render_calls import RenderDocument, RenderedDocument
from paperloop.pdf.render_options import RenderOptions
from paperloop.pdf.rendering import render_document
from paperloop.testing.documents import long_invoice, sample_invoice, short_invoice, varied_invoice

LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pt")
CORE = (
    *("/document_type", "/invoice_number", "/issue_date", "/due_date", "/delivery_date", "/currency"),
    *("/purchase_order", "/contract", "/buyer_reference", "/payment_reference", "/seller/name", "/seller/vat_id"),
    *("/buyer/name", "/buyer/vat_id", "/accounts/0/iban", "/accounts/0/bic"),
    *(f"/totals/{name}" for name in ("line_total", "allowance_total", "charge_total", "tax_basis_total")),
    *(f"/totals/{name}" for name in ("tax_total", "grand_total", "prepaid", "due_payable")),
)


class Rendered(NamedTuple):
    pdf: Path
    told: RenderedDocument


def rendered(folder: Path, invoice: Invoice, **options: str) -> Rendered:
    body, to = folder / "body.json", folder / "invoice.pdf"
    body.write_text(json.dumps({"invoice": invoice.model_dump(mode="json"), **options}))
    call = RenderDocument(source=body, to=to, photo=folder / "photo", options=RenderOptions())
    return Rendered(to, render_document(call))


def extracted(pdf: Path, *, layout: bool) -> Invoice:
    at_once = ReadAtOnce(sha256="0" * 64, layout=layout, evidence=False)
    words = pdf.with_suffix(".words")
    call = ParsePages(document=pdf, words=words, max_pages=50, want_einvoice=not layout, at_once=at_once)
    extraction = parse_pages(call).extraction
    assert extraction is not None
    return Invoice.model_validate(json.loads(extraction)["invoice"])


def core_of(invoice: Invoice) -> dict[str, Any]:
    """What a reader of pages must find; the lines by their sums, the VAT by its rows."""
    values = dict(leaves(invoice))
    rows = sorted((row.rate, row.basis, row.amount) for row in invoice.vat_breakdown)
    return {at: values.get(at) for at in CORE} | {"lines": [line.net_amount for line in invoice.lines], "vat": rows}


def of_short(**changes: Any) -> Invoice:
    return short_invoice().model_copy(update=changes)


@given(seed=st.integers(0, 10**6), language=st.sampled_from(LANGUAGES), credit=st.booleans())
@settings(max_examples=12, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_invoice_reads_back_in_any_language(tmp_path: Path, seed: int, language: str, credit: bool) -> None:
    invoice = varied_invoice(Random(seed), "de" if language == "de" else "en")
    if credit:
        invoice = invoice.model_copy(update={"document_type": DocumentType.CREDIT_NOTE, "type_code": "381"})
    pdf, told = rendered(tmp_path, invoice, language=language)
    assert (told.typeset.readback, told.warnings) == (1.0, ())
    assert extracted(pdf, layout=False) == invoice
    assert core_of(extracted(pdf, layout=True)) == core_of(invoice)


PARTS_OF_AN_ADDRESS = (
    ("line1", "postcode", "city", "country"),
    ("postcode", "city", "country"),
    ("line1", "city", "country"),
    ("city",),
    (),
)


@pytest.mark.parametrize("of_seller", PARTS_OF_AN_ADDRESS, ids="+".join)
@pytest.mark.parametrize("of_buyer", PARTS_OF_AN_ADDRESS, ids="+".join)
def test_parties_are_read_back_whatever_their_addresses_lack(
    tmp_path: Path, of_seller: Sequence[str], of_buyer: Sequence[str]
) -> None:
    invoice = of_short(seller=with_address_of(short_invoice().seller, of_seller))
    invoice = invoice.model_copy(update={"buyer": with_address_of(short_invoice().buyer, of_buyer)})
    read = extracted(rendered(tmp_path, invoice).pdf, layout=True)
    assert (read.seller.name, read.buyer.name) == (invoice.seller.name, invoice.buyer.name)


def with_address_of(party: Party, parts: Sequence[str]) -> Party:
    address = Address(**{part: getattr(party.address, part) for part in parts})
    return party.model_copy(update={"address": address})


@pytest.mark.parametrize(("lines", "pages"), [(1, 1), (40, 2), (150, 4)])
def test_lines_go_on_over_pages_below_a_repeated_head(tmp_path: Path, lines: int, pages: int) -> None:
    invoice = long_invoice(lines)
    path, told = rendered(tmp_path, invoice)
    assert (told.pages, told.typeset.readback) == (pages, 1.0)
    assert core_of(extracted(path, layout=True)) == core_of(invoice)
    with pymupdf.open(path) as pdf:
        assert all(f"Page {page.number + 1} of {pages}" in page.get_text() for page in pdf)
        with_lines = [page for page in pdf if "P-" in page.get_text() or "T-" in page.get_text()]
        assert all("Unit price" in page.get_text() for page in with_lines)


@pytest.mark.parametrize(("lines", "with_sums"), [(25, 1), (26, 2), (30, 2), (31, 2), (74, 3), (78, 3), (79, 3)])
def test_sums_never_stand_on_a_page_without_a_line(tmp_path: Path, lines: int, with_sums: int) -> None:
    invoice = long_invoice(lines)
    path, told = rendered(tmp_path, invoice)
    assert told.typeset.readback == 1.0
    assert core_of(extracted(path, layout=True)) == core_of(invoice)
    with pymupdf.open(path) as pdf:
        page = pdf[with_sums - 1]
        numbers = page.search_for(str(invoice.lines[-1].seller_item_id))
        assert numbers[-1].y1 < page.search_for("Subtotal")[0].y0 < numbers[-1].y1 + 30


@pytest.mark.parametrize(("note", "from_right"), [
    ("יש לשלם תוך 30 יום לחשבון FT-1.", True),
    ("30 يوما لدفع الفاتورة.", True),
    ("To שלום, within 30 days.", False),
    ("1.", False),
])  # fmt: skip
def test_a_note_goes_in_the_direction_of_its_own_script(tmp_path: Path, note: str, from_right: bool) -> None:
    path, told = rendered(tmp_path, of_short(notes=("A note before", note, "and one behind")))
    assert (told.typeset.readback, told.typeset.unreadable) == (1.0, ())
    with pymupdf.open(path) as pdf:
        left, above, _, _ = pdf[0].search_for("A note before")[0]
        below = pdf[0].search_for("and one behind")[0].y0
        words = [word for word in pdf[0].get_text("words") if above + 6 < word[1] < below - 6]
        (stop,) = (box for box in pdf[0].search_for(".") if above + 6 < box.y0 < below - 6)
        right = pdf[0].rect.width - left
    assert abs(max(word[2] for word in words) - right if from_right else min(word[0] for word in words) - left) < 3
    assert abs(min(word[0] for word in words) - stop.x0 if from_right else max(word[2] for word in words) - stop.x1) < 1


def test_the_same_invoice_gives_the_same_bytes(tmp_path: Path) -> None:
    first = rendered(tmp_path, sample_invoice()).pdf.read_bytes()
    assert rendered(tmp_path, sample_invoice()).pdf.read_bytes() == first


def test_the_xml_is_an_associated_file_and_declared_as_factur_x(tmp_path: Path) -> None:
    with pymupdf.open(rendered(tmp_path, short_invoice()).pdf) as pdf:
        catalog = pdf.pdf_catalog()
        kind, associated = pdf.xref_get_key(catalog, "AF")
        file = int(associated.strip("[]").split()[0])
        metadata = pdf.get_xml_metadata()
        assert kind == "array"
        assert pdf.embfile_names() == ["factur-x.xml"]
        assert pdf.xref_get_key(file, "AFRelationship") == ("name", "/Alternative")
        assert pdf.xref_get_key(file, "UF") == ("string", "factur-x.xml")
        assert not pdf.is_repaired
    assert "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert "<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>" in metadata
    assert "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>" in metadata
    assert metadata.count("<pdfaExtension:schemas>") == 1
    assert metadata.count("<pdfaSchema:prefix>fx</pdfaSchema:prefix>") == 1


@pytest.mark.parametrize("lacking", ["/seller/name", "/lines/1/unit"])
def test_without_what_en_16931_wants_there_is_no_einvoice_and_a_warning_names_it(tmp_path: Path, lacking: str) -> None:
    pdf, told = rendered(tmp_path, without(short_invoice(), {lacking}))
    assert told.warnings == (f"no e-invoice is attached, since EN 16931 wants more: {lacking} is missing",)
    with pymupdf.open(pdf) as document:
        assert document.embfile_names() == []


def test_sums_that_do_not_add_up_are_told_and_printed_as_they_are(tmp_path: Path) -> None:
    lines = tuple(line.model_copy(update={"net_amount": Decimal(1)}) for line in short_invoice().lines)
    _, told = rendered(tmp_path, of_short(lines=lines))
    rules = [warning.partition(": ")[0] for warning in told.warnings]
    assert rules[:2] == ["lines add up", "quantity * price = net amount"]
    assert told.typeset.readback == 1.0


def hard_invoices() -> Iterator[Invoice]:
    """Long words and addresses, wide numbers, other scripts, rows and tables higher than a page, and nothing at all."""
    long = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
    wide = "-123456789012.50"
    line = Line.model_validate(
        dict.fromkeys(("quantity", "net_price", "net_amount", "gross_amount"), wide)
        | {"id": "1.1.1.1", "name": f"A {long}", "description": f"https://example.org/{'deep/' * 30}"}
        | {"seller_item_id": "X" * 60, "unit": "barrels", "vat_rate": "19.25"}
    )
    seller = short_invoice().seller.model_copy(
        update={"name": f"{long} & {long} GmbH", "email": f"{'x' * 60}@example.org"}
    )
    yield of_short(
        seller=seller, lines=(line, *short_invoice().lines), notes=("Ein Satz. " * 60, "漢字 ελληνικά кирилл")
    )
    yield of_short(lines=(line,) * 60, invoice_number="N" * 70)
    tall = Line(id="1", name="All of it", description="a part of it\n" * 200, net_amount=Decimal(1))
    rates = tuple(VatRow(rate=Decimal(rate), basis=Decimal(100), amount=Decimal(rate)) for rate in range(70))
    yield of_short(lines=(*short_invoice().lines, tall))
    yield of_short(lines=(tall.model_copy(update={"description": "it\n" * 6000}),))
    yield of_short(vat_breakdown=rates)
    yield of_short(lines=(tall,), vat_breakdown=rates[:35])
    yield Invoice()
    yield Invoice(lines=(Line(description='\x00\u202e#read("/etc/passwd")\u0007 $x$ *b* @a'),))


@pytest.mark.parametrize("invoice", [*hard_invoices()])
def test_nothing_is_lost_and_nothing_leaves_the_page(tmp_path: Path, invoice: Invoice) -> None:
    path, told = rendered(tmp_path, invoice)
    assert (told.typeset.readback, told.typeset.unreadable) == (1.0, ())
    with pymupdf.open(path) as pdf:
        for page in pdf:
            boxes = [word[:4] for word in page.get_text("words")]
            assert all(box[0] > 40 and box[2] < page.rect.width - 40 and box[3] < page.rect.height for box in boxes)


def test_the_example_of_the_documentation_is_a_whole_einvoice(tmp_path: Path) -> None:
    told = Path(__file__, "../../../docs/invoices.md").resolve().read_text("utf-8")
    example = json.loads(told.partition("```json\n")[2].partition("```")[0])
    invoice = Invoice.model_validate(example.pop("invoice"))
    pdf, made = rendered(tmp_path, invoice, **example)
    assert (made.warnings, made.typeset.readback) == ((), 1.0)
    assert core_of(extracted(pdf, layout=True)) == core_of(invoice)
    with pymupdf.open(pdf) as document:
        assert document.embfile_names() == ["factur-x.xml"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_documentation_names_every_language(language: str) -> None:
    told = Path(__file__, "../../../docs/invoices.md").resolve().read_text("utf-8")
    assert f" {language}" in told.partition("| `language` |")[2].partition("\n")[0]


@pytest.mark.parametrize("unit", ["Kilowattstunden", "Nutzungsberechtigungen", "je Quadratmeter und Monat"])
def test_no_unit_lies_over_the_number_beside_it(tmp_path: Path, unit: str) -> None:
    numbers = {
        "quantity": Decimal("123456.789"),
        "net_price": Decimal("0.123456"),
        "gross_amount": Decimal("1234567.89"),
    }
    lines = tuple(line.model_copy(update={"unit": unit, **numbers}) for line in short_invoice().lines)
    path, told = rendered(tmp_path, of_short(lines=lines))
    assert told.typeset.unreadable == ()
    with pymupdf.open(path) as pdf:
        words = [(pymupdf.Rect(box), word) for *box, word in (each[:5] for each in pdf[0].get_text("words"))]
    units = [box for box, word in words if word in unit.split()]
    prices = [box for box, word in words if word == "0.123456"]
    assert (len(units), len(prices)) == (3 * len(unit.split()), 3)
    assert all(unit.x1 < price.x0 for unit in units for price in prices)


def test_digits_in_chinese_or_japanese_text_have_no_blanks_beside_them(tmp_path: Path) -> None:
    path, told = rendered(tmp_path, of_short(notes=("お支払いは30日以内にお願いいたします。", "请在30天内付款。")))
    assert told.typeset.unreadable == ()
    with pymupdf.open(path) as pdf:
        assert "お支払いは30日以内に" in pdf[0].get_text()


@pytest.mark.parametrize(("document_type", "label"), [
    (DocumentType.INVOICE, "Rechnungsdatum"), (DocumentType.CREDIT_NOTE, "Datum"), (DocumentType.RECEIPT, "Datum"),
])  # fmt: skip
def test_the_date_of_what_is_no_invoice_is_not_called_an_invoices(
    tmp_path: Path, document_type: DocumentType, label: str
) -> None:
    path, _ = rendered(tmp_path, of_short(document_type=document_type, type_code=None), language="de")
    with pymupdf.open(path) as pdf:
        lines = pdf[0].get_text().splitlines()
    assert lines[lines.index("15.11.2024") - 1] == label
    assert extracted(path, layout=True).issue_date == short_invoice().issue_date


def test_every_table_has_a_head_that_a_screen_reader_tells(tmp_path: Path) -> None:
    path, _ = rendered(tmp_path, sample_invoice())
    with pymupdf.open(path) as pdf:
        kinds = [pdf.xref_get_key(number, "S")[1] for number in range(1, pdf.xref_length())]
    assert kinds.count("/Table") == kinds.count("/THead") == 2
    assert kinds.count("/TH") == 8 + 4
