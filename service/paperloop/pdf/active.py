"""What a PDF would do if it were let, read from its dictionaries and never run."""

from collections.abc import Iterator
from typing import Any, Final

import pymupdf
from pymupdf import mupdf

_ACTIONS: Final = {"JavaScript": "JavaScript", "Launch": "a program start", "SubmitForm": "a form submission"}
"""Types of actions (ISO 32000-2, 12.6.4) that reach beyond the document."""
_DEEP, _WIDE = 3, 10
"""A dictionary of triggers, the action of one, the action after that; entries looked at in each."""


def document_remarks(pdf: pymupdf.Document) -> Iterator[str]:
    """Sentences on active content and forms that concern the whole document."""
    root = mupdf.pdf_dict_gets(mupdf.pdf_trailer(mupdf.pdf_document_from_fz_document(pdf.this)), "Root")
    kinds = {*_kinds(root, "OpenAction"), *_kinds(root, "AA")}
    if not mupdf.pdf_is_null(mupdf.pdf_dict_getp(root, "Names/JavaScript")):
        kinds.add(_ACTIONS["JavaScript"])
    if kinds:
        yield f"the document holds active content, which was not run: {', '.join(sorted(kinds))}"
    if not mupdf.pdf_is_null(mupdf.pdf_dict_getp(root, "AcroForm/XFA")):
        yield "the document is an XFA form; its pages may show a placeholder instead of the form's content"


def page_remarks(page: pymupdf.Page) -> Iterator[str]:
    """Likewise for one page, without its number."""
    if kinds := set(_kinds(mupdf.pdf_page_from_fz_page(page.this).obj(), "AA")):
        yield f"active content, which was not run: {', '.join(sorted(kinds))}"


def _kinds(dictionary: Any, key: str) -> Iterator[str]:
    types = _types(mupdf.pdf_dict_gets(dictionary, key), _DEEP)
    return (_ACTIONS[each] for each in types if each in _ACTIONS)


def _types(value: Any, deep: int) -> Iterator[str]:
    """The action types in a dictionary and in those below it."""
    if deep and mupdf.pdf_is_dict(value):
        yield str(mupdf.pdf_to_name(mupdf.pdf_dict_gets(value, "S")))
        for index in range(min(mupdf.pdf_dict_len(value), _WIDE)):
            yield from _types(mupdf.pdf_dict_get_val(value, index), deep - 1)
