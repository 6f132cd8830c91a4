"""What a word may be, or be a part of, by its signs alone: most words of a page are told apart here, each once."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, Literal

from paperloop.documents.dates import may_be_in_date
from paperloop.documents.money import currency_of

Kind = Literal["number", "sign", "date", "id", "link"]
"""`sign` stands for a currency, `id` begins as account numbers and VAT ids do, `link` holds what leads to a domain."""

LONGEST_NUMBER: Final = 24
"""Signs of a word that can be a number."""
LONGEST_KEPT: Final = 60
"""Signs of a word that is remembered, with what it is told to be, from one document to the next; thousands of longer
ones would fill a worker's memory."""
_LONGEST_SIGN = 5

_DIGIT = re.compile(r"\d")
_ID = re.compile(r"[A-Z]{2}[A-Z\d]{2}")
_SIGN_WORDS = re.compile(r"[-−–]?(?:[A-Z]{0,2}[€$£¥₹]|[A-Z]{3}|Rs\.?|kr\.?|zł|Kč|Ft|lei|Euros?|EURO)[-−–]?")
_SHARED_SIGN = re.compile(r"\W?kr\W{0,2}")


def by_kind(words: Iterable[str]) -> dict[Kind, set[str]]:
    """`words`, each given once, by what they may be; most are nothing, some are of several kinds."""
    found: dict[Kind, set[str]] = {"number": set(), "sign": set(), "date": set(), "id": set(), "link": set()}
    for word in words:
        for kind in _known_kinds(word) if len(word) <= LONGEST_KEPT else _kinds_of(word):
            found[kind].add(word)
    return found


def _kinds_of(word: str) -> tuple[Kind, ...]:
    kinds: list[Kind] = []
    if _DIGIT.search(word):
        kinds += ["number"] if len(word) <= LONGEST_NUMBER else []
        kinds += ["date"] if may_be_in_date(word) else []
        kinds += ["id"] if _ID.match(word) else []
    elif sign_of(word) is not None:
        kinds += ["sign"]
    kinds += ["link"] if "@" in word or "//" in word or "www." in word else []
    return tuple(kinds)


_known_kinds = lru_cache(maxsize=16_384)(_kinds_of)


def sign_of(text: str) -> str | None:
    """The currency that a word of its own stands for; "" where several countries use the sign, None for no sign."""
    return _known_sign(text) if len(text) <= _LONGEST_SIGN else None


@lru_cache(maxsize=1024)
def _known_sign(text: str) -> str | None:
    if not _SIGN_WORDS.fullmatch(text):
        return None
    return "" if _SHARED_SIGN.fullmatch(text) else currency_of(text)
