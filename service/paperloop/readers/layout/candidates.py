"""Typed candidates: the amounts, rates, dates and account numbers that a row prints, and where."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from typing import NamedTuple

from paperloop.documents.dates import find_dates
from paperloop.documents.money import DecimalMark, currency_of, decimal_mark, parse_amount
from paperloop.documents.pages import Word
from paperloop.readers.layout.kinds import Kind, sign_of
from paperloop.readers.layout.lines import Row


class Amount(NamedTuple):
    """A number at the words `start` to `end` of `row`. `cents`: printed with two decimals, as money is."""

    row: Row
    start: int
    end: int
    value: Decimal
    cents: bool
    currency: str | None
    percent: bool

    @property
    def words(self) -> Sequence[Word]:
        return self.row.words[self.start : self.end]

    @property
    def x0(self) -> float:
        return self.row.words[self.start].x0

    @property
    def x1(self) -> float:
        return self.row.words[self.end - 1].x1


_made = partial(tuple.__new__, Amount)
"""`Amount._make` without a step in Python, of which a page takes hundreds."""


class Day(NamedTuple):
    """A date at the words `start` to `end` of `row`."""

    row: Row
    start: int
    end: int
    value: date
    ambiguous: bool


_DIGIT = re.compile(r"\d")
_NUMBER_WORD = re.compile(
    r"(?![A-Za-z]+\d{7})[-−–(+]?(?:[A-Za-z]{0,3}[€$£¥₹.]?)?[-−–]?(?:\d|[.,]\d)[\d.,'’]*[^\W\d]{0,4}[€$£%*)\-−–]{0,3}\*?"
)
_PLAIN = re.compile(r"(-?)(\d{1,3}(?:([.,'’])\d{3})*|\d+)(?:([.,])(\d{1,2}|\d{4,6}))?")
_OPEN = re.compile(r"\D{0,4}\d{1,3}[.,]\d{3}\D{0,4}")
"""A number that may be grouped or may have three decimals."""
_BEHIND = r"(?:[€$£*)\-−]{1,2}|[^\W\d_]{2,4}\.?[)-]?)?"
_GROUP = re.compile(rf"\d{{3}}(?:[.,]\d{{1,4}})?{_BEHIND}")
_TAIL = re.compile(rf"[.,]\d{{2}}{_BEHIND}")
_HEAD = re.compile(r"[-−–(+]?[^\W\d_]{0,3}[€$£¥₹]?[-−–]?\d{1,3}(?: \d{3})*")
"""The first groups of a number with blanks between them; a currency may be glued to it."""
_TAX_LETTER = re.compile(r"(?<=[.,]\d\d)[A-Z]$")
"""What some tills and forms glue to an amount to tell its tax rate: "140.00T"."""
_BLANKS = dict.fromkeys(map(ord, "\u00a0\u2009\u202f"), " ")
_MINUS = "-−–"
_GOES_ON = "0123456789.,"
_BESIDE = 1.5
"""A number and its currency sign stand at most this many line heights apart."""
_NARROW = 0.6
"""Digits of one number, written with a blank between groups, stand at most this many line heights apart."""


class _Number(NamedTuple):
    """What a word or several print, read by itself. `cents`: with two decimals."""

    value: Decimal
    cents: bool
    currency: str | None
    percent: bool


class Figures(NamedTuple):
    """A document's words that hold digits, each with its number if it prints one, and those that are currency signs,
    each with its currency. `mark` settles "1.234"."""

    numbers: dict[str, _Number | None]
    signs: dict[str, str]
    mark: DecimalMark | None


def figures_of(kinds: Mapping[Kind, Set[str]], mark: DecimalMark | None) -> Figures:
    """`kinds`: the document's words by what they may be."""
    numbers = {text: _parse(text, mark) for text in kinds["number"]}
    return Figures(numbers, {text: sign_of(text) or "" for text in kinds["sign"]}, mark)


