"""What a caller's schema asks for, flat: values and lists of rows, each with its place in the caller's shape."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import Literal

from paperloop.documents.json_pointers import step

Kind = Literal["text", "number", "integer", "decimal", "date", "boolean", "choice"]
"""A `decimal` is a number that is given as a string; a `choice` is one of the caller's own words."""

JUDGEMENTS: frozenset[Kind] = frozenset({"boolean", "choice"})
"""What a model concludes and need not find printed."""

Path = tuple[str, ...]
"""Names of properties, from the outermost object in; of a column, from its row in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Of a number its least and greatest value, of a text its number of characters; None: no bound."""

    least: Decimal | None = None
    greatest: Decimal | None = None
    above: Decimal | None = None
    below: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One value. The model is asked for it under `name`; an item of a plain list has the empty path."""

    name: str
    path: Path
    kind: Kind
    meaning: str
    choices: tuple[str, ...] = ()
    bounds: Bounds = Bounds()
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A list: of objects with these `columns`, or, where its one column has the empty path, of plain values."""

    name: str
    path: Path
    meaning: str
    columns: tuple[Field, ...]
    required: bool = False

    @property
    def is_plain(self) -> bool:
        return not self.columns[0].path


Member = Field | Rows


def pointer_to(path: tuple[str | int, ...]) -> str:
    """The JSON pointer (RFC 6901) of a place under the answer's `fields`."""
    return reduce(step, path, "/fields")


def all_fields(members: tuple[Member, ...]) -> Iterator[Field]:
    """Every value of `members`, columns included."""
    for member in members:
        yield from member.columns if isinstance(member, Rows) else (member,)
