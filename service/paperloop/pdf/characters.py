"""Extracted text made fit for reading, JSON and comparison."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

MAX_WORD: Final = 1000
"""Characters of one word; what comes after is cut off."""

_UNSEEN = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # control characters
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, joiners, fillers
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"  # zero width, bidi, annotations
    "\ufe00-\ufe0f\U000e0000-\U000e0fff"  # variation selectors, tags
    "]"
)
_SMUGGLED = re.compile("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e0fff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_PRESENTATION = re.compile(
    "[\ufb00-\ufb4f\ufb50-\ufdff\ufe70-\ufefc\uff01-\uff5e\u0132\u0133\u017f\u2160-\u217f\U0001d400-\U0001d7ff]+"
)
_MEANINGLESS = re.compile("[\ud800-\udfff\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_GARBLED = 0.2
"""Share of characters without a meaning above which a page's text is called garbled."""
_PLAIN = "".join(
    letter
    for letter in map(chr, [*range(0x21, 0x7F), *range(0xA1, 0x180), *range(0x391, 0x3CA), *range(0x400, 0x460)])
    if letter.isprintable() and not _UNSEEN.match(letter) and not _PRESENTATION.match(letter)
)
_ALL_PLAIN = re.compile(f"[{re.escape(_PLAIN)}–—‘’‚“”„†‡•…‰‹›€™−]*")


def cleaned(text: str) -> str:
    """`text` without characters that print nothing, ligatures and presentation forms as their letters, NFC.

    The rest is left as printed: full NFKC would turn 10² into 102 and ½ into 1⁄2.
    """
    if text.isascii() and text.isprintable() and " " not in text:
        return text[:MAX_WORD]
    text = _SURROGATE.sub("\ufffd", _UNSEEN.sub("", text[:MAX_WORD]))
    text = _PRESENTATION.sub(lambda letters: unicodedata.normalize("NFKC", letters[0]), text)
    return "".join(unicodedata.normalize("NFC", text).split())


def are_plain(texts: Sequence[str]) -> bool:
    """Would `cleaned` leave all of them as they are? Quick, and right for nearly every page."""
    return bool(_ALL_PLAIN.fullmatch("".join(texts))) and max(map(len, texts), default=0) <= MAX_WORD


def are_garbled(texts: Sequence[str]) -> bool:
    """Have too many of their characters no meaning: no letter is known for a glyph, or one of private use?"""
    everything = "".join(texts)
    return not _ALL_PLAIN.fullmatch(everything) and len(_MEANINGLESS.findall(everything)) > _GARBLED * len(everything)


def remarks_on_characters(texts: Sequence[str]) -> Iterator[str]:
    everything = "".join(texts)
    if _SMUGGLED.search(everything):
        yield "invisible control characters, which were removed"
    if are_garbled(texts):
        yield "garbled text: the fonts don't say which letters they draw"
