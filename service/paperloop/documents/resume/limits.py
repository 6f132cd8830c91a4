"""How large a résumé may be. The limits are far above what anybody prints, and low enough to stop a bomb."""

from typing import Any, Final

from paperloop.documents.json_pointers import Pointer, step
from paperloop.documents.strict_json import type_name
from paperloop.errors import InvalidResume

MAX_STRING: Final = 20_000
"""Characters of one string; four dense pages."""
MAX_PHOTO: Final = 7_000_000
"""Characters of a data URI: a picture of 5 MB in base64."""
MAX_KEY: Final = 200
MAX_MEMBERS: Final = 1_000
"""Of one list or object."""
MAX_SOUGHT: Final = 100
"""Keywords that are looked for in every text, which takes as long as there are keywords."""
MAX_DEPTH: Final = 16
MAX_VALUES: Final = 20_000
MAX_DIGITS: Final = 100

_Trail = tuple[Pointer] | tuple[Any, Any]
"""The way to a value: that to what holds it, and its key there; a pointer is made of it when it is needed."""
_Place = tuple[Any, _Trail, int]


def check_limits(document: Any, at: Pointer) -> None:
    """Walks `document` without recursion, however deep it is.

    Raises:
        InvalidResume: it is no object, or a value `at` its pointer is larger than it may be.
    """
    if not isinstance(document, dict):
        raise InvalidResume(pointer=at, reason=f"must be an object, not {type_name(document)}")
    seen = 1
    waiting: list[_Place] = [(document, (at,), 1)]
    while waiting:
        value, trail, depth = waiting.pop()
        if not isinstance(value, dict | list | tuple):
            _check_leaf(value, trail)
            continue
        _check_members(value, trail, depth)
        seen += len(value)
        if seen > MAX_VALUES:
            raise InvalidResume(pointer=at, reason=f"has more than {MAX_VALUES} values")
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        waiting.extend((member, (trail, key), depth + 1) for key, member in pairs if not _is_short(member))


def _is_short(value: Any) -> bool:
    """Most values are strings of a line or two, and need no second look."""
    return value.__class__ is str and len(value) <= MAX_STRING


def _check_members(value: Any, trail: _Trail, depth: int) -> None:
    if len(value) > MAX_MEMBERS:
        raise InvalidResume(pointer=_pointer(trail), reason=f"has {len(value)} members; the limit is {MAX_MEMBERS}")
    if value and depth >= MAX_DEPTH:
        raise InvalidResume(pointer=_pointer(trail), reason=f"is nested deeper than {MAX_DEPTH} levels")
    if isinstance(value, dict) and any(len(key) > MAX_KEY for key in value if isinstance(key, str)):
        raise InvalidResume(pointer=_pointer(trail), reason=f"has a key of more than {MAX_KEY} characters")


def _check_leaf(value: Any, trail: _Trail) -> None:
    if isinstance(value, str):
        limit = MAX_PHOTO if is_data_uri(value) else MAX_STRING
        if len(value) > limit:
            raise InvalidResume(pointer=_pointer(trail), reason=f"has {len(value)} characters; the limit is {limit}")
    elif isinstance(value, int) and abs(value) >= 10**MAX_DIGITS:
        raise InvalidResume(pointer=_pointer(trail), reason=f"is a number of more than {MAX_DIGITS} digits")


def _pointer(trail: _Trail) -> Pointer:
    return trail[0] if len(trail) == 1 else step(_pointer(trail[0]), trail[1])


def is_data_uri(value: Any) -> bool:
    return isinstance(value, str) and value[:5].lower() == "data:"
