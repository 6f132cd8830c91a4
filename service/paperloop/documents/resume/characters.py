"""Strings of a caller made fit for printing."""

import re
import unicodedata
from typing import Final

_BLANKS = re.compile(r"[ \t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_UNSEEN = re.compile(
    "["
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # control characters
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, joiners, fillers
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"  # zero width, bidi, annotations
    "\ufdd0-\ufdef\ufffe\uffff"  # no characters
    "\ufe00-\ufe0f\U000e0000-\U000e0fff"  # variation selectors, tags
    "]"
)
"""U+200C and U+200D stay where they stand between letters: Persian, Indic scripts and emoji are written with them."""
_STRAY_JOINER = re.compile(r"(?<![^\x00-\x7f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\x7f])")
_SURROGATE = re.compile("[\ud800-\udfff]")
REPLACEMENT: Final = "\ufffd"


def cleaned(text: str) -> str:
    """`text` on one line, NFC, without characters that print nothing or turn others round.

    Half a surrogate pair becomes U+FFFD. A no-break space stays.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = _SURROGATE.sub(REPLACEMENT, _UNSEEN.sub("", _BLANKS.sub(" ", text)))
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", _STRAY_JOINER.sub("", text))).strip()


def has_unprintable(text: str) -> bool:
    """Does `cleaned` take away or replace more than blanks?"""
    if text.isascii() and text.isprintable():
        return False
    return bool(_UNSEEN.search(text) or _SURROGATE.search(text) or _STRAY_JOINER.search(text))
