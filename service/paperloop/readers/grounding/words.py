"""The visible words of a document, indexed once so that every look-up is cheap.

Words are cut into units, runs of letters and digits in a normal form: NFKC, case folded, so that kinds of dashes,
quotes and blanks make no difference. The units joined without blanks are the stream; a text stands where the stream
goes on with it, whichever way it was split into words and lines.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain, islice
from typing import NamedTuple

from paperloop.documents.extraction import Evidence
from paperloop.documents.pages import Page, Word

PAGE = 1e6
"""How much deeper than the page before a page begins, in points: more than any page is high."""
_UNIT = re.compile(r"[^\W_]+")
_NO_DIGITS = bytes(set(range(128)) - set(b"0123456789\n"))
_OPENS, _GOES_ON = re.compile(r"\d[.,/-]?$"), re.compile(r"[.,/-]?\d")
"""What before and behind a number makes it a part of a longer one."""
_SHORTEST, _LONGEST = 4, 60
"""Characters of a text that may be split otherwise than on the page, and of the first unit that it then begins with."""
_MOST_STARTS = 3000
"""Places that are tried for one text; a bound on hostile pages, far above what an invoice repeats."""
_MOST_CHAINS = 50
_MOST_BESIDE = 500
_LOOSE_DIGITS = 7
"""Digits from which on a number is an id whose blanks and marks may differ from the page's."""

_REACH = 6
"""Words left of a value among which its label may stand."""
_HEAD_HEIGHT = 26.0
"""Points above a value in which the head of its column may stand."""
_LINE_GAP = 5.0


Run = tuple[int, int]
"""The positions of the first and the last of some units."""


class Spot(NamedTuple):
    """The words, by their numbers, that print a value; `depth` is where the middle of the first one is and `x` its
    left edge.

    Spots sort from the top of the first page to the bottom of the last.
    """

    depth: float
    x: float
    words: tuple[int, ...]