def document_mark(words: Iterable[str], rows: Sequence[Row]) -> DecimalMark | None:
    """The decimal mark that most of the document's numbers show; None also where no number leaves it open.

    `words`: all that hold digits.
    """
    open_ = any(_OPEN.fullmatch(text) for text in words if "." in text or "," in text)
    return decimal_mark(text for row in rows if row.has_digits for text in row.texts) if open_ else None


def amounts_in(row: Row, figures: Figures) -> list[Amount]:
    """The numbers of `row` from left to right; `figures` are its document's."""
    numbers, signs, _ = figures
    signed = not signs.keys().isdisjoint(row.texts)
    found: list[Amount] = []
    end = 0
    for position, text in enumerate(row.texts):
        if text in numbers and position >= end:
            start, end, number = _number_at(row, position, figures)
            if number:
                amount = _amount(row, start, end, number)
                found.append(_signed(amount, signs, free=found[-1].end if found else 0) if signed else amount)
    return found


def _number_at(row: Row, start: int, figures: Figures) -> tuple[int, int, _Number | None]:
    """(start, end, number) of what begins with the word at `start`, and with a bracket before it."""
    numbers, _, mark = figures
    texts, end = row.texts, start + 1
    text = texts[start]
    number = numbers[text]
    if end < len(texts) and texts[end][0] in _GOES_ON and row.is_close(start, _NARROW):
        end, number = _joined(row, start, mark)
    if number is None and (text[0] == "(" or text[-1] == ")"):
        return _in_brackets(row, start, end, mark)
    return start, end, number


def _amount(row: Row, start: int, end: int, number: _Number) -> Amount:
    value, cents, currency, percent = number
    percent = percent or (end < len(row.texts) and row.texts[end][0] == "%")
    return _made((row, start, end, value, cents, currency, percent))


def _in_brackets(row: Row, start: int, end: int, mark: DecimalMark | None) -> tuple[int, int, _Number | None]:
    """(start, end, number) of "(€ 12.00)" or "(12,00 €)", of which one bracket is glued to the currency's word."""
    texts = row.texts
    text = " ".join(texts[start:end])
    if text[0] == "(" and end < len(texts) and texts[end][-1] == ")" and sign_of(texts[end][:-1]) is not None:
        number, end = _parse(f"{text})", mark), end + 1
    elif text[-1] == ")" and start > 0 and texts[start - 1][0] == "(" and sign_of(texts[start - 1][1:]) is not None:
        number, start = _parse(f"({text}", mark), start - 1
    else:
        return start, end, None
    return start, end, number._replace(currency=currency_of(row.text(start, end))) if number else None


def _signed(amount: Amount, signs: Mapping[str, str], *, free: int) -> Amount:
    """The number with the currency sign beside it; words before `free` are another number's."""
    row, start, end, value, cents, currency, percent = amount
    texts = row.texts
    sign = None
    if start > free and texts[start - 1] in signs and row.is_close(start - 1, _BESIDE):
        start -= 1
        currency, sign = currency or signs[texts[start]], texts[start][0]
    elif end < len(texts) and texts[end] in signs and _is_beside(row, end, signs):
        currency, sign = currency or signs[texts[end]], texts[end][-1]
        end += 1
    if sign and sign in _MINUS and value > 0:
        value = -value
    return _made((row, start, end, value, cents, currency or None, percent))


def _is_beside(row: Row, position: int, signs: Collection[str]) -> bool:
    """Does the sign stand beside the number before it, and nearer than to one behind it that has no sign of its own?"""
    if not row.is_close(position - 1, _BESIDE):
        return False
    following = row.texts[position + 1 : position + 3]
    if not following or not following[0][-1].isdigit() or row.gap(position - 1) <= row.gap(position):
        return True
    return len(following) > 1 and following[1] in signs


