"""JSON as RFC 8259 has it, and nothing lost in silence."""

import json
import sys
from collections import Counter
from typing import Any, NoReturn

from paperloop.documents.json_pointers import step


class Malformed(ValueError):
    """`str()` says what is wrong and where, without an end of the sentence."""


def json_value(text: str) -> Any:
    """
    Raises:
        Malformed: it is no JSON, or an object in it has two members of one name.
    """
    doubled = _Doubled()
    try:
        value = json.loads(text, parse_constant=_refuse, object_pairs_hook=doubled.noted)
    except Malformed:
        raise
    except (ValueError, RecursionError) as error:
        raise Malformed(_reason(error)) from None
    if doubled.last:
        raise Malformed(_twice(value, *doubled.last))
    return value


class _Doubled:
    """Of two members of one name the first would be lost. `last`: the last object that has them, and the name. What
    holds that object is made later and has none, so it can be found from the top."""

    def __init__(self) -> None:
        self.last: tuple[dict[str, Any], str] | None = None

    def noted(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) < len(pairs):
            self.last = members, Counter(name for name, _ in pairs).most_common(1)[0][0]
        return members


def _twice(document: Any, holder: dict[str, Any], name: str) -> str:
    at, value = "", document
    places = [(at, value)]
    while value is not holder:
        at, value = places.pop()
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        places += [(step(at, str(key)[:80]), inner) for key, inner in pairs if isinstance(inner, dict | list)]
    return f"{at or 'the object'} has more than one member `{name[:80]}`; give each once"


def _refuse(name: str) -> NoReturn:
    raise Malformed(f"{name} is no JSON; write null, or leave it out")


def _reason(error: Exception) -> str:
    match error:
        case json.JSONDecodeError():
            said = error.msg[0].lower() + error.msg[1:].removesuffix(" at")
            return f"{said} in line {error.lineno}, column {error.colno}"
        case RecursionError():
            return "it is nested too deep"
        case _:
            return f"a number in it has more than {sys.get_int_max_str_digits()} digits"


def type_name(value: Any) -> str:
    """What JSON calls the type of `value`."""
    names = ((dict, "an object"), (list | tuple, "a list"), (str, "a string"), (bool, "true or false"))
    numbers = ((int | float, "a number"), (type(None), "null"))
    return next((name for kind, name in (*names, *numbers) if isinstance(value, kind)), "a value of another kind")
