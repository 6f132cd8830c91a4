"""Which of the shapes of a résumé or an invoice a file has, told by its keys."""

from collections.abc import Mapping
from typing import Any, Final

SHAPES: Final = ("resume_data", "json_resume", "rendercv", "invoice")

_RENDERCV: Final = frozenset({"cv"})
_JSON_RESUME: Final = frozenset({"basics", "work", "volunteer", "awards", "certificates", "interests", "references"})
_INVOICE: Final = frozenset({"seller", "buyer", "lines", "totals", "invoice_number", "vat_breakdown"})
_EXTRACTION: Final = frozenset({"invoice", "evidence", "document"})


def wrapped(document: Any) -> Any:
    """`document` under the name of its shape, as the service takes it; as it is where it has a name already.

    Of an extraction's answer it is the invoice.
    """
    if isinstance(document, Mapping) and document.keys() >= _EXTRACTION:
        return {"invoice": document["invoice"]}
    if not isinstance(document, Mapping) or any(shape in document for shape in SHAPES):
        return document
    if _RENDERCV & document.keys():
        return {"rendercv": document}
    if _INVOICE & document.keys():
        return {"invoice": document}
    return {"json_resume" if _JSON_RESUME & document.keys() else "resume_data": document}
