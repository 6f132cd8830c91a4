"""An invoice as Factur-X XML: UN/CEFACT CII, profile EN 16931, elements in the schema's order."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from paperloop.documents.einvoice.vat import Change, changes, row_of
from paperloop.documents.invoice import Account, Address, DocumentType, Invoice, Line, Party, Totals, VatRow

PROFILE = "urn:cen.eu:en16931:2017"

_NAMESPACES = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}
_SUMS = {
    "LineTotalAmount": "line_total",
    "ChargeTotalAmount": "charge_total",
    "AllowanceTotalAmount": "allowance_total",
    "TaxBasisTotalAmount": "tax_basis_total",
    "TaxTotalAmount": "tax_total",
    "RoundingAmount": "rounding",
    "GrandTotalAmount": "grand_total",
    "TotalPrepaidAmount": "prepaid",
    "DuePayableAmount": "due_payable",
}
_NOT_XML = re.compile("[^\\t\\n\\r -\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""Characters that no XML may hold."""
_TYPE_CODES = {DocumentType.INVOICE: "380", DocumentType.CREDIT_NOTE: "381"}
_EXEMPTIONS = {"AE": "VATEX-EU-AE", "K": "VATEX-EU-IC", "G": "VATEX-EU-G", "O": "VATEX-EU-O"}
"""Why there is no VAT, by category: codes of the CEF list VATEX. For E there is none that always holds."""


def cii_xml(invoice: Invoice) -> bytes:
    """Every field but the lines' gross amounts, which the profile does not have. What is None is left out.

    The XML is valid where `obstacles` finds none. A type without a code gets it: 380 or 381.
    """
    for prefix, uri in _NAMESPACES.items():
        register_namespace(prefix, uri)
    root = Element(_name("rsm", "CrossIndustryInvoice"))
    context = SubElement(root, _name("rsm", "ExchangedDocumentContext"))
    _text(_under(context, "GuidelineSpecifiedDocumentContextParameter"), "ID", PROFILE)
    _document(SubElement(root, _name("rsm", "ExchangedDocument")), invoice)
    trade = SubElement(root, _name("rsm", "SupplyChainTradeTransaction"))
    for line in invoice.lines:
        _line(_under(trade, "IncludedSupplyChainTradeLineItem"), line, invoice.vat_breakdown)
    _agreement(_under(trade, "ApplicableHeaderTradeAgreement"), invoice)
    _delivery(_under(trade, "ApplicableHeaderTradeDelivery"), invoice.delivery_date)
    _settlement(_under(trade, "ApplicableHeaderTradeSettlement"), invoice)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _name(prefix: str, name: str) -> str:
    return f"{{{_NAMESPACES[prefix]}}}{name}"


def _under(parent: Element, name: str) -> Element:
    return SubElement(parent, _name("ram", name))


def _text(parent: Element, path: str, value: str | Decimal | None, **attributes: str) -> None:
    """`value` at `path`, whose elements are made; nothing at all for None."""
    if value is None:
        return
    for name in path.split("/"):
        parent = _under(parent, name)
    parent.text = f"{value:f}" if isinstance(value, Decimal) else _NOT_XML.sub(" ", value)
    parent.attrib.update(attributes)


def _date(parent: Element, name: str, value: date | None) -> None:
    if value is not None:
        written = SubElement(_under(parent, name), _name("udt", "DateTimeString"), format="102")
        written.text = value.isoformat().replace("-", "")


def _document(document: Element, invoice: Invoice) -> None:
    _text(document, "ID", invoice.invoice_number)
    _text(document, "TypeCode", invoice.type_code or _type_code(invoice.document_type))
    _date(document, "IssueDateTime", invoice.issue_date)
    for note in invoice.notes:
        _text(document, "IncludedNote/Content", note)


def _type_code(kind: DocumentType | None) -> str | None:
    return None if kind is None else _TYPE_CODES.get(kind)


def _line(item: Element, line: Line, rows: Sequence[VatRow]) -> None:
    _text(item, "AssociatedDocumentLineDocument/LineID", line.id)
    product = _under(item, "SpecifiedTradeProduct")
    _text(product, "GlobalID", line.gtin, schemeID="0160")
    _text(product, "SellerAssignedID", line.seller_item_id)
    _text(product, "Name", line.name)
    _text(product, "Description", line.description)
    agreement = _under(item, "SpecifiedLineTradeAgreement")
    _text(agreement, "GrossPriceProductTradePrice/ChargeAmount", line.gross_price)
    _text(agreement, "NetPriceProductTradePrice/ChargeAmount", line.net_price)
    unit = {} if line.unit is None else {"unitCode": line.unit}
    _text(item, "SpecifiedLineTradeDelivery/BilledQuantity", line.quantity, **unit)
    settlement = _under(item, "SpecifiedLineTradeSettlement")
    row = row_of(line, rows)
    if row is not None:
        _tax(settlement, VatRow(category=row.category, rate=row.rate))
    elif line.vat_rate is not None:
        _tax(settlement, VatRow(rate=line.vat_rate))
    _text(settlement, "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount", line.net_amount)


