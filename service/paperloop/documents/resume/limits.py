"""How large a résumé may be. The limits are far above what anybody prints, and low enough to stop a bomb."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from paperloop.documents.resume.remarks import Pointer, step
from paperloop.errors import InvalidResume

MAX_STRING: Final = 20_000
"""Characters of one string; four dense pages."""
MAX_PHOTO: Final = 7_000_000
"""Characters of a data URI: a picture of 5 MB in base64."""
MAX_KEY: Final = 200
MAX_MEMBERS: Final = 1_000
"""Of one list or object."""
MAX_DEPTH: Final = 16
MAX_VALUES: Final = 20_000
MAX_DIGITS: Final = 100


def check_limits(document: Any, at: Pointer) -> None:
    """Walks `document` without recursion, however deep it is.

    Raises:
        InvalidResume: it is no object, or a value `at` its pointer is larger than it may be.
    """
    if not isinstance(document, Mapping):
        raise InvalidResume(pointer=at, reason=f"must be an object, not {type_name(document)}")
    seen = 0
    waiting = [(document, at, 1)]
    while waiting:
        value, pointer, depth = waiting.pop()
        seen += 1
        if seen > MAX_VALUES:
            raise InvalidResume(pointer=at, reason=f"has more than {MAX_VALUES} values")
        if isinstance(value, Mapping | list | tuple):
            waiting.extend((member, inner, depth + 1) for inner, member in _members(value, pointer, depth))
        else:
            _check_leaf(value, pointer)


def _members(value: Any, pointer: Pointer, depth: int) -> Iterator[tuple[Pointer, Any]]:
    if len(value) > MAX_MEMBERS:
        raise InvalidResume(pointer=pointer, reason=f"has {len(value)} members; the limit is {MAX_MEMBERS}")
    if value and depth >= MAX_DEPTH:
        raise InvalidResume(pointer=pointer, reason=f"is nested deeper than {MAX_DEPTH} levels")
    if not isinstance(value, Mapping):
        return ((step(pointer, index), member) for index, member in enumerate(value))
    if any(len(key) > MAX_KEY for key in value if isinstance(key, str)):
        raise InvalidResume(pointer=pointer, reason=f"has a key of more than {MAX_KEY} characters")
    return ((step(pointer, key), member) for key, member in value.items())


def _check_leaf(value: Any, pointer: Pointer) -> None:
    limit = MAX_PHOTO if is_data_uri(value) else MAX_STRING
    if isinstance(value, str) and len(value) > limit:
        raise InvalidResume(pointer=pointer, reason=f"has {len(value)} characters; the limit is {limit}")
    if isinstance(value, int) and abs(value) >= 10**MAX_DIGITS:
        raise InvalidResume(pointer=pointer, reason=f"is a number of more than {MAX_DIGITS} digits")


def is_data_uri(value: Any) -> bool:
    return isinstance(value, str) and value[:5].lower() == "data:"


def type_name(value: Any) -> str:
    """What JSON calls the type of `value`."""
    names = ((Mapping, "an object"), (list | tuple, "a list"), (str, "a string"), (bool, "true or false"))
    numbers = ((int | float, "a number"), (type(None), "null"))
    return next((name for kind, name in (*names, *numbers) if isinstance(value, kind)), "a value of another kind")
