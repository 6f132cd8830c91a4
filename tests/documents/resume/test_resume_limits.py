"""A résumé that is larger than one may be is refused with the place that is too large."""

from typing import Any

import pytest

from paperloop.documents.resume.json_resume import from_json_resume
from paperloop.documents.resume.limits import (
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_KEY,
    MAX_MEMBERS,
    MAX_PHOTO,
    MAX_STRING,
    MAX_VALUES,
    check_limits,
)
from paperloop.errors import InvalidResume


def nested(levels: int) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(("document", "pointer", "reason"), [
    ({"basics": {"name": "x" * (MAX_STRING + 1)}}, "/basics/name", "20001 characters"),
    ({"work": ["x"] * (MAX_MEMBERS + 1)}, "/work", "1001 members"),
    ({"work": {str(n): "x" for n in range(MAX_MEMBERS + 1)}}, "/work", "1001 members"),
    ({"x": nested(MAX_DEPTH)}, "/x" + "/0" * (MAX_DEPTH - 2), "deeper than 16"),
    ({"x": nested(100_000)}, "/x" + "/0" * (MAX_DEPTH - 2), "deeper than 16"),
    ({"k" * (MAX_KEY + 1): "x"}, "", "a key of more than 200"),
    ({"x": {str(n): list(range(999)) for n in range(30)}}, "", "more than 20000 values"),
    ({"x": 10**MAX_DIGITS}, "/x", "100 digits"),
    ({"x": -(10**5000)}, "/x", "100 digits"),
    ({"basics": {"image": "data:" + "x" * MAX_PHOTO}}, "/basics/image", "7000005 characters"),
])  # fmt: skip
def test_what_is_too_large_is_named(document: Any, pointer: str, reason: str) -> None:
    with pytest.raises(InvalidResume) as caught:
        from_json_resume(document, "/here")
    assert caught.value.facts["pointer"] == f"/here{pointer}"
    assert reason in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("document", [
    {"basics": {"name": "x" * MAX_STRING}}, {"work": ["x"] * MAX_MEMBERS}, {"x": nested(MAX_DEPTH - 2)},
    {"k" * MAX_KEY: "x"}, {"x": 10**MAX_DIGITS - 1}, {"basics": {"image": "data:" + "x" * 100_000}}, {},
])  # fmt: skip
def test_what_is_just_large_enough_is_read(document: Any) -> None:
    from_json_resume(document)


def test_all_values_together_are_counted() -> None:
    """The document, the list and its twenty lists count too."""
    rows = [list(range(MAX_VALUES // 20 - 2))] * 20
    check_limits({"x": rows}, "")
    with pytest.raises(InvalidResume):
        check_limits({"x": rows, "y": list(range(20))}, "")
