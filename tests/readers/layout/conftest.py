"""A typewriter: pages from lines of text, as a printer with a fixed pitch would set them."""

import re

import pytest

from paperloop.documents.pages import Page, Word

PITCH, LINE, SIZE = 5.0, 14.0, 10.0


def typed(*texts: str) -> list[Page]:
    """One A4 page for each text. A letter is 5 points wide, a line 14 points high; two blanks part cells."""
    return [_page(number, text) for number, text in enumerate(texts, 1)]


def _page(number: int, text: str) -> Page:
    words = [
        Word(
            40 + PITCH * found.start(),
            40 + LINE * row,
            40 + PITCH * found.end(),
            40 + LINE * row + SIZE,
            found[0],
        )
        for row, line in enumerate(text.splitlines())
        for found in re.finditer(r"\S+", line)
    ]
    return Page(number=number, width=595.0, height=842.0, words=words)


@pytest.fixture(name="typed")
def _typed():
    return typed
