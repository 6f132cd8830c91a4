"""What a PDF would do if it were let, read from its dictionaries and never run."""

import re
from collections.abc import Iterator
from typing import Final

import pymupdf

_ACTIONS: Final = {"JavaScript": "JavaScript", "Launch": "a program start", "SubmitForm": "a form submission"}
_KIND = re.compile(r"/S\s*/(" + "|".join(_ACTIONS) + r")\b")
_CATALOGUE_KEYS = ("OpenAction", "AA", "Names/JavaScript")


def document_remarks(pdf: pymupdf.Document) -> Iterator[str]:
    """Sentences on active content and forms that concern the whole document."""
    catalogue = pdf.pdf_catalog()
    kinds = _kinds(pdf, catalogue, _CATALOGUE_KEYS)
    if kinds:
        yield f"the document holds active content, which was not run: {', '.join(sorted(kinds))}"
    if _value(pdf, catalogue, "AcroForm/XFA"):
        yield "the document is an XFA form; its pages may show a placeholder instead of the form's content"


def page_remarks(page: pymupdf.Page) -> Iterator[str]:
    """Likewise for one page, without its number."""
    kinds = _kinds(page.parent, page.xref, ("AA",))
    if kinds:
        yield f"active content, which was not run: {', '.join(sorted(kinds))}"


def _kinds(pdf: pymupdf.Document, xref: int, keys: tuple[str, ...]) -> set[str]:
    found = [_value(pdf, xref, key) for key in keys]
    kinds = {_ACTIONS[kind] for value in found for kind in _KIND.findall(value)}
    return kinds | {_ACTIONS["JavaScript"] for key, value in zip(keys, found, strict=True) if value and "Java" in key}


def _value(pdf: pymupdf.Document, xref: int, key: str) -> str:
    """The value as PDF source, followed through one reference; "" when there is none."""
    kind, value = pdf.xref_get_key(xref, key)
    if kind == "xref":
        return str(pdf.xref_object(int(value.split()[0]), compressed=True))
    return "" if kind == "null" else str(value)
