"""The finished PDF read as a machine reads it: is everything that was put in to be read, whole and in order?"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import pymupdf

from paperloop.pdf.calls import Unreadable
from paperloop.pdf.typeset.expected import AnyOrder, Expected, strings

NEAR: Final = 160
"""Characters that may stand between two expected strings: bullets, separators, the foot of a page."""

_FLAGS: Final = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP
_HYPHENS: Final = "-\u00ad\u2010\u2011"
_UNSEEN: Final = re.compile(r"[\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Readback:
    """`ratio` of the strings are readable in order, 0 to 1; 1 only when all are."""

    ratio: float
    unreadable: tuple[Unreadable, ...] = ()


def read_back(pdf: pymupdf.Document, expected: Expected) -> Readback:
    """Looks for `expected` in what PyMuPDF reads, in the order in which the file tells it.

    A hyphen at a line's end, ligatures and presentation forms are no difference; a blank too many or one missing in
    a line is.
    """
    search = _Search(Reading.of([page.get_text("text", flags=_FLAGS, sort=False) for page in pdf]))
    search.expect(expected)
    count = sum(1 for _ in strings(expected))
    return Readback(ratio=1 - len(search.unreadable) / max(count, 1), unreadable=tuple(search.unreadable))


@dataclass(frozen=True, slots=True)
class Reading:
    """Text without blanks and hyphens, and where those stood: `blanks` within a line, `ends` of lines."""

    letters: str
    blanks: frozenset[int]
    ends: frozenset[int]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Reading":
        """Of pages, or of one string."""
        letters: list[str] = []
        blanks: set[int] = set()
        ends: set[int] = set()
        length = 0
        for line in (line for text in texts for line in _normal(text).splitlines()):
            for word in line.split():
                bare = _bare(word)
                letters.append(bare)
                length += len(bare)
                blanks.add(length)
            blanks.discard(length)
            ends.add(length)
        return cls("".join(letters), frozenset(blanks), frozenset(ends))

    def says(self, wanted: "Reading", at: int) -> bool:
        """Whether the words of `wanted` are parted here as they are there; a line may end anywhere."""
        end = at + len(wanted.letters)
        here = {place - at for place in self.blanks if at < place < end}
        there = {place for place in wanted.blanks if 0 < place < len(wanted.letters)}
        return here <= there and all(place in here or place + at in self.ends for place in there)


def _normal(text: str) -> str:
    return text if text.isascii() else _UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def _bare(word: str) -> str:
    return word.translate(_WITHOUT_HYPHENS).casefold()


_WITHOUT_HYPHENS: Final = {ord(hyphen): None for hyphen in _HYPHENS}


@dataclass(slots=True)
class _Search:
    """Goes through a reading from its beginning to its end, once."""

    reading: Reading
    at: int = 0
    reach: int = NEAR
    unreadable: list[Unreadable] = field(default_factory=list)

    def expect(self, expected: Expected) -> None:
        if isinstance(expected, str):
            self._expect_string(expected)
        elif isinstance(expected, AnyOrder):
            self._expect_any(list(expected.parts))
        else:
            for part in expected.parts:
                self.expect(part)

    def _expect_any(self, parts: list[Expected]) -> None:
        """What stands first is looked at first; of two that begin at one place, the longer."""
        while parts:
            best = min(parts, key=self._place)
            parts.remove(best)
            self.expect(best)

    def _place(self, expected: Expected) -> tuple[int, int]:
        if isinstance(expected, str):
            wanted = Reading.of([expected])
            return self._find(wanted), -len(wanted.letters)
        return min((self._place(part) for part in _heads(expected)), default=(self.at, 0))

    def _expect_string(self, string: str) -> None:
        wanted = Reading.of([string])
        if (place := self._find(wanted)) < _NOWHERE:
            self.at, self.reach = place + len(wanted.letters), NEAR
            return
        self.reach += len(wanted.letters)
        elsewhere = any(self.reading.says(wanted, at) for at in _occurrences(self.reading.letters, wanted.letters))
        self.unreadable.append(Unreadable(text=string, fault="out of order" if elsewhere else "missing"))

    def _find(self, wanted: Reading) -> int:
        end = self.at + self.reach + len(wanted.letters)
        places = _occurrences(self.reading.letters, wanted.letters, self.at, end)
        return next((at for at in places if self.reading.says(wanted, at)), _NOWHERE)


_NOWHERE: Final = 1 << 60


def _heads(expected: Expected) -> Sequence[Expected]:
    """What may come first of a group."""
    if isinstance(expected, str):
        return (expected,)
    return expected.parts if isinstance(expected, AnyOrder) else expected.parts[:1]


def _occurrences(text: str, wanted: str, start: int = 0, end: int | None = None) -> Iterator[int]:
    at = text.find(wanted, start, end)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1, end)
