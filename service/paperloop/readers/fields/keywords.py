"""What the keywords of one schema say.

Every function raises InvalidSchema where a keyword says what it can't.
"""

from decimal import Decimal
from typing import Any

from paperloop.readers.fields.asked import Bounds, Kind
from paperloop.readers.fields.node import Node, refuse

MAX_NAME_CHARS = 64
MAX_DESCRIPTION_CHARS = 500
MAX_CHOICES, MAX_CHOICE_CHARS = 100, 100

_FORMATS: dict[str, Kind] = {"date": "date", "decimal": "decimal"}
_LARGEST = 10**15


def required_of(node: Node, properties: dict[str, Any]) -> frozenset[str]:
    """The names that `required` lists."""
    required = node.keywords.get("required", [])
    if not isinstance(required, list) or any(not isinstance(name, str) for name in required):
        refuse(node.below("required"), "write a list of names of properties")
    for number, name in enumerate(required):
        if name not in properties:
            refuse(node.below("required", str(number)), f"{name[:MAX_NAME_CHARS]!r} is none of the properties")
    return frozenset(required)


def kind_of(node: Node) -> Kind:
    """The kind of a value that has no choices."""
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


def choices_of(node: Node) -> tuple[str, ...]:
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


def bounds_of(node: Node) -> Bounds:
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
        refuse(node.below(name), f"write a number from {-_LARGEST} to {_LARGEST}")
    return Decimal(str(value))


def told_of(node: Node) -> str:
    """What the caller says of a schema, on one line, without signs that show nothing."""
    for keyword in ("description", "title"):
        told = node.keywords.get(keyword, "")
        if not isinstance(told, str) or len(told) > MAX_DESCRIPTION_CHARS:
            refuse(node.below(keyword), f"write a text of at most {MAX_DESCRIPTION_CHARS} characters")
        if told.strip():
            return one_line(told)
    return ""


def one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
