"""UBL is read exactly."""

from datetime import date
from decimal import Decimal

from einvoices_read import DATA, read
from paperloop.documents.invoice import Account, Address, DocumentType, Invoice, Line, Party, Totals, VatRow
from paperloop.readers.einvoice import read_einvoice


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
