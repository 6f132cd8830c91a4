"""Printed country names and their codes."""

from functools import cache

from babel import Locale

_LANGUAGES = ("en", "de", "fr", "nl", "es", "it", "pt", "ro", "pl", "sv", "da", "nb", "fi", "cs", "hu")
_OTHER_NAMES = {"uk": "GB", "great britain": "GB", "england": "GB", "usa": "US", "u.s.a.": "US", "holland": "NL"}

_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
"""Codes that babel lists beside the countries, as it does regions such as 150 (Europe)."""


def country_code(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of a country's name in one of 15 European languages, or of the code itself."""
    word = " ".join(text.split()).casefold().strip(" ,;()")
    if word in _OTHER_NAMES or not word:
        return _OTHER_NAMES.get(word)
    for language in _LANGUAGES:
        code = _codes(language).get(word) or _codes(language).get(word.removesuffix("."))
        if code:
            return code
    return None


@cache
def _codes(language: str) -> dict[str, str]:
    """Codes by name and by code, casefolded. A language takes 7 ms to load, which is why each is loaded alone."""
    territories = Locale(language).territories
    countries = {code: name for code, name in territories.items() if code.isalpha() and code not in _NO_COUNTRIES}
    return {name.casefold(): code for code, name in countries.items()} | {code.casefold(): code for code in countries}
