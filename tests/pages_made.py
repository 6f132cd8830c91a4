"""Pages that print texts at places, and what is found on them."""

from collections.abc import Iterator

from hypothesis import strategies as st

from paperloop.documents.extraction import Evidence
from paperloop.documents.pages import Page, Word

WIDTH, HEIGHT = 5.0, 10.0
"""Of one character, in points. A blank is half as wide as a character."""


def printed(text: str, x: float, y: float, *, hidden: bool = False) -> Iterator[Word]:
    """The words of `text` on one line that begins at x and has its top at y."""
    for part in text.split():
        yield Word(x, y, x + len(part) * WIDTH, y + HEIGHT, part, HEIGHT, hidden)
        x += (len(part) + 0.5) * WIDTH


def page(*lines: tuple[float, float, str], number: int = 1) -> Page:
    """A page that prints texts at (x, y)."""
    words = [word for x, y, text in lines for word in printed(text, x, y)]
    return Page(number=number, width=600, height=840, words=words)


def box(text: str, x: float, y: float) -> tuple[float, float, float, float]:
    words = list(printed(text, x, y))
    return x, y, words[-1].x1, y + HEIGHT


def row(y: float, *cells: tuple[float, str]) -> list[tuple[float, float, str]]:
    return [(x, y, text) for x, text in cells]


NOISE = st.lists(
    st.sampled_from(["Rechnung", "Nr.", "und", "Artikel", "%", "-", "12", "7,5", "03", "A4", "(x)", "€", "2019", "№"]),
    max_size=30,
)


def spread(noise: list[str]) -> list[tuple[float, float, str]]:
    """Noise words over a page, four a line, far from each other."""
    return [(50.0 + 130 * (n % 4), 60.0 + 25 * (n // 4), text) for n, text in enumerate(noise)]


GROSS = "/totals/grand_total"


def of_line(number: int, said: dict[str, str]) -> dict[str, str]:
    """`said` by the pointers of a line's fields."""
    return {f"/lines/{number}/{field}": word for field, word in said.items()}


def texts(evidence: dict[str, Evidence], *pointers: str) -> list[str | None]:
    return [evidence[pointer].text if pointer in evidence else None for pointer in pointers]


def heights(evidence: dict[str, Evidence], *pointers: str) -> list[float]:
    return [evidence[pointer].bbox[1] for pointer in pointers]
