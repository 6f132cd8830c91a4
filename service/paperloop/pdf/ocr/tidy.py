"""What an engine reads, made fit for the readers."""

import re
from collections.abc import Iterable, Sequence

from paperloop.documents.pages import Word
from paperloop.pdf.characters import cleaned

_MEANS_SOMETHING = re.compile(r"[^\W_]|[€$£%#+&*/=-]")
"""A letter or digit, or a sign that stands alone; rules and specks are read as the other signs."""


def tidied(words: Iterable[Word]) -> list[Word]:
    """Without what is no word: rules of tables, specks, boxes without an area."""
    clean = (word._replace(text=cleaned(word.text).strip("|¦")) for word in words)
    return [word for word in clean if _MEANS_SOMETHING.search(word.text) and word.x1 > word.x0 and word.y1 > word.y0]


def beside(printed: Sequence[Word], words: Sequence[Word]) -> list[Word]:
    """Those of the recognised `words` that don't lie on a word that the page's own text prints."""
    return [word for word in words if not any(_lies_on(word, other) for other in printed)]


def _lies_on(word: Word, other: Word) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
    return other.x0 <= x <= other.x1 and other.y0 <= y <= other.y1
