"""Which way up a picture of text is."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

import pymupdf

from paperloop.documents.pages import Word
from paperloop.pdf.ocr.picture import picture
from paperloop.readers.layout.labels import LEXICON, key_of

LOOK_DPI: Final = 50
"""Enough to tell lines of text from the paper between them."""

_LEAST_KNOWN: Final = 0.05
"""Share of words that labels are made of. Upside down no invoice has 0.02, upright all have 0.13."""
_LEAST_REGULAR: Final = 0.65
"""Share of characters in words of regular case. Upside down it is 0.63 at most; upright it may be less."""
_MANY: Final = 20
"""Words; noise may look like a few."""
_LEAST_LETTERS: Final = 4
"""Of a word that counts: any noise holds "no" and "de"."""


_AROUND: Final = ".,:;()[]\"'-/"
_REGULAR = re.compile(
    r"[A-Z\u00c0-\u00de]?[a-z\u00df-\u017f]{2,}|[A-Z\u00c0-\u00de]{3,}"  # word, Word, WORD; never wORd
    r"|\d{1,3}(?:[.,']\d{3})*[.,]\d\d|\d{1,4}[./-]\d\d?[./-]\d{2,4}"  # amounts, dates
)


def likely_turns(page: pymupdf.Page, expected: int) -> tuple[int, ...]:
    """The four turns, the likeliest first: as `expected` where that may be, as the lines lie, the other way up."""
    axis = 0 if _lines_are_upright(page) else 90
    first = expected if expected % 180 == axis else axis
    return first, (first + 180) % 360, 90 - axis, 270 - axis


def _lines_are_upright(page: pymupdf.Page) -> bool:
    """Do the lines of text run along the width, and not up or down the page?

    Across lines, ink and paper alternate; along them they do less: over 150 invoices the jumps from one row of pixels
    to the next were 3.7 to 100 times those from column to column. A page with a single line may be taken wrongly.
    """
    look = picture(page, dpi=LOOK_DPI).pixels
    samples, width, height, stride = look.samples, look.width, look.height, look.stride
    rows = [sum(samples[start : start + width]) / width for start in range(0, height * stride, stride)]
    columns = [sum(samples[start::stride]) / height for start in range(width)]
    return _jumps(rows) >= _jumps(columns)


def _jumps(levels: Sequence[float]) -> float:
    """The mean square of the steps from one to the next."""
    return sum((after - before) ** 2 for before, after in pairwise(levels)) / max(1, len(levels))


class Legibility(NamedTuple):
    """How much of what was read is known from labels (Rechnung, total, numéro), and how much of it looks like words."""

    known: float
    regular: float
    words: int

    @property
    def convinces(self) -> bool:
        """Upright for certain; else it may be, and another turn has to be worse."""
        return self.known >= _LEAST_KNOWN or (self.words >= _MANY and self.regular >= _LEAST_REGULAR)


def legibility(words: Sequence[Word]) -> Legibility:
    label_words = _label_words()
    known = sum(key_of(word.text) in label_words for word in words)
    texts = [word.text.strip(_AROUND) for word in words]
    regular = sum(len(text) for text in texts if _REGULAR.fullmatch(text))
    return Legibility(known / max(1, len(words)), regular / max(1, sum(map(len, texts))), len(words))


@cache
def _label_words() -> frozenset[str]:
    phrases = [
        phrase
        for table in (LEXICON.labels, LEXICON.columns)
        for by_second in table.values()
        for same_beginning in by_second.values()
        for phrase in same_beginning
    ]
    return frozenset(key for phrase in phrases for key in phrase.keys if len(key) >= _LEAST_LETTERS)
