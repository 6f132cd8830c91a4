"""Electronic invoices are read exactly, and whatever else an attachment may be is refused without an exception."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperloop.documents.invoice import Account, Address, DocumentType, Invoice, Line, Party, Totals, VatRow
from paperloop.readers.einvoice import read_einvoice

DATA = Path(__file__).parent / "data"


def read(name: str) -> Invoice:
    invoice = read_einvoice((DATA / f"{name}.xml").read_bytes())
    assert invoice is not None
    return invoice


def cii(*, document: str = "", settlement: str = "", lines: str = "") -> Invoice:
    """A Cross Industry Invoice of the given fragments, read."""
    xml = f"""<CrossIndustryInvoice><ExchangedDocument>{document}</ExchangedDocument><SupplyChainTradeTransaction>
        {lines}<ApplicableHeaderTradeSettlement>{settlement}</ApplicableHeaderTradeSettlement>
        </SupplyChainTradeTransaction></CrossIndustryInvoice>"""
    invoice = read_einvoice(xml.encode())
    assert invoice is not None
    return invoice


def test_every_field_of_a_factur_x_invoice_is_read():
    assert read("cii_en16931") == Invoice(
        document_type=DocumentType.INVOICE,
        type_code="380",
        invoice_number="TL-2031/0042",
        issue_date=date(2031, 2, 14),
        due_date=date(2031, 3, 16),
        delivery_date=date(2031, 2, 10),
        currency="EUR",
        purchase_order="B-77",
        contract="V-8",
        buyer_reference="04011000-12345-67",
        payment_terms="30 Tage netto\n2 % Skonto in 10 Tagen",
        payment_reference="TL42",
        notes=("Torfleger Lampen GmbH\nAmtsgericht Nebelstadt", "Vielen Dank!"),
        seller=Party(
            name="Torfleger Lampen GmbH",
            vat_id="DE136695976",
            tax_number="201/113/40209",
            legal_registration_id="HRB 98765",
            email="wencke@torfleger.example",
            phone="+49 30 5550100",
            address=Address(
                line1="Moorweg 5",
                line2="Halle 3, Tor B",
                postcode="01234",
                city="Nebelstadt",
                region="Sachsen",
                country="DE",
            ),
        ),
        buyer=Party(
            name="Café Morgenrot KG",
            vat_id="ATU13585627",
            email="rechnung@morgenrot.example",
            address=Address(line1="Am Kai 1", postcode="1010", city="Wien", country="AT"),
        ),
        accounts=(
            Account(iban="DE89370400440532013000", bic="COBADEFFXXX", name="Torfleger"),
            Account(account_number="0532013000"),
        ),
        totals=Totals(
            line_total=Decimal("197.00"),
            allowance_total=Decimal("15.00"),
            charge_total=Decimal("5.00"),
            tax_basis_total=Decimal("187.00"),
            tax_total=Decimal("33.49"),
            grand_total=Decimal("220.49"),
            prepaid=Decimal("20.50"),
            rounding=Decimal("0.01"),
            due_payable=Decimal("200.00"),
        ),
        vat_breakdown=(
            VatRow(category="S", rate=Decimal("19.00"), basis=Decimal("170.00"), amount=Decimal("32.30")),
            VatRow(category="S", rate=Decimal(7), basis=Decimal("17.00"), amount=Decimal("1.19")),
        ),
        lines=(
            Line(
                id="1",
                name="Stehlampe Mondschein",
                description="Messing, gebürstet\nHöhe 160 cm",
                seller_item_id="MOND-7",
                gtin="4012345678901",
                quantity=Decimal("2.0000"),
                unit="H87",
                net_price=Decimal("90.0000"),
                gross_price=Decimal("100.0000"),
                vat_rate=Decimal("19.00"),
                net_amount=Decimal("180.00"),
            ),
            Line(
                id="2",
                name="Dochte",
                quantity=Decimal(200),
                unit="H87",
                net_price=Decimal("8.50"),
                vat_rate=Decimal(7),
                net_amount=Decimal("17.00"),
            ),
        ),
    )


def test_decimals_keep_the_scale_they_were_written_in():
    assert str(read("cii_en16931").lines[0].net_price) == "90.0000"


def test_a_minimum_profile_gives_what_little_it_carries():
    assert read("cii_minimum") == Invoice(
        document_type=DocumentType.CREDIT_NOTE,
        type_code="381",
        invoice_number="FA-9",
        issue_date=date(2030, 1, 31),
        currency="EUR",
        seller=Party(name="Atelier Brume SARL", address=Address(country="FR")),
        buyer=Party(name="Quai Vert"),
        totals=Totals(
            tax_basis_total=Decimal(-100),
            tax_total=Decimal(-20),
            grand_total=Decimal(-120),
            due_payable=Decimal(-120),
        ),
    )


def test_group_lines_and_their_details_are_all_kept_in_order():
    lines = read("cii_extended").lines
    assert [(line.id, line.name, line.net_amount, line.gross_amount) for line in lines] == [
        ("0101", "Ruder", Decimal("60.00"), Decimal("71.40")),
        ("0102", "Segel", Decimal("40.00"), None),
        ("01", "Boot, vollständig", Decimal("100.00"), None),
    ]


def test_a_first_edition_zugferd_document_is_read_like_a_later_one():
    assert read("zugferd_1") == Invoice(
        document_type=DocumentType.INVOICE,
        type_code="380",
        invoice_number="Z1-5",
        issue_date=date(2014, 3, 5),
        due_date=date(2014, 4, 4),
        delivery_date=date(2014, 3, 1),
        currency="EUR",
        purchase_order="ORD-4",
        buyer_reference="AB-312",
        payment_terms="sofort",
        payment_reference="Z1-5",
        notes=("Danke",),
        seller=Party(
            name="Kiesel und Söhne",
            vat_id="DE136695976",
            address=Address(line1="Steinweg 2", postcode="99999", city="Grauberg", country="DE"),
        ),
        buyer=Party(name="Gartenbau Linde"),
        accounts=(Account(iban="DE89370400440532013000", bic="COBADEFFXXX"),),
        totals=Totals(
            line_total=Decimal("100.00"),
            tax_basis_total=Decimal("100.00"),
            tax_total=Decimal("19.00"),
            grand_total=Decimal("119.00"),
            due_payable=Decimal("119.00"),
        ),
        vat_breakdown=(VatRow(category="S", rate=Decimal("19.00"), basis=Decimal("100.00"), amount=Decimal("19.00")),),
        lines=(
            Line(
                id="1",
                name="Rheinkies",
                seller_item_id="K-20",
                quantity=Decimal("20.0000"),
                unit="KGM",
                net_price=Decimal("5.0000"),
                gross_price=Decimal("5.5000"),
                vat_rate=Decimal("19.00"),
                net_amount=Decimal("100.00"),
            ),
        ),
    )


def test_an_order_is_read_and_is_no_invoice():
    order = read("order_x")
    assert order.document_type is DocumentType.OTHER
    assert (order.invoice_number, order.issue_date, order.currency) == ("PO-123", date(2031, 1, 2), "EUR")
    assert order.totals.grand_total == Decimal("60.00")
    assert (order.lines[0].quantity, order.lines[0].unit) == (Decimal(6), "C62")


def test_every_field_of_a_ubl_invoice_is_read():
    assert read("ubl_invoice") == Invoice(
        document_type=DocumentType.INVOICE,
        type_code="380",
        invoice_number="FV 12/2031",
        issue_date=date(2031, 5, 2),
        due_date=date(2031, 6, 1),
        delivery_date=date(2031, 4, 30),
        currency="SEK",
        purchase_order="PO-9",
        contract="C-3",
        buyer_reference="BR-1",
        payment_terms="30 dagar",
        payment_reference="OCR-77",
        notes=("First note", "Second note"),
        seller=Party(
            name="Fjordverk Aktiebolag",
            vat_id="SE123456789701",
            tax_number="Godkänd för F-skatt",
            legal_registration_id="1234567897",
            email="post@fjordverk.example",
            phone="+46 8 555 01",
            address=Address(
                line1="Havsgatan 3",
                line2="Plan 2, Port C",
                postcode="123 45",
                city="Dimvik",
                region="Skåne",
                country="SE",
            ),
        ),
        buyer=Party(name="Nordljus Butik", email="kop@nordljus.example"),
        accounts=(
            Account(iban="SE3550000000054910000003", bic="ESSESESS", name="Fjordverk AB"),
            Account(account_number="5000-1234"),
        ),
        totals=Totals(
            line_total=Decimal("410.00"),
            allowance_total=Decimal("20.00"),
            charge_total=Decimal("10.00"),
            tax_basis_total=Decimal("400.00"),
            tax_total=Decimal("100.00"),
            grand_total=Decimal("500.00"),
            prepaid=Decimal("50.00"),
            rounding=Decimal("-0.40"),
            due_payable=Decimal("449.60"),
        ),
        vat_breakdown=(VatRow(category="S", rate=Decimal(25), basis=Decimal("400.00"), amount=Decimal("100.00")),),
        lines=(
            Line(
                id="1",
                name="Rep 12 mm",
                description="Tjärat rep",
                seller_item_id="R12",
                gtin="07312345678905",
                quantity=Decimal(82),
                unit="MTR",
                net_price=Decimal("5.00"),
                gross_price=Decimal("6.00"),
                vat_rate=Decimal(25),
                net_amount=Decimal("410.00"),
            ),
        ),
    )


def test_a_ubl_credit_note_is_one_whatever_its_code():
    note = read("ubl_credit_note")
    assert (note.document_type, note.type_code) == (DocumentType.CREDIT_NOTE, "381")
    assert note.due_date == date(2031, 5, 20)
    assert note.totals.due_payable == Decimal("12.10")
    assert (note.lines[0].name, note.lines[0].quantity) == ("Emballage", Decimal(1))


def test_an_invoice_in_a_standard_business_envelope_is_found():
    inner = (DATA / "ubl_credit_note.xml").read_text().partition("?>")[2]
    assert read_einvoice(f"<StandardBusinessDocument>{inner}</StandardBusinessDocument>".encode()) == read(
        "ubl_credit_note"
    )


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("380", DocumentType.INVOICE),
        ("384", DocumentType.INVOICE),
        ("389", DocumentType.INVOICE),
        ("751", DocumentType.INVOICE),
        ("875", DocumentType.INVOICE),
        ("381", DocumentType.CREDIT_NOTE),
        ("261", DocumentType.CREDIT_NOTE),
        ("396", DocumentType.CREDIT_NOTE),
        ("220", DocumentType.OTHER),
        ("", DocumentType.INVOICE),
    ],
)
def test_a_type_code_says_what_the_document_is(code, kind):
    invoice = cii(document=f"<TypeCode>{code}</TypeCode>")
    assert (invoice.document_type, invoice.type_code) == (kind, code or None)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('<DateTimeString format="102">20310214</DateTimeString>', date(2031, 2, 14)),
        ('<DateTimeString format="102"> 20310214 </DateTimeString>', date(2031, 2, 14)),
        ('<DateTimeString format="102">2031-02-14</DateTimeString>', date(2031, 2, 14)),
        ('<DateTimeString format="203">203102141530</DateTimeString>', date(2031, 2, 14)),
        ('<DateTimeString format="610">203102</DateTimeString>', date(2031, 2, 1)),
        ('<DateTimeString format="616">203107</DateTimeString>', date(2031, 2, 10)),
        ("<DateTime>2031-02-14T10:00:00+01:00</DateTime>", date(2031, 2, 14)),
        ("2031-02-14", date(2031, 2, 14)),
        ('<DateTimeString format="102">20310231</DateTimeString>', None),
        ('<DateTimeString format="102">14.02.2031</DateTimeString>', None),
        ('<DateTimeString format="102">soon</DateTimeString>', None),
        ('<DateTimeString format="102">²0310214</DateTimeString>', None),
        ('<DateTimeString format="610">203113</DateTimeString>', None),
        ('<DateTimeString format="616">203154</DateTimeString>', None),
        ('<DateTimeString format="102"/>', None),
        ("", None),
    ],
)
def test_dates_are_read_in_their_formats_and_malformed_ones_are_none(written, meant):
    assert cii(document=f"<IssueDateTime>{written}</IssueDateTime>").issue_date == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("10.00", "10.00"),
        (" -0.5 ", "-0.5"),
        ("+7", "7"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1,50", None),
        ("1E3", None),
        ("NaN", None),
        ("Infinity", None),
        ("٣", None),
        ("9" * 31, None),
        ("", None),
    ],
)
def test_a_malformed_amount_is_none(written, meant):
    summation = "SpecifiedTradeSettlementHeaderMonetarySummation"
    settlement = f"<{summation}><GrandTotalAmount>{written}</GrandTotalAmount></{summation}>"
    total = cii(settlement=settlement).totals.grand_total
    assert (None if total is None else str(total)) == meant


@pytest.mark.parametrize(
    ("amounts", "tax"),
    [
        ('<TaxTotalAmount currencyID="GBP">1</TaxTotalAmount><TaxTotalAmount currencyID="EUR">2</TaxTotalAmount>', 2),
        ('<TaxTotalAmount currencyID="EUR">2</TaxTotalAmount><TaxTotalAmount currencyID="GBP">1</TaxTotalAmount>', 2),
        ('<TaxTotalAmount currencyID="GBP">1</TaxTotalAmount><TaxTotalAmount>2</TaxTotalAmount>', 2),
        ("<TaxTotalAmount>2</TaxTotalAmount>", 2),
        ('<TaxTotalAmount currencyID="GBP">1</TaxTotalAmount>', None),
    ],
)
def test_of_the_tax_totals_the_one_in_the_invoices_currency_counts(amounts, tax):
    summation = "SpecifiedTradeSettlementHeaderMonetarySummation"
    settlement = f"<InvoiceCurrencyCode>EUR</InvoiceCurrencyCode><{summation}>{amounts}</{summation}>"
    assert cii(settlement=settlement).totals.tax_total == tax


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"not xml",
        b"<Invoice>",
        b"<Invoice/>",
        b"<html><body/></html>",
        b"<?xml version='1.0' encoding='klingon'?><Invoice><ID>1</ID></Invoice>",
        b"<?xml version='1.0' encoding='utf-8'?><Invoice><ID>\xff</ID></Invoice>",
        b"<Invoice xmlns='urn:sfti:documents:BasicInvoice:1:0'><ID>1</ID></Invoice>",
        b"%PDF-1.7",
        b"\x00\x01\x02",
        b"<StandardBusinessDocument><Order/></StandardBusinessDocument>",
    ],
)
def test_what_is_no_invoice_gives_none(xml):
    assert read_einvoice(xml) is None


BOMB = b"""<?xml version="1.0"?><!DOCTYPE Invoice [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><Invoice><ID>&c;</ID></Invoice>"""
OUTSIDE = b"""<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/hostname">]><Invoice><ID>&x;</ID></Invoice>"""
DTD = b"""<!DOCTYPE Invoice SYSTEM "http://invoice.example/i.dtd"><Invoice><ID>1</ID></Invoice>"""


@pytest.mark.parametrize("xml", [BOMB, OUTSIDE, DTD])
def test_document_types_and_entities_are_refused(xml):
    assert read_einvoice(xml) is None


def test_deep_nesting_is_no_problem():
    assert read_einvoice(b"<Invoice>" + b"<a>" * 50_000 + b"</a>" * 50_000 + b"</Invoice>") == Invoice(
        document_type=DocumentType.INVOICE
    )


def test_encodings_other_than_utf_8_are_read():
    xml = '<?xml version="1.0" encoding="{}"?><Invoice><ID>Nº 7 ß</ID></Invoice>'
    for name in ("iso-8859-1", "utf-16", "windows-1252"):
        invoice = read_einvoice(xml.format(name).encode(name))
        assert invoice is not None
        assert invoice.invoice_number == "Nº 7 ß"


@settings(deadline=None)
@given(data=st.data())
def test_a_damaged_invoice_never_raises(data):
    xml = bytearray((DATA / data.draw(st.sampled_from(["cii_en16931.xml", "ubl_invoice.xml"]))).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(xml)))
        xml[start : start + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=8))
    read_einvoice(bytes(xml))
