"""An invoice from the body that a client sent to the PDF, with the e-invoice in it."""

from decimal import Decimal
from typing import Any, Final

from paperloop.documents.checks import check
from paperloop.documents.einvoice.cii import cii_xml
from paperloop.documents.einvoice.obstacles import obstacles
from paperloop.documents.invoice import Invoice
from paperloop.documents.pointers import leaves
from paperloop.documents.printed.invoice import printed
from paperloop.documents.printed.wording import DEFAULT, wording_of
from paperloop.errors import InvalidBody, InvalidParameter
from paperloop.pdf.body import quotable, validated
from paperloop.pdf.render_calls import RenderDocument, RenderedDocument
from paperloop.pdf.render_options import RenderOptions
from paperloop.pdf.typeset.invoice_typesetter import InvoiceLook, typeset_invoice
from paperloop.pdf.typeset.options import paper_named, standards_named

MEMBER: Final = "invoice"
"""Under which an invoice stands in a body."""

MAX_LINES: Final = 2_000
MAX_BYTES: Final = 2_000_000
MAX_STRING: Final = 20_000
MAX_DIGITS: Final = 30
"""Before and after the decimal point; an exponent may claim a billion of them."""

_STANDARD: Final = "PDF/A-3b"
_SHOWN: Final = 10


def render_invoice(call: RenderDocument, body: dict[str, Any]) -> RenderedDocument:
    """
    Raises:
        InvalidBody: the invoice is not as `Invoice` has it, or larger than anybody prints.
        InvalidParameter, UnprintableCharacters.
    """
    invoice = _invoice(body.pop(MEMBER), call.source.stat().st_size)
    options = validated(RenderOptions, body).united_with(call.options)
    _refuse_render_options(options)
    wording = wording_of(options.language or DEFAULT)
    look = InvoiceLook(
        theme=options.theme,
        paper=paper_named(options.paper or "A4"),
        accent=options.accent,
        language=wording.locale.language,
        region=wording.locale.territory,
        standards=standards_named(_STANDARD if options.standard is None else options.standard),
        unprintable=options.unprintable or "refuse",
    )
    lacking = obstacles(invoice)
    typeset = typeset_invoice(printed(invoice, wording), look, call.to, None if lacking else cii_xml(invoice))
    failed = [f"{each.rule}: {each.detail}" for each in check(invoice) if not each.passed]
    return RenderedDocument(
        pages=typeset.pages,
        name=f"{wording[invoice.document_type or 'invoice']} {invoice.invoice_number or ''}".strip()[:200],
        typeset=typeset,
        warnings=quotable((*failed, *_told(lacking), *typeset.warnings)),
    )


def _invoice(document: Any, size_bytes: int) -> Invoice:
    at = f"/{MEMBER}"
    if not isinstance(document, dict):
        raise InvalidBody(pointer=at, reason="must be an object, the invoice as /v1/extract answers it")
    if size_bytes > MAX_BYTES:
        raise InvalidBody(pointer=at, reason=f"has {size_bytes} bytes; the limit is {MAX_BYTES}")
    invoice = validated(Invoice, _given(document), at)
    for name in ("lines", "notes", "accounts", "vat_breakdown"):
        if len(getattr(invoice, name)) > MAX_LINES:
            reason = f"has {len(getattr(invoice, name))} members; the limit is {MAX_LINES}"
            raise InvalidBody(pointer=f"{at}/{name}", reason=reason)
    for pointer, value in leaves(invoice):
        if isinstance(value, Decimal) and not _is_printable(value):
            raise InvalidBody(pointer=f"{at}{pointer}", reason=f"has more than {MAX_DIGITS} digits")
        if isinstance(value, str) and len(value) > MAX_STRING:
            reason = f"has {len(value)} characters; the limit is {MAX_STRING}"
            raise InvalidBody(pointer=f"{at}{pointer}", reason=reason)
    return invoice


def _given(document: dict[str, Any]) -> dict[str, Any]:
    """Null says of an object or a list too that there is none."""
    parties = {name: document.get(name) for name in ("seller", "buyer")}
    inner = {name: _without_nulls(party) for name, party in parties.items() if isinstance(party, dict)}
    return _without_nulls(document) | inner


def _without_nulls(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}


def _is_printable(value: Decimal) -> bool:
    _, digits, exponent = value.as_tuple()
    return isinstance(exponent, int) and abs(exponent) <= MAX_DIGITS and len(digits) <= MAX_DIGITS


def _refuse_render_options(options: RenderOptions) -> None:
    for name in ("variant", "fit"):
        if getattr(options, name) is not None:
            raise InvalidParameter(parameter=name, reason="an invoice has none; leave it out")


def _told(lacking: tuple[str, ...]) -> list[str]:
    if not lacking:
        return []
    more = f"; and {len(lacking) - _SHOWN} more" if len(lacking) > _SHOWN else ""
    return [f"no e-invoice is attached, since EN 16931 wants more: {'; '.join(lacking[:_SHOWN])}{more}"]
