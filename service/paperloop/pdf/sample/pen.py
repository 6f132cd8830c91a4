"""Text, rules and areas on one page, in embedded fonts."""

from collections.abc import Iterator
from functools import cache
from typing import Final, Literal

import pymupdf

Colour = tuple[float, float, float]

INK: Final[Colour] = (0.12, 0.14, 0.16)
FAINT: Final[Colour] = (0.40, 0.43, 0.45)
ACCENT: Final[Colour] = (0.13, 0.36, 0.26)
TINT: Final[Colour] = (0.92, 0.95, 0.92)

WIDTH, HEIGHT = 595.0, 842.0
"""A4, in points."""


class Typeface:
    """One weight of a sans serif, measured and encoded a character at a time."""

    def __init__(self, name: Literal["helv", "hebo"]) -> None:
        self.name = f"embedded-{name}"  # PyMuPDF takes the bare name for a font that it need not embed
        self._font = pymupdf.Font(name)
        self._glyph = cache(self._looked_up)

    def put_on(self, page: pymupdf.Page) -> None:
        """Embedded once in a document, however many pages use it."""
        page.insert_font(fontname=self.name, fontbuffer=self._font.buffer)

    def width(self, text: str, size: float) -> float:
        """Points that `text` takes."""
        return sum(self._glyph(character)[1] for character in text) * size

    def encoded(self, text: str) -> str:
        """Glyph numbers as a PDF's hexadecimal string, for the encoding Identity-H."""
        return "<" + "".join(self._glyph(character)[0] for character in text) + ">"

    def wrapped(self, text: str, size: float, width: float) -> Iterator[str]:
        """`text` in lines no wider than `width` points; a longer word has a line of its own."""
        line = ""
        for word in text.split():
            if line and self.width(f"{line} {word}", size) > width:
                yield line
                line = word
            else:
                line = f"{line} {word}" if line else word
        if line:
            yield line

    def _looked_up(self, character: str) -> tuple[str, float]:
        """The glyph's number in four hexadecimal digits, and its advance at one point."""
        return f"{self._font.has_glyph(ord(character)):04x}", float(self._font.glyph_advance(ord(character)))


class Pen:
    """Writes on `page` when it is lifted. Coordinates are points from the top left."""

    def __init__(self, page: pymupdf.Page, regular: Typeface, bold: Typeface) -> None:
        self.regular = regular
        self._bold = bold
        self._page = page
        self._operators: list[str] = []

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 9,
        colour: Colour = INK,
        bold: bool = False,
        align: Literal["left", "right"] = "left",
    ) -> None:
        """`text` on the baseline `y`, blanks of all kinds as one; with `align` right it ends at `x`."""
        text = text.replace("\N{NO-BREAK SPACE}", " ")
        face = self._bold if bold else self.regular
        left = x - face.width(text, size) if align == "right" else x
        if text:
            place = f"{left:.2f} {HEIGHT - y:.2f}"
            self._add(f"BT {_mixed(colour)} rg /{face.name} {size:g} Tf {place} Td {face.encoded(text)} Tj ET")

    def rule(self, x0: float, x1: float, y: float, *, width: float = 0.5, colour: Colour = FAINT) -> None:
        level = HEIGHT - y
        self._add(f"{_mixed(colour)} RG {width:g} w {x0:g} {level:.2f} m {x1:g} {level:.2f} l S")

    def area(self, x0: float, y0: float, x1: float, y1: float, colour: Colour = TINT) -> None:
        self._add(f"{_mixed(colour)} rg {x0:g} {HEIGHT - y1:.2f} {x1 - x0:g} {y1 - y0:.2f} re f")

    def lift(self) -> None:
        for face in (self.regular, self._bold):
            face.put_on(self._page)
        pdf = self._page.parent
        content = pdf.get_new_xref()
        pdf.update_object(content, "<<>>")
        pdf.update_stream(content, "\n".join(self._operators).encode("ascii"), new=True)
        self._page.set_contents(content)

    def _add(self, operators: str) -> None:
        self._operators.append(operators)


def _mixed(colour: Colour) -> str:
    return " ".join(f"{share:g}" for share in colour)
