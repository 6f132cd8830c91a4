"""Where a number or a date is printed, in any of its forms.

A word is looked up by its digits without the zeros at both ends, which every form of a number keeps; only words with
the right digits are then read.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import accumulate, islice

from paperloop.documents.dates import PrintedDate, find_dates
from paperloop.documents.money import DecimalMark, decimal_mark, parse_amount, parse_rate
from paperloop.readers.grounding.words import Spot, Words

_GROUP_HEAD = re.compile(r"(?:.*\D)?\d{1,3}")
_GROUP = re.compile(r"\d{3}(?!\d).*")
_WITH_UNIT = re.compile(r"[^\w+-]*([-−+(]?\d[\d.,'’]*\d|\d)[^\d]*")
"""A number with what is glued to it: 6,5km, 2x, (100g)."""
_PADDED = re.compile(r"\D*0\d")
"""An id, or a part of one: no sum of money begins with a zero and a digit."""
_OPEN = re.compile(r"(?<![\d.,])\d{1,3}[.,]\d{3}(?![\d.,])")
"""A number that does not show whether its mark parts thousands or decimals."""
_MARKED = re.compile(r"\d[.,]\d")
_MARKS: tuple[DecimalMark, ...] = (".", ",")
_MINUS = frozenset("-−–")
_LONGEST = 40
_ENOUGH = 100
"""Numbers that tell a document's decimal mark."""
_MOST_GROUPS = 4
_MOST_PLACES, _MOST_YEARS = 50_000, 2000
"""Places that are tried for one value; a bound on hostile pages, far above what an invoice repeats."""
_BEFORE, _AFTER = 5, 4
"""Units around a year among which the rest of its date may stand."""


