"""Where a value may stand: every spot on the pages that prints it, by the value's kind."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from paperloop.documents.extraction import Pointer
from paperloop.documents.money import currency_of
from paperloop.documents.pointers import Leaf
from paperloop.readers.grounding.numbers import Numbers
from paperloop.readers.grounding.words import Spot, Words, normal

_CODES = frozenset({"country", "region", "unit", "category"})
"""Fields whose codes are common words in small letters, such as DE: they must be printed as they are."""
_NEVER_PRINTED = frozenset({"type_code"})
_RATES = frozenset({"rate", "vat_rate"})
_SIGN = re.compile("[€$£¥₹₽₺₩₪฿₫₴₱₦]")
_NAMES = {
    "EUR": ("euro", "euros"), "CHF": ("fr", "sfr"), "PLN": ("zł", "zl"), "CZK": ("kč",), "HUF": ("ft",),
    "RON": ("lei",), "INR": ("rs",),
}  # fmt: skip
_TAKEN_OFF = frozenset({"allowance_total", "prepaid", "rounding"})
"""Amounts that an invoice prints with a minus sign and states without one."""


class Lookup:
    """The spots of values, those of equal values looked up once. `printed` are strings that a reader says it saw."""

    def __init__(self, words: Words, printed: Mapping[Pointer, str], *, is_credit: bool) -> None:
        self._words = words
        self._numbers = Numbers(words)
        self._printed = printed
        self._is_credit = is_credit
        self._known: dict[tuple[str, Leaf], list[Spot]] = {}
        self._confirmed: dict[tuple[str, Leaf | None], list[Spot]] = {}

    def spots(self, pointer: Pointer, value: Leaf) -> list[Spot]:
        """Every spot that prints the value, in order down the pages."""
        spots = self._remembered(pointer.rpartition("/")[2], value)
        said = self._printed.get(pointer)
        if not said:
            return spots
        typed = value if isinstance(value, Decimal | date) else None
        if (said, typed) not in self._confirmed:
            places = sorted(self._words.find(said)) if typed is None else spots
            self._confirmed[said, typed] = self._most_alike(places, said)
        return self._confirmed[said, typed] or spots

    def _remembered(self, field: str, value: Leaf) -> list[Spot]:
        kind = _kind(field, value)
        if (kind, value) not in self._known:
            self._known[kind, value] = sorted(self._found(kind, value))
        spots = self._known[kind, value]
        if isinstance(value, Decimal) and kind != "rate" and (field in _TAKEN_OFF or (self._is_credit and not spots)):
            return sorted((*spots, *self._numbers.amount(-value)))
        return spots

    def _found(self, kind: str, value: Leaf) -> list[Spot]:
        if isinstance(value, Decimal):
            return self._numbers.rate(value) if kind == "rate" else self._numbers.amount(value)
        if isinstance(value, date):
            return self._numbers.day(value)
        match kind:
            case "never":
                return []
            case "code":
                return [spot for spot in self._words.find(value) if value in self._words.text(spot)]
            case "currency":
                return [*self._found("code", value), *self._signs_of(value)]
            case _:
                return self._words.find(value.replace("_", " "))

    def _most_alike(self, spots: list[Spot], said: str) -> list[Spot]:
        """The spots that print the string exactly, else in its normal form, else all."""
        for form in (str, _squeezed):
            wanted = form(said)
            alike = [spot for spot in spots if wanted in (text := form(self._words.text(spot))) or text in wanted]
            if alike:
                return alike
        return spots

    def _signs_of(self, currency: str) -> list[Spot]:
        """Words with the currency's sign, such as 12,00€, and words that are its common name."""
        words = self._words
        signed = [
            number
            for number, word in enumerate(words.words)
            if not word.text.isalnum() and _SIGN.search(word.text) and currency_of(word.text) == currency
        ]
        named = [words.owner[position] for name in _NAMES.get(currency, ()) for position in words.at.get(name, ())]
        return [words.spot((number,)) for number in dict.fromkeys((*signed, *named))]


def _kind(field: str, value: Leaf) -> str:
    if field in _RATES:
        return "rate"
    if field in _CODES:
        return "code"
    if field in _NEVER_PRINTED:
        return "never"
    return "currency" if field == "currency" else type(value).__name__


def _squeezed(text: str) -> str:
    """`text` in its normal form without blanks, kinds of dashes and quotes taken as one."""
    return "".join(normal(text).translate(_UNIFIED).split())


_UNIFIED = str.maketrans({**dict.fromkeys("‐‑‒–—−", "-"), **dict.fromkeys("‘’‚´`", "'"), **dict.fromkeys("“”„«»", '"')})
