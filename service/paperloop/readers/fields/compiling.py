"""From a caller's schema to the flat list of what is asked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from paperloop.readers.fields.asked import Field, Member, Path, Rows, all_fields
from paperloop.readers.fields.keywords import (
    MAX_NAME_CHARS,
    bounds_of,
    choices_of,
    kind_of,
    one_line,
    required_of,
    told_of,
)
from paperloop.readers.fields.node import Node, node_of, refuse

MAX_PROPERTIES = 100
MAX_DEPTH = 5
"""Objects and lists within each other, the outermost included."""
MAX_PROMPT_CHARS = 20_000
"""Of all meanings and choices together, as the model is told them."""


@dataclass(slots=True)
class _Names:
    """Names that strict modes take, each once: letters, digits, _ and -."""

    used: set[str] = field(default_factory=set)

    def new(self, path: Path) -> str:
        wanted = re.sub(r"[^A-Za-z0-9_-]+", "_", "_".join(path))[: MAX_NAME_CHARS - 4].strip("_-") or "field"
        name, number = wanted, 1
        while name in self.used:
            number += 1
            name = f"{wanted}_{number}"
        self.used.add(name)
        return name


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scope:
    """Where a schema stands: the path from the outermost object, or from the row, and what was said on the way."""

    path: Path = ()
    told: tuple[str, ...] = ()
    required: bool = True
    depth: int = 1
    names: _Names = field(default_factory=_Names)
    row: bool = False

    def below(self, name: str, node: Node, *, required: bool) -> "_Scope":
        return _Scope(
            path=(*self.path, name),
            told=(*self.told, told_of(node)),
            required=self.required and required and not node.nullable,
            depth=self.depth + 1,
            names=self.names,
            row=self.row,
        )

    def meaning(self, name: str) -> str:
        """What is told of all steps of the path, with their names where `name` is not all that there is to it."""
        if self.path in ((), (name,)):
            return self.told[-1]
        steps = zip(self.path, self.told, strict=True)
        return " > ".join(f"{one_line(step)}: {told}" if told else one_line(step) for step, told in steps)


class _Compiler:
    """Goes over one schema once."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._properties = 0

    def members(self) -> tuple[Member, ...]:
        top = node_of(self._root, "", self._root)
        if top.type != "object":
            refuse("/type", 'at the top stands an object: {"type": "object", "properties": ...}')
        return tuple(self._object(top, _Scope()))

    def _object(self, node: Node, scope: _Scope) -> Iterator[Member]:
        properties = node.keywords.get("properties")
        if not isinstance(properties, dict) or not properties:
            refuse(node.below("properties"), "name at least one property")
        if not isinstance(node.keywords.get("additionalProperties", False), bool):
            refuse(node.below("additionalProperties"), "write false, or leave it out; name properties instead")
        required = required_of(node, properties)
        for name, schema in properties.items():
            at = node.below("properties", name)
            self._count(name, at)
            child = node_of(schema, at, self._root, node.refs)
            yield from self._member(child, scope.below(name, child, required=name in required))

    def _count(self, name: str, at: str) -> None:
        self._properties += 1
        if self._properties > MAX_PROPERTIES:
            refuse(at, f"more than {MAX_PROPERTIES} properties are asked for; ask for fewer in one request")
        if not name.isprintable() or not 1 <= len(name) <= MAX_NAME_CHARS:
            refuse(at, f"a name has 1 to {MAX_NAME_CHARS} printable characters")

    def _member(self, node: Node, scope: _Scope) -> Iterator[Member]:
        if node.type in ("object", "array") and scope.depth > MAX_DEPTH:
            refuse(node.at, f"it is nested deeper than {MAX_DEPTH}; ask for a flatter shape")
        match node.type:
            case "object":
                yield from self._object(node, scope)
            case "array":
                yield self._rows(node, scope)
            case _:
                yield _field(node, scope)

    def _rows(self, node: Node, scope: _Scope) -> Rows:
        if scope.row:
            refuse(node.at, "a list within a list can't be asked for; ask for one list, and in each row for the outer")
        if "items" not in node.keywords:
            refuse(node.below("items"), 'say what the items are, such as {"type": "string"}')
        item = node_of(node.keywords["items"], node.below("items"), self._root, node.refs)
        row = _Scope(told=(told_of(item),) if item.type != "object" else (), depth=scope.depth + 1, row=True)
        name = scope.names.new(scope.path)
        return Rows(
            name=name,
            path=scope.path,
            meaning=" > ".join(filter(None, (scope.meaning(name), told_of(item) if item.type == "object" else ""))),
            columns=tuple(self._columns(item, row)),
            required=scope.required,
        )

    def _columns(self, item: Node, row: _Scope) -> Iterator[Field]:
        for member in self._member(item, row):
            if isinstance(member, Field):
                yield member


def compiled(root: Any) -> tuple[Member, ...]:
    """What the schema `root`, a parsed JSON value, asks for, in its own order.

    Raises:
        InvalidSchema
    """
    members = _Compiler(root).members()
    told = [text for each in all_fields(members) for text in (each.meaning, *each.choices)]
    if sum(map(len, told)) > MAX_PROMPT_CHARS:
        refuse("", f"names, descriptions and choices have more than {MAX_PROMPT_CHARS} characters together")
    return members


def _field(node: Node, scope: _Scope) -> Field:
    choices = choices_of(node)
    name = scope.names.new(scope.path)
    return Field(
        name=name,
        path=scope.path,
        kind="choice" if choices else kind_of(node),
        meaning=scope.meaning(name),
        choices=choices,
        bounds=bounds_of(node),
        required=scope.required,
    )
