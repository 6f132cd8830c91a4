"""The finished PDF read as a machine reads it: is everything that was put in to be read, whole and in order?"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, takewhile
from typing import Final

import pymupdf

from paperloop.pdf.render_calls import Unreadable
from paperloop.pdf.typeset.expected import AnyOrder, Expected, strings

NEAR: Final = 160
"""Characters that may stand between two expected strings: bullets, separators, the foot of a page."""

_FOOT_LINES: Final = 3
_FLAGS: Final = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP
_RIGHT_TO_LEFT: Final = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_WORDS: Final = re.compile(r"[\w\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]+")
_VOWEL_MARKS: Final = r"\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
_MARKS: Final = re.compile(f"[{_VOWEL_MARKS}]")
_IGNORED: Final = re.compile(rf"[{_VOWEL_MARKS}\-\u00ad\u2010\u2011\u200b-\u200f\u2060\ufeff]")
"""Vowel marks, hyphens, and what is not seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readback:
    """`ratio` of the strings are readable in order, 0 to 1 in thousandths, rounded down: 1 only when all are."""

    ratio: float
    unreadable: tuple[Unreadable, ...] = ()


def read_back(
    pdf: pymupdf.Document, expected: Expected, *, foot: str = "", near: int = NEAR, from_right: bool = False
) -> Readback:
    """Looks for `expected` in what PyMuPDF reads in `pdf`."""
    return looked_up(expected, texts_of(pdf), foot=foot, near=near, from_right=from_right)


def texts_of(pdf: pymupdf.Document) -> list[str]:
    """The text of each page, in the order in which the file tells it."""
    return [page.get_text("text", flags=_FLAGS, sort=False) for page in pdf]


def looked_up(
    expected: Expected, texts: Sequence[str], *, foot: str = "", near: int = NEAR, from_right: bool = False
) -> Readback:
    """Looks for `expected` in the pages' `texts`, each string at most `near` characters behind the one before.

    A hyphen at a line's end, ligatures and presentation forms are no difference; a blank too many or one missing in
    a line is. Of right-to-left text, and of all text in a document that is read `from_right`, PyMuPDF tells the words
    of a line from left to right, so they count in any order, and vowel marks not at all. The foot of a page, `foot`
    and its number, parts no paragraph that goes on over it.
    """
    feet = (f"{foot}{number}/{len(texts)}" for number in range(1, len(texts) + 1))
    search = _Search(Reading.of(list(map(_without_foot, texts, feet))), near=near, reach=near, from_right=from_right)
    search.expect(expected)
    count = max(sum(1 for _ in strings(expected)), 1)
    readable = count - len(search.unreadable)
    return Readback(ratio=readable * 1000 // count / 1000, unreadable=tuple(search.unreadable))


@dataclass(frozen=True, slots=True)
class Reading:
    """Text without blanks and hyphens, and where those stood, ascending: `blanks` within a line, `ends` of lines."""

    letters: str
    blanks: list[int]
    ends: frozenset[int]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Reading":
        """Of pages, or of one string."""
        letters: list[str] = []
        blanks: list[int] = []
        ends: list[int] = []
        length = 0
        for text in texts:
            for line in _normal(text).splitlines():
                words = line.split()
                places = list(accumulate(map(len, words), initial=length))
                letters += words
                blanks += places[1:-1]
                length = places[-1]
                ends.append(length)
        return cls("".join(letters), blanks, frozenset(ends))

    def says(self, wanted: "Reading", at: int) -> bool:
        """Whether the words of `wanted` are whole here, and parted as they are there; a line may end anywhere."""
        end = at + len(wanted.letters)
        if not (self.parts(at) and self.parts(end)):
            return False
        here = [place - at for place in self.blanks[bisect_right(self.blanks, at) : bisect_left(self.blanks, end)]]
        there = wanted.blanks
        return here == there or (
            set(here) <= set(there) and all(place in here or place + at in self.ends for place in there)
        )

    def parts(self, place: int) -> bool:
        """Whether no word goes on over this place; none goes on in the other direction."""
        beside = self.letters[place - 1 : place + 1]
        if place == 0 or place in self.ends or not beside.isalnum():
            return True
        if len(_RIGHT_TO_LEFT.findall(beside)) == 1:
            return True
        next_blank = bisect_left(self.blanks, place)
        return place in self.blanks[next_blank : next_blank + 1]


def _without_foot(text: str, foot: str) -> str:
    """`text` without its last lines where they have the letters of `foot`, in any direction."""
    lines = text.splitlines()
    wanted = sorted(_squeezed(foot))
    for count in range(1, _FOOT_LINES + 1):
        if sorted(_squeezed("".join(lines[-count:]))) == wanted:
            return "\n".join(lines[:-count])
    return text


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _normal(text: str) -> str:
    """`text` without case, hyphens, presentation forms, vowel marks and what is not seen."""
    if text.isascii():
        return text.replace("-", "").lower()
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text)).casefold()


