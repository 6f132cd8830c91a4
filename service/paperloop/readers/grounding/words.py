"""The visible words of a document, indexed once so that every look-up is cheap.

Words are cut into units, runs of letters and digits in a normal form: NFKC, case folded, so that kinds of dashes,
quotes and blanks make no difference. The units joined without blanks are the stream; a text stands where the stream
goes on with it, whichever way it was split into words and lines.
"""

import re
import unicodedata
from bisect import bisect_left
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
_MOST_STARTS = 5000
"""Places that are tried for one text; a bound on hostile pages, far above what an invoice repeats."""
_MOST_CHAINS = 50
_LOOSE_DIGITS = 10
"""Digits from which on a number is an id whose blanks and marks may differ from the page's."""


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
        self._cut()

    def _cut(self) -> None:
        self.units: list[str] = []
        self.owner: list[int] = []
        self.first_unit: list[int] = []
        for number, text in enumerate(self._normal_texts()):
            self.first_unit.append(len(self.units))
            found = [text] if text.isalnum() else _UNIT.findall(text)
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
        words = [self.words[number] for number in spot.words]
        box = (
            min(word.x0 for word in words),
            min(word.y0 for word in words),
            max(word.x1 for word in words),
            max(word.y1 for word in words),
        )
        return Evidence(page=spot.page, bbox=box, text=self.text(spot))

    def before(self, spot: Spot, count: int) -> list[str]:
        """Up to `count` units that stand before `spot` in the file."""
        position = self.first_unit[spot.words[0]]
        return self.units[max(0, position - count) : position]

    def are_neighbours(self, left: int, right: int) -> bool:
        """Do the words stand on one line with no more than a blank between them?"""
        one, two = self.words[left], self.words[right]
        return (
            self.page_of[left] == self.page_of[right]
            and abs(one.y0 + one.y1 - two.y0 - two.y1) < (one.y1 - one.y0)
            and -1 <= two.x0 - one.x1 < 0.7 * (one.y1 - one.y0)
        )

    def find(self, text: str) -> list[Spot]:
        """Where `text` is printed: in the file's order, else in the reading order of a line or a table cell."""
        units = units_of(text)
        if not units:
            return []
        needle = "".join(units)
        is_number = needle.isdigit() and len(needle) < _LOOSE_DIGITS
        spots = self._spots(self.at.get(units[0], ()), needle)
        if is_number:
            return self._printed_so(spots, text)
        if not spots and len(needle) >= _KEY:
            spots = self._spots(self._by_key.get(needle[:_KEY], ()), needle)
        return spots or ([] if len(units) < 2 else self._chains(units))

    def _spots(self, positions: Sequence[int], needle: str) -> list[Spot]:
        """Of the units at `positions` those where the stream goes on with `needle` and a unit ends with it."""
        spots = []
        for position in positions[:_MOST_STARTS]:
            start = self.starts[position]
            if not self.stream.startswith(needle, start):
                continue
            end = start + len(needle)
            after = bisect_left(self.starts, end, position)
            first, last = self.owner[position], self.owner[after - 1]
            if self.starts[after] == end and self.page_of[first] == self.page_of[last]:
                spots.append(self.spot(range(first, last + 1)))
        return spots

    def _printed_so(self, spots: Iterable[Spot], text: str) -> list[Spot]:
        """Those spots that print the marks of `text` too: 12-34 is not the row "12 34"."""
        squeezed = "".join(normal(text).split())
        return [spot for spot in spots if squeezed in "".join(normal(self.text(spot)).split())]

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
        nearby = after[bisect_left(after, position) :][:_MOST_CHAINS]
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
