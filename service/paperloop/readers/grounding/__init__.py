"""Grounding: where the pages print the values of an invoice, and which values they do not print."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from paperloop.documents.extraction import Evidence
from paperloop.documents.invoice import DocumentType, Invoice
from paperloop.documents.json_pointers import Pointer
from paperloop.documents.pages import Page
from paperloop.documents.pointers import leaves
from paperloop.readers.grounding.choosing import (
    Chosen,
    choose_alone,
    choose_currency,
    choose_lines,
    choose_party,
    choose_row,
    choose_totals,
)
from paperloop.readers.grounding.lookup import Lookup
from paperloop.readers.grounding.rows import Line
from paperloop.readers.grounding.words import Spot, Words

__all__ = ["ground", "unprinted"]

Groups = dict[Pointer, dict[str, list[Spot]]]
"""The spots of values by where they stand: /seller, /totals, /lines/3, "" for the header; then by the rest of their
pointer."""

_NOTHING: Mapping[Pointer, str] = MappingProxyType({})
_EXEMPT = frozenset({"document_type", "type_code", "category", "unit", "country", "region"})
_ADDRESS = "/address"


def ground(
    invoice: Invoice, pages: Sequence[Page], *, printed: Mapping[Pointer, str] = _NOTHING
) -> dict[Pointer, Evidence]:
    """For each value of `invoice` that the pages print, where; hidden words print nothing.

    `printed` gives the strings that a language model says it saw; they are looked up before the values themselves.
    """
    words = Words(pages)
    lookup = Lookup(words, printed, is_credit=invoice.document_type is DocumentType.CREDIT_NOTE)
    lines = {f"/lines/{number}": line for number, line in enumerate(invoice.lines)}
    rows = choose_lines(words, {at: Line(lookup, at, line) for at, line in lines.items()})
    groups: Groups = {}
    for pointer, value in leaves(invoice.model_copy(update={"lines": ()})):
        parent, _, field = pointer.rpartition("/")
        at = parent.removesuffix(_ADDRESS)
        spots = lookup.spots(pointer, field, value)
        groups.setdefault(at, {})[field if at == parent else f"address/{field}"] = spots
    return {pointer: words.evidence(spot) for pointer, spot in _chosen(words, groups, rows).items()}


def _chosen(words: Words, groups: Groups, lines: dict[Pointer, Chosen]) -> dict[Pointer, Spot]:
    money = groups.get("", {}).pop("currency", [])
    taken = frozenset([number for chosen in lines.values() for spot in chosen.values() for number in spot.words])
    chosen = {at: _own(words, at, group, taken) for at, group in groups.items()} | lines
    spots = {f"{at}/{field}": spot for at, group in chosen.items() for field, spot in group.items()}
    return spots | {"/currency": choose_currency(money, chosen.get("/totals", {}))} if money else spots


def _own(words: Words, at: Pointer, group: Mapping[str, Sequence[Spot]], taken: frozenset[int]) -> Chosen:
    if at == "/totals":
        return choose_totals(words, group, taken)
    if at.startswith("/vat_breakdown/"):
        return choose_row(words, group, taken)
    return choose_alone(words, group) if at in {"", "/notes"} else choose_party(group)


def unprinted(invoice: Invoice, evidence: Mapping[Pointer, Evidence]) -> list[Pointer]:
    """The values that ought to stand on the pages and do not: neither codes nor the zero sums of an e-invoice."""
    return [pointer for pointer, value in leaves(invoice) if pointer not in evidence and not _is_exempt(pointer, value)]


def _is_exempt(pointer: Pointer, value: object) -> bool:
    return pointer.rpartition("/")[2] in _EXEMPT or (pointer.startswith("/totals/") and value == 0)
