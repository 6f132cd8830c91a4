"""From a caller's schema to the flat list of what is asked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from paperloop.readers.fields.asked import Bounds, Field, Kind, Member, Path, Rows, all_fields
from paperloop.readers.fields.node import Node, node_of, refuse

MAX_PROPERTIES = 100
MAX_DEPTH = 5
"""Objects and lists within each other, the outermost included."""
MAX_NAME_CHARS = 64
MAX_DESCRIPTION_CHARS = 500
MAX_CHOICES, MAX_CHOICE_CHARS = 100, 100
MAX_PROMPT_CHARS = 20_000
"""Of all meanings and choices together, as the model is told them."""

_FORMATS: dict[str, Kind] = {"date": "date", "decimal": "decimal"}
_LARGEST = 10**15


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
            told=(*self.told, _told(node)),
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
        return " > ".join(f"{_one_line(step)}: {told}" if told else _one_line(step) for step, told in steps)


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
        required = _required(node, properties)
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
        row = _Scope(told=(_told(item),) if item.type != "object" else (), depth=scope.depth + 1, row=True)
        name = scope.names.new(scope.path)
        return Rows(
            name=name,
            path=scope.path,
            meaning=" > ".join(filter(None, (scope.meaning(name), _told(item) if item.type == "object" else ""))),
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


def _required(node: Node, properties: dict[str, Any]) -> frozenset[str]:
    required = node.keywords.get("required", [])
    if not isinstance(required, list) or any(not isinstance(name, str) for name in required):
        refuse(node.below("required"), "write a list of names of properties")
    for number, name in enumerate(required):
        if name not in properties:
            refuse(node.below("required", str(number)), f"{name[:MAX_NAME_CHARS]!r} is none of the properties")
    return frozenset(required)


def _field(node: Node, scope: _Scope) -> Field:
    choices = _choices(node)
    name = scope.names.new(scope.path)
    return Field(
        name=name,
        path=scope.path,
        kind="choice" if choices else _kind(node),
        meaning=scope.meaning(name),
        choices=choices,
        bounds=_bounds(node),
        required=scope.required,
    )


def _kind(node: Node) -> Kind:
    if node.type == "string":
        if "format" not in node.keywords:
            return "text"
        _without_effect(node, "format", "minLength", "maxLength")
        return _format(node)
    kinds: dict[str, Kind] = {"number": "number", "integer": "integer", "boolean": "boolean"}
    return kinds[node.type]


def _format(node: Node) -> Kind:
    form = node.keywords["format"]
    if not isinstance(form, str) or form not in _FORMATS:
        refuse(node.below("format"), f"write one of {', '.join(_FORMATS)}, or leave it out and say it in `description`")
    return _FORMATS[form]


def _choices(node: Node) -> tuple[str, ...]:
    """The words of `enum` or `const`; None among them is no choice, since every value may be null."""
    keyword = next((name for name in ("enum", "const") if name in node.keywords), None)
    if keyword is None:
        return ()
    given = node.keywords[keyword] if keyword == "enum" else [node.keywords[keyword]]
    words = [word for word in given if word is not None] if isinstance(given, list) else []
    if not words or any(not _is_choice(word) for word in words) or len(words) > MAX_CHOICES:
        what = f"1 to {MAX_CHOICES} strings of 1 to {MAX_CHOICE_CHARS} printable characters"
        refuse(node.below(keyword), f"write {what}")
    _without_effect(node, keyword, "const", "format", "minLength", "maxLength")
    return tuple(dict.fromkeys(words))


def _without_effect(node: Node, keyword: str, *others: str) -> None:
    for name in others:
        if name != keyword and name in node.keywords:
            refuse(node.below(name), f"beside `{keyword}` it has no effect; leave it out")


def _is_choice(word: Any) -> bool:
    return isinstance(word, str) and 1 <= len(word) <= MAX_CHOICE_CHARS and word.isprintable() and bool(word.strip())


def _bounds(node: Node) -> Bounds:
    return Bounds(
        least=_bound(node, "minimum", "minLength"),
        greatest=_bound(node, "maximum", "maxLength"),
        above=_bound(node, "exclusiveMinimum"),
        below=_bound(node, "exclusiveMaximum"),
    )


def _bound(node: Node, *names: str) -> Decimal | None:
    name = next((name for name in names if name in node.keywords), None)
    if name is None:
        return None
    value = node.keywords[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= _LARGEST:
        refuse(node.below(name), "write a number")
    return Decimal(str(value))


def _told(node: Node) -> str:
    """What the caller says of a schema, on one line, without signs that show nothing."""
    for keyword in ("description", "title"):
        told = node.keywords.get(keyword, "")
        if not isinstance(told, str) or len(told) > MAX_DESCRIPTION_CHARS:
            refuse(node.below(keyword), f"write a text of at most {MAX_DESCRIPTION_CHARS} characters")
        if told.strip():
            return _one_line(told)
    return ""


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
