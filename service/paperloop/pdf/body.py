"""A request's JSON body, taken apart in a worker: nobody on the event loop looks into it."""

from collections.abc import Iterable
from functools import reduce
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from paperloop.documents.json_pointers import step
from paperloop.documents.strict_json import Malformed, json_value, type_name
from paperloop.errors import InvalidBody, MalformedJson
from paperloop.mistakes import mistake

Model = TypeVar("Model", bound=BaseModel)


def json_object(path: Path) -> dict[str, Any]:
    """The JSON object in the file, in UTF-8.

    Raises:
        MalformedJson: it holds something else.
    """
    try:
        value = json_value(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise MalformedJson(reason=f"byte {error.start} is no UTF-8") from None
    except Malformed as error:
        raise MalformedJson(reason=str(error)) from None
    if not isinstance(value, dict):
        raise MalformedJson(reason=f"it is {type_name(value)} and no object")
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
        pointer = reduce(lambda inner, name: step(inner, str(name)[:80]), fault["loc"], at)
        raise InvalidBody(pointer=pointer, reason=_told(fault, model)) from None


def quotable(warnings: Iterable[str]) -> tuple[str, ...]:
    """Warnings as they can be sent: half a surrogate pair, which a caller's words may hold, is a question mark."""
    return tuple(warning.encode("utf-8", "replace").decode() for warning in warnings)


def _told(fault: Any, model: type[BaseModel]) -> str:
    if fault["type"] != "extra_forbidden":
        return mistake(fault)
    return f"there is no such member; known are {', '.join(_known(model, fault['loc'][:-1]))}"


def _known(model: type[BaseModel], way: Iterable[int | str]) -> Iterable[str]:
    """The names that the object may have to which `way` leads."""
    for name in way:
        if isinstance(name, str):
            annotation = model.model_fields[name].annotation
            kinds = (annotation, *get_args(annotation))
            model = next(kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel))
    return model.model_fields
