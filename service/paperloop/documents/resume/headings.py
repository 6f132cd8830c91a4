"""Words that a résumé prints on its own account, one file a language under headings/."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from babel import Locale, UnknownLocaleError

from paperloop.errors import InvalidParameter

DEFAULT: Final = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A language's headings by kind of section, its labels, and names for the usual groups of skills."""

    locale: Locale
    present: str
    sections: Mapping[str, str]
    labels: Mapping[str, str]
    skills: Mapping[str, str]

    @property
    def tag(self) -> str:
        """The BCP 47 tag."""
        return str(self.locale).replace("_", "-")

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        return "rtl" if self.locale.text_direction == "rtl" else "ltr"


@cache
def languages() -> tuple[str, ...]:
    """The languages that have headings, as ISO 639 codes."""
    names = (file.name.partition(".") for file in resources.files(__package__).joinpath("headings").iterdir())
    return tuple(sorted(name for name, _, suffix in names if suffix == "toml"))


def wording_of(tag: str) -> Wording:
    """The words of the language `tag` (BCP 47): "pt-BR" has Portuguese headings and Brazil's dates.

    Raises:
        InvalidParameter: no headings in this language.
    """
    wording = wording_or_none(tag[:40].strip())
    if wording is None:
        reason = f"“{tag[:40]}” is no language with headings; there are {', '.join(languages())}"
        raise InvalidParameter(parameter="language", reason=reason)
    return wording


@cache
def _words(language: str) -> Mapping[str, Any]:
    file = resources.files(__package__).joinpath("headings", f"{language}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def wording_or_none(tag: str) -> Wording | None:
    locale = _locale(tag)
    if locale is None or locale.language not in languages():
        return None
    words = _words(locale.language)
    return Wording(locale=locale, present=words["present"], sections=words["sections"],
                   labels=words["labels"], skills=words["skills"])  # fmt: skip


def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return None
