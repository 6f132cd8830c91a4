"""An invoice set in type: set, written, read back, and declared as Factur-X where it carries an e-invoice."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pymupdf

from paperloop.documents.printed.page import InvoicePage
from paperloop.errors import InvalidParameter, UnprintableCharacters, named_characters
from paperloop.pdf.faults import keep_silent
from paperloop.pdf.render_calls import Typeset
from paperloop.pdf.typeset.accent import readable_accent
from paperloop.pdf.typeset.catalogue import Theme, invoice_themes
from paperloop.pdf.typeset.compiler import compiled
from paperloop.pdf.typeset.expected import strings
from paperloop.pdf.typeset.facturx import declare_einvoice
from paperloop.pdf.typeset.glyphs import unprintable
from paperloop.pdf.typeset.invoice_manuscript import invoice_manuscript
from paperloop.pdf.typeset.manuscript import Json
from paperloop.pdf.typeset.options import Paper, PdfStandard, Unprintable
from paperloop.pdf.typeset.readback import read_back

DEFAULT_THEME: Final = "letter"

_NEAR: Final = 800
"""Characters between two expected strings: the foot of a page, the head of the next and the table's repeated head."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLook:
    """`language` and `region` are those of a BCP 47 tag."""

    theme: str | None = None
    paper: Paper = "a4"
    accent: str | None = None
    language: str = "en"
    region: str | None = None
    standards: tuple[PdfStandard, ...] = ()
    unprintable: Unprintable = "refuse"


def typeset_invoice(page: InvoicePage, look: InvoiceLook, to: Path, einvoice: bytes | None) -> Typeset:
    """`einvoice` is attached where PDF/A-3b is among the standards and can be kept.

    Raises:
        InvalidParameter: an unknown theme, or a colour that is none.
        UnprintableCharacters: a standard is asked for, and no font has a character.
    """
    keep_silent()
    text = invoice_manuscript(page)
    missing = unprintable(strings(text.expected))
    if missing and look.standards and look.unprintable == "refuse":
        raise UnprintableCharacters(characters=missing)
    standards = () if missing else look.standards
    carried = einvoice if "a-3b" in standards else None
    inputs = {
        "data": json.dumps(text.content, ensure_ascii=False),
        "look": json.dumps(_look(look)),
        "einvoice": (carried or b"").decode(),
    }
    to.write_bytes(compiled(_theme(look.theme or DEFAULT_THEME), inputs, standards))
    if carried:
        declare_einvoice(to)
    with pymupdf.open(to) as pdf:
        readback = read_back(pdf, text.expected, near=_NEAR)
        return Typeset(
            pages=pdf.page_count,
            readback=readback.ratio,
            unreadable=readback.unreadable,
            standards=standards,
            warnings=tuple(_warnings(look, missing, einvoice is not None and carried is None)),
        )


def _theme(name: str) -> Theme:
    if name not in invoice_themes():
        reason = f"no such theme of invoices; known: {', '.join(invoice_themes())}"
        raise InvalidParameter(parameter="theme", reason=reason)
    return invoice_themes()[name]


def _look(look: InvoiceLook) -> Json:
    return {
        "paper": look.paper,
        "accent": readable_accent(look.accent) if look.accent else None,
        "dated": bool(look.standards),
        "lang": look.language,
        "region": look.region,
    }


def _warnings(look: InvoiceLook, missing: str, left_out: bool) -> list[str]:
    warnings = []
    if missing:
        warnings.append(f"no font here has {named_characters(missing)}; a box is printed instead")
    if missing and look.standards:
        warnings.append("the document keeps no standard, since it lacks characters")
    if left_out:
        warnings.append("no e-invoice is attached, since the document is no PDF/A-3b")
    return warnings
