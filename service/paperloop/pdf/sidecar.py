"""The words of one chunk in a file beside the document: written and read by workers alone, so never validated."""

import json
from collections.abc import Iterable
from pathlib import Path

from paperloop.documents.pages import Page, Word


def write_pages(path: Path, pages: Iterable[Page]) -> None:
    """One JSON list: [[number, width, height, [[x0, y0, x1, y1, text, size, hidden, turn], ...]], ...]."""
    rows = [(page.number, page.width, page.height, page.words) for page in pages]
    path.write_text(json.dumps(rows, ensure_ascii=False, separators=(",", ":"), allow_nan=False), "utf-8")


def read_pages(path: Path) -> list[Page]:
    rows = json.loads(path.read_bytes())
    return [
        Page(number=number, width=width, height=height, words=[Word(*word) for word in words])
        for number, width, height, words in rows
    ]
