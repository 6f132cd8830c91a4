"""One schema within a caller's: references followed, its type known, every keyword accounted for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any, NoReturn

from paperloop.documents.json_pointers import step
from paperloop.errors import InvalidSchema

ANNOTATIONS = frozenset({
    "$schema", "$id", "$comment", "title", "description", "examples", "default", "deprecated", "readOnly", "writeOnly",
})  # fmt: skip
"""Keywords that ask for nothing. A `default` is none: a value that is not printed is null."""

DEFINITIONS = frozenset({"$defs", "definitions"})

_LIMITS = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"})
KEYWORDS: Mapping[str, frozenset[str]] = {
    "object": frozenset({"properties", "required", "additionalProperties"}),
    "array": frozenset({"items"}),
    "string": frozenset({"format", "enum", "const", "minLength", "maxLength"}),
    "number": _LIMITS,
    "integer": _LIMITS,
    "boolean": frozenset(),
}
"""What each type takes beside annotations."""

_EACH = 'write one schema for each property; a value that may be missing is written as [type, "null"]'
_NAMED = "name each property under `properties`"
_ALL_ITEMS = "all items that are printed are given; leave it out"
_INSTEAD: Mapping[str, str] = {
    "pattern": 'say in `description` what the value looks like; an exact amount is {"type": "string", "format": '
    '"decimal"}',
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "not", "if", "then", "else"), _EACH),
    **dict.fromkeys(("patternProperties", "propertyNames", "minProperties", "maxProperties"), _NAMED),
    **dict.fromkeys(("dependentRequired", "dependentSchemas", "unevaluatedProperties"), _NAMED),
    **dict.fromkeys(("minItems", "maxItems", "uniqueItems", "contains", "minContains", "maxContains"), _ALL_ITEMS),
    "prefixItems": "write one schema for all items, under `items`",
    "$dynamicRef": "write a `$ref` to one of the schema's own `$defs`",
}

_IMPLIED = {"properties": "object", "items": "array", "enum": "string", "const": "string"}
"""Keywords that tell a type where none is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """`at` points to where the schema stands in the caller's text; `refs` are the references that led there."""

    keywords: Mapping[str, Any]
    at: str
    type: str
    nullable: bool
    refs: frozenset[str]

    def below(self, *steps: str) -> str:
        return reduce(step, steps, self.at)


def refuse(at: str, reason: str) -> NoReturn:
    """
    Raises:
        InvalidSchema
    """
    raise InvalidSchema(pointer=at, reason=reason)


def node_of(schema: Any, at: str, root: Any, refs: frozenset[str] = frozenset()) -> Node:
    """The schema at `at` of the document `root`.

    Raises:
        InvalidSchema
    """
    nullable = False
    while True:
        if not isinstance(schema, dict):
            refuse(at, 'a schema is an object, such as {"type": "string"}')
        if "$ref" in schema:
            schema, at, refs = _referred(schema, at, root, refs)
        elif (choice := next((name for name in ("anyOf", "oneOf") if name in schema), None)) is not None:
            schema, at = _or_null(schema, choice, at)
            nullable = True
        else:
            break
    kind, may_be_null = _type(schema, at)
    _account_for(schema, kind, at)
    return Node(keywords=schema, at=at, type=kind, nullable=nullable or may_be_null, refs=refs)


def _referred(schema: Mapping[str, Any], at: str, root: Any, refs: frozenset[str]) -> tuple[Any, str, frozenset[str]]:
    """What `$ref` refers to, with the annotations that stand beside it."""
    reference = schema["$ref"]
    _nothing_else(schema, "$ref", at)
    steps = reference.split("/") if isinstance(reference, str) else []
    if len(steps) != 3 or steps[0] != "#" or steps[1] not in DEFINITIONS:
        refuse(f"{at}/$ref", "only a reference to the schema's own definitions is followed, such as #/$defs/Party")
    if reference in refs:
        refuse(f"{at}/$ref", f"{reference[:80]} refers to itself; write it out as deep as it is needed")
    definitions = root.get(steps[1])
    name = steps[2].replace("~1", "/").replace("~0", "~")
    if not isinstance(definitions, dict) or name not in definitions:
        refuse(f"{at}/$ref", f"there is no {reference[:80]}")
    return _with_annotations(definitions[name], schema), f"/{steps[1]}/{steps[2]}", refs | {reference}


def _or_null(schema: Mapping[str, Any], choice: str, at: str) -> tuple[Any, str]:
    """The one schema of an `anyOf` whose other one is null."""
    _nothing_else(schema, choice, at)
    options = schema[choice]
    others = [(number, option) for number, option in _numbered(options) if option != {"type": "null"}]
    if len(others) != 1 or len(options) != 2:
        refuse(f"{at}/{choice}", f'it may hold one schema and {{"type": "null"}}; {_EACH}')
    ((number, option),) = others
    return _with_annotations(option, schema), f"{at}/{choice}/{number}"


def _numbered(options: Any) -> Iterator[tuple[int, Any]]:
    return enumerate(options if isinstance(options, list) else ())


def _nothing_else(schema: Mapping[str, Any], keyword: str, at: str) -> None:
    for name in schema:
        if name != keyword and name not in ANNOTATIONS | DEFINITIONS:
            refuse(step(at, name), f"beside `{keyword}` only a title and a description may stand")


def _with_annotations(schema: Any, beside: Mapping[str, Any]) -> Any:
    told = {name: value for name, value in beside.items() if name in ("title", "description")}
    return schema | told if isinstance(schema, dict) else schema


def _type(schema: Mapping[str, Any], at: str) -> tuple[str, bool]:
    """The type, and whether null is one too."""
    said = schema.get("type", next((kind for name, kind in _IMPLIED.items() if name in schema), None))
    kinds = said if isinstance(said, list) else [said]
    known = [kind for kind in kinds if isinstance(kind, str) and kind in KEYWORDS]
    nullable = schema.get("nullable", False)
    if len(known) != 1 or any(kind not in (known[0], "null") for kind in kinds):
        refuse(f"{at}/type", f'write one of {", ".join(KEYWORDS)}, or such as ["string", "null"]')
    if not isinstance(nullable, bool):
        refuse(f"{at}/nullable", "write true or false")
    words = schema.get("enum")
    return known[0], nullable or "null" in kinds or (isinstance(words, list) and None in words)


def _account_for(schema: Mapping[str, Any], kind: str, at: str) -> None:
    """Refuse the first keyword that would be without effect."""
    for name in schema:
        if name not in KEYWORDS[kind] | ANNOTATIONS | DEFINITIONS | {"type", "nullable"}:
            of_others = any(name in keywords for keywords in KEYWORDS.values())
            hint = f"it does not bear on type {kind}; leave it out" if of_others else "leave it out"
            refuse(step(at, name), f"`{name[:64]}` is not supported; {_INSTEAD.get(name, hint)}")
