"""The name that a browser saves an answer under (RFC 6266)."""

import unicodedata
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

_LONGEST: Final = 80
"""Characters, so that the name fits any file system even when each is four bytes."""

_NAMELESS: Final = "resume"

_LETTERS: Final = str.maketrans({
    "Ø": "O", "ø": "o", "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Ð": "D", "ð": "d", "Þ": "Th", "þ": "th", "ß": "ss",
    "ẞ": "SS", "Æ": "Ae", "æ": "ae", "Œ": "Oe", "œ": "oe", "Ħ": "H", "ħ": "h", "Ŧ": "T", "ŧ": "t", "Ŋ": "Ng",
    "ŋ": "ng", "ı": "i", "ĸ": "q", "Ə": "E", "ə": "e", "Ɓ": "B", "ɓ": "b", "Ɗ": "D", "ɗ": "d", "Ƙ": "K", "ƙ": "k",
})  # fmt: skip
"""Latin letters that Unicode takes for whole: no accent can be taken off them."""


def content_disposition(name: str) -> str:
    """To be shown in place, and saved under a name made of `name`: in the plain form by letters and digits of ASCII
    alone, beside it by all of its letters in percent-encoded UTF-8 (RFC 8187) where those are more."""
    spelt = _joined(unicodedata.normalize("NFC", name), _is_letter)
    plain = _joined(unicodedata.normalize("NFKD", name.translate(_LETTERS)), str.isascii) or _NAMELESS
    extended = f"; filename*=UTF-8''{quote(spelt, safe='')}.pdf" if spelt not in ("", plain) else ""
    return f'inline; filename="{plain}.pdf"{extended}'


def _joined(name: str, keeps: Callable[[str], bool]) -> str:
    """The letters and digits of `name` that `keeps` takes, and a dash for what stands between them."""
    kept = "".join(each if keeps(each) and _is_letter(each) else _lost(each) for each in name)
    return "-".join(kept.split())[:_LONGEST].rstrip("-")


def _lost(character: str) -> str:
    """Accents leave no gap."""
    return "" if unicodedata.combining(character) else " "


def _is_letter(character: str) -> bool:
    """Marks are letters of scripts that write vowels with them."""
    return character.isalnum() or unicodedata.category(character).startswith("M")
