"""Names of parties: what a block or a cell prints as one, and which words can be one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from paperloop.readers.layout.blocks import DETAILS, Block, one_line_address, postcode_in
from paperloop.readers.layout.findings import Place, is_label, right_of
from paperloop.readers.layout.labels import LEXICON
from paperloop.readers.layout.sheet import Line, Sheet

LINK = re.compile(r"(?i)@|^(?:https?://|www\.)|\.(?:com|net|org|de|fr|nl|eu|co\.uk)$")

_NOT_A_NAME = re.compile(r"(?i)page|seite|\d+[/.]\d+|original|copy|kopie|duplicate")

_NEXT_LINE = 1.45
"""Line heights to the next line of one cell, at most."""


class Named(NamedTuple):
    """A name that stands at `place`, and goes on at `more` where it was too long for its line."""

    score: float
    name: str
    place: Place
    block: Block | None = None
    more: Place | None = None
    linked: bool = False
    """Does the domain of an address or link bear the name?"""


def labelled_names(blocks: Iterable[Block], sheet: Sheet, role: str, score: float) -> Iterator[Named]:
    """The names of the blocks of one role: behind a label "Name", before an address on one line, else their first
    lines."""
    for block in blocks:
        if block.role == role:
            named = _behind_label(sheet, block, score) or _before_address(block, score)
            yield from [named] if named else names_in(block, score)


def names_in(block: Block, score: float) -> Iterator[Named]:
    """The first two lines of a block that can be its name; each has `score` less what it lacks."""
    streets = [one for one, other in pairwise(block.places) if postcode_in(other.text) and _has_house_number(one)]
    more: Place | None = None
    for rank, place in enumerate(islice(filter(can_be_name, block.places[:5]), 2)):
        if place is more:
            break
        more = _continued_below(block, place)
        is_company = _holds_form(place) or (more is not None and _holds_form(more))
        lack = 0.25 * rank - (0.2 if is_company else 0.0)
        lack += 0.3 if "," in place.text and not is_company else 0.0
        lack += 0.8 if any(hit.field == "bank" and hit.row is place.line.row for hit in place.line.hits) else 0.0
        lack += 1.5 if place in streets and not is_company else 0.0
        name = f"{place.text} {more.text}" if more else place.text
        yield Named(score - lack, _clean(name), place, block, more)


def companies(sheet: Sheet, foot: float) -> Iterator[Named]:
    """Cells that open with a company's name, and the first cell of the document."""
    forms = LEXICON.companies
    for line in sheet.marked_lines:
        for start, end in line.row.cells if not forms.isdisjoint(line.keys) else ():
            stop = _company_end(line, start, end)
            if stop and can_be_name(Place(line, start, end)):
                height = line.row.y / sheet.pages[line.row.page].height
                edge = 0.6 if height > foot or height < 0.15 else 0.0
                place = Place(line, start, stop)
                yield Named(1.3 + edge, _clean(place.text), place)
    top = next(
        (Place(line, *line.row.cells[0]) for line in sheet.lines[:4] if can_be_name(Place(line, *line.row.cells[0]))),
        None,
    )
    if top and top.end - top.start <= 5:
        yield Named(1.2, _clean(top.text), top)


def first_part(score: float, place: Place, parts: Sequence[str]) -> Named:
    end = min(place.end, place.start + len(parts[0].split()))
    return Named(score, parts[0], Place(place.line, place.start, end))


def _behind_label(sheet: Sheet, block: Block, score: float) -> Named | None:
    for place in block.places:
        hit = next((hit for hit in place.line.hits if hit.field == "name" and hit.start == place.start), None)
        value = right_of(place.line, hit) if hit else None
        if value:
            above = _continued_above(sheet, value)
            return Named(score, f"{above.text} {value.text}" if above else value.text, value, block)
    return None


