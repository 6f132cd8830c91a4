"""OASIS UBL 2.1: Invoice and CreditNote, as Peppol BIS Billing 3.0 and XRechnung use them."""

from collections.abc import Iterator
from decimal import Decimal
from xml.etree.ElementTree import Element

from paperloop.documents.einvoice.type_codes import document_type
from paperloop.documents.invoice import Account, Address, DocumentType, Invoice, Line, Party, Totals, VatRow
from paperloop.readers.einvoice.elements import (
    EMPTY,
    account,
    amount,
    amount_in,
    gtin,
    iso_date,
    part,
    prose,
    text,
)

_LINES = frozenset({"InvoiceLine", "CreditNoteLine", "SubInvoiceLine", "SubCreditNoteLine"})


def read_envelope(root: Element) -> Invoice | None:
    """The invoice inside a UN/CEFACT Standard Business Document, the envelope of Peppol messages."""
    invoice, credit_note = root.find("Invoice"), root.find("CreditNote")
    if invoice is not None:
        return read_invoice(invoice)
    return None if credit_note is None else read_credit_note(credit_note)


def read_credit_note(root: Element) -> Invoice:
    note = read_invoice(root)
    return note.model_copy(update={"document_type": DocumentType.CREDIT_NOTE, "type_code": note.type_code or "381"})


def read_invoice(root: Element) -> Invoice:
    type_code = text(root, "InvoiceTypeCode", "CreditNoteTypeCode")
    currency = text(root, "DocumentCurrencyCode")
    taxes = _tax_total(root, currency)
    return Invoice(
        document_type=document_type(type_code),
        type_code=type_code,
        invoice_number=text(root, "ID"),
        issue_date=iso_date(text(root, "IssueDate")),
        due_date=iso_date(text(root, "DueDate", "PaymentMeans/PaymentDueDate", "PaymentTerms/PaymentDueDate")),
        delivery_date=iso_date(text(root, "Delivery/ActualDeliveryDate")),
        currency=currency,
        purchase_order=text(root, "OrderReference/ID"),
        contract=text(root, "ContractDocumentReference/ID"),
        buyer_reference=text(root, "BuyerReference"),
        payment_terms=prose(root, "PaymentTerms/Note"),
        payment_reference=text(root, "PaymentMeans/PaymentID"),
        notes=tuple(filter(None, (prose(note, ".") for note in root.findall("Note")))),
        seller=_party(part(root, "AccountingSupplierParty/Party")),
        buyer=_party(part(root, "AccountingCustomerParty/Party")),
        accounts=_accounts(root),
        totals=_totals(part(root, "LegalMonetaryTotal"), taxes, currency),
        vat_breakdown=tuple(_vat_row(row, currency) for row in taxes.findall("TaxSubtotal")),
        lines=tuple(_line(line) for line in _line_elements(root)),
    )


def _line_elements(root: Element) -> Iterator[Element]:
    return (element for element in root.iter() if element.tag in _LINES)


def _tax_total(root: Element, currency: str | None) -> Element:
    """The TaxTotal in the invoice's currency; the one in the seller's accounting currency (BT-111) is another."""
    totals = root.findall("TaxTotal")
    return next((total for total in totals if amount_in(total, "TaxAmount", currency) is not None), EMPTY)


def _party(party: Element) -> Party:
    return Party(
        name=text(party, "PartyLegalEntity/RegistrationName", "PartyName/Name"),
        vat_id=_registered(party, vat=True),
        tax_number=_registered(party, vat=False),
        legal_registration_id=text(party, "PartyLegalEntity/CompanyID"),
        email=_email(party),
        phone=text(party, "Contact/Telephone"),
        address=_address(part(party, "PostalAddress")),
    )


def _registered(party: Element, *, vat: bool) -> str | None:
    schemes = party.findall("PartyTaxScheme")
    chosen = (each for each in schemes if (text(each, "TaxScheme/ID") == "VAT") is vat)
    return next(filter(None, (text(each, "CompanyID") for each in chosen)), None)


def _email(party: Element) -> str | None:
    """The contact's address, else the electronic address (BT-34, BT-49) where that is one for e-mail."""
    endpoint = part(party, "EndpointID")
    return text(party, "Contact/ElectronicMail") or (text(endpoint, ".") if endpoint.get("schemeID") == "EM" else None)


def _address(address: Element) -> Address:
    rest = (text(address, "AdditionalStreetName"), text(address, "AddressLine/Line"))
    return Address(
        line1=text(address, "StreetName"),
        line2=", ".join(filter(None, rest)) or None,
        postcode=text(address, "PostalZone"),
        city=text(address, "CityName"),
        region=text(address, "CountrySubentity"),
        country=text(address, "Country/IdentificationCode"),
    )


def _accounts(root: Element) -> tuple[Account, ...]:
    """Where to pay, each account once, in order."""
    payees = root.findall("PaymentMeans/PayeeFinancialAccount")
    found = [
        account(text(payee, "ID"), bic=text(payee, "FinancialInstitutionBranch/ID"), name=text(payee, "Name"))
        for payee in payees
    ]
    return tuple(dict.fromkeys(each for each in found if each != Account()))


def _totals(sums: Element, taxes: Element, currency: str | None) -> Totals:
    def total(name: str) -> Decimal | None:
        return amount_in(sums, name, currency)

    return Totals(
        line_total=total("LineExtensionAmount"),
        allowance_total=total("AllowanceTotalAmount"),
        charge_total=total("ChargeTotalAmount"),
        tax_basis_total=total("TaxExclusiveAmount"),
        tax_total=amount_in(taxes, "TaxAmount", currency),
        grand_total=total("TaxInclusiveAmount"),
        prepaid=total("PrepaidAmount"),
        rounding=total("PayableRoundingAmount"),
        due_payable=total("PayableAmount"),
    )


def _vat_row(row: Element, currency: str | None) -> VatRow:
    return VatRow(
        category=text(row, "TaxCategory/ID"),
        rate=amount(row, "TaxCategory/Percent", "Percent"),
        basis=amount_in(row, "TaxableAmount", currency),
        amount=amount_in(row, "TaxAmount", currency),
    )


def _line(line: Element) -> Line:
    item = part(line, "Item")
    quantity = part(line, "InvoicedQuantity")
    if quantity is EMPTY:
        quantity = part(line, "CreditedQuantity")
    standard_id = part(item, "StandardItemIdentification/ID")
    return Line(
        id=text(line, "ID"),
        name=text(item, "Name"),
        description=prose(item, "Description"),
        seller_item_id=text(item, "SellersItemIdentification/ID"),
        gtin=gtin(text(standard_id, "."), standard_id.get("schemeID")),
        quantity=amount(quantity, "."),
        unit=quantity.get("unitCode"),
        net_price=amount(line, "Price/PriceAmount"),
        gross_price=amount(line, "Price/AllowanceCharge/BaseAmount"),
        vat_rate=amount(item, "ClassifiedTaxCategory/Percent"),
        net_amount=amount(line, "LineExtensionAmount"),
    )
