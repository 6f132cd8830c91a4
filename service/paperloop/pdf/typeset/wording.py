"""Strings as they can be set: without control characters, and with places where a word too long may break."""

import re
import unicodedata

_LONG_TOKEN = 18
"""Characters that any column holds; longer addresses may break after their punctuation."""
_LONG_STRETCH = 28
"""Characters without a place to break that the narrowest column holds."""
_LONG_WORD = 40
"""Letters of a word that hyphenation can cope with."""

_HANDFUL = 6
"""Characters of a word too long that stay together. A piece for each would be as many marked pieces in the PDF, which
MuPDF reads in a time that grows with their square."""
_MONSTER = 400
"""Characters of what is no word or address any more, and is parted by its length alone."""

_TAIL = 4
"""Characters that stand on no line of their own, such as the `com` of an address."""

_TOO_LONG = re.compile(rf"[^ ]{{{_LONG_TOKEN + 1}}}")
_BLANKS = re.compile(r"[\x00-\x20\x7f-\x9f\u1680\u2000-\u200b\u2028\u2029\u205f\u3000]+")
_PUNCTUATION = re.compile(r"(?<=[/._\-?&=@:,;+#%~|])(?=[^/._\-?&=@:,;+#%~|])")
_FIXED_BLANKS = {0x2007: 0xA0, 0x202F: 0xA0, 0xA0: 0xA0}
_DROPPED = (
    *range(0xFE00, 0xFE10),  # variation selectors: they choose among looks of a character
    0xFEFF,
    0x200E,
    0x200F,
    *range(0x202A, 0x202F),  # direction is the text's own; an override could show it in another order than it has
    *range(0x2060, 0x2070),
    *range(0xFFF9, 0xFFFC),
    *range(0xE0000, 0xE1000),
    *range(0xFDD0, 0xFDF0),
    *(plane << 16 | code for plane in range(17) for code in (0xFFFE, 0xFFFF)),  # noncharacters
)
_REPLACED: dict[int, int | None] = {**dict.fromkeys(_DROPPED), **_FIXED_BLANKS, 0xFFFD: ord("?")}


def cleaned(text: str) -> str:
    """`text` in NFC: one blank for every run of blanks and controls, fixed blanks kept; no invisible instructions.

    What was lost before it came, U+FFFD, and lone surrogates, which no encoding can hold, are question marks.
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", whole.translate(_REPLACED)))


def is_from_right(text: str) -> bool:
    """Whether a paragraph goes from right to left: its first letter tells (Unicode Standard Annex 9, P2 and P3)."""
    kinds = map(unicodedata.bidirectional, text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


def breakable(text: str) -> list[str]:
    """`text` in pieces, between which a line may end. They join to `text`; most texts are one piece."""
    if not _TOO_LONG.search(text):
        return [text]
    pieces = [""]
    for token in re.split(r"(?<= )", text):
        first, *others = _token_pieces(token)
        pieces[-1] += first
        pieces += others
    return pieces


def _token_pieces(token: str) -> list[str]:
    if len(token) <= _LONG_TOKEN or _is_wide(token):
        return [token]
    if len(token) > _MONSTER:
        return _handfuls(token, 2 * _HANDFUL)
    pieces = [piece for part in _PUNCTUATION.split(token) for piece in _stretch_pieces(part)]
    *others, last = pieces
    short = len(last) <= _TAIL and others and 1 < len(others[-1]) <= _LONG_TOKEN - _TAIL
    return [*others[:-1], others[-1] + last] if short else pieces


def _stretch_pieces(part: str) -> list[str]:
    longest = _LONG_WORD if part.strip(" .,;:!?()-").isalpha() else _LONG_STRETCH
    return [part] if len(part) <= longest else _handfuls(part, _HANDFUL)


def _handfuls(text: str, size: int) -> list[str]:
    graphemes = _graphemes(text)
    return ["".join(graphemes[at : at + size]) for at in range(0, len(graphemes), size)]


def _graphemes(text: str) -> list[str]:
    """Characters with the marks that stand on them."""
    pieces: list[str] = []
    for character in text:
        if pieces and (unicodedata.combining(character) or character in "\u200c\u200d "):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _is_wide(token: str) -> bool:
    """Scripts that break between any two characters by themselves."""
    return sum(unicodedata.east_asian_width(character) in "WF" for character in token) > len(token) // 2