def _before_address(block: Block, score: float) -> Named | None:
    first = block.places[0]
    parts = one_line_address(first)
    named = first_part(score, first, parts)._replace(block=block) if parts else None
    return named if named and can_be_name(named.place) else None


def _continued_above(sheet: Sheet, value: Place) -> Place | None:
    """The first half of a name whose label stands beside the middle of two lines."""
    index = value.line.row.index - 1
    if index < 0:
        return None
    line = sheet.lines[index]
    start, end = line.row.cells[0]
    same_place = abs(line.row.words[start].x0 - value.x0) < 3 and len(line.row.cells) == 1
    close = line.row.page == value.line.row.page and value.line.row.y - line.row.y < 1.35 * line.row.height
    return Place(line, start, end) if same_place and close else None


def can_be_name(place: Place) -> bool:
    """A line that can be a name: mostly letters, no street number first, no link, no label of something else, more than
    a company's form."""
    words, text = place.words, place.text
    if words[0].text.isdigit() or text[0] in '(*#-"' or _is_all_form(place):
        return False
    letters, digits = sum(map(str.isalpha, text)), sum(map(str.isdigit, text))
    if letters <= digits or letters < 2 or postcode_in(text):
        return False
    if any(LINK.search(word.text) for word in words) or _NOT_A_NAME.fullmatch(words[0].text):
        return False
    if any(word.text.endswith(":") for word in words[:4]):
        return False
    hit = next((hit for hit in place.line.hits if hit.start == place.start), None)
    if hit and hit.field == "salutation" and not any(place.line.keys[hit.end : place.end]):
        return False
    if hit and (hit.field in _NO_NAME or (hit.field in DETAILS and digits) or is_label(place.line, hit)):
        return False
    return not any(hit.field == "trade_name" and place.start <= hit.start < place.end for hit in place.line.hits)


_NO_NAME = frozenset(
    (
        *("title_invoice", "title_credit", "title_receipt", "number", "payment_terms"),
        *("iban", "bic", "vat_id", "buyer_vat_id", "address", "legal_id"),
    )
)


def _continued_below(block: Block, place: Place) -> Place | None:
    """The rest of a name that is longer than its line: its legal form, or what follows a word that ends no name."""
    after = next((one for one in block.places if one.line.row.y > place.line.row.y), None)
    if after is None or after.line.row.y - place.line.row.y > _NEXT_LINE * place.line.row.height:
        return None
    if _is_all_form(after):
        return after
    goes_on = place.words[-1].text in LEXICON.joining and can_be_name(after) and not _has_house_number(after)
    return after if goes_on else None


def _holds_form(place: Place) -> bool:
    return any(_is_form(place.line, position) for position in range(place.start, place.end))


def _is_all_form(place: Place) -> bool:
    return all(_is_form(place.line, position) for position in range(place.start, place.end))


def _has_house_number(place: Place) -> bool:
    return any(word.text[0].isdigit() for word in place.words)


def _is_form(line: Line, position: int) -> bool:
    """Is the word a company's legal form? Short ones in small letters are words: "se", "sau", "ek"."""
    if line.keys[position] not in LEXICON.companies:
        return False
    text = line.row.texts[position].rstrip(".,;:")
    return not (len(text) < 4 and text.isalpha() and text.islower())


def _company_end(line: Line, start: int, end: int) -> int | None:
    """Where the company name that opens a cell ends: behind its last legal form; None when the cell opens with none."""
    words = line.row.words
    for position in range(start + 1, min(end, start + 7)):
        if _is_form(line, position):
            stop = position + 1
            while stop < end and (
                _is_form(line, stop) or words[stop].text in ("&", "+") or words[stop - 1].text in ("&", "+")
            ):
                stop += 1
            opener = words[start].text
            return stop if opener[0].isupper() or opener[0].isdigit() else None
        if words[position].text[-1:] in ",;:":
            return None
    return None


def _clean(text: str) -> str:
    return text.strip(" ,;:-–•●·|")
