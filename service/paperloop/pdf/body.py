"""A request's JSON body, taken apart in a worker: nobody on the event loop looks into it."""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError

from paperloop.errors import InvalidBody, MalformedJson

Model = TypeVar("Model", bound=BaseModel)


def json_object(path: Path) -> dict[str, Any]:
    """The JSON object in the file, in UTF-8.

    Raises:
        MalformedJson: it holds something else.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        value = json.loads(text, parse_constant=_refuse, object_pairs_hook=_each_once)
    except (ValueError, RecursionError) as error:
        raise MalformedJson(reason=_reason(error)) from None
    if not isinstance(value, dict):
        raise MalformedJson(reason="it is no JSON object")
    return value


def validated(model: type[Model], body: dict[str, Any], at: str = "") -> Model:
    """`at` is the JSON pointer of `body`.

    Raises:
        InvalidBody: with the JSON pointer of the first member that is wrong.
    """
    try:
        return model.model_validate(body)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        pointer = "".join(f"/{str(step)[:80]}" for step in fault["loc"])
        known = f"; known are {', '.join(model.model_fields)}" if len(fault["loc"]) == 1 else ""
        unknown = f"there is no such member{known}"
        reason = unknown if fault["type"] == "extra_forbidden" else fault["msg"].removeprefix("Value error, ")
        raise InvalidBody(pointer=at + pointer, reason=reason) from None


def _refuse(name: str) -> NoReturn:
    raise MalformedJson(reason=f"{name} is no JSON")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of two members of one name the first would be lost in silence."""
    members = dict(pairs)
    if len(members) < len(pairs):
        twice, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        raise MalformedJson(reason=f"an object has more than one member `{twice[:80]}`")
    return members


def _reason(error: Exception) -> str:
    match error:
        case json.JSONDecodeError():
            return f"{error.msg} in line {error.lineno}, column {error.colno}"
        case UnicodeDecodeError():
            return f"byte {error.start} is no UTF-8"
        case RecursionError():
            return "it is nested too deep"
        case _:
            return f"a number in it has more than {sys.get_int_max_str_digits()} digits"
