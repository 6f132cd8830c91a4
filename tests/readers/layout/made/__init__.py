"""Invoices made up at random, each with what a reader should find: (pages, truth)."""

import random
from dataclasses import dataclass
from typing import Any

from paperloop.documents.pages import Page
from readers.layout.made.content import WORDS, content
from readers.layout.made.drawing import draw

__all__ = ["WORDS", "Made", "made"]


@dataclass
class Made:
    pages: list[Page]
    truth: dict[str, Any]
    language: str


def made(seed: int, *, language: str | None = None, rows: int | None = None) -> Made:
    rng = random.Random(seed)
    what = content(rng, language=language, rows=rows)
    pages, truth = draw(rng, what)
    return Made(pages, truth, what.language)
