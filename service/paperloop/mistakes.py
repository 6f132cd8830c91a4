"""What pydantic and the operating system find wrong, said to the person who can mend it."""

from collections.abc import Mapping
from typing import Any, Final

_WHOLE = "must be a whole number, such as 2"
_NUMBER = "must be a number such as 1234.56: digits, a point before the decimals, and no other sign but a minus"
_DAY = "must be a date such as 2024-11-15"
_TRUTH = "must be true or false"
_LIST = "must be a list"
_OBJECT = "must be an object"

_SAID: Final[Mapping[str, str]] = {
    "string_type": "must be a string",
    "string_unicode": "must be whole characters: half a surrogate pair, such as \\ud800 alone, is none",
    "string_too_short": "must not be empty",
    "string_too_long": "must have at most {max_length} characters",
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float", "int_parsing_size"), _WHOLE),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number", "decimal_type", "decimal_parsing"), _NUMBER),
    **dict.fromkeys(("bool_type", "bool_parsing"), _TRUTH),
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"), _DAY),
    **dict.fromkeys(("list_type", "tuple_type"), _LIST),
    **dict.fromkeys(("model_type", "dict_type"), _OBJECT),
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be {ge} or more",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be {le} or less",
    "literal_error": "must be {expected}",
    "enum": "must be {expected}",
    "missing": "is missing",
    "path_type": "must be a path",
    "string_pattern_mismatch": "must match {pattern}",
    **dict.fromkeys(("url_type", "url_parsing", "url_scheme"), "must be an address such as http://127.0.0.1:9000/v1"),
}
"""By pydantic's types of errors."""


def mistake(fault: Mapping[str, Any]) -> str:
    """What a value must be instead, as the end of a sentence that begins with its name; a validator's own words as they
    are."""
    said = _SAID.get(fault["type"])
    return said.format_map(fault.get("ctx", {})) if said else str(fault["msg"]).removeprefix("Value error, ")


def said_by_system(error: OSError) -> str:
    """The sentence without its number, the file in front."""
    said = error.strerror or str(error)
    return f"{error.filename}: {said}" if error.filename else said
