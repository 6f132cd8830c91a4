"""Where a value may stand: every spot on the pages that prints it, by the value's kind."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from paperloop.documents.json_pointers import Pointer
from paperloop.documents.money import currency_of
from paperloop.documents.pointers import Leaf
from paperloop.readers.grounding.numbers import Numbers
from paperloop.readers.grounding.words import Spot, Words, normal

Kind = Literal["text", "code", "currency", "never", "amount", "taken off", "rate", "date"]
"""How a value is looked up. A code is a common word in small letters, such as DE: it must be printed as it is. An
amount that is taken off is printed with a minus sign and stated without one."""

_TEXTS: Mapping[str, Kind] = {
    "country": "code", "region": "code", "unit": "code", "category": "code",
    "currency": "currency", "type_code": "never",
}  # fmt: skip
_NUMBERS: Mapping[str, Kind] = {
    "rate": "rate", "vat_rate": "rate",
    "allowance_total": "taken off", "prepaid": "taken off", "rounding": "taken off",
}  # fmt: skip
_SIGNS = "€$£¥₹₽₺₩₪฿₫₴₱₦"
_NAMES = {
    "EUR": ("euro", "euros"), "CHF": ("fr", "sfr"), "PLN": ("zł", "zl"), "CZK": ("kč",), "HUF": ("ft",),
    "RON": ("lei",), "INR": ("rs",),
}  # fmt: skip


class Lookup:
    """The spots of values, those of equal values looked up once. `printed` are strings that a reader says it saw."""

    def __init__(self, words: Words, printed: Mapping[Pointer, str], *, is_credit: bool) -> None:
        self._words = words
        self._numbers = Numbers(words)
        self._printed = printed
        self._is_credit = is_credit
        self._known: dict[tuple[Kind, str], list[Spot]] = {}
        self._alike: dict[tuple[Kind, str, str], list[Spot]] = {}

    def spots(self, pointer: Pointer, field: str, value: Leaf) -> list[Spot]:
        """Every spot that prints the value of the field, in order down the pages."""
        kind = _kind(field, value)
        known = self._remembered(kind, value)
        said = self._printed.get(pointer)
        if not said:
            return known
        is_other_text = isinstance(value, str) and (kind != "text" or said != value)
        places = self._remembered("text", said) if is_other_text else known
        return places if len(places) == 1 else self._said_so(kind, str(value), said, places) or known

    def said(self, pointer: Pointer) -> str | None:
        """What a reader saw of the value at `pointer`."""
        return self._printed.get(pointer)

    def prints(self, number: int, field: str, value: Leaf) -> bool:
        """Does the word, in whose letters a reader saw the value of the field, print it?"""
        if not isinstance(value, Decimal):
            return True
        is_rate = _NUMBERS.get(field) == "rate"
        return (is_rate or number not in self._words.percentages) and self._numbers.is_at(number, value)

    def _remembered(self, kind: Kind, value: Leaf) -> list[Spot]:
        key = kind, str(value)
        spots = self._known.get(key)
        if spots is None:
            spots = self._known[key] = sorted(self._found(kind, value))
        return spots

    def _found(self, kind: Kind, value: Leaf) -> list[Spot]:
        if isinstance(value, Decimal):
            return self._numbers.rate(value) if kind == "rate" else self._amounts(kind, value)
        if isinstance(value, date):
            return self._numbers.day(value)
        match kind:
            case "never":
                return []
            case "code":
                return self._exactly(value)
            case "currency":
                return [*self._exactly(value), *self._signs_of(value)]
            case _:
                return self._words.find(value)

    def _amounts(self, kind: Kind, value: Decimal) -> list[Spot]:
        spots = self._numbers.amount(value)
        if kind == "taken off" or (self._is_credit and not spots):
            return [*spots, *self._numbers.amount(-value)]
        return spots

    def _exactly(self, code: str) -> list[Spot]:
        return [spot for spot in self._words.find(code) if code in self._words.text(spot)]

    def _said_so(self, kind: Kind, value: str, said: str, places: list[Spot]) -> list[Spot]:
        key = kind, value, said
        if key not in self._alike:
            self._alike[key] = self._most_alike(places, said)
        return self._alike[key]

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
        all_texts = "".join(words.texts)
        signs = [sign for sign in _SIGNS if sign in all_texts]
        signed = [
            number
            for number, text in enumerate(words.texts if signs else ())
            if any(sign in text for sign in signs) and currency_of(text) == currency
        ]
        named = [words.owner[position] for name in _NAMES.get(currency, ()) for position in words.at.get(name, ())]
        return [words.spot((number,)) for number in dict.fromkeys((*signed, *named))]


def _kind(field: str, value: Leaf) -> Kind:
    if isinstance(value, str):
        return _TEXTS.get(field, "text")
    return _NUMBERS.get(field, "amount") if isinstance(value, Decimal) else "date"


def _squeezed(text: str) -> str:
    """`text` in its normal form without blanks, kinds of dashes and quotes taken as one."""
    return "".join(normal(text).translate(_UNIFIED).split())


_UNIFIED = str.maketrans({**dict.fromkeys("‐‑‒–—−", "-"), **dict.fromkeys("‘’‚´`", "'"), **dict.fromkeys("“”„«»", '"')})
