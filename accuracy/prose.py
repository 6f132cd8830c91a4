"""Headings, tables and shares as Markdown."""

from collections.abc import Iterable, Sequence


def section(title: str, *paragraphs: str) -> str:
    """Paragraphs that are empty are left out."""
    return "\n\n".join([f"## {title}", *filter(None, paragraphs)])


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def bullets(points: Iterable[str]) -> str:
    return "\n".join(f"- {point}" for point in points)


def percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.1f} %"
