"""Whether a page's text layer can be used, or its picture has to be read."""

from collections.abc import Sequence
from typing import Final

import pymupdf

from paperloop.documents.pages import Word
from paperloop.pdf.characters import are_garbled

FEW_WORDS: Final = 30
"""A scan may bear a stamp or a page number of its own; an invoice has more words than that."""
_PICTURE = 0.5
"""Share of the page that a scan's image covers."""


def wants_ocr(page: pymupdf.Page, words: Sequence[Word]) -> bool:
    """Does `page` show something that its text layer, `words`, doesn't say?

    It is so where no word can be seen and something else is painted, where the letters have no meaning, and where a
    few words stand on a picture of the page.
    """
    visible = [word[4] for word in words if not word[6]]
    if len(visible) >= FEW_WORDS or page.rect.is_empty:
        return are_garbled(visible)
    painted = page.get_bboxlog()
    if not visible or are_garbled(visible):
        return any(kind != "ignore-text" for kind, _ in painted)
    return any("image" in kind and _covers(pymupdf.Rect(box), page.rect) for kind, box in painted)


def _covers(image: pymupdf.Rect, page: pymupdf.Rect) -> bool:
    return bool((image & page).get_area() >= _PICTURE * page.get_area())
