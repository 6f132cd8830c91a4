"""Blocks of lines that belong to one party: under a label, under a sender's line, around a postcode."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from paperloop.readers.layout.findings import Place, fills_cell, overlapping
from paperloop.readers.layout.labels import Hit
from paperloop.readers.layout.sheet import Line, Sheet

Role = Literal["seller", "buyer", "other_party"]
_ROLES: tuple[Role, ...] = ("seller", "buyer", "other_party")
_MAX_LINES = 14
_MAX_PLACES = 400

_POSTCODE = re.compile(
    r"\b(?:[A-Z]{1,3}[- ])?(?:"
    r"(?P<nl>\d{4} ?[A-Z]{2})\b[ ,]+[^\W\d_]{2}"
    r"|(?P<plain>\d{4,5})[ ,]+[^\W\d_]{2}"
    r"|(?P<pl>\d{2}-\d{3})\b"
    r"|(?P<pt>\d{4}-\d{3})\b"
    r"|(?P<se>\d{3} \d{2})[ ,]+[^\W\d_]{2}"
    r"|(?P<gb>[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b"
    r"|(?P<ie>[A-Z]\d[\dW] [A-Z][A-Z\d]{3})\b"
    r"|(?P<ca>[A-Z]\d[A-Z] ?\d[A-Z]\d)\b)"
    r"|,? ?\b[A-Z]{2,3} (?P<us>\d{5}(?:-\d{4})?|\d{4})(?:,|$)"
    r"|\b[^\W\d_]{3,}[ ]?- ?(?P<india>\d{6})\b"
)
_PARTING = re.compile(r"\s*[•●·∙|‧▪*]\s*|\s+[-–—]\s+|,\s+")


class Block(NamedTuple):
    """Lines of one party from top to bottom, without the label. `role` is None where nothing names it."""

    role: Role | None
    places: list[Place]

    def start_on(self, line: Line) -> int:
        """Where the block begins on `line`; -1 where it has no part in it."""
        return next((place.start for place in self.places if place.line is line), -1)


def block_at(blocks: Iterable[Block], line: Line, position: int) -> Block | None:
    """The block that the word at `position` stands in or right of: of several on the line, the nearest."""
    beside = [(start, block) for block in blocks if 0 <= (start := block.start_on(line)) <= position]
    return max(beside, key=lambda one: one[0])[1] if beside else None


@lru_cache(maxsize=1024)
def postcode_in(text: str) -> str | None:
    """The first postcode of `text` that stands with a town, as it is printed."""
    found = _POSTCODE.search(text)
    return next((group for group in found.groups() if group), None) if found else None


def labelled_blocks(sheet: Sheet) -> Iterator[Block]:
    """The lines under or behind each label such as "Bill to"."""
    for line, hit in sheet.labelled(*_ROLES):
        block = _under_label(sheet, line, hit) if len(line.row.cells) < 5 else None
        if block:
            yield block


def _under_label(sheet: Sheet, line: Line, hit: Hit) -> Block | None:
    role: Role = hit.field  # type: ignore[assignment]
    row = line.row
    start, end = row.cell_at(hit.start)
    if start != hit.start:
        return None
    if fills_cell(hit, row, line.keys):
        places = _column(sheet, line, row.words[start].x0) or _column(sheet, line, _indented(sheet, line, start, end))
        return Block(role, places) if places else None
    if row.words[hit.end - 1].text.endswith(":") or row.words[hit.end].text == ":":
        first = hit.end if any(line.keys[hit.end : hit.end + 1]) else hit.end + 1
        inline = Place(line, first, end)
        return Block(role, [inline, *_column(sheet, line, inline.x0)])
    return None


def _indented(sheet: Sheet, line: Line, start: int, end: int) -> float:
    """Where the nearest cell under the cell from `start` to `end` begins; where that itself begins, if none is."""
    words = line.row.words
    for other in sheet.below(line.row, 3 * line.row.height):
        for place in overlapping(other, words[start].x0, words[end - 1].x1):
            if place.x1 - place.x0 < 40 * line.row.height:
                return place.x0
    return words[start].x0


def _column(sheet: Sheet, line: Line, x0: float) -> list[Place]:
    """The cells below that begin at `x0`, down to a gap, another party's label or a table."""
    places: list[Place] = []
    last = line.row.y
    for other in sheet.below(line.row, 30 * line.row.height):
        place = cell_from(other, x0)
        if len(other.row.cells) > 3:
            break
        if place is None:
            continue
        gap = 3.1
        if other.row.y - last > gap * max(other.row.height, line.row.height) or len(places) == _MAX_LINES:
            break
        if any(
            hit.field in _ROLES and hit.start == place.start and fills_cell(hit, other.row, other.keys)
            for hit in other.hits
        ):
            break
        places.append(place)
        last = other.row.y
    return places


