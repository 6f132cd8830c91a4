"""UN/CEFACT Cross Industry Invoice: ZUGFeRD 1.0, Factur-X and ZUGFeRD 2.x in every profile, XRechnung, Order-X.

The profiles differ in what they carry, not in where it stands. ZUGFeRD 1.0 gives some elements other names.
"""

from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element

from paperloop.documents.einvoice.type_codes import document_type
from paperloop.documents.invoice import Account, Address, DocumentType, Invoice, Line, Party, Totals, VatRow
from paperloop.readers.einvoice.elements import (
    EMPTY,
    account,
    amount,
    amount_in,
    coded_date,
    compact,
    gtin,
    part,
    prose,
    text,
)

_TODAYS_NAMES = {
    "HeaderExchangedDocument": "ExchangedDocument",
    "SpecifiedSupplyChainTradeTransaction": "SupplyChainTradeTransaction",
    "ApplicableSupplyChainTradeAgreement": "ApplicableHeaderTradeAgreement",
    "ApplicableSupplyChainTradeDelivery": "ApplicableHeaderTradeDelivery",
    "ApplicableSupplyChainTradeSettlement": "ApplicableHeaderTradeSettlement",
    "SpecifiedSupplyChainTradeAgreement": "SpecifiedLineTradeAgreement",
    "SpecifiedSupplyChainTradeDelivery": "SpecifiedLineTradeDelivery",
    "SpecifiedSupplyChainTradeSettlement": "SpecifiedLineTradeSettlement",
    "ApplicablePercent": "RateApplicablePercent",
}
"""Elements of ZUGFeRD 1.0 under the names that they have since 2.0."""

_DELIVERY = "ApplicableHeaderTradeDelivery/ActualDeliverySupplyChainEvent"


def read_first_edition(root: Element) -> Invoice:
    """The invoice of a ZUGFeRD 1.0 document."""
    for element in root.iter():
        element.tag = _TODAYS_NAMES.get(element.tag, element.tag)
    return read(root)


def read_order(root: Element) -> Invoice:
    """An Order-X order, order change or order response: an invoice's fields, and no invoice."""
    return read(root).model_copy(update={"document_type": DocumentType.OTHER})


def read(root: Element) -> Invoice:
    """The invoice of a Factur-X or ZUGFeRD 2.x document."""
    document = part(root, "ExchangedDocument")
    trade = part(root, "SupplyChainTradeTransaction")
    settlement = part(trade, "ApplicableHeaderTradeSettlement")
    type_code = text(document, "TypeCode")
    currency = text(settlement, "InvoiceCurrencyCode", "OrderCurrencyCode")
    return Invoice(
        document_type=document_type(type_code),
        type_code=type_code,
        invoice_number=text(document, "ID"),
        issue_date=coded_date(_date_in(document, "IssueDateTime")),
        delivery_date=coded_date(_date_in(trade, f"{_DELIVERY}/OccurrenceDateTime")),
        currency=currency,
        notes=tuple(filter(None, (prose(note, "Content") for note in document.findall("IncludedNote")))),
        accounts=_accounts(settlement),
        totals=_totals(settlement, currency),
        vat_breakdown=tuple(_vat_row(tax) for tax in settlement.findall("ApplicableTradeTax")),
        lines=tuple(_line(item) for item in trade.findall("IncludedSupplyChainTradeLineItem")),
        **_agreed(part(trade, "ApplicableHeaderTradeAgreement")),
        **_payment(settlement),
    )


def _agreed(agreement: Element) -> dict[str, Any]:
    """Who deals with whom, and what they refer to."""
    return {
        "seller": _party(part(agreement, "SellerTradeParty")),
        "buyer": _party(part(agreement, "BuyerTradeParty")),
        "purchase_order": _reference(agreement, "BuyerOrderReferencedDocument"),
        "contract": _reference(agreement, "ContractReferencedDocument"),
        "buyer_reference": text(agreement, "BuyerReference"),
    }


def _payment(settlement: Element) -> dict[str, Any]:
    """Of several payment terms, such as one for a cash discount, the first with a date gives the due date."""
    terms = settlement.findall("SpecifiedTradePaymentTerms")
    return {
        "due_date": next(filter(None, (coded_date(_date_in(term, "DueDateDateTime")) for term in terms)), None),
        "payment_terms": "\n".join(filter(None, (prose(term, "Description") for term in terms))) or None,
        "payment_reference": text(settlement, "PaymentReference"),
    }


def _date_in(element: Element, path: str) -> Element | None:
    holder = element.find(path)
    return None if holder is None else next(iter(holder), holder)


def _reference(agreement: Element, name: str) -> str | None:
    return text(agreement, f"{name}/IssuerAssignedID", f"{name}/ID")


