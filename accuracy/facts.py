"""What a corpus consists of, in figures and without names."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import pymupdf
from fields import words_of

_SMALL_WORDS: Final = {
    "Dutch": "en het een van voor met op uw niet wordt",
    "English": "and the of for with this by not please our",
    "French": "et le les des du pour avec votre au sur une dans",
    "German": "und der die das für mit von ist im den nicht bei",
    "Italian": "il gli di del della dei per con alla sono",
    "Polish": "na do od przez dla nie się jest oraz",
    "Portuguese": "os dos das para com uma não ao em pelo",
    "Romanian": "și în din pentru pe nu este cu sunt prin",
    "Spanish": "y el los las del con por su una es",
    "Swedish": "och att för med av är på till vid inte",
}
_FIRST_PAGES: Final = 5
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`pages` are counted a document, 0 where it can't be opened; `languages` and `programs` count documents.

    A program is what the file's metadata name as its producer, without its version; `wordless` documents have no text.
    """

    pages: tuple[int, ...]
    wordless: int
    languages: Counter[str]
    programs: Counter[str]


def facts_of(paths: Iterable[Path]) -> Facts:
    looks = [_look(path) for path in paths]
    return Facts(
        pages=tuple(look.pages for look in looks),
        wordless=sum(not look.text.strip() for look in looks),
        languages=Counter(language_of(look.text) for look in looks),
        programs=Counter(program for look in looks if (program := _without_version(look.producer))),
    )


class _Look(NamedTuple):
    pages: int = 0
    text: str = ""
    producer: str = ""


def _look(path: Path) -> _Look:
    try:
        with pymupdf.open(path, filetype="pdf") as pdf:
            text = "".join(page.get_text() for page in pdf.pages(0, min(pdf.page_count, _FIRST_PAGES)))
            return _Look(pdf.page_count, text, (pdf.metadata or {}).get("producer") or "")
    except (RuntimeError, ValueError, IndexError, pymupdf.mupdf.FzErrorBase):  # what odd files raise
        return _Look()


def language_of(text: str) -> str:
    """The language whose small words are the most frequent; `UNKNOWN` where fewer than three are there."""
    counted = Counter(words_of(text))
    votes = {name: sum(counted[word] for word in words.split()) for name, words in _SMALL_WORDS.items()}
    best = max(votes, key=lambda name: votes[name])
    return best if votes[best] >= 3 else UNKNOWN


def _without_version(producer: str) -> str:
    words: Sequence[str] = [word for word in words_of(producer) if word.isalpha()]
    return " ".join(words[:2])
