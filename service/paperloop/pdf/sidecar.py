"""The words of one chunk in a file beside the document: written and read by workers alone, so never validated.

The first line is JSON, one entry a page; the pages' columns follow. A number that MuPDF measured has 32 bits, and so
it is kept: as text it would cost more than all else that is done with it.
"""

import json
from array import array
from collections.abc import Iterable
from functools import partial
from io import BytesIO
from pathlib import Path

from paperloop.documents.pages import Page, Word

_made = partial(tuple.__new__, Word)
"""`Word._make` without a step in Python."""
_FLOATS = 5
"""Columns: x0, y0, x1, y1, size. Then two of one byte, hidden and turn / 90, and the texts, a line each."""


def write_pages(path: Path, pages: Iterable[Page]) -> None:
    heads, columns = [], []
    for page in pages:
        parts = _columns(page)
        heads.append((page.number, page.width, page.height, page.recognised, len(page.words), len(parts[-1])))
        columns += parts
    path.write_bytes(b"".join((json.dumps(heads).encode(), b"\n", *columns)))


def read_pages(path: Path) -> list[Page]:
    with BytesIO(path.read_bytes()) as file:
        return [
            Page(number=number, width=width, height=height, recognised=recognised, words=_words(file, count, length))
            for number, width, height, recognised, count, length in json.loads(file.readline())
        ]


def _columns(page: Page) -> list[bytes]:
    if not page.words:
        return [b""]
    x0, y0, x1, y1, texts, sizes, hidden, turns = zip(*page.words, strict=True)
    numbers = [array("f", column).tobytes() for column in (x0, y0, x1, y1, sizes)]
    return [*numbers, bytes(hidden), bytes([turn // 90 for turn in turns]), "\n".join(texts).encode()]


def _words(file: BytesIO, count: int, length: int) -> list[Word]:
    """Words of a line share its height and size: of a long document's words, a quarter of the memory is saved."""
    x0, y0, x1, y1, sizes = (array("f", file.read(array("f").itemsize * count)) for _ in range(_FLOATS))
    hidden = map(bool, file.read(count))
    turns = [90 * quarters for quarters in file.read(count)]
    texts = file.read(length).decode().split("\n")
    once = dict[float, float]().setdefault
    columns = (x0, map(once, y0, y0), x1, map(once, y1, y1), texts, map(once, sizes, sizes), hidden, turns)
    return list(map(_made, zip(*columns, strict=False)))
