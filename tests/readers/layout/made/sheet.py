"""Sheets of paper that take text at a place, as words with boxes."""

from paperloop.documents.pages import Page, Word

WIDTH, HEIGHT = 595.0, 842.0
_NARROW = frozenset("ijl.,:;'|!()[]ft-/ ")


def width(text: str, size: float) -> float:
    return size * sum(0.3 if c in _NARROW else 0.67 if c.isupper() or c in "mw€%@" else 0.53 for c in text)


class Sheet:
    """Pages of A4; `y` of the methods is the top of the text."""

    def __init__(self, tall: float = 1.2) -> None:
        self.pages: list[list[Word]] = [[]]
        self._tall = tall

    def put(self, x: float, y: float, text: str, size: float = 9.0, *, right: bool = False) -> float:
        """Where the text ends. With `right` it ends at `x`."""
        x -= width(text, size) if right else 0.0
        for part in text.split(" "):
            end = x + width(part, size)
            if part:
                self.pages[-1].append(Word(x, y, end, y + self._tall * size, part, size))
            x = end + 0.28 * size
        return x - 0.28 * size

    def stack(self, x: float, y: float, texts: list[str], size: float = 9.0, *, right: bool = False) -> float:
        """Lines one under the other; the y below them."""
        for text in texts:
            self.put(x, y, text, size, right=right)
            y += 1.35 * size
        return y

    def turn_page(self) -> None:
        self.pages.append([])

    def done(self) -> list[Page]:
        return [
            Page(number=number, width=WIDTH, height=HEIGHT, words=words) for number, words in enumerate(self.pages, 1)
        ]
