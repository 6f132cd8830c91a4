"""Postal addresses in a party's block: street lines, postcode, town, country code."""

import re
from collections.abc import Iterator, Sequence

from paperloop.readers.layout.blocks import Block, cell_from, one_line_address, postcode_in
from paperloop.readers.layout.findings import Finding, Place, find, is_label, right_of
from paperloop.readers.layout.sheet import Sheet

_COUNTRY_FIRST = re.compile(r"([A-Z]{2})[ -](?=[\dA-Z])")
_COUNTRY_LAST = re.compile(r", ([A-Z]{2})$")
_TRUST = 0.8


def address_in(sheet: Sheet, block: Block, name: Place) -> dict[str, Finding[str]]:
    """The fields of `documents.invoice.Address` that the block prints behind or below `name`; none without a
    postcode."""
    parts = one_line_address(block.places[0])
    if parts and name.line is block.places[0].line:
        return sender_address(block.places[0], parts)
    streets: list[Place] = []
    for place in _lines(sheet, block, name):
        postcode = postcode_in(place.text)
        if postcode:
            found = dict(_town(place, postcode))
            for field, street in zip(("line1", "line2"), streets[-2:], strict=False):
                found[field] = find(street, street.text, _TRUST)
            return found
        streets.append(place)
    return {}


def sender_address(sender: Place, parts: Sequence[str]) -> dict[str, Finding[str]]:
    """The address in a sender's line of which `parts` are name, street, and last the postcode with its town."""
    places = _places_of(sender, parts)[1:]
    for position, place in reversed(list(enumerate(places))):
        postcode = postcode_in(place.text)
        if postcode:
            found = dict(_town(place, postcode))
            for field, street in zip(("line1", "line2"), places[max(0, position - 2) : position], strict=False):
                found[field] = find(street, street.text.strip(" ,"), _TRUST)
            return found
    return {}


def _places_of(place: Place, parts: Sequence[str]) -> list[Place]:
    """Where the parts stand; signs between them are words of their own, or stand behind a part's last word."""
    places: list[Place] = []
    start = place.start
    for part in parts:
        while start < place.end and not place.line.keys[start]:
            start += 1
        end = min(place.end, start + len(part.split()))
        if start < end:
            places.append(Place(place.line, start, end))
        start = end
    return places


def _lines(sheet: Sheet, block: Block, name: Place) -> Iterator[Place]:
    """The block's lines below the name; where one is labelled as the address, what stands right of it and below."""
    for place in block.places:
        if place.line.row.y <= name.line.row.y or any(word.text.count("@") for word in place.words):
            continue
        hit = next((hit for hit in place.line.hits if hit.start == place.start), None)
        if hit and hit.field == "address":
            value = right_of(place.line, hit)
            if value:
                yield value
                yield from _under(sheet, value)
        elif hit is None or not is_label(place.line, hit):
            yield place


def _under(sheet: Sheet, value: Place) -> Iterator[Place]:
    for line in sheet.below(value.line.row, 5.5 * value.line.row.height):
        place = cell_from(line, value.x0)
        if place:
            yield place


def _town(place: Place, postcode: str) -> Iterator[tuple[str, Finding[str]]]:
    """Postcode, town and country code of a line such as "DE 80333 München" or "Leeds LS1 4DY"."""
    text = place.text
    before, _, after = text.partition(postcode)
    country = _COUNTRY_FIRST.match(text) or _COUNTRY_LAST.search(text)
    town = _COUNTRY_LAST.sub("", after).strip(" ,-") or _COUNTRY_FIRST.sub("", before).strip(" ,-")
    yield "postcode", find(place, postcode, _TRUST)
    if town and any(c.isalpha() for c in town):
        yield "city", find(place, town, _TRUST)
    if country and country[1] in _COUNTRIES:
        yield "country", find(place, country[1], _TRUST)


_COUNTRIES = frozenset(
    (
        *("AT", "AU", "BE", "BG", "BR", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU"),
        *("IE", "IN", "IT", "LI", "LT", "LU", "LV", "MC", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK"),
        *("TR", "US"),
    )
)
"""ISO 3166-1 codes that are printed before a postcode or behind a town; states of the USA are left out."""