def cell_from(line: Line, x0: float) -> Place | None:
    """The cell of `line` that begins at `x0`, as columns of text do."""
    for start, end in line.row.cells:
        if abs(line.row.words[start].x0 - x0) < 0.7 * line.row.height:
            return Place(line, start, end)
    return None


def _cell_to(line: Line, x1: float) -> Place | None:
    for start, end in line.row.cells:
        if abs(line.row.words[end - 1].x1 - x1) < 0.3 * line.row.height:
            return Place(line, start, end)
    return None


def sender_lines(sheet: Sheet) -> Iterator[tuple[Place, list[str]]]:
    """One-line addresses, as above an envelope's window: (place, its parts), name first."""
    first = sheet.lines[0].row.page
    for line in sheet.marked_lines:
        if line.row.page != first or line.row.y > 0.4 * sheet.pages[first].height:
            continue
        for start, end in line.row.cells:
            if end - start >= 5 and line.row.has_digits:
                place = Place(line, start, end)
                parts = [part for part in _PARTING.split(place.text) if part]
                if (
                    len(parts) >= 3
                    and postcode_in(", ".join(parts[1:]))
                    and not parts[0][0].isdigit()
                    and len(parts[0]) < 60
                ):
                    yield place, parts


def under_sender(sheet: Sheet, sender: Place) -> Block | None:
    """The addressee's block in the window under a sender's line."""
    for other in sheet.below(sender.line.row, 60):
        for start, end in other.row.cells:
            x0 = other.row.words[start].x0
            if sender.x0 - 60 < x0 < sender.x1 and not any(
                hit.start == start for hit in other.hits if hit.field not in ("connector", "buyer", "seller")
            ):
                place = Place(other, start, end)
                return Block("buyer", [place, *_column(sheet, other, x0)])
    return None


def address_blocks(sheet: Sheet) -> Iterator[Block]:
    """Blocks around a line with postcode and town on the first page, whatever their role."""
    first = sheet.lines[0].row.page
    seen: set[tuple[int, int]] = set()
    for line in sheet.marked_lines:
        if line.row.page != first:
            break
        for start, end in line.row.cells if line.row.has_digits else ():
            if end - start > 8 or (end - start == 1 and _is_figure(line.row.texts[start])):
                continue
            place = Place(line, start, end)
            if (line.row.index, start) in seen or not postcode_in(place.text):
                continue
            if len(seen) > _MAX_PLACES:
                return
            places = [*reversed(_upwards(sheet, place)), place, *_column(sheet, line, place.x0)]
            seen.update((p.line.row.index, p.start) for p in places)
            yield Block(None, places)


def _is_figure(text: str) -> bool:
    """Can't the word hold a postcode and a town, or one with a hyphen?"""
    return text.isalpha() or (text[0].isdigit() and text[-1].isdigit() and "-" not in text)


def _upwards(sheet: Sheet, place: Place) -> list[Place]:
    """The cells above `place` that begin where it begins, nearest first, up to a gap."""
    places: list[Place] = []
    last = place.line.row
    index = place.line.row.index - 1
    while index >= 0 and sheet.lines[index].row.page == last.page and len(places) < 7:
        line = sheet.lines[index]
        if last.y - line.row.y > 2.6 * max(line.row.height, last.height):
            break
        cell = cell_from(line, place.x0) or _cell_to(line, place.x1)
        if cell:
            places.append(cell)
            last = line.row
        index -= 1
    return places
