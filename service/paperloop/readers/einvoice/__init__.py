"""Electronic invoices: Factur-X, ZUGFeRD, XRechnung and Order-X (UN/CEFACT CII) and UBL 2.1, read exactly."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from paperloop.documents.invoice import Invoice
from paperloop.readers.einvoice import cii, ubl
from paperloop.readers.einvoice.elements import parse

__all__ = ["read_einvoice"]

_ROOTS: dict[str, Callable[[Element], Invoice | None]] = {
    "CrossIndustryInvoice": cii.read,
    "CrossIndustryDocument": cii.read_first_edition,
    "SCRDMCCBDACIOMessageStructure": cii.read_order,
    "Invoice": ubl.read_invoice,
    "CreditNote": ubl.read_credit_note,
    "StandardBusinessDocument": ubl.read_envelope,
}


def read_einvoice(xml: bytes) -> Invoice | None:
    """What the XML says; None when it is not well-formed, not safe to parse, or no invoice of a known syntax."""
    root = parse(xml)
    if root is None or len(root) == 0:
        return None
    read = _ROOTS.get(root.tag)
    return read(root) if read else None
