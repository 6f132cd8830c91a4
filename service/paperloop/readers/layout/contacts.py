"""How to reach a party and on what terms it is paid: e-mail addresses, phone numbers, the sentence of terms."""

import re
from collections.abc import Iterator, Sequence

from paperloop.readers.layout.blocks import Block, block_at, cell_from
from paperloop.readers.layout.findings import Finding, Place, find, right_of
from paperloop.readers.layout.sheet import Line, Sheet

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,24}")
_PHONE_WORD = re.compile(r"[+(]?[\d()/.–-]*\d[\d()/.–-]*|[/–-]")
_PHONE_DIGITS = range(6, 16)
"""Digits of a phone number, by ITU E.164 at most 15."""
_DAYS = re.compile(r"\b\d{1,3}(?: ?%|(?: |-)?[^\W\d_]{2})")
"""A count with its unit: "30 days", "2 %"."""
_TRUST = 0.85
_MAX_TERMS = 200
"""Characters of a line of terms; what is longer is a text about something else."""
_FULL_LINE = 60
"""Characters of a line that may have been wrapped."""
_LEAD_WORDS = 6
"""Words that may come before the phrase of a sentence: "The amount is payable within"."""


def contacts(sheet: Sheet, blocks: Sequence[Block]) -> dict[str, Finding[str]]:
    """By "seller/email" and the like: the first of each that a party prints. What no block holds is the seller's."""
    found: dict[str, Finding[str]] = {}
    for field, places in (("email", _emails(sheet)), ("phone", _phones(sheet))):
        for place, value in places:
            role = _role(blocks, place)
            if role:
                found.setdefault(f"{role}/{field}", find(place, value, _TRUST))
    return found


def _role(blocks: Sequence[Block], place: Place) -> str | None:
    """Whose it is; None where it is neither the seller's nor the buyer's."""
    block = block_at(blocks, place.line, place.start)
    role = block.role if block else "seller"
    return role if role in ("seller", "buyer") else None


def _emails(sheet: Sheet) -> Iterator[tuple[Place, str]]:
    for line, position in sheet.printing({text for text in sheet.kinds["link"] if "@" in text}):
        address = _EMAIL.search(line.row.texts[position])
        if address:
            yield Place(line, position, position + 1), address[0]


def _phones(sheet: Sheet) -> Iterator[tuple[Place, str]]:
    """What stands behind a label for phones and consists of digits and the signs that part them."""
    for line, hit in sheet.labelled("phone"):
        start = next((i for i in range(hit.end, len(line.keys)) if line.keys[i]), None)
        place = _phone_at(line, start) if start is not None else None
        if place:
            yield place, place.text.strip(" .,/-–")


def _phone_at(line: Line, start: int) -> Place | None:
    end = start
    closes = line.row.cell_at(start)[1]
    while end < closes and _PHONE_WORD.fullmatch(line.row.texts[end].rstrip(",;")):
        end += 1
    digits = sum(map(str.isdigit, line.row.text(start, end)))
    return Place(line, start, end) if digits in _PHONE_DIGITS else None


def payment_terms(sheet: Sheet) -> Finding[str] | None:
    """What stands behind or under a label such as "Payment terms", else the sentence that tells when to pay."""
    for line, hit in sheet.labelled("payment_terms", "due_date"):
        place = right_of(line, hit)
        places = [place] if place else _cells_below(sheet, line) if hit.field == "payment_terms" else ()
        found = next((place for place in places if _tells_terms(place)), None)
        if found:
            return _with_more(sheet, found, 0.8)
    for line, hit in sheet.labelled("terms_phrase"):
        place = Place(line, *line.row.cell_at(hit.start))
        if hit.start - place.start < _LEAD_WORDS and _tells_terms(place):
            return _with_more(sheet, place, 0.75)
    return None


def _cells_below(sheet: Sheet, line: Line) -> Iterator[Place]:
    for other in sheet.below(line.row, 3.2 * line.row.height):
        for start, end in other.row.cells:
            yield Place(other, start, end)


def _tells_terms(place: Place) -> bool:
    """Does it print a number of days, a rate, or a phrase of terms, and does it not begin with a date?"""
    line = place.line
    text = place.text
    if any(day.start == place.start for day in line.days) or len(text) > _MAX_TERMS or place.end - place.start < 2:
        return False
    phrased = any(hit.field == "terms_phrase" and place.start <= hit.start < place.end for hit in line.hits)
    return phrased or _DAYS.search(text) is not None


def _with_more(sheet: Sheet, place: Place, confidence: float) -> Finding[str]:
    """The sentence with the lines that it goes on in."""
    places = [place]
    for line in sheet.below(place.line.row, 5 * place.line.row.height):
        last = places[-1].line.row
        following = cell_from(line, place.x0)
        if following is None or line.row.y - last.y > 1.5 * last.height or places[-1].text.endswith((".", ":")):
            break
        if any(hit.start == following.start for hit in line.hits) or len(places[-1].text) < _FULL_LINE:
            break
        places.append(following)
    text = " ".join(one.text for one in places).strip()
    return Finding(text, place.line.row.page, [word for one in places for word in one.words], confidence)
