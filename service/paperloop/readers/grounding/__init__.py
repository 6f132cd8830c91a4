"""Grounding: where the pages print the values of an invoice, and which values they do not print."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from paperloop.documents.extraction import Evidence, Pointer
from paperloop.documents.invoice import DocumentType, Invoice
from paperloop.documents.pages import Page
from paperloop.documents.pointers import leaves
from paperloop.readers.grounding.choosing import (
    Chosen,
    choose_alone,
    choose_lines,
    choose_party,
    choose_row,
    choose_totals,
)
from paperloop.readers.grounding.lookup import Lookup
from paperloop.readers.grounding.words import Spot, Words

__all__ = ["ground", "unprinted"]

_NOTHING: Mapping[Pointer, str] = MappingProxyType({})
_EXEMPT = frozenset({"document_type", "type_code", "category", "unit", "country", "region"})
_TABLES = ("lines", "vat_breakdown", "accounts")


def ground(
    invoice: Invoice, pages: Sequence[Page], *, printed: Mapping[Pointer, str] = _NOTHING
) -> dict[Pointer, Evidence]:
    """For each value of `invoice` that the pages print, where; hidden words print nothing.

    `printed` gives the strings that a language model says it saw; they are looked up before the values themselves.
    """
    words = Words(pages)
    lookup = Lookup(words, printed, is_credit=invoice.document_type is DocumentType.CREDIT_NOTE)
    groups: dict[Pointer, dict[Pointer, list[Spot]]] = {}
    for pointer, value in leaves(invoice):
        groups.setdefault(_company(pointer), {})[pointer] = lookup.spots(pointer, value)
    chosen = _chosen(words, groups)
    return {pointer: words.evidence(chosen[pointer]) for pointer in _pointers(groups) if pointer in chosen}


def _company(pointer: Pointer) -> Pointer:
    """The part of the invoice whose values stand together: /seller, /totals, /lines/3; "" for the header's."""
    steps = pointer.split("/", 3)
    if steps[1] in _TABLES:
        return f"/{steps[1]}/{steps[2]}"
    return "/totals" if pointer == "/currency" else f"/{steps[1]}" if steps[1] in {"seller", "buyer", "totals"} else ""


def _pointers(groups: Mapping[Pointer, Mapping[Pointer, object]]) -> list[Pointer]:
    return [pointer for group in groups.values() for pointer in group]


def _chosen(words: Words, groups: Mapping[Pointer, dict[Pointer, list[Spot]]]) -> Chosen:
    chosen: Chosen = {}
    for of_line in choose_lines(words, [group for at, group in groups.items() if at.startswith("/lines/")]):
        chosen |= of_line
    taken = frozenset(number for spot in chosen.values() for number in spot.words)
    for at, group in groups.items():
        if at == "/totals":
            chosen |= choose_totals(words, group, taken)
        elif at.startswith("/vat_breakdown/"):
            chosen |= choose_row(words, group, taken)
        elif at == "":
            chosen |= choose_alone(words, group)
        elif not at.startswith("/lines/"):
            chosen |= choose_party(group, f"{at}/name")
    return chosen


def unprinted(invoice: Invoice, evidence: Mapping[Pointer, Evidence]) -> list[Pointer]:
    """The values that ought to stand on the pages and do not: neither codes nor the zero sums of an e-invoice."""
    return [pointer for pointer, value in leaves(invoice) if pointer not in evidence and not _is_exempt(pointer, value)]


def _is_exempt(pointer: Pointer, value: object) -> bool:
    return pointer.rpartition("/")[2] in _EXEMPT or (pointer.startswith("/totals/") and value == 0)
