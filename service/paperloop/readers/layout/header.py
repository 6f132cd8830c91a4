"""What an invoice says of itself: number, references, currency, what kind of paper it is."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from paperloop.documents.invoice import DocumentType
from paperloop.documents.money import currency_of
from paperloop.readers.layout.findings import Finding, Place, below, find, opens_cell, right_of
from paperloop.readers.layout.labels import LEXICON, Hit, hits_of, matches_in, stands_alone
from paperloop.readers.layout.sheet import Line, Sheet

_TITLES = ("title_invoice", "title_credit", "title_receipt")
_ID = re.compile(r"(?=.*\d)[^\W_](?:[\w./+\\-]*[^\W_])?")
_ID_LEAD = re.compile(r"(?i)^(?:n[°ºo]|nr|no|#)[.:°]?(?=[\w]*\d)")
_SERIES = re.compile(r"[A-Z]{1,4}")
"""Letters before a number that name its series: "FT 2024/231"."""
_TYPE_CODE = re.compile(r"\(\d{2,3}\)")
_NUMBER_WORDS = frozenset(("nr", "number", "nummer", "numero", "numer", "numar", "id"))
_YEAR = re.compile(r"(?:19|20)\d\d")


class _Scored(NamedTuple):
    score: float
    place: Place
    text: str


def invoice_number(sheet: Sheet) -> Finding[str] | None:
    """The document's own number: behind or under its label, or behind the title ("Invoice 103767")."""
    found = [*_labelled_numbers(sheet), *_titled_numbers(sheet)] or list(_bare_numbers(sheet))
    if not found:
        return None
    repeats = Counter(scored.text for scored in found)
    best = max(found, key=lambda scored: scored.score + 0.4 * min(repeats[scored.text] - 1, 3))
    rivals = {scored.text for scored in found if scored.score >= best.score} - {best.text}
    confidence = min(0.95, 0.3 * best.score + 0.05 * (repeats[best.text] - 1)) - 0.2 * bool(rivals)
    if len(repeats) == 1 and _is_in_head(sheet, best.place):
        confidence = max(confidence, _ONLY)
    return find(best.place, best.text, confidence)


_ONLY = 0.82
"""A number that all labels and titles agree on, however plain they are."""


def _is_in_head(sheet: Sheet, place: Place) -> bool:
    row = place.line.row
    return row.page == sheet.lines[0].row.page and row.y < 0.5 * sheet.pages[row.page].height


def _labelled_numbers(sheet: Sheet) -> Iterator[_Scored]:
    for line, hit in sheet.labelled("number"):
        right = _id_at(right_of(line, hit))
        if right:
            yield _Scored(3.1 if opens_cell(hit) else 2.8, *right)
            continue
        under = next((found for place in below(sheet, line, hit) if (found := _id_at(place))), None)
        if under and not _is_amount(under[0]):
            yield _Scored(2.7, *under)


def _bare_numbers(sheet: Sheet) -> Iterator[_Scored]:
    """Behind or under "Number" alone, which may be any number."""
    for line, hit in sheet.labelled("bare_number"):
        found = _id_at(right_of(line, hit)) or next(
            (id_ for place in below(sheet, line, hit) if (id_ := _id_at(place))), None
        )
        if found and not _is_amount(found[0]):
            yield _Scored(2.0, *found)


def _titled_numbers(sheet: Sheet) -> Iterator[_Scored]:
    for title in _TITLES:
        for line, hit in sheet.labelled(title):
            place, marked = _behind_title(line, hit)
            found = _id_at(place)
            if found and (marked or (opens_cell(hit) and not _YEAR.fullmatch(found[1]) and not _is_amount(found[0]))):
                yield _Scored(2.9 if marked and opens_cell(hit) else 2.2, *found)


def _behind_title(line: Line, hit: Hit) -> tuple[Place | None, bool]:
    """What stands behind a title such as "Invoice (380) No.", and whether a word for "number" led to it."""
    words = line.row.words
    end = line.row.cell_at(hit.start)[1]
    marks = [position for position in range(hit.end, end) if line.keys[position] in _NUMBER_WORDS]
    position = marks[-1] + 1 if marks else hit.end
    while position < len(words) and (not line.keys[position] or _TYPE_CODE.fullmatch(words[position].text)):
        position += 1
    if position == len(words) or words[position].x0 - words[position - 1].x1 > 12 * line.row.height:
        return None, False
    return Place(line, position, line.row.cell_at(position)[1]), bool(marks or _ID_LEAD.match(words[position].text))


