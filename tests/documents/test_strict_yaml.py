"""YAML that would lose something is refused, with the lines."""

from typing import Any

import pytest

from paperloop.documents.strict_json import Malformed
from paperloop.documents.strict_yaml import yaml_value


@pytest.mark.parametrize(("text", "said"), [
    ("cv:\n  name: A\n  phone: 1\n  name: B\n", "`name` in line 4 stands in line 2 too; give each key once"),
    ("a: [{b: 1, 'b': 2}]", "`b` in line 1 stands in line 1 too; give each key once"),
    ("1: x\n'1': y", "`1` in line 2 stands in line 1 too; give each key once"),
    ("a: [", "while parsing a flow node, expected the node content, but found '<stream end>' in line 1, column 5"),
    ("a: 1\n b: 2", "mapping values are not allowed here in line 2, column 3"),
    ("a: 1\n---\nb: 1", "expected a single document in the stream, but found another document in line 2, column 1"),
    ("a: !!python/object:os.system x", "could not determine a constructor for the tag"),
    ("a: \x00", "unacceptable character #x0000"), ("[" * 5000, "it is nested too deep"),
])  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(text: str, said: str) -> None:
    with pytest.raises(Malformed) as told:
        yaml_value(text)
    assert str(told.value).startswith(said)


def multiplied(first: str, more: str) -> str:
    """Eleven lines, of which each has its `more` nine times what the one before has."""
    lines = [first, *(more.format(number=number, nine=", ".join([f"*a{number - 1}"] * 9)) for number in range(1, 12))]
    return "\n".join(lines)


@pytest.mark.parametrize(("text", "said"), [
    (multiplied("a0: &a0 [x]", "a{number}: &a{number} [{nine}]"), "its aliases, up to `*a5` in line 7, column"),
    (multiplied("a0: &a0 {k: v}", "a{number}: &a{number} {{<<: [{nine}]}}"), "its aliases, up to `*a"),
    (f"a: &a {'x' * 10_000}\nb: [{', '.join(['*a'] * 101)}]", "its aliases, up to `*a` in line 2, column"),
    ("a: &a {b: *a}", "the alias `*a` in line 1, column 11 stands for what holds it"),
    ("a: &a\n  <<: *a", "the alias `*a` in line 2, column 7 stands for what holds it"),
])  # fmt: skip
def test_aliases_that_would_fill_the_memory_are_refused(text: str, said: str) -> None:
    with pytest.raises(Malformed) as told:
        yaml_value(text)
    assert str(told.value).startswith(said)


@pytest.mark.parametrize(("text", "value"), [
    ("a: &x {k: [1]}\nb: *x\nc: {d: *x}", {"a": {"k": [1]}, "b": {"k": [1]}, "c": {"d": {"k": [1]}}}),
    ("a: &x {k: 1, l: 2}\nb:\n  <<: *x\n  k: 3", {"a": {"k": 1, "l": 2}, "b": {"k": 3, "l": 2}}),
    ("a: {m: &x {<<: {k: 0, l: 1}, k: 1}}\nb: {<<: *x, k: 5}", {"a": {"m": {"k": 1, "l": 1}}, "b": {"k": 5, "l": 1}}),
    ("a: 2024-02-03\nb: 2024-02-30\nc: 2024-13", {"a": "2024-02-03", "b": "2024-02-30", "c": "2024-13"}),
    ("2024-02-03: 1\nyes: 2\n7: 3", {"2024-02-03": 1, "yes": 2, "7": 3}),
    ("- {a: 1}\n- {a: 2}", [{"a": 1}, {"a": 2}]), ("", None),
])  # fmt: skip
def test_the_rest_is_read(text: str, value: Any) -> None:
    assert yaml_value(text) == value


@pytest.mark.parametrize("written", [
    "NO", "no", "on", "+4930123", "01067", "1.10", "3e5", "1_000", "0x1F", "12:30:45",
    "2024-02-03 10:00:00", ".inf", "Y",
    "2024-13-01", "0010-0002", "1" * 19,
])  # fmt: skip
def test_what_yaml_1_1_would_turn_into_something_else_stays_as_it_is_written(written: str) -> None:
    assert yaml_value(f"a: {written}\nb: [{written}]") == {"a": written, "b": [written]}


def test_null_truth_and_whole_numbers_are_what_they_are() -> None:
    assert yaml_value("[~, null, , true, False, 0, -7, 2024, '7', \"true\"]".replace(", ,", ",")) == [
        None, None, True, False, 0, -7, 2024, "7", "true",
    ]  # fmt: skip
    assert yaml_value("a:\nb: ''") == {"a": None, "b": ""}