def normal(text: str) -> str:
    """`text` in the form in which texts are compared."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


def units_of(text: str) -> list[str]:
    return [normal(text)] if text.isalnum() else _UNIT.findall(normal(text))


def _places(units: Iterable[str]) -> Mapping[str, list[int]]:
    """The positions of each unit."""
    at: defaultdict[str, list[int]] = defaultdict(list)
    for position, unit in enumerate(units):
        at[unit].append(position)
    return at


def _is_alone(number: str, text: str) -> bool:
    """Does the text print the number as no part of a longer one?"""
    before, found, after = text.partition(number)
    return bool(found) and not _OPENS.search(before) and not _GOES_ON.match(after)


class Words:
    """The visible words of `pages`, in the file's order, and where texts stand among them."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self.words: list[Word] = []
        self.page_of: list[int] = []
        self.texts: list[str] = []
        self.lefts: list[float] = []
        self.depths: list[float] = []
        for page in pages:
            self._add(page.number, page.visible)
        self._normal = self._normal_texts()
        self.normals = self._normal.split("\n") if self.texts else []
        self.units: list[str] = []
        self.owner: list[int] = []
        for number, text in enumerate(self.normals):
            for unit in (text,) if text.isalnum() else _UNIT.findall(text):
                self.units.append(unit)
                self.owner.append(number)
        self.at: Mapping[str, list[int]] = _places(self.units)

    def _add(self, page: int, words: Sequence[Word]) -> None:
        if not words:
            return
        lefts, tops, _, bottoms, texts, *_ = zip(*words, strict=True)
        above = page * PAGE
        self.words += words
        self.page_of += [page] * len(words)
        self.texts += texts
        self.lefts += lefts
        self.depths += [above + (top + bottom) / 2 for top, bottom in zip(tops, bottoms, strict=True)]

    def _normal_texts(self) -> str:
        """The words in their normal form, a line each."""
        joined = "\n".join(self.texts)
        if joined.count("\n") >= max(len(self.texts), 1):
            joined = "\n".join([" ".join(text.split()) for text in self.texts])
        return normal(joined)

    @cached_property
    def stream(self) -> str:
        return "".join(self.units)

    @cached_property
    def starts(self) -> list[int]:
        """Where each unit begins in the stream, and where the stream ends."""
        return list(accumulate(map(len, self.units), initial=0))

    @cached_property
    def digits(self) -> list[str]:
        """Of each word its digits 0 to 9; as bytes, since the regular expression for it takes ten times as long."""
        digits = self._normal.encode("ascii", "ignore").translate(None, _NO_DIGITS).decode()
        return digits.split("\n") if self.texts else []

    def letters(self, number: int) -> str:
        """The letters and digits of a word."""
        return "".join(_UNIT.findall(self.normals[number]))

    def spot(self, words: tuple[int, ...]) -> Spot:
        first = words[0]
        return Spot(self.depths[first], self.lefts[first], words)

    def text(self, spot: Spot) -> str:
        """What the page prints at `spot`."""
        return " ".join([self.texts[number] for number in spot.words])

    def evidence(self, spot: Spot) -> Evidence:
        """Of a text that goes on on the next page, its part on the first."""
        first, last = spot.words[0], spot.words[-1]
        page = self.page_of[first]
        if first == last:
            return Evidence(page=page, bbox=self.words[first][:4], text=self.texts[first])
        if self.page_of[last] != page:
            return self.evidence(self.spot(tuple([number for number in spot.words if self.page_of[number] == page])))
        x0, y0, x1, y1, *_ = zip(*[self.words[number] for number in spot.words], strict=True)
        return Evidence(page=page, bbox=(min(x0), min(y0), max(x1), max(y1)), text=self.text(spot))

    def label_strength(self, spot: Spot, labels: tuple[str, ...]) -> float:
        """Between 2 and 3 when a word that begins with one of `labels` stands left of the spot on its line, the more
        the nearer; 1 when one stands above; else 0."""
        for distance, number in enumerate(self._left_of(spot), 1):
            if self.normals[number].startswith(labels):
                return 2 + 1 / distance
        return 1.0 if any(self.normals[number].startswith(labels) for number in self._above(spot)) else 0.0

    def _left_of(self, spot: Spot) -> list[int]:
        """The nearest words left of the spot on its line, the nearest first."""
        line = self.between(spot.depth - _LINE_GAP, spot.depth + _LINE_GAP)
        before = [(-self.lefts[number], number) for number in line if self.lefts[number] < spot.x]
        return [number for _, number in sorted(before)[:_REACH]]

    def _above(self, spot: Spot) -> list[int]:
        """Words up to `_HEAD_HEIGHT` above the spot that overlap its width."""
        left, right = spot.x - _LINE_GAP, self.words[spot.words[-1]].x1 + _LINE_GAP
        higher = self.between(spot.depth - _HEAD_HEIGHT, spot.depth - _LINE_GAP)
        return [number for number in higher if self.words[number].x0 < right and self.words[number].x1 > left]

    def between(self, top: float, bottom: float) -> list[int]:
        """The words whose middle is between two depths, at most `_MOST_BESIDE`."""
        depths, numbers = self.by_depth
        first = bisect_left(depths, top)
        return numbers[first : min(bisect_left(depths, bottom), first + _MOST_BESIDE)]

    @cached_property
    def by_depth(self) -> tuple[list[float], list[int]]:
        """The words from the top of the document to its bottom: the depths of their middles, and their numbers."""
        numbers = sorted(range(len(self.words)), key=self.depths.__getitem__)
        return [self.depths[number] for number in numbers], numbers

    def are_neighbours(self, left: int, right: int) -> bool:
        """Do the words stand on one line with no more than a blank between them?"""
        one, two = self.words[left], self.words[right]
        return (
            self.page_of[left] == self.page_of[right]
            and abs(one.y0 + one.y1 - two.y0 - two.y1) < (one.y1 - one.y0)
            and -1 <= two.x0 - one.x1 < 0.7 * (one.y1 - one.y0)
        )

    def has_percent(self, spot: Spot) -> bool:
        """Does a % end the spot or stand behind it?"""
        return spot.words[-1] in self.percentages

    @cached_property
    def percentages(self) -> frozenset[int]:
        """The words that hold a % or have one behind them."""
        signs = [number for number, text in enumerate(self.texts) if "%" in text]
        behind = [
            sign - 1 for sign in signs if sign and self.texts[sign][0] == "%" and self.are_neighbours(sign - 1, sign)
        ]
        return frozenset(signs + behind)

    def find(self, text: str) -> list[Spot]:
        """Where `text` is printed: in the file's order, else in the reading order of a line or a table cell."""
        units = units_of(text)
        if not units:
            return []
        needle = "".join(units)
        if len(needle) < _LOOSE_DIGITS and needle.isdigit():
            return self._numbers(needle) if len(units) == 1 else self._printed_so(units, text)
        found = self._cut_alike(units) or self._cut_otherwise(needle)
        if len(found) > 1 and needle.isalpha():
            found = [run for run in found if self._is_whole(*run)] or found
        return self._spots(found) or ([] if len(units) < 2 else self._chains(units))

    def _numbers(self, number: str) -> list[Spot]:
        """Words that print the number as no part of a longer one."""
        holders = dict.fromkeys([self.owner[position] for position in self.at.get(number, ())[:_MOST_STARTS]])
        texts = self.normals
        return [self.spot((each,)) for each in holders if texts[each] == number or _is_alone(number, texts[each])]

    def _printed_so(self, units: list[str], text: str) -> list[Spot]:
        """Where the number is printed with its own marks: 12-34 is not the row "12 34"."""
        number = "".join(normal(text).split())
        spots = self._spots(self._cut_alike(units))
        return [spot for spot in spots if _is_alone(number, "".join(normal(self.text(spot)).split()))]

    def _cut_alike(self, units: list[str]) -> list[Run]:
        """Where the units follow each other on one page; looked for where the rarest of them stands."""
        if len(units) == 1:
            return [(position, position) for position in self.at.get(units[0], ())[:_MOST_STARTS]]
        places = [self.at.get(unit, ()) for unit in units]
        rarest = min(places, key=len)
        before, behind = places.index(rarest), len(units) - places.index(rarest)
        return [
            (each - before, each + behind - 1)
            for each in rarest[:_MOST_STARTS]
            if each >= before
            and self.units[each - before : each + behind] == units
            and self._is_on_one_page(each - before, each + behind - 1)
        ]

    def _cut_otherwise(self, needle: str) -> list[Run]:
        """Where the stream goes on with `needle` from the beginning of a unit, with which it begins, to the end of
        another."""
        if len(needle) < _SHORTEST:
            return []
        beginnings = [self.at.get(needle[:end], ()) for end in range(1, min(len(needle), _LONGEST) + 1)]
        firsts = islice(chain.from_iterable(beginnings), _MOST_STARTS)
        starts, goes_on = self.starts, self.stream.startswith
        runs = [(each, self._last_unit(each, len(needle))) for each in firsts if goes_on(needle, starts[each])]
        return [(first, last) for first, last in runs if last >= 0 and self._is_on_one_page(first, last)]

    def _last_unit(self, first: int, length: int) -> int:
        """The unit that ends `length` characters after the beginning of the unit `first`; -1 when none does."""
        end = self.starts[first] + length
        after = bisect_left(self.starts, end, first)
        return after - 1 if self.starts[after] == end else -1

    def _spots(self, runs: Iterable[Run]) -> list[Spot]:
        return [self.spot(tuple(range(self.owner[first], self.owner[last] + 1))) for first, last in runs]

    def _is_on_one_page(self, first: int, last: int) -> bool:
        return self.page_of[self.owner[first]] == self.page_of[self.owner[last]]

    def _is_whole(self, first: int, last: int) -> bool:
        """Do the units begin and end with their words?"""
        owner = self.owner
        begins = first == 0 or owner[first - 1] != owner[first]
        return begins and (last + 1 == len(owner) or owner[last + 1] != owner[last])

    def _chains(self, units: Sequence[str]) -> list[Spot]:
        """Where the units follow each other to the right or on the next line of the same cell."""
        starts = self.at.get(units[0], ())[:_MOST_CHAINS]
        chains = (self._chain(start, units) for start in starts)
        return [spot for spot in chains if spot]

    def _chain(self, start: int, units: Sequence[str]) -> Spot | None:
        left = self.lefts[self.owner[start]]
        chain = [start]
        for unit in units[1:]:
            follower = self._follower(chain[-1], unit, left)
            if follower is None:
                return None
            chain.append(follower)
        return self.spot(tuple(dict.fromkeys([self.owner[position] for position in chain])))

    def _follower(self, position: int, unit: str, left: float) -> int | None:
        if position + 1 < len(self.units) and self.units[position + 1] == unit:
            return position + 1
        after = self.at.get(unit, ())
        here = bisect_left(after, position)
        nearby = after[here : here + _MOST_CHAINS]
        return next((each for each in nearby if self._continues(position, each, left)), None)

    def _continues(self, position: int, other: int, left: float) -> bool:
        """Does the unit stand at the start of the next line of a cell whose left edge is `left`?"""
        one, two = self.words[self.owner[position]], self.words[self.owner[other]]
        height = one.y1 - one.y0
        return (
            self.page_of[self.owner[position]] == self.page_of[self.owner[other]]
            and 0.5 * height < two.y0 - one.y0 < 2.5 * height
            and abs(two.x0 - left) < height
        )
