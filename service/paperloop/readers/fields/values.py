"""From words as printed to values of the kinds that a caller asked for."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from paperloop.documents.money import parse_rate
from paperloop.readers.fields.asked import Bounds, Field, Kind
from paperloop.readers.llm.meaning import Meaning

Value = str | bool | Decimal | date

NOUNS: Mapping[Kind, str] = {
    "text": "text",
    "number": "number",
    "integer": "whole number",
    "decimal": "number",
    "date": "date",
    "boolean": "true or false",
    "choice": "one of the words to choose from",
}

_YES, _NO = frozenset({"true", "yes"}), frozenset({"false", "no"})
_WITH_UNIT = re.compile(r"[^\d+(−–-]*([-−–+(]?\d[\d.,'’ \u00a0\u2009\u202f]*\d\)?|[-−–+]?\d)\D*")
"""One number and what stands around it: "30 days", "net 12,5 kg"."""


def value_of(field: Field, word: str, meaning: Meaning) -> Value | None:
    """What `word` means as this field; None when it is no such thing."""
    match field.kind:
        case "text":
            return word
        case "number" | "decimal":
            return _number(word, meaning)
        case "integer":
            number = _number(word, meaning)
            return number if number is not None and number == number.to_integral_value() else None
        case "date":
            found = meaning.value("date", word)
            return found if isinstance(found, date) else None
        case "boolean":
            return {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}.get(word.lower())
        case "choice":
            return next((choice for choice in field.choices if _plain(choice) == _plain(word)), None)


def _number(word: str, meaning: Meaning) -> Decimal | None:
    number = meaning.value("amount", word)
    if number is None and (with_unit := _WITH_UNIT.fullmatch(word)):
        number = meaning.value("amount", with_unit[1])
    if number is None:
        number = parse_rate(word)
    return number if isinstance(number, Decimal) else None


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum()) or text


def broken_bound(bounds: Bounds, value: Value) -> str | None:
    """Which bound `value` breaks, as the end of a sentence; None when it keeps all."""
    size = value if isinstance(value, Decimal) else Decimal(len(value)) if isinstance(value, str) else None
    if size is None:
        return None
    unit = " characters" if isinstance(value, str) else ""
    broken = (
        ("less than", bounds.least, bounds.least is not None and size < bounds.least),
        ("more than", bounds.greatest, bounds.greatest is not None and size > bounds.greatest),
        ("not above", bounds.above, bounds.above is not None and size <= bounds.above),
        ("not below", bounds.below, bounds.below is not None and size >= bounds.below),
    )
    return next((f"{how} {bound}{unit}" for how, bound, is_broken in broken if is_broken), None)
