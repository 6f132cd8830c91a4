"""The visible words of a document, indexed once so that every look-up is cheap.

Words are cut into units, runs of letters and digits in a normal form: NFKC, case folded, so that kinds of dashes,
quotes and blanks make no difference. The units joined without blanks are the stream; a text stands where the stream
goes on with it, whichever way it was split into words and lines.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from paperloop.documents.extraction import Evidence
from paperloop.documents.pages import Page, Word

_UNIT = re.compile(r"[^\W_]+")
_KEY = 4
"""Characters of the stream by which a text is looked up that is split otherwise than on the page."""
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


class Spot(NamedTuple):
    """The words, by their numbers, that print a value; `y` is the middle of the first one and `x` its left edge.

    Spots sort from the top of the first page to the bottom of the last.
    """

    page: int
    y: float
    x: float
    words: tuple[int, ...]


def normal(text: str) -> str:
    """`text` in the form in which texts are compared."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


def units_of(text: str) -> list[str]:
    return _UNIT.findall(normal(text))


class Words:
    """The visible words of `pages`, in the file's order, and where texts stand among them."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self.words: list[Word] = []
        self.page_of: list[int] = []
        for page in pages:
            visible = [word for word in page.words if not word.hidden]
            self.words += visible
            self.page_of += [page.number] * len(visible)
        self._heights: dict[int, tuple[list[float], list[int]]] = {}
        self._cut()

    def _cut(self) -> None:
        self.units: list[str] = []
        self.owner: list[int] = []
        self._normal = self._normal_texts()
        for number, text in enumerate(self._normal):
            if text.isalnum():
                self.units.append(text)
                self.owner.append(number)
            else:
                found = _UNIT.findall(text)
                self.units += found
                self.owner += [number] * len(found)
        self.at: defaultdict[str, list[int]] = defaultdict(list)
        for position, unit in enumerate(self.units):
            self.at[unit].append(position)
        self.stream = "".join(self.units)
        self.starts = list(accumulate(map(len, self.units), initial=0))

    def _normal_texts(self) -> list[str]:
        joined = "\n".join([word.text for word in self.words])
        if joined.count("\n") >= len(self.words):
            joined = "\n".join([" ".join(word.text.split()) for word in self.words])
        return normal(joined).split("\n") if self.words else []

    @cached_property
    def _by_key(self) -> dict[str, list[int]]:
        keys: defaultdict[str, list[int]] = defaultdict(list)
        for position, start in enumerate(self.starts[:-1]):
            keys[self.stream[start : start + _KEY]].append(position)
        return keys

    def spot(self, words: Sequence[int]) -> Spot:
        word = self.words[words[0]]
        return Spot(self.page_of[words[0]], (word.y0 + word.y1) / 2, word.x0, tuple(words))

    def text(self, spot: Spot) -> str:
        """What the page prints at `spot`."""
        return " ".join([self.words[number].text for number in spot.words])

    def evidence(self, spot: Spot) -> Evidence:
        if len(spot.words) == 1:
            word = self.words[spot.words[0]]
            return Evidence(page=spot.page, bbox=word[:4], text=word.text)
        x0, y0, x1, y1, *_ = zip(*(self.words[number] for number in spot.words), strict=True)
        return Evidence(page=spot.page, bbox=(min(x0), min(y0), max(x1), max(y1)), text=self.text(spot))

    def label_strength(self, spot: Spot, labels: tuple[str, ...]) -> float:
        """Between 2 and 3 when a word that begins with one of `labels` stands left of the spot on its line, the more
        the nearer; 1 when one stands above; else 0."""
        for distance, number in enumerate(self._left_of(spot), 1):
            if self._normal[number].startswith(labels):
                return 2 + 1 / distance
        return 1.0 if any(self._normal[number].startswith(labels) for number in self._above(spot)) else 0.0

    def _left_of(self, spot: Spot) -> list[int]:
        """The nearest words left of the spot on its line, the nearest first."""
        line = self._between(spot.page, spot.y - _LINE_GAP, spot.y + _LINE_GAP)
        before = [(-self.words[number].x0, number) for number in line if self.words[number].x0 < spot.x]
        return [number for _, number in sorted(before)[:_REACH]]

    def _above(self, spot: Spot) -> list[int]:
        """Words up to `_HEAD_HEIGHT` above the spot that overlap its width."""
        left, right = spot.x - _LINE_GAP, self.words[spot.words[-1]].x1 + _LINE_GAP
        higher = self._between(spot.page, spot.y - _HEAD_HEIGHT, spot.y - _LINE_GAP)
        return [number for number in higher if self.words[number].x0 < right and self.words[number].x1 > left]

    def _between(self, page: int, top: float, bottom: float) -> list[int]:
        """The words of a page whose middle is between two heights, at most `_MOST_BESIDE`."""
        heights, numbers = self._by_height(page)
        first = bisect_left(heights, top)
        return numbers[first : min(bisect_left(heights, bottom), first + _MOST_BESIDE)]

    def _by_height(self, page: int) -> tuple[list[float], list[int]]:
        """The page's words from top to bottom, and the heights of their middles."""
        if page not in self._heights:
            first, last = bisect_left(self.page_of, page), bisect_right(self.page_of, page)
            middles = [((word.y0 + word.y1) / 2, first + n) for n, word in enumerate(self.words[first:last])]
            middles.sort()
            self._heights[page] = [middle for middle, _ in middles], [number for _, number in middles]
        return self._heights[page]

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
        last, after = spot.words[-1], spot.words[-1] + 1
        if "%" in self.words[last].text:
            return True
        return after < len(self.words) and self.words[after].text.startswith("%") and self.are_neighbours(last, after)

    def find(self, text: str) -> list[Spot]:
        """Where `text` is printed: in the file's order, else in the reading order of a line or a table cell."""
        units = units_of(text)
        if not units:
            return []
        needle = "".join(units)
        spots = self._spots(self._starts_of(units), needle)
        if needle.isdigit() and len(needle) < _LOOSE_DIGITS:
            return self._printed_so(spots, text)
        if not spots and len(needle) >= _KEY:
            spots = self._spots(self._by_key.get(needle[:_KEY], ()), needle)
        return spots or ([] if len(units) < 2 else self._chains(units))

    def _starts_of(self, units: Sequence[str]) -> Sequence[int]:
        """Positions where the units may begin, told by the rarest of them."""
        rarest = min(range(len(units)), key=lambda number: len(self.at.get(units[number], ())))
        positions = self.at.get(units[rarest], ())[:_MOST_STARTS]
        return [position - rarest for position in positions if position >= rarest]

    def _spots(self, positions: Sequence[int], needle: str) -> list[Spot]:
        """Of the units at `positions` those where the stream goes on with `needle` and a unit ends with it.

        A name is no part of a word, as in an address of the web, where it is also printed by itself.
        """
        runs = [(position, self._end_of(position, needle)) for position in positions[:_MOST_STARTS]]
        found = [(first, last) for first, last in runs if last >= 0]
        if needle.isalpha():
            found = [run for run in found if self._is_whole(*run)] or found
        return [self.spot(range(self.owner[first], self.owner[last] + 1)) for first, last in found]

    def _end_of(self, position: int, needle: str) -> int:
        """The unit that ends the needle which begins with the unit at `position`, on one page; -1 when none does."""
        start = self.starts[position]
        if not self.stream.startswith(needle, start):
            return -1
        end = start + len(needle)
        after = bisect_left(self.starts, end, position)
        is_on_one_page = self.page_of[self.owner[position]] == self.page_of[self.owner[after - 1]]
        return after - 1 if self.starts[after] == end and is_on_one_page else -1

    def _is_whole(self, first: int, last: int) -> bool:
        """Do the units begin and end with their words?"""
        owner = self.owner
        begins = first == 0 or owner[first - 1] != owner[first]
        return begins and (last + 1 == len(owner) or owner[last + 1] != owner[last])

    def _printed_so(self, spots: Iterable[Spot], text: str) -> list[Spot]:
        """Those spots that print the number with its own marks and no more digits: 12-34 is not the row "12 34"."""
        number = re.escape("".join(normal(text).split()))
        whole = re.compile(rf"(?<!\d)(?<!\d[.,/-]){number}(?![.,/-]?\d)")
        return [spot for spot in spots if whole.search("".join(normal(self.text(spot)).split()))]

    def _chains(self, units: Sequence[str]) -> list[Spot]:
        """Where the units follow each other to the right or on the next line of the same cell."""
        starts = self.at.get(units[0], ())[:_MOST_CHAINS]
        chains = (self._chain(start, units) for start in starts)
        return [spot for spot in chains if spot]

    def _chain(self, start: int, units: Sequence[str]) -> Spot | None:
        left = self.words[self.owner[start]].x0
        chain = [start]
        for unit in units[1:]:
            follower = self._follower(chain[-1], unit, left)
            if follower is None:
                return None
            chain.append(follower)
        return self.spot(list(dict.fromkeys(self.owner[position] for position in chain)))

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
