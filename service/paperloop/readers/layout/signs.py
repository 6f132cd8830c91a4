"""How far a party's name can be trusted: by the signs that agree on it, each of which could speak for another name."""

from collections.abc import Sequence

from paperloop.readers.layout.blocks import DETAILS, Block, foot_of, postcode_in
from paperloop.readers.layout.findings import Place
from paperloop.readers.layout.sheet import Sheet

_TITLES = frozenset(("title_invoice", "title_credit", "title_receipt"))
_TOP = 0.22
"""The part of the page's height that a letterhead takes."""
_OF_SELLER = (0.0, 0.0, 0.7, 0.83, 0.88, 0.92, 0.92)
_OF_BUYER = (0.0, 0.7, 0.83, 0.88)
"""Confidence by the number of signs that agree."""


def trust_in_seller(sheet: Sheet, place: Place, block: Block | None, name: str, *, linked: bool, other: bool) -> float:
    """`linked`: a domain bears the name; `other`: a label calls somebody else the buyer."""
    signs = (
        _has_details(block.places if block else [place]),
        linked,
        _times_printed(sheet, name) > 1,
        _is_at_edge(sheet, place),
        block is not None and _is_address(block),
        other,
    )
    return _OF_SELLER[sum(signs)]


def trust_in_buyer(block: Block, *, alone: bool) -> float:
    """Beside a seller who is another, and trusted. `alone`: no other block could be the buyer's."""
    return _OF_BUYER[sum((_is_address(block), alone, not _has_details(block.places)))]


def holds_title(place: Place) -> bool:
    """Does the document's title stand in what is taken for a name?"""
    return any(hit.field in _TITLES and _holds(place, hit.start) for hit in place.line.hits)


def _has_details(places: Sequence[Place]) -> bool:
    return any(hit.field in DETAILS and _holds(place, hit.start) for place in places for hit in place.line.hits)


def _holds(place: Place, position: int) -> bool:
    return place.start <= position < place.end


def _times_printed(sheet: Sheet, name: str) -> int:
    return sheet.text.count(name.casefold())


def _is_at_edge(sheet: Sheet, place: Place) -> bool:
    row = place.line.row
    height = row.y / sheet.pages[row.page].height
    return row.page == sheet.lines[0].row.page and (height < _TOP or height > foot_of(sheet))


def _is_address(block: Block) -> bool:
    return any(postcode_in(place.text) for place in block.places)
