"""Text as it is printed: runs of one style each."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one style. Runs that follow one another are printed without a blank between them."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    url: str | None = None


Text = tuple[Run, ...]


def plain(text: str) -> Text:
    return (Run(text),) if text else ()


def words_of(text: Text) -> str:
    """What `text` says, without its styles."""
    return "".join([run.text for run in text])


def joined(texts: Iterable[Text], separator: str) -> Text:
    """The texts that say something, with `separator` between them."""
    pieces = [text for text in texts if text]
    between = ((), *([plain(separator)] * (len(pieces) - 1)))
    return tuple(chain.from_iterable(chain(*pair) for pair in zip(between, pieces, strict=False)))


def labelled(label: str, text: Text) -> Text:
    """`Label: text`, the label bold."""
    return (Run(f"{label}:", bold=True), Run(" "), *text) if label else text


def paragraphs(text: str) -> list[str]:
    """The parts of `text` between blank lines, and each line that begins with a bullet or a number.

    Other line ends are taken for wrapped lines.
    """
    parts: list[list[str]] = [[]]
    for line in map(str.strip, _LINE_END.split(text)):
        if not line or _LISTED.match(line):
            parts.append([])
        if line:
            parts[-1].append(line)
    return ["\n".join(part) for part in parts if part]


_LINE_END = re.compile(r"\r\n|\r|\n")
_LISTED = re.compile(r"(?:[-*•‣◦]|\d{1,2}[.)])\s")


def whole_words(text: str, word: str) -> Iterator[int]:
    """Where `word` stands in `text` as a whole word: "ai" does not in "maintainer"."""
    at = text.find(word) if word else -1
    while at >= 0:
        before, after = text[max(at - 1, 0) : at], text[at + len(word) : at + len(word) + 1]
        if not (before.isalnum() and word[0].isalnum()) and not (after.isalnum() and word[-1].isalnum()):
            yield at
        at = text.find(word, at + 1)