def _tax(parent: Element, row: VatRow, name: str = "ApplicableTradeTax", *, exempt: bool = False) -> None:
    """`exempt`: with the reason of an exemption, as the VAT breakdown tells it."""
    tax = _under(parent, name)
    _text(tax, "CalculatedAmount", row.amount)
    _text(tax, "TypeCode", "VAT")
    if exempt and row.category == "E":
        _text(tax, "ExemptionReason", "Exempt from VAT")
    _text(tax, "BasisAmount", row.basis)
    _text(tax, "CategoryCode", row.category)
    if exempt:
        _text(tax, "ExemptionReasonCode", _EXEMPTIONS.get(row.category or ""))
    _text(tax, "RateApplicablePercent", row.rate)


def _agreement(agreement: Element, invoice: Invoice) -> None:
    _text(agreement, "BuyerReference", invoice.buyer_reference)
    _party(_under(agreement, "SellerTradeParty"), invoice.seller)
    _party(_under(agreement, "BuyerTradeParty"), invoice.buyer)
    _text(agreement, "BuyerOrderReferencedDocument/IssuerAssignedID", invoice.purchase_order)
    _text(agreement, "ContractReferencedDocument/IssuerAssignedID", invoice.contract)


def _party(element: Element, party: Party) -> None:
    _text(element, "Name", party.name)
    _text(element, "SpecifiedLegalOrganization/ID", party.legal_registration_id)
    if party.phone or party.email:
        contact = _under(element, "DefinedTradeContact")
        _text(contact, "TelephoneUniversalCommunication/CompleteNumber", party.phone)
        _text(contact, "EmailURIUniversalCommunication/URIID", party.email)
    if party.address != Address():
        _address(_under(element, "PostalTradeAddress"), party.address)
    _text(element, "SpecifiedTaxRegistration/ID", party.vat_id, schemeID="VA")
    _text(element, "SpecifiedTaxRegistration/ID", party.tax_number, schemeID="FC")


def _address(element: Element, address: Address) -> None:
    _text(element, "PostcodeCode", address.postcode)
    _text(element, "LineOne", address.line1)
    _text(element, "LineTwo", address.line2)
    _text(element, "CityName", address.city)
    _text(element, "CountryID", address.country)
    _text(element, "CountrySubDivisionName", address.region)


def _delivery(delivery: Element, day: date | None) -> None:
    if day is not None:
        _date(_under(delivery, "ActualDeliverySupplyChainEvent"), "OccurrenceDateTime", day)


def _settlement(settlement: Element, invoice: Invoice) -> None:
    _text(settlement, "PaymentReference", invoice.payment_reference)
    _text(settlement, "InvoiceCurrencyCode", invoice.currency)
    means = "58" if all(account.iban for account in invoice.accounts) else "30"
    for account in invoice.accounts:
        _account(_under(settlement, "SpecifiedTradeSettlementPaymentMeans"), account, means)
    for row in invoice.vat_breakdown:
        _tax(settlement, row, exempt=True)
    for change in changes(invoice):
        _change(_under(settlement, "SpecifiedTradeAllowanceCharge"), change)
    if invoice.payment_terms or invoice.due_date:
        terms = _under(settlement, "SpecifiedTradePaymentTerms")
        _text(terms, "Description", invoice.payment_terms)
        _date(terms, "DueDateDateTime", invoice.due_date)
    _totals(_under(settlement, "SpecifiedTradeSettlementHeaderMonetarySummation"), invoice.totals, invoice.currency)


def _account(means: Element, account: Account, code: str) -> None:
    """`code` of UNTDID 4461, the same for all: 58 is a SEPA credit transfer, 30 another one."""
    _text(means, "TypeCode", code)
    payee = _under(means, "PayeePartyCreditorFinancialAccount")
    _text(payee, "IBANID", account.iban)
    _text(payee, "AccountName", account.name)
    _text(payee, "ProprietaryID", account.account_number)
    _text(means, "PayeeSpecifiedCreditorFinancialInstitution/BICID", account.bic)


def _change(element: Element, change: Change) -> None:
    """With the reason as a code: 95 of UNCL 5189 (discount), ABK of UNCL 7161 (miscellaneous)."""
    indicator = SubElement(_under(element, "ChargeIndicator"), _name("udt", "Indicator"))
    indicator.text = "true" if change.is_charge else "false"
    _text(element, "ActualAmount", change.amount)
    _text(element, "ReasonCode", "ABK" if change.is_charge else "95")
    _tax(element, VatRow(category=change.row.category, rate=change.row.rate), "CategoryTradeTax")


def _totals(element: Element, totals: Totals, currency: str | None) -> None:
    for name, field in _SUMS.items():
        named = {"currencyID": currency} if name == "TaxTotalAmount" and currency else {}
        _text(element, name, getattr(totals, field), **named)
