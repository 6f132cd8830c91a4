"""Blocks of lines that belong to one party: under a label, under a sender's line, around a postcode."""

import math
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from paperloop.readers.layout.findings import Place, fills_cell, is_label, overlapping
from paperloop.readers.layout.labels import LEXICON, Hit, key_of
from paperloop.readers.layout.sheet import Line, Sheet

Role = Literal["seller", "buyer", "other_party"]
_ROLES: tuple[Role, ...] = ("seller", "buyer", "other_party")
DETAILS = frozenset(("vat_id", "legal_id", "iban", "bic", "phone", "fax", "email", "tax_number"))
"""What a party, most often the seller, prints of itself below its address."""
_MAX_LINES = 14
_MAX_PLACES = 400
_LONGEST_NAME = 60
_FOOT = 0.8
_GAP = 3.1
"""Line heights from one line of a block to the next, at most."""

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
    r"|, [A-Z][a-z]{3,}(?: [A-Z][a-z]+)? (?P<state>\d{5}(?:-\d{4})?)$"
    r"|\b[^\W\d_]{3,}[ ]?- ?(?P<india>\d{6})\b"
    r"|\b(?P<six>\d{6})[ ,]+(?=[^\W\d_a-z])[^\W\d_]{2}"
)
_MAY_HOLD_POSTCODE = re.compile(r"\d(?:\d{3}|-\d{3}|\d\d \d|(?<=[A-Z]\d))")
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
        beside = _beside(sheet, line, hit)
        if beside:
            return Block(role, [beside, *_column(sheet, line, beside.x0, label=row.words[start].x0)])
        places = _column(sheet, line, row.words[start].x0) or _column(sheet, line, _indented(sheet, line, start, end))
        return Block(role, places) if places else None
    if row.words[hit.end - 1].text.endswith(":") or row.words[hit.end].text == ":":
        first = hit.end if any(line.keys[hit.end : hit.end + 1]) else hit.end + 1
        inline = Place(line, first, end)
        return Block(role, [inline, *_column(sheet, line, inline.x0)])
    return None


def _beside(sheet: Sheet, line: Line, hit: Hit) -> Place | None:
    """The cell right of a label, where no label opens it and nothing else stands under the label: "Seller:  Acme"."""
    row = line.row
    cell = next((cell for cell in row.cells if cell[0] >= hit.end), None)
    if cell is None or _opens(line, cell[0]) or not row.texts[cell[0]][0].isalnum():
        return None
    for other in sheet.below(row, _GAP * row.height):
        under = cell_from(other, row.words[hit.start].x0)
        if under:
            return Place(line, *cell) if _opens(other, under.start) or under.text.endswith(":") else None
    return Place(line, *cell)


def _opens(line: Line, position: int) -> bool:
    """Does a label, or a typed value, begin at this word?"""
    labels = [hit.start for hit in line.hits if is_label(line, hit)]
    typed = [amount.start for amount in line.amounts] + [day.start for day in line.days]
    return position in labels or position in typed


def _indented(sheet: Sheet, line: Line, start: int, end: int) -> float:
    """Where the nearest cell under the cell from `start` to `end` begins; where that itself begins, if none is."""
    words = line.row.words
    for other in sheet.below(line.row, 3 * line.row.height):
        for place in overlapping(other, words[start].x0, words[end - 1].x1):
            if place.x1 - place.x0 < 40 * line.row.height:
                return place.x0
    return words[start].x0


def _column(sheet: Sheet, line: Line, x0: float, *, label: float | None = None) -> list[Place]:
    """The cells below that begin at `x0`, down to a gap, another party's label or a table.

    Labels stand over their names; where they stand left of them, they begin at `label`.
    """
    places: list[Place] = []
    last = line.row.y
    for other in sheet.below(line.row, 30 * line.row.height):
        place = cell_from(other, x0)
        if len(other.row.cells) > 3 or other.row.index in sheet.over_columns:
            break
        if place is None:
            continue
        if other.row.y - last > _GAP * max(other.row.height, line.row.height) or len(places) == _MAX_LINES:
            break
        if any(_begins_another(other, start) for start in (place.start, *_starts_at(other, label))):
            break
        places.append(place)
        last = other.row.y
    return places


def _begins_another(line: Line, position: int) -> bool:
    """Does a party's label fill the cell that begins here?"""
    return any(
        hit.field in _ROLES and hit.start == position and fills_cell(hit, line.row, line.keys) for hit in line.hits
    )


def _starts_at(line: Line, x0: float | None) -> list[int]:
    place = None if x0 is None else cell_from(line, x0)
    return [place.start] if place else []


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