_Span = tuple[int, int]
_NOWHERE: Final = 1 << 60
_MISSING: Final = (_NOWHERE, _NOWHERE)


@dataclass(slots=True)
class _Search:
    """Goes through a reading from its beginning to its end, once."""

    reading: Reading
    near: int
    reach: int
    from_right: bool = False
    at: int = 0
    unreadable: list[Unreadable] = field(default_factory=list)
    wanted: dict[str, Reading] = field(default_factory=dict)
    seen: dict[str, tuple[int, _Span]] = field(default_factory=dict)
    """By string: from where it was looked for last, and where it was found, be it beyond reach."""

    def expect(self, expected: Expected) -> None:
        if isinstance(expected, str):
            self._expect_string(expected)
        elif isinstance(expected, AnyOrder):
            self._expect_any(expected.parts)
        else:
            for part in expected.parts:
                self.expect(part)

    def _expect_any(self, parts: Sequence[Expected]) -> None:
        """What stands first is looked at first; of two that begin at one place, the longer.

        Where nothing is within reach it is the turn of the first that was put in. What was found ahead is there still.
        """
        places = [(self._place(part), number) for number, part in enumerate(parts)]
        while places:
            best = min(places)
            if best[0][0] > self.at + self.reach and not self._is_near(parts[best[1]]):
                best = places[0]
            places.remove(best)
            self.expect(parts[best[1]])
            places = [
                known if self.at <= known[0][0] < _NOWHERE else (self._place(parts[known[1]]), known[1])
                for known in places
            ]

    def _is_near(self, expected: Expected) -> bool:
        if isinstance(expected, str):
            return self._find(expected) != _MISSING
        return any(map(self._is_near, _heads(expected)))

    def _place(self, expected: Expected) -> tuple[int, int]:
        if isinstance(expected, str):
            start, end = self._ahead(expected)
            return start, start - end
        return min((self._place(part) for part in _heads(expected)), default=(self.at, 0))

    def _expect_string(self, string: str) -> None:
        start, end = self._find(string)
        if start < _NOWHERE:
            self.at, self.reach = max(end, self.at), self.near
            return
        self.reach += len(string)
        wanted = self._wanted(string)
        elsewhere = any(self.reading.says(wanted, at) for at in _occurrences(self.reading.letters, wanted.letters))
        self.unreadable.append(Unreadable(text=string, fault="out of order" if elsewhere else "missing"))

    def _find(self, string: str) -> _Span:
        """Where `string` begins and ends, within reach."""
        if self._is_turned(string):
            return self._find_words(string)
        span = self._ahead(string)
        return span if span[0] <= self.at + self.reach else _MISSING

    def _ahead(self, string: str) -> _Span:
        """The same, be it beyond reach, so that nothing is looked for again before it is passed."""
        if self._is_turned(string):
            return self._find_words(string)
        since, span = self.seen.get(string, (_NOWHERE, _MISSING))
        if not since <= self.at <= span[0]:
            span = self._find_whole(string)
            self.seen[string] = self.at, span
        return span

    def _is_turned(self, string: str) -> bool:
        return self.from_right or bool(_RIGHT_TO_LEFT.search(string))

    def _find_whole(self, string: str) -> _Span:
        wanted = self._wanted(string)
        length = len(wanted.letters)
        places = _occurrences(self.reading.letters, wanted.letters, self.at)
        return next(((at, at + length) for at in places if self.reading.says(wanted, at)), _MISSING)

    def _wanted(self, string: str) -> Reading:
        if string not in self.wanted:
            self.wanted[string] = Reading.of([string])
        return self.wanted[string]

    def _find_words(self, string: str) -> _Span:
        """Where the words of `string` are, in any order: side by side. Those with marks are told with letters doubled,
        so they may be anywhere within reach.
        """
        words = [re.compile(_pattern(word)) for word in _WORDS.findall(string)]
        if not words:
            return self._find_whole(string)
        near = self.reading.letters[self.at : self.at + self.reach + 2 * len(string)]
        length = len(self._wanted(string).letters)
        starts = {found.start() for word in words for found in word.finditer(near)}
        whole_first = sorted(starts, key=lambda start: (not self.reading.parts(self.at + start), start))
        beside = (_spans(words, near, start, start + length) for start in whole_first)
        anywhere = _spans(words, near, 0, len(near)) if _RIGHT_TO_LEFT.search(string) else []
        spans = next(filter(None, beside), anywhere)
        if not spans:
            return _MISSING
        return self.at + min(start for start, _ in spans), self.at + max(end for _, end in spans)


def _spans(words: Sequence[re.Pattern[str]], text: str, start: int, end: int) -> list[_Span]:
    """Where each of `words` is between `start` and `end`; none where one is missing."""
    found = list(takewhile(bool, (word.search(text, start, end) for word in words)))
    return [match.span() for match in found if match] if len(found) == len(words) else []


def _pattern(word: str) -> str:
    letters = _normal(word)
    return ".?".join(map(re.escape, letters)) if _MARKS.search(word) else re.escape(letters)


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