def _id_at(place: Place | None) -> tuple[Place, str] | None:
    """The id that opens `place`; groups of capitals and digits that fill it are one id."""
    if place is None:
        return None
    start = place.start
    text = place.line.row.words[start].text
    if place.line.keys[start] in _NUMBER_WORDS and start + 1 < place.end:
        start += 1
        text = place.line.row.words[start].text
    prefix = text if _SERIES.fullmatch(text) and start + 1 < place.end and not _SIGNS.get(text) else ""
    if prefix and place.line.row.words[start + 1].text[0].isdigit():
        text = place.line.row.words[start + 1].text
    number = _ID_LEAD.sub("", text).strip("#,;:()*.")
    end = start + 1 + bool(prefix)
    if not _ID.fullmatch(number) or _starts_day(place.line, end - 1) or text.endswith("%"):
        return None
    return Place(place.line, start, end), f"{prefix} {number}" if prefix else number


def _starts_day(line: Line, position: int) -> bool:
    return any(day.start <= position < day.end for day in line.days)


def _is_amount(place: Place) -> bool:
    return any(
        amount.start <= place.start < amount.end and (amount.cents or amount.currency or amount.percent)
        for amount in place.line.amounts
    )


_COMMON = "EUR USD GBP CHF SEK NOK DKK PLN CZK HUF RON CAD AUD NZD JPY CNY INR BRL ZAR SGD HKD"
_SIGNS = {**{code: code for code in _COMMON.split()}, "€": "EUR", "£": "GBP"}
"""What stands for a currency in a heading too, such as "Total (EUR)"; rarer codes may be words there."""
_SIGN_KEYS = frozenset(code.lower() for code in _SIGNS)


def currency(sheet: Sheet) -> Finding[str] | None:
    """The invoice's currency: what its label says, else the one that most amounts and headings carry."""
    votes: Counter[str] = Counter()
    seen: dict[str, Place] = {}
    for place, code, weight in _currency_votes(sheet):
        votes[code] += weight
        seen.setdefault(code, place)
    if not votes:
        return _national_currency(sheet)
    code, count = votes.most_common(1)[0]
    share = count / votes.total()
    return find(seen[code], code, min(0.97, 0.45 + 0.5 * share + 0.01 * min(count, 5)))


def _national_currency(sheet: Sheet) -> Finding[str] | None:
    """By a sign of several countries' currencies, such as "kr", and the document's language."""
    signs = LEXICON.currencies.get(sheet.languages[0], {})
    for line in sheet.marked_lines if signs else ():
        for position, text in enumerate(line.row.texts):
            sign = text.strip("0123456789.,()- ").lower()
            if sign in signs:
                return find(Place(line, position, position + 1), signs[sign], 0.9)
    return None


def _currency_votes(sheet: Sheet) -> Iterator[tuple[Place, str, int]]:
    for line, hit in sheet.labelled("currency"):
        place = right_of(line, hit)
        code = currency_of(place.text) if place else None
        if place and code:
            yield place, code, 50
    for line in sheet.marked_lines:
        for amount in line.amounts:
            if amount.currency:
                yield Place(line, amount.start, amount.end), amount.currency, 1 + amount.cents
        for position, text in enumerate(line.row.texts if _may_hold_sign(line) else ()):
            code = _SIGNS.get(text.strip("().,:") if text[:1] == "(" or text[-1:] in ").,:" else text)
            if code:
                yield Place(line, position, position + 1), code, 1


def _may_hold_sign(line: Line) -> bool:
    return not _SIGN_KEYS.isdisjoint(line.keys) or "€" in line.row.whole or "£" in line.row.whole


def document_type(sheet: Sheet) -> DocumentType | None:
    """What the paper calls itself: the title in the largest print, the first of them."""
    titles = [
        (-line.row.words[hit.start].size - line.row.height, hit.row.index, title)
        for line, hit in sheet.labelled(*_TYPE_OF, "number")
        if opens_cell(hit) and (title := _title_of(sheet, line, hit))
    ]
    return _TYPE_OF[min(titles)[2]] if titles else None


def _title_of(sheet: Sheet, line: Line, hit: Hit) -> str | None:
    """The title that a label is, or that it begins with, such as "Credit note" in "Credit note no."."""
    if hit.field in _TYPE_OF:
        return hit.field
    for end in range(hit.end - 1, hit.start, -1):
        fields = hits_of(matches_in(line.row, line.keys[:end], LEXICON.labels), sheet.languages)
        title = next((other.field for other in fields if other.start == hit.start and other.field in _TYPE_OF), None)
        if title:
            return title
    return None


_TYPE_OF = {
    "title_invoice": DocumentType.INVOICE,
    "title_credit": DocumentType.CREDIT_NOTE,
    "title_receipt": DocumentType.RECEIPT,
    "title_other": DocumentType.OTHER,
}


def labelled_id(sheet: Sheet, field: str) -> Finding[str] | None:
    """The id behind or under the first label of `field`."""
    for line, hit in sheet.labelled(field):
        right = right_of(line, hit) if opens_cell(hit) else None
        places = (
            (right,) if right or not stands_alone(line.row, line.keys, hit.start, hit.end) else below(sheet, line, hit)
        )
        found = next((found for place in places if (found := _id_at(place))), None)
        if found and not _is_amount(found[0]):
            return find(found[0], found[1], 0.8)
    return None
