"""What label words mean, in every language that has a file under labels/.

A file holds `[labels]`, words that stand before or above a value, `[alone]`, words that are a label only where a colon
or nothing follows them in their cell ("From:"), and `[columns]`, the headings of line tables: each field's name and its
phrases; `[companies]`, the legal forms of companies, and words that stand before more of a name ("of", "und"); and
`[currencies]`, what a sign that several countries use means in this language. Phrases are compared letter for letter
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

from paperloop.readers.layout.kinds import LONGEST_KEPT
from paperloop.readers.layout.lines import Row

_NOT_ALNUM = re.compile(r"[\W_]+")
_NUMBER = dict.fromkeys(("n", "no", "nr", "num", "nro", "#"), "nr")
"""Ways to write "number" that every language mixes: "N°", "No.", "Nº", "Nr.", "#"."""
_STEM = 5
"""Letters of a word that its cases share: "faktura", "faktury"."""


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
    """All languages together: phrases by the table they stand in, the legal forms that end company names, as keys, the
    words that end none, as printed, and by language the currencies of signs such as "kr"."""

    labels: Phrases
    alone: Phrases
    columns: Phrases
    companies: frozenset[str]
    joining: frozenset[str]
    currencies: dict[str, dict[str, str]]


def key_of(word: str) -> str:
    """`word` as labels are compared: letters and digits, lower case, no accents. "USt.-Id.-Nr.:" is "ustidnr".

    What stands for "number" is "nr", the sign "#" too.
    """
    return _known_key(word) if len(word) <= LONGEST_KEPT else _key(word)


def _key(word: str) -> str:
    if word.isascii():
        if word.isalnum():
            word = word.lower()
            return _NUMBER.get(word, word)
    else:
        decomposed = unicodedata.normalize("NFKD", word.casefold())
        word = "".join([c for c in decomposed if not unicodedata.combining(c)])
    key = _NOT_ALNUM.sub("", word).lower() or word[:1]
    return _NUMBER.get(key, key if key.isalnum() else "")


_known_key = lru_cache(maxsize=8192)(_key)


def _read_lexicon() -> Lexicon:
    labels: Phrases = {}
    alone: Phrases = {}
    columns: Phrases = {}
    companies: set[str] = set()
    joining = set("&+-–")
    currencies: dict[str, dict[str, str]] = {}
    for file in resources.files(__package__).joinpath("labels").iterdir():
        name, _, suffix = file.name.partition(".")
        if suffix == "toml":
            language = tomllib.loads(file.read_text(encoding="utf-8"))
            _add(labels, name, language.get("labels", {}))
            _add(alone, name, language.get("alone", {}))
            _add(columns, name, language.get("columns", {}))
            companies.update(key_of(form) for form in language.get("companies", {}).get("forms", ()))
            joining.update(language.get("companies", {}).get("joining", ()))
            currencies[name] = language.get("currencies", {})
    for seconds in (*labels.values(), *alone.values(), *columns.values()):
        for phrases in seconds.values():
            phrases.sort(key=lambda phrase: -len(phrase.keys))
    return Lexicon(labels, alone, columns, frozenset(companies), frozenset(joining), currencies)


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
    """The label phrases on `row`, from left to right, longest first and none inside another.

    A phrase yields to a longer one that begins inside it: in "Facture Numéro de facture" the title ends before it.
    """
    matches: list[Match] = []
    if phrases.keys().isdisjoint(keys):
        return matches
    free = 0
    for position in [position for position, key in enumerate(keys) if key in phrases]:
        match = _longest(row, keys, position, phrases) if position >= free else None
        if match and match.end - position > 1:
            match = _before_longer(match, keys, phrases)
        if match:
            matches.append(match)
            free = match.end
    return matches


def _before_longer(match: Match, keys: Sequence[str], phrases: Phrases) -> Match | None:
    """`match`, or its first word alone where a longer phrase begins inside it; None where that word is no label."""
    positions = [position for position in range(match.start + 1, match.end) if keys[position] in phrases]
    inside = [_longest(match.row, keys, position, phrases) for position in positions]
    if not any(other and _goes_before(other, match, keys) for other in inside):
        return match
    alone = phrases[keys[match.start]].get("")
    return Match(alone[0], match.row, match.start, match.start + 1) if alone else None


def _goes_before(other: Match, match: Match, keys: Sequence[str]) -> bool:
    """Does it reach further and is it longer, or as long and ends with the word, by and large, `match` begins with?"""
    longer = len(other.phrase.keys) - len(match.phrase.keys)
    return other.end > match.end and (
        longer > 0 or (longer == 0 and keys[other.end - 1][:_STEM] == keys[match.start][:_STEM])
    )


def labels_in(row: Row, keys: Sequence[str]) -> list[Match]:
    """The labels on `row`; where one that must stand alone does so, it goes before others."""
    found = matches_in(row, keys, LEXICON.labels)
    for start, _ in row.cells:
        if keys[start] not in LEXICON.alone:
            continue
        alone = _longest(row, keys, start, LEXICON.alone)
        if alone and stands_alone(row, keys, start, alone.end):
            found = [match for match in found if match.end <= start or match.start >= alone.end]
            found.append(alone)
    return found


def stands_alone(row: Row, keys: Sequence[str], start: int, end: int) -> bool:
    """Are the words `start` to `end` followed by a colon, or by nothing in the cell that they open?"""
    texts = row.texts
    if texts[end - 1][-1] == ":" or (end < len(texts) and texts[end] == ":"):
        return True
    opens, closes = row.cell_at(start)
    return opens == start and not any(keys[end:closes])


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