def _party(party: Element) -> Party:
    registrations = party.findall("SpecifiedTaxRegistration/ID")
    return Party(
        name=text(party, "Name", "SpecifiedLegalOrganization/TradingBusinessName"),
        vat_id=_registered(registrations, "VA", "VAT"),
        tax_number=_registered(registrations, "FC"),
        legal_registration_id=text(party, "SpecifiedLegalOrganization/ID"),
        email=_email(party),
        phone=_contact(party, "TelephoneUniversalCommunication/CompleteNumber"),
        address=_address(part(party, "PostalTradeAddress")),
    )


def _registered(registrations: list[Element], *schemes: str) -> str | None:
    return next((text(each, ".") for each in registrations if each.get("schemeID") in schemes), None)


def _contact(party: Element, path: str) -> str | None:
    found = (text(contact, path) for contact in party.findall("DefinedTradeContact"))
    return next(filter(None, found), None)


def _email(party: Element) -> str | None:
    """The contact's address, else the electronic address (BT-34, BT-49) where that is one for e-mail."""
    endpoints = party.findall("URIUniversalCommunication/URIID")
    endpoint = _registered(endpoints, "EM", "SMTP")
    return _contact(party, "EmailURIUniversalCommunication/URIID") or endpoint


def _address(address: Element) -> Address:
    rest = (text(address, "LineTwo"), text(address, "LineThree"))
    return Address(
        line1=text(address, "LineOne"),
        line2=", ".join(filter(None, rest)) or None,
        postcode=text(address, "PostcodeCode"),
        city=text(address, "CityName"),
        region=text(address, "CountrySubDivisionName"),
        country=text(address, "CountryID"),
    )


def _accounts(settlement: Element) -> tuple[Account, ...]:
    """Where to pay; the payer's own account of a direct debit is none of them. Each once, in order."""
    means = settlement.findall("SpecifiedTradeSettlementPaymentMeans")
    found = [_account(each) for each in means if each.find("PayeePartyCreditorFinancialAccount") is not None]
    return tuple(dict.fromkeys(each for each in found if each != Account()))


def _account(means: Element) -> Account:
    payee = part(means, "PayeePartyCreditorFinancialAccount")
    bic = text(means, "PayeeSpecifiedCreditorFinancialInstitution/BICID")
    name = text(payee, "AccountName")
    iban = compact(text(payee, "IBANID"))
    if iban:
        return Account(iban=iban, bic=compact(bic), account_number=text(payee, "ProprietaryID"), name=name)
    return account(text(payee, "ProprietaryID"), bic=bic, name=name)


def _summation(settlement: Element, level: str) -> Element:
    """The sums of the document (`level` Header) or of one line (Line); ZUGFeRD 1.0 names both alike."""
    found = settlement.find(f"SpecifiedTradeSettlement{level}MonetarySummation")
    return part(settlement, "SpecifiedTradeSettlementMonetarySummation") if found is None else found


def _totals(settlement: Element, currency: str | None) -> Totals:
    sums = _summation(settlement, "Header")

    def total(name: str) -> Decimal | None:
        return amount_in(sums, name, currency)

    return Totals(
        line_total=total("LineTotalAmount"),
        allowance_total=total("AllowanceTotalAmount"),
        charge_total=total("ChargeTotalAmount"),
        tax_basis_total=total("TaxBasisTotalAmount"),
        tax_total=total("TaxTotalAmount"),
        grand_total=total("GrandTotalAmount"),
        prepaid=total("TotalPrepaidAmount"),
        rounding=total("RoundingAmount"),
        due_payable=total("DuePayableAmount"),
    )


def _vat_row(tax: Element) -> VatRow:
    return VatRow(
        category=text(tax, "CategoryCode"),
        rate=amount(tax, "RateApplicablePercent"),
        basis=amount(tax, "BasisAmount"),
        amount=amount(tax, "CalculatedAmount"),
    )


def _line(item: Element) -> Line:
    product = part(item, "SpecifiedTradeProduct")
    agreement = part(item, "SpecifiedLineTradeAgreement")
    settlement = part(item, "SpecifiedLineTradeSettlement")
    quantity = _quantity(part(item, "SpecifiedLineTradeDelivery"))
    sums = _summation(settlement, "Line")
    global_id = part(product, "GlobalID")
    return Line(
        id=text(item, "AssociatedDocumentLineDocument/LineID"),
        name=text(product, "Name"),
        description=prose(product, "Description"),
        seller_item_id=text(product, "SellerAssignedID"),
        gtin=gtin(text(global_id, "."), global_id.get("schemeID")),
        quantity=amount(quantity, "."),
        unit=quantity.get("unitCode"),
        net_price=amount(agreement, "NetPriceProductTradePrice/ChargeAmount"),
        gross_price=amount(agreement, "GrossPriceProductTradePrice/ChargeAmount"),
        vat_rate=amount(settlement, "ApplicableTradeTax/RateApplicablePercent"),
        net_amount=amount(sums, "LineTotalAmount"),
        gross_amount=amount(sums, "GrandTotalAmount"),
    )


def _quantity(delivery: Element) -> Element:
    names = ("BilledQuantity", "AgreedQuantity", "RequestedQuantity")
    return next((found for found in map(delivery.find, names) if found is not None), EMPTY)
