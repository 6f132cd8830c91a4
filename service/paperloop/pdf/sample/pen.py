"""Text, rules and areas on one page, in embedded fonts."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import pymupdf

Colour = tuple[float, float, float]

INK: Colour = (0.12, 0.14, 0.16)
FAINT: Colour = (0.40, 0.43, 0.45)
ACCENT: Colour = (0.13, 0.36, 0.26)
TINT: Colour = (0.92, 0.95, 0.92)

WIDTH, HEIGHT = 595.0, 842.0
"""A4, in points."""


@dataclass(frozen=True, slots=True)
class Typeface:
    """A sans serif in two weights; both are embedded."""

    regular: pymupdf.Font = field(default_factory=lambda: pymupdf.Font("helv"))
    bold: pymupdf.Font = field(default_factory=lambda: pymupdf.Font("hebo"))

    def width(self, text: str, size: float) -> float:
        """Points that `text` takes in the regular weight."""
        return float(self.regular.text_length(text, size))

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


class Pen:
    """Writes on `page` when `lift` is called; text of one colour becomes one run of the page's content."""

    def __init__(self, page: pymupdf.Page, typeface: Typeface) -> None:
        self._page = page
        self._typeface = typeface
        self._shape = page.new_shape()
        self._writers: dict[Colour, pymupdf.TextWriter] = defaultdict(lambda: pymupdf.TextWriter(page.rect))

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
        """`text` on the baseline `y`; with `align` right it ends at `x`."""
        font = self._typeface.bold if bold else self._typeface.regular
        left = x - font.text_length(text, size) if align == "right" else x
        if text:
            self._writers[colour].append((left, y), text, font=font, fontsize=size)

    def rule(self, x0: float, x1: float, y: float, *, width: float = 0.5, colour: Colour = FAINT) -> None:
        self._shape.draw_line((x0, y), (x1, y))
        self._shape.finish(color=colour, width=width)

    def area(self, x0: float, y0: float, x1: float, y1: float, colour: Colour = TINT) -> None:
        self._shape.draw_rect((x0, y0, x1, y1))
        self._shape.finish(fill=colour, color=None)

    def lift(self) -> None:
        self._shape.commit()
        for colour, writer in self._writers.items():
            writer.write_text(self._page, color=colour)
