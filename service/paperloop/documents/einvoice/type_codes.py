"""Codes of UNTDID 1001 (BT-3) in words."""

from paperloop.documents.invoice import DocumentType

_CREDIT_NOTES = frozenset({"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"})
"""The credit notes among the codes that EN 16931 allows."""

_ORDERS = frozenset({"220", "221", "224", "226", "227", "230", "231"})


def document_type(code: str | None) -> DocumentType:
    """What a document of an invoice syntax is; the many other codes of the standard are kinds of invoices."""
    if code in _CREDIT_NOTES:
        return DocumentType.CREDIT_NOTE
    return DocumentType.OTHER if code in _ORDERS else DocumentType.INVOICE
