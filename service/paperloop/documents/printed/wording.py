"""What an invoice says besides its values, one file a language under words/, and how it writes numbers and dates.

The words are ones that the layout reader's lexicons have, so what is printed can be read.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import get_decimal_symbol, get_group_symbol

from paperloop.errors import InvalidParameter

DEFAULT: Final = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One language's words. `separators` translates the signs of 1,234.56 into the language's own."""

    locale: Locale
    words: Mapping[str, str]
    units: Mapping[str, str]
    date_pattern: str
    separators: Mapping[int, str]

    def __getitem__(self, word: str) -> str:
        return self.words[word]

    @property
    def tag(self) -> str:
        """The BCP 47 tag."""
        return str(self.locale).replace("_", "-")

    def number(self, value: Decimal) -> str:
        """With thousands grouped, in the scale that `value` has: 1,234.50, 1.234,50, 1 234,50."""
        return f"{value:,f}".translate(self.separators)

    def rate(self, value: Decimal) -> str:
        return f"{self.number(value)}\N{NO-BREAK SPACE}%"

    def date(self, value: date) -> str:
        return format_date(value, self.date_pattern, locale=self.locale)

    def unit(self, code: str) -> str:
        """The printed unit; a code that is none of the known ones is printed as it is."""
        return self.units.get(code, code)

    def country(self, code: str) -> str:
        return str(self.locale.territories.get(code, code))


@cache
def languages() -> tuple[str, ...]:
    """The languages that have words, as ISO 639 codes."""
    names = (file.name.partition(".") for file in resources.files(__package__).joinpath("words").iterdir())
    return tuple(sorted(name for name, _, suffix in names if suffix == "toml"))


def wording_of(tag: str) -> Wording:
    """The words of the language `tag` (BCP 47): "de-CH" has German words and Switzerland's numbers.

    Raises:
        InvalidParameter: no words in this language.
    """
    locale = _locale(tag)
    if locale is None or locale.language not in languages():
        reason = f"“{tag}” is no language that invoices are printed in; there are {', '.join(languages())}"
        raise InvalidParameter(parameter="language", reason=reason)
    file = _words(locale.language)
    return Wording(
        locale=locale,
        words=file["words"],
        units=file["units"],
        date_pattern=file["date"],
        separators={ord(","): get_group_symbol(locale), ord("."): get_decimal_symbol(locale)},
    )


@cache
def _words(language: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("words", f"{language}.toml").read_text(encoding="utf-8"))


def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag.strip().replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return None
