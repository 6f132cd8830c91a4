"""JSON that would lose something is refused, with the place."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperloop.documents.strict_json import Malformed, json_value

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_what_was_written_is_read(value: object) -> None:
    assert json_value(json.dumps(value)) == value


@pytest.mark.parametrize(("text", "said"), [
    ('{"a": 1, "a": 2}', "the object has more than one member `a`; give each once"),
    ('{"a": {"b": [{}, {"c": 1, "d": 2, "c": 3}]}}', "/a/b/1 has more than one member `c`; give each once"),
    ('{"a/b": {"c": 1, "c": 1}}', "/a~1b has more than one member `c`; give each once"),
    ('{"a": {"x": 1, "x": 2}, "b": {"y": 1, "y": 2}}', "/b has more than one member `y`; give each once"),
    ('{"a": {"x": 1, "x": 2}, "a": 3}', "the object has more than one member `a`; give each once"),
    ("", "expecting value in line 1, column 1"), ('{"a": 1,\n "b" 2}', "expecting ':' delimiter in line 2, column 6"),
    ('{"a": "x\ny"}', "invalid control character in line 1, column 9"), ("[1] [2]", "extra data in line 1, column 5"),
    ("[NaN]", "NaN is no JSON; write null, or leave it out"), ("[" * 100_000, "it is nested too deep"),
    ("-Infinity", "-Infinity is no JSON; write null, or leave it out"),
    ("9" * 5000, "a number in it has more than 4300 digits"),
])  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(text: str, said: str) -> None:
    with pytest.raises(Malformed) as told:
        json_value(text)
    assert str(told.value) == said
