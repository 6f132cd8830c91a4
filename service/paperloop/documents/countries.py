"""Printed country names and their codes."""

from functools import cache

from babel import Locale

_LANGUAGES = ("en", "de", "fr", "nl", "es", "it", "pt", "ro", "pl", "sv", "da", "nb", "fi", "cs", "hu")
_OTHER_NAMES = {"uk": "GB", "great britain": "GB", "england": "GB", "usa": "US", "u.s.a.": "US", "holland": "NL"}


def country_code(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of a country's name in one of 15 European languages, or of the code itself."""
    word = " ".join(text.split()).casefold().strip(" ,;()")
    names = _names()
    return names.get(word) or names.get(word.removesuffix("."))


@cache
def _names() -> dict[str, str]:
    """Codes by name, casefolded. Earlier languages win, as do codes over names."""
    names: dict[str, str] = {}
    for language in reversed(_LANGUAGES):
        names |= {name.casefold(): code for code, name in _territories(language).items()}
    return names | {code.casefold(): code for code in _territories("en")} | _OTHER_NAMES


def _territories(language: str) -> dict[str, str]:
    """Names by code; regions such as 150 (Europe), and codes that are no country (EU, ZZ, ...), are left out."""
    territories = Locale(language).territories
    no_countries = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
    return {code: name for code, name in territories.items() if code.isalpha() and code not in no_countries}