class Numbers:
    """The numbers and dates that `words` print."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def amount(self, value: Decimal) -> list[Spot]:
        """Where the number is printed with this sign; not as a percentage."""
        percentages = self._words.percentages
        return [spot for spot in self.rate(value) if spot.words[-1] not in percentages]

    def rate(self, value: Decimal) -> list[Spot]:
        """Where the number is printed, with a % or under the head of a column that says so."""
        groups = self._by_digits.get(_key(f"{value:f}"), ())[:_MOST_PLACES]
        if self._minuses:
            return [spot for group in groups if (spot := self._spot_of(group, value))]
        return [self._words.spot(group) for group in groups if value in self._read(self._joined(group))]

    def is_at(self, number: int, value: Decimal) -> bool:
        """Does the word print the number with this sign?"""
        is_read = value in self._read(self._words.texts[number])
        return is_read and not (self._minuses and value > 0 and self._minus_beside((number,)))

    def day(self, value: date) -> list[Spot]:
        """Where the date is printed, in one word or in several."""
        found = {spot.words: spot for spot in (*self._date_words(value), *self._date_phrases(value))}
        return list(found.values())

    @cached_property
    def _by_digits(self) -> dict[str, list[tuple[int, ...]]]:
        """Words by their digits; words that together print one number ("1 234,56") by all of theirs."""
        by_digits: defaultdict[str, list[tuple[int, ...]]] = defaultdict(list)
        all_digits, texts = self._words.digits, self._words.texts
        run: tuple[int, ...] = ()
        for number, digits in enumerate(all_digits):
            if not digits or (len(texts[number]) > _LONGEST and len(self._words.letters(number)) > _LONGEST):
                continue
            alone = (number,)
            by_digits[digits.strip("0")].append(alone)
            if not (run and run[-1] == number - 1 and texts[number][:3].isdigit() and self._goes_on(run[-1], number)):
                run = alone
                continue
            run = (*run, number)[-_MOST_GROUPS:]
            for start in range(len(run) - 1):
                group = run[start:]
                by_digits["".join(all_digits[group[0] : number + 1]).strip("0")].append(group)
        return by_digits

    def _goes_on(self, last: int, number: int) -> bool:
        """Does the next word after `last` go on with its number by three digits?"""
        text = self._text(number)
        return (
            _GROUP.fullmatch(text) is not None
            and _GROUP_HEAD.fullmatch(self._text(last)) is not None
            and self._words.are_neighbours(last, number)
        )

    def _text(self, number: int) -> str:
        return self._words.texts[number]

    def _joined(self, group: tuple[int, ...]) -> str:
        return self._text(group[0]) if len(group) == 1 else " ".join(map(self._text, group))

    def _spot_of(self, group: tuple[int, ...], value: Decimal) -> Spot | None:
        readings = self._read(self._joined(group))
        if value in readings and not (value > 0 and self._minus_beside(group)):
            return self._words.spot(group)
        if value < 0 and -value in readings:
            beside = self._minus_beside(group)
            return self._words.spot(tuple(sorted((*group, *beside)))) if beside else None
        return None

    def _minus_beside(self, group: tuple[int, ...]) -> tuple[int, ...]:
        """The word that is a minus sign and stands directly before or after the number."""
        if not self._minuses:
            return ()
        before, after = group[0] - 1, group[-1] + 1
        if before in self._minuses and self._words.are_neighbours(before, group[0]):
            return (before,)
        if after in self._minuses and self._words.are_neighbours(group[-1], after):
            return (after,)
        return ()

    @cached_property
    def _minuses(self) -> frozenset[int]:
        """The words that are nothing but a minus sign; one between two numbers, 4.95 − 10 %, is none of theirs."""
        signs = [number for number, text in enumerate(self._words.texts) if text in _MINUS]
        return frozenset([sign for sign in signs if not self._parts_numbers(sign)])

    def _parts_numbers(self, sign: int) -> bool:
        before, after = sign - 1, sign + 1
        return (
            0 < sign < len(self._words.texts) - 1
            and self._text(before)[-1].isdigit()
            and self._text(after)[0].isdigit()
            and self._words.are_neighbours(before, sign)
            and self._words.are_neighbours(sign, after)
        )

    def _read(self, text: str) -> tuple[Decimal, ...]:
        """What the text can mean: one number, or two where "1.234" leaves its mark open and so does the document."""
        meanings = _meanings(text)
        return (meanings[_MARKS.index(self._mark)],) if len(meanings) > 1 and self._mark else meanings

    @cached_property
    def _mark(self) -> DecimalMark | None:
        words = zip(self._words.texts, self._words.digits, strict=True)
        marked = (text for text, digits in words if digits and _MARKED.search(text))
        return decimal_mark(islice(marked, _ENOUGH))

    def _date_words(self, value: date) -> list[Spot]:
        keys = {form.strip("0") for form in _numeric_forms(value)}
        groups = [group for key in keys for group in self._by_digits.get(key, ()) if len(group) == 1]
        return [self._words.spot(group) for group in groups if self._prints(self._joined(group), value)]

    def _prints(self, text: str, value: date) -> bool:
        """In whichever order of day and month."""
        orders = (True, False) if "/" in text or "-" in text else (True,)
        return any(found.value == value for day_first in orders for found in _dates(text, day_first))

    def _date_phrases(self, value: date) -> list[Spot]:
        """Dates over several words: where the day's number stands near the year's, the text between is read."""
        days = {f"{value.day}{ending}" for ending in ("", "st", "nd", "rd", "th", "er", "º", "°")}
        days.add(f"{value.day:02}")
        years = (f"{value.year}", f"{value.year % 100:02}")
        found = []
        for position in (each for year in years for each in self._words.at.get(year, ())[:_MOST_YEARS]):
            near = range(max(0, position - _BEFORE), min(len(self._words.units), position + _AFTER))
            if days.isdisjoint(self._words.units[near.start : near.stop]) or self._is_whole_date(position):
                continue
            nearby = [number for number in near if self._words.units[number] in days]
            found.append(self._phrase(position, nearby, value))
        return [spot for spot in found if spot]

    def _is_whole_date(self, position: int) -> bool:
        """Is the unit one of three or more of its word, as in 15.11.2024?"""
        return self._words.owner[max(0, position - 2) : position + 3].count(self._words.owner[position]) > 2

    def _phrase(self, position: int, days: Iterable[int], value: date) -> Spot | None:
        """The words of the date whose year is the unit at `position` and whose day is one of the units `days`.

        They begin with the day, with the month before it, or with the year.
        """
        year = self._words.owner[position]
        for day in (self._words.owner[number] for number in days):
            for start in (day, max(0, day - 1), year):
                near = range(start, max(day, year) + 1)
                spot = self._date_in(near, year, value) if start <= min(day, year) else None
                if spot:
                    return spot
        return None

    def _date_in(self, near: range, year: int, value: date) -> Spot | None:
        """The date among consecutive words of one page, when it is `value` and holds the word `year`."""
        if len(near) < 2 or self._words.page_of[near[0]] != self._words.page_of[near[-1]]:
            return None
        texts = self._words.texts[near.start : near.stop]
        for found in _dates(" ".join(texts), day_first=True):
            if found.value == value:
                ends = list(accumulate(len(text) + 1 for text in texts))
                held = near[bisect_right(ends, found.start) : bisect_right(ends, found.end - 1) + 1]
                if year in held and len(held) > 1:
                    return self._words.spot(tuple(held))
        return None


@lru_cache(maxsize=1024)
def _dates(text: str, day_first: bool) -> tuple[PrintedDate, ...]:
    return tuple(find_dates(text, day_first=day_first))


@lru_cache(maxsize=4096)
def _meanings(text: str) -> tuple[Decimal, ...]:
    """The number that `text` prints; two, by the marks of `_MARKS`, where "1.234" leaves its mark open."""
    number = parse_amount(text)
    if number is None and not _PADDED.match(text):
        number = parse_rate(text.rstrip(".,;:"))
    if number is None and (inner := _WITH_UNIT.fullmatch(text)):
        text = inner[1]
        number = parse_amount(text)
    if number is None:
        return ()
    if not _OPEN.search(text):
        return (number,)
    return tuple(parse_amount(text, decimal=mark) or number for mark in _MARKS)


def _key(text: str) -> str:
    """The digits of the number `text` but for the zeros at both ends."""
    return text.replace(".", "").lstrip("-").strip("0")


def _numeric_forms(value: date) -> tuple[str, ...]:
    """The digits of a date written in one word, in the usual orders, padded or not."""
    year, short, month, day = f"{value.year}", f"{value.year % 100:02}", value.month, value.day
    parts = [(f"{day:02}", f"{month:02}"), (f"{day}", f"{month}"), (f"{day:02}", f"{month}"), (f"{day}", f"{month:02}")]
    forms = [order for d, m in parts for y in (year, short) for order in (f"{d}{m}{y}", f"{m}{d}{y}", f"{y}{m}{d}")]
    return (*forms, f"{day:02}{year}", f"{day}{year}", f"{day}{short}", f"{day:02}{short}")