def sender_lines(sheet: Sheet, top: float, bottom: float) -> Iterator[tuple[Place, list[str]]]:
    """One-line addresses, as above an envelope's window or in a footer: (place, its parts), name first.

    `top` and `bottom` are the part of the first page's height that is looked at.
    """
    first = sheet.lines[0].row.page
    height = sheet.pages[first].height
    for line in sheet.marked_lines:
        if line.row.page != first or not top * height <= line.row.y <= bottom * height:
            continue
        for start, end in line.row.cells:
            if end - start >= 5 and line.row.has_digits and not _names_party(line, start):
                place = Place(line, start, end)
                parts = one_line_address(place)
                if len(parts) >= 3:
                    yield place, parts


def foot_of(sheet: Sheet) -> float:
    """The part of the first page's height below which its foot begins: under the last sum of money, at 0.8 at most."""
    first = sheet.lines[0].row.page
    ends = [line.row.y + line.row.height for line in sheet.marked_lines if line.prints_money and line.row.page == first]
    return min(_FOOT, max(ends, default=math.inf) / sheet.pages[first].height)


def one_line_address(place: Place) -> list[str]:
    """The parts of "Name, street, postcode and town"; empty where it is none."""
    parts = _with_form([part for part in _PARTING.split(place.text) if part])
    if len(parts) < 2 or parts[0][0].isdigit() or len(parts[0]) >= _LONGEST_NAME:
        return []
    is_street = parts[0][-1].isdigit() and postcode_in(parts[1])
    return parts if postcode_in(", ".join(parts[1:])) and not is_street else []


def _with_form(parts: list[str]) -> list[str]:
    """`parts`, the second one joined to the name where it is all legal form: "Acme, Inc."."""
    if len(parts) > 1 and all(key_of(word) in LEXICON.companies for word in parts[1].split()):
        return [f"{parts[0]}, {parts[1]}", *parts[2:]]
    return parts


def _names_party(line: Line, position: int) -> bool:
    """Does a party's label open the cell that begins here?"""
    return any(hit.field in _ROLES and hit.start == position and is_label(line, hit) for hit in line.hits)


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
        if not _MAY_HOLD_POSTCODE.search(line.row.whole) or _is_in_table(sheet, line):
            continue
        for start, end in line.row.cells:
            if end - start > 8 or (end - start == 1 and _is_figure(line.row.texts[start])):
                continue
            place = Place(line, start, end)
            if (line.row.index, start) in seen or not postcode_in(place.text) or _is_other(place):
                continue
            if len(seen) > _MAX_PLACES:
                return
            above = _upwards(sheet, place)
            usual = _gap(above[0], place) if above else 0.0
            places = [*reversed(above), *_close([place, *_column(sheet, line, place.x0)], usual)]
            seen.update((p.line.row.index, p.start) for p in places)
            yield Block(None, places)


def _is_other(place: Place) -> bool:
    """Does it print a sum of money or a date, whose digits are no postcode?"""
    starts = [amount.start for amount in place.line.amounts if amount.cents] + [day.start for day in place.line.days]
    return any(place.start <= start < place.end for start in starts)


def _is_in_table(sheet: Sheet, line: Line) -> bool:
    """Is it a row of a table's lines: below its heading, with a sum of money and no label?"""
    heading = min(sheet.over_columns, default=None)
    below = heading is not None and line.row.index > heading
    return below and not line.hits and line.prints_money


def _gap(above: Place, below: Place) -> float:
    return below.words[0].y0 - above.words[0].y1


def _parts(gap: float, usual: float, height: float) -> bool:
    """Is a gap so much wider than the usual one between a block's lines that another block begins?"""
    return gap > max(0.6 * height, 2.5 * usual)


def _close(places: list[Place], usual: float) -> list[Place]:
    """The first of `places`, up to a gap that parts blocks; details such as a VAT id may stand a little apart."""
    for index, (above, below) in enumerate(pairwise(places), 1):
        height = max(above.line.row.height, below.line.row.height)
        if _parts(_gap(above, below), usual, height) and not _is_detail(below):
            return places[:index]
    return places


def _is_detail(place: Place) -> bool:
    labels = (hit for hit in place.line.hits if hit.start == place.start)
    return any(hit.field in DETAILS for hit in labels) or "@" in place.text


def _is_figure(text: str) -> bool:
    """Can't the word hold a postcode and a town, or one with a hyphen?"""
    return text.isalpha() or (text[0].isdigit() and text[-1].isdigit() and "-" not in text)


def _upwards(sheet: Sheet, place: Place) -> list[Place]:
    """The cells above `place` that begin where it begins, nearest first, up to a gap."""
    places: list[Place] = []
    last = place
    usual: float | None = None
    index = place.line.row.index - 1
    while index >= 0 and sheet.lines[index].row.page == place.line.row.page and len(places) < 7:
        line = sheet.lines[index]
        height = max(line.row.height, last.line.row.height)
        if last.line.row.y - line.row.y > 2.6 * height:
            break
        cell = cell_from(line, place.x0) or _cell_to(line, place.x1)
        if cell:
            gap = _gap(cell, last)
            if usual is not None and _parts(gap, usual, height):
                break
            usual = gap if usual is None else usual
            places.append(cell)
            last = cell
        index -= 1
    return places
