"""Factur-X, ZUGFeRD and Order-X are read exactly."""

from datetime import date
from decimal import Decimal

import pytest

from einvoices_read import cii, read
from paperloop.documents.invoice import Account, Address, DocumentType, Invoice, Line, Party, Totals, VatRow


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
