"""What label words mean, in every language that has a file under labels/.

A file holds `[labels]`, words that stand before or above a value, and `[columns]`, the headings of line tables: each
field's name and its phrases; and `[companies]`, the legal forms of companies. Phrases are compared letter for letter
after `key_of`.
"""

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

from paperloop.readers.layout.lines import Row

_NOT_ALNUM = re.compile(r"[\W_]+")


class Hit(NamedTuple):
    """The words `start` to `end` of `row` are a label of `field`."""

    field: str
    row: Row
    start: int
    end: int


Phrases = dict[str, list[tuple[tuple[str, ...], str]]]
"""By its first key, the phrases that begin with it, longest first, each with its field."""


class Lexicon(NamedTuple):
    """All languages together: label phrases, column phrases, and the legal forms that end company names, as keys."""

    labels: Phrases
    columns: Phrases
    companies: frozenset[str]


def key_of(word: str) -> str:
    """`word` as labels are compared: letters and digits, lower case, no accents. "USt.-Id.-Nr.:" is "ustidnr".

    A number sign stays: "Invoice #" is a label too.
    """
    if word.isalpha() and word.isascii():
        return word.lower()
    if not word.isascii():
        decomposed = unicodedata.normalize("NFKD", word.casefold())
        word = "".join([c for c in decomposed if not unicodedata.combining(c)])
    return _NOT_ALNUM.sub("", word).lower() or ("#" if word.startswith("#") else "")


@cache
def lexicon() -> Lexicon:
    """Every language's labels, read from the package once."""
    labels: Phrases = {}
    columns: Phrases = {}
    companies: set[str] = set()
    for file in sorted(resources.files(__package__).joinpath("labels").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            language = tomllib.loads(file.read_text(encoding="utf-8"))
            _add(labels, language.get("labels", {}))
            _add(columns, language.get("columns", {}))
            companies.update(key_of(form) for form in language.get("companies", {}).get("forms", ()))
    for phrases in (*labels.values(), *columns.values()):
        phrases.sort(key=lambda phrase: -len(phrase[0]))
    return Lexicon(labels, columns, frozenset(companies))


def _add(phrases: Phrases, fields: dict[str, list[str]]) -> None:
    for field, texts in fields.items():
        for text in texts:
            keys = tuple([key for key in map(key_of, text.split()) if key])
            known = phrases.setdefault(keys[0], [])
            if not any(other == keys for other, _ in known):
                known.append((keys, field))


def hits_in(row: Row, keys: Sequence[str], phrases: Phrases) -> list[Hit]:
    """The labels on `row`, from left to right, longest first and none inside another."""
    hits = []
    position = 0
    while position < len(keys):
        end, field = _longest(keys, position, phrases) if keys[position] in phrases else (0, "")
        if field:
            hits.append(Hit(field, row, position, end))
            position = end
        else:
            position += 1
    return hits


def _longest(keys: Sequence[str], start: int, phrases: Phrases) -> tuple[int, str]:
    """(end, field) of the longest phrase at `start`; signs between words, such as ":" and "#", don't count."""
    for phrase, field in phrases[keys[start]]:
        position = start
        for wanted in phrase:
            while position < len(keys) and not keys[position]:
                position += 1
            if position == len(keys) or keys[position] != wanted:
                break
            position += 1
        else:
            return position, field
    return 0, ""
