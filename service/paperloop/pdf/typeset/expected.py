"""What a document must say, and in which order: a tree of strings."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class InOrder:
    """One after another."""

    parts: tuple["Expected", ...]


@dataclass(frozen=True, slots=True)
class AnyOrder:
    """Each of them whole before the next begins, in whichever order the theme chooses."""

    parts: tuple["Expected", ...]


Expected: TypeAlias = str | InOrder | AnyOrder


def strings(expected: Expected) -> Iterator[str]:
    """All strings of the tree."""
    if isinstance(expected, str):
        yield expected
    else:
        for part in expected.parts:
            yield from strings(part)
