"""Lines found by what a reader says it saw on them: whole words, letter for letter.

A line's rarest word leads to its row, where most other values stand too; what is not found so is looked for on all
pages.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from paperloop.documents import invoice
from paperloop.documents.json_pointers import Pointer
from paperloop.documents.pointers import Leaf
from paperloop.readers.grounding.lookup import Lookup
from paperloop.readers.grounding.words import Spot, Words

ROW = 7.0
"""Points within which middles of words are one row."""
CLEAR = 0.75
"""Share of a line's weight with which a row needs no rivals."""
WEIGHTS = {
    "name": 3.0, "seller_item_id": 3.0, "gtin": 3.0, "description": 2.0, "net_amount": 2.0, "gross_amount": 2.0,
    "amount": 2.0, "basis": 2.0, "net_price": 1.5, "gross_price": 1.0, "quantity": 1.0, "rate": 1.0, "id": 0.6,
    "vat_rate": 0.4, "unit": 0.2, "category": 0.1,
}  # fmt: skip
_DIGIT = re.compile(r"\d")
_TRIED = 12
"""Places below the line before that are tried for one line."""
_MOST_ALIKE = 24
"""Places of one word on a row; a bound on hostile pages, far above what a line of an invoice repeats."""

Phrase = Sequence[str]
"""Successive words."""
Band = Mapping[str, Sequence[int]]
"""The words between two depths by their text."""


class Line:
    """A line's `values` by field, and the `phrases` in which a reader saw them; where they may stand on all pages is
    looked up at need."""

    def __init__(self, lookup: Lookup, at: Pointer, line: invoice.Line) -> None:
        self.values = {field: value for field, value in vars(line).items() if value is not None}
        self.phrases: dict[str, Phrase] = {}
        self._lookup = lookup
        self._at = at
        for field, value in self.values.items():
            said = lookup.said(f"{at}/{field}")
            if said and (phrase := _phrase(said, value)):
                self.phrases[field] = phrase

    def spots(self, field: str) -> Sequence[Spot]:
        return self._lookup.spots(f"{self._at}/{field}", field, self.values[field])

    def prints(self, number: int, field: str) -> bool:
        return self._lookup.prints(number, field, self.values[field])


def _phrase(said: str, value: Leaf) -> Phrase:
    """The words of `said`; of a number the one that has digits, not its unit, and none where several have."""
    words = said.split(" ")
    if len(words) == 1 or not isinstance(value, Decimal):
        return words
    numbers = [word for word in words if _DIGIT.search(word)]
    return numbers if len(numbers) == 1 else ()


def _undisputed(cells: dict[str, tuple[int, ...]]) -> Mapping[str, tuple[int, ...]]:
    """Those whose words are no other's: of two values that are seen as "1", one may be printed as "1."."""
    if len(set(cells.values())) == len(cells):
        return cells
    claims = Counter(cells.values())
    return {field: words for field, words in cells.items() if claims[words] == 1}


class Row(NamedTuple):
    """Where a line stands, and the words of those of its values that alone stand there as they were seen, and once."""

    spot: Spot
    cells: Mapping[str, tuple[int, ...]]


class Rows:
    """The words of all pages by their text, for one line after another."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def next(self, line: Line, last: float) -> Row | None:
        """The row of the line's rarest word, below the depth `last`, that shows enough of the line."""
        found = [places for phrase in line.phrases.values() if (places := self._at.get(phrase[0]))]
        if not found:
            return None
        places, depths = min(found, key=len), self._words.depths
        start = bisect_right(places, last + 1, key=depths.__getitem__)
        best, most = None, 0.0
        whole = sum([WEIGHTS[field] for field in line.values])
        for number in places[start : start + _TRIED]:
            weight, cells = self._shown_at(depths[number], line.phrases)
            if weight > most:
                best, most = Row(self._words.spot((number,)), cells), weight
            if weight >= whole:
                break
        return best if most >= CLEAR * whole else None

    def _shown_at(self, depth: float, phrases: Mapping[str, Phrase]) -> tuple[float, Mapping[str, tuple[int, ...]]]:
        """The weight of the values that begin on the row at `depth`, and the words of those that do once."""
        band = self.band(depth - ROW, depth + ROW)
        weight, cells = 0.0, {}
        for field, phrase in phrases.items():
            found = self._in(band, phrase)
            if found:
                weight += WEIGHTS[field]
                if len(found) == 1:
                    cells[field] = found[0]
        return weight, _undisputed(cells)

    def _in(self, band: Band, phrase: Phrase) -> list[tuple[int, ...]]:
        """The words of the phrase wherever it begins in the band."""
        places = band.get(phrase[0], ())[:_MOST_ALIKE]
        count, texts = len(phrase), self._words.texts
        if count == 1:
            return [(number,) for number in places]
        return [tuple(range(number, number + count)) for number in places if texts[number : number + count] == phrase]

    def band(self, top: float, bottom: float) -> Band:
        texts = self._words.texts
        band: dict[str, list[int]] = {}
        for number in self._words.between(top, bottom):
            band.setdefault(texts[number], []).append(number)
        return band

    def cells(self, line: Line, field: str, band: Band, chosen: Mapping[str, Spot]) -> list[Spot]:
        """The free places in the band where the value stands as it was seen; none where they are too few for all
        values that were seen so and are not among those `chosen`."""
        phrase = line.phrases.get(field)
        if not phrase:
            return []
        used = {number for spot in chosen.values() for number in spot.words}
        free = [words for words in self._in(band, phrase) if used.isdisjoint(words)]
        claims = [other for name, other in line.phrases.items() if name not in chosen]
        if len(free) < claims.count(phrase):
            return []
        return [self._words.spot(words) for words in free if line.prints(words[0], field)]

    @cached_property
    def _at(self) -> Mapping[str, list[int]]:
        """Words by their text, in order down the pages."""
        at: defaultdict[str, list[int]] = defaultdict(list)
        texts = self._words.texts
        for number in self._words.by_depth[1]:
            at[texts[number]].append(number)
        return at
