"""JSON as text: a caller's schema, which may only look like it, and the fields that are answered."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from paperloop.documents.invoice import plain
from paperloop.documents.strict_json import Malformed, json_value
from paperloop.errors import InvalidSchema

MAX_BYTES = 16 * 1024
"""Of a schema's text in UTF-8."""


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
        value = json_value(text.removeprefix("\ufeff"))
        json.dumps(value, ensure_ascii=False).encode()
    except Malformed as error:
        raise InvalidSchema(pointer="", reason=f"it can't be read as JSON: {error}") from None
    except UnicodeEncodeError:
        raise InvalidSchema(pointer="", reason="it escapes half a character (\\ud800 and the like)") from None
    return value


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