def _joined(row: Row, start: int, mark: DecimalMark | None) -> tuple[int, _Number | None]:
    """(end, number) of the number that begins at `start`; groups of digits that stand close are one number."""
    texts = row.texts
    text = texts[start]
    end = start + 1
    while end < len(texts) and end - start < 4 and _continues(text, row, end):
        text += (" " if texts[end][0].isdigit() else "") + texts[end]
        end += 1
    number = _parse(text, mark)
    if number is None and end > start + 1 and text[0] != "(" and text[-1] != ")":
        return start + 1, _parse(texts[start], mark)
    return end, number


def _continues(text: str, row: Row, position: int) -> bool:
    """Does the word at `position` go on with the number that `text` begins?"""
    right = row.texts[position]
    if right[0] not in _GOES_ON or not text[-1].isdigit():
        return False
    if not row.is_close(position - 1, _NARROW):
        return False
    if _TAIL.fullmatch(right):
        return text[-3:].isdigit() or text.isdigit()
    return bool(_GROUP.fullmatch(right)) and "." not in text and "," not in text and bool(_HEAD.fullmatch(text))


@lru_cache(maxsize=8192)
def _parse(text: str, mark: DecimalMark | None) -> _Number | None:
    value = _value_of(text, mark) if _DIGIT.search(text) else None
    if value is None:
        return None
    currency = None if text[0].isdigit() and text[-1].isdigit() else currency_of(text)
    return _Number(value, value.as_tuple().exponent == -2, currency, text[-1] == "%")


def _value_of(text: str, mark: DecimalMark | None) -> Decimal | None:
    plain = _PLAIN.fullmatch(text)
    if plain and (not plain[3] if plain[4] is None else plain[3] != plain[4]):
        whole = plain[2].replace(plain[3], "") if plain[3] else plain[2]
        if len(whole) > 12 or (len(whole) > 1 and whole[0] == "0"):
            return None
        return Decimal(f"{plain[1]}{whole}.{plain[5]}" if plain[5] else f"{plain[1]}{whole}")
    text = _TAX_LETTER.sub("", text).removesuffix("%").translate(_BLANKS)
    return parse_amount(text, decimal=mark) if _NUMBER_WORD.fullmatch(text) or " " in text else None


def dates_in(row: Row, *, day_first: bool | None) -> Iterator[Day]:
    """The dates of `row`, from left to right."""
    text = row.whole
    for found in find_dates(text, day_first=day_first):
        start = text.count(" ", 0, found.start)
        end = start + text.count(" ", found.start, found.end) + 1
        yield Day(row, start, end, found.value, found.ambiguous)


_IBAN_HEAD = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{0,30}")
_IBAN_GROUP = re.compile(r"[A-Z0-9]{1,4}")
_LENGTHS = """
AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18
FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21
LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27
ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20
"""
IBAN_LENGTH = {entry[:2]: int(entry[2:]) for entry in _LENGTHS.split()}
"""Signs of an IBAN by the two letters of its country (ISO 13616)."""


def iban_length(iban: str) -> int:
    """Signs that an IBAN of this country has (ISO 13616), 0 for a country without."""
    return IBAN_LENGTH.get(iban[:2], 0)


def iban_at(words: Sequence[Word], start: int) -> int | None:
    """The end of the IBAN that begins at word `start`, in one word or in groups; None when there is none.

    Groups are taken as long as the country's length (ISO 13616) asks for, or while they have four signs.
    """
    head = words[start].text
    wanted = iban_length(head)
    if not wanted:
        return None
    head = head.rstrip(".,;")
    if not _IBAN_HEAD.fullmatch(head):
        return None
    got = len(head)
    end = start + 1
    while end < len(words) and got < wanted:
        group = words[end].text.rstrip(".,;")
        if not _IBAN_GROUP.fullmatch(group) or got + len(group) > wanted:
            break
        got += len(group)
        end += 1
    return end if 12 <= got <= wanted else None


def iban_holds(iban: str) -> bool:
    """Do the check digits hold (ISO 7064, mod 97-10)?"""
    digits = "".join(str(int(c, 36)) for c in iban[4:] + iban[:4])
    return int(digits) % 97 == 1
