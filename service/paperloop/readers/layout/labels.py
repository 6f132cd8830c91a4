"""What label words mean, in every language that has a file under labels/.

A file holds `[labels]`, words that stand before or above a value, and `[columns]`, the headings of line tables: each
field's name and its phrases; and `[companies]`, the legal forms of companies. Phrases are compared letter for letter
after `key_of`.
"""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
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


class Phrase(NamedTuple):
    """A label's keys, and the field it means in each language that has it."""

    keys: tuple[str, ...]
    fields: dict[str, str]


class Match(NamedTuple):
    """The words `start` to `end` of `row` are `phrase`, whatever that means in the document's language."""

    phrase: Phrase
    row: Row
    start: int
    end: int


Phrases = dict[str, dict[str, list[Phrase]]]
"""By its first and second key ("" where it has one), the phrases that begin so, longest first."""


class Lexicon(NamedTuple):
    """All languages together: label phrases, column phrases, and the legal forms that end company names, as keys."""

    labels: Phrases
    columns: Phrases
    companies: frozenset[str]


@lru_cache(maxsize=8192)
def key_of(word: str) -> str:
    """`word` as labels are compared: letters and digits, lower case, no accents. "USt.-Id.-Nr.:" is "ustidnr".

    A number sign stays: "Invoice #" is a label too.
    """
    if word.isascii():
        if word.isalnum():
            return word.lower()
    else:
        decomposed = unicodedata.normalize("NFKD", word.casefold())
        word = "".join([c for c in decomposed if not unicodedata.combining(c)])
    return _NOT_ALNUM.sub("", word).lower() or ("#" if word.startswith("#") else "")


def _read_lexicon() -> Lexicon:
    labels: Phrases = {}
    columns: Phrases = {}
    companies: set[str] = set()
    for file in resources.files(__package__).joinpath("labels").iterdir():
        name, _, suffix = file.name.partition(".")
        if suffix == "toml":
            language = tomllib.loads(file.read_text(encoding="utf-8"))
            _add(labels, name, language.get("labels", {}))
            _add(columns, name, language.get("columns", {}))
            companies.update(key_of(form) for form in language.get("companies", {}).get("forms", ()))
    for seconds in (*labels.values(), *columns.values()):
        for phrases in seconds.values():
            phrases.sort(key=lambda phrase: -len(phrase.keys))
    return Lexicon(labels, columns, frozenset(companies))


def _add(phrases: Phrases, language: str, fields: dict[str, list[str]]) -> None:
    for field, texts in fields.items():
        for text in texts:
            keys = tuple([key for key in map(key_of, text.split()) if key])
            same_start = phrases.setdefault(keys[0], {}).setdefault(keys[1] if len(keys) > 1 else "", [])
            phrase = next((known for known in same_start if known.keys == keys), None)
            if phrase is None:
                phrase = Phrase(keys, {})
                same_start.append(phrase)
            phrase.fields.setdefault(language, field)


def matches_in(row: Row, keys: Sequence[str], phrases: Phrases) -> list[Match]:
    """The label phrases on `row`, from left to right, longest first and none inside another."""
    matches = []
    free = 0
    for position in [position for position, key in enumerate(keys) if key in phrases]:
        match = _longest(row, keys, position, phrases) if position >= free else None
        if match:
            matches.append(match)
            free = match.end
    return matches


def _longest(row: Row, keys: Sequence[str], start: int, phrases: Phrases) -> Match | None:
    """The longest phrase at `start`, within its cell; signs between words, such as ":", don't count."""
    seconds = phrases[keys[start]]
    second = start + 1
    while second < len(keys) and not keys[second]:
        second += 1
    for phrase in seconds.get(keys[second], ()) if second < len(keys) else ():
        end = _end_of(phrase, keys, second)
        if end and end <= row.cell_at(start)[1]:
            return Match(phrase, row, start, end)
    alone = seconds.get("")
    return Match(alone[0], row, start, start + 1) if alone else None


def _end_of(phrase: Phrase, keys: Sequence[str], second: int) -> int:
    """Where the phrase ends whose second key stands at `second`; 0 when its others don't follow."""
    position = second + 1
    for wanted in phrase.keys[2:]:
        while position < len(keys) and not keys[position]:
            position += 1
        if position == len(keys) or keys[position] != wanted:
            return 0
        position += 1
    return position


def languages_of(matches: Iterable[Match]) -> list[str]:
    """The languages a document is written in, most likely first; English, which others borrow from, always.

    Every phrase found speaks for the languages that have it, a long one more than a short one.
    """
    votes: Counter[str] = Counter()
    for keys, languages in {match.phrase.keys: match.phrase.fields.keys() for match in matches}.items():
        for language in languages:
            votes[language] += len(keys)
    most = max(votes.values(), default=0)
    ranked = sorted(votes.items(), key=lambda vote: (-vote[1], vote[0] != "en", vote[0]))
    likely = [language for language, count in ranked if count >= 0.5 * most]
    return likely if "en" in likely else [*likely, "en"]


def hits_of(matches: Iterable[Match], languages: Sequence[str]) -> list[Hit]:
    """What the matches mean in the first of `languages` that has them; those that none has are no labels."""
    hits = []
    for phrase, row, start, end in matches:
        for language in languages:
            if language in phrase.fields:
                hits.append(Hit(phrase.fields[language], row, start, end))
                break
    return hits


LEXICON = _read_lexicon()
"""Every language's labels, read from the package when it is imported."""
