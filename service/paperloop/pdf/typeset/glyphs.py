"""Which characters the fonts that ship can show."""

from collections.abc import Iterable
from functools import cache

import pymupdf

from paperloop.pdf.typeset.catalogue import FONTS

_INVISIBLE = frozenset("\u00ad\u200c\u200d\ufe0f")


def unprintable(strings: Iterable[str]) -> str:
    """The characters of `strings` that no font has, each once, in their order."""
    characters = dict.fromkeys("".join(strings))
    return "".join(character for character in characters if not _is_printable(character))


@cache
def _is_printable(character: str) -> bool:
    return character in _INVISIBLE or any(font.has_glyph(ord(character)) for font in _fonts())


@cache
def _fonts() -> tuple[pymupdf.Font, ...]:
    """Upright faces alone: bold and italic ones have the same characters."""
    return tuple(pymupdf.Font(fontfile=str(path)) for path in sorted(FONTS.iterdir()) if _is_upright(path.stem))


def _is_upright(name: str) -> bool:
    return name.endswith(("-Regular", "_R", "Fallback"))
