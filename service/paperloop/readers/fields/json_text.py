"""JSON as text: a caller's schema, which may only look like it, and the fields that are answered."""

import json
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NoReturn

from paperloop.documents.invoice import plain
from paperloop.errors import InvalidSchema

MAX_BYTES = 16 * 1024
"""Of a schema's text in UTF-8."""

_LARGEST = 10**15
"""No bound of a value is larger."""


def parsed(text: str) -> Any:
    """The JSON value that `text` is.

    Raises:
        InvalidSchema: it is too long, no JSON, or has a name twice in one object.
    """
    if len(text) > MAX_BYTES or len(text.encode(errors="replace")) > MAX_BYTES:
        raise InvalidSchema(pointer="", reason=f"it is longer than {MAX_BYTES} bytes; ask for fewer fields")
    if "\ufffd" in text:
        raise InvalidSchema(pointer="", reason="it holds bytes that are no UTF-8; send it as UTF-8")
    try:
        value = json.loads(
            text.removeprefix("\ufeff"), object_pairs_hook=_object, parse_constant=_refuse_constant, parse_int=_int
        )
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise InvalidSchema(pointer="", reason="it escapes half a character (\\ud800 and the like)") from None
    except RecursionError:
        raise InvalidSchema(pointer="", reason="it is nested too deeply") from None
    except json.JSONDecodeError as error:
        at = f"line {error.lineno}, column {error.colno}"
        raise InvalidSchema(pointer="", reason=f"it is no JSON: {error.msg} at {at}") from None
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        ((doubled, _),) = Counter(name for name, _ in pairs).most_common(1)
        raise InvalidSchema(pointer="", reason=f"the name {doubled[:64]!r} stands twice in one object")
    return members


def _int(digits: str) -> int:
    if len(digits) > len(str(_LARGEST)):
        raise InvalidSchema(pointer="", reason=f"the number {digits[:20]}... is too large")
    return int(digits)


def _refuse_constant(name: str) -> NoReturn:
    raise InvalidSchema(pointer="", reason=f"it is no JSON: {name} is no number")


def json_of(value: Any) -> str:
    """`value` as JSON. A Decimal is a number with exactly its digits, which a float would not keep."""
    match value:
        case Decimal():
            return plain(value)
        case Mapping():
            members = (f"{json_of(name)}:{json_of(member)}" for name, member in value.items())
            return f"{{{','.join(members)}}}"
        case list():
            return f"[{','.join(map(json_of, value))}]"
        case _:
            return json.dumps(value, ensure_ascii=False)
