"""The shape of a model's answer about a caller's fields, and several answers about parts of one document."""

from typing import Any

import pytest

from paperloop.errors import LlmInvalidAnswer
from paperloop.readers.fields import FieldsSchema, faults
from paperloop.readers.fields.answer import merged, shaped

ROW = {"type": "object", "properties": {"sku": {"type": "string"}, "kg": {"type": "number"}}}
SCHEMA = FieldsSchema.of({
    "type": "object",
    "properties": {
        "order": {"type": "string"},
        "paid": {"type": "boolean"},
        "marks": {"type": "array", "items": {"type": "string"}},
        "packages": {"type": "array", "items": ROW},
    },
})  # fmt: skip


@pytest.mark.parametrize("answer", [
    {"order": "A-1", "paid": True, "marks": ["x"], "packages": [{"sku": "s", "kg": "1,5"}]},
    {"order": None, "paid": None, "marks": None, "packages": None},
    {"order": 17, "paid": "yes", "marks": [], "packages": [{}]},
    {"order": "A-1"},
])  # fmt: skip
def test_an_answer_of_the_shape_has_no_faults(answer: dict[str, Any]) -> None:
    assert faults(SCHEMA, answer) == []


@pytest.mark.parametrize(("answer", "fault"), [
    ({}, "none of the fields asked for is there"),
    ({"fields": {"order": "A-1"}}, "none of the fields asked for is there"),
    ({"order": ["A-1"]}, "order: should be a string or null"),
    ({"order": {"number": "A-1"}}, "order: should be a string or null"),
    ({"order": True}, "order: should be a string or null"),
    ({"order": "x" * 2001}, "order: should have at most 2000 characters"),
    ({"paid": []}, "paid: should be a string or null"),
    ({"marks": "x"}, "marks: should be a list"),
    ({"marks": ["x", {}]}, "marks/1: should be a string or null"),
    ({"packages": {"sku": "s"}}, "packages: should be a list"),
    ({"packages": [{"sku": "s"}, "s"]}, "packages/1: should be an object"),
    ({"packages": [{"kg": [1]}]}, "packages/0/kg: should be a string or null"),
])  # fmt: skip
def test_a_broken_shape_is_told_to_the_model(answer: dict[str, Any], fault: str) -> None:
    (said,) = faults(SCHEMA, answer)
    assert said.startswith(fault)
    with pytest.raises(LlmInvalidAnswer):
        shaped(SCHEMA, answer)


def test_words_stand_on_one_line_and_blank_ones_are_left_out() -> None:
    read = shaped(SCHEMA, {"order": " A-\n1 ", "paid": True, "marks": ["", "N/A", "x"], "packages": [{"kg": 5}]})
    assert read.header == {"order": "A- 1", "paid": "true"}
    assert read.rows["packages"] == ({"kg": "5"},)
    assert [list(row.values()) for row in read.rows["marks"]] == [[], [], ["x"]]


def test_names_that_nobody_asked_for_are_told() -> None:
    read = shaped(SCHEMA, {"order": "1", "total": "2", "packages": [{"sku": "s", "colour": "red"}, {"colour": "red"}]})
    assert read.told == (
        "the model gave `total`, which was not asked for",
        "the model gave `packages/colour`, which was not asked for",
    )


def test_of_several_parts_the_first_word_counts_and_all_rows_follow_each_other() -> None:
    parts = [
        {"order": None, "marks": ["a"], "packages": [{"sku": "1"}]},
        {"order": "A-1", "paid": True, "packages": None},
        {"order": "a-1", "paid": None, "marks": ["b"], "packages": [{"sku": "2"}]},
    ]
    read = merged([shaped(SCHEMA, part) for part in parts], lambda _: True)
    assert read.header == {"order": "A-1", "paid": "true"}
    assert [row["sku"] for row in read.rows["packages"]] == ["1", "2"]
    assert [next(iter(row.values())) for row in read.rows["marks"]] == ["a", "b"]
    assert read.told == ()


@pytest.mark.parametrize(("upper", "lower", "kept"), [
    ([{"sku": "1"}], [{"kg": "5"}], [{"sku": "1", "kg": "5"}]),
    ([{"sku": "1"}], [{"kg": "5"}, {"sku": "2"}], [{"sku": "1", "kg": "5"}, {"sku": "2"}]),
    ([{"sku": "1"}], [{"sku": "1", "kg": "5"}], [{"sku": "1"}, {"sku": "1", "kg": "5"}]),
    ([{"sku": "1"}], [], [{"sku": "1"}]),
    ([], [{"kg": "5"}], [{"kg": "5"}]),
])  # fmt: skip
def test_a_row_that_the_border_of_two_parts_cuts_is_one(
    upper: list[dict[str, str]], lower: list[dict[str, str]], kept: list[dict[str, str]]
) -> None:
    answers = [shaped(SCHEMA, {"packages": rows}) for rows in (upper, lower)]
    assert list(merged(answers, lambda _: True).rows["packages"]) == kept


def test_parts_that_differ_are_told() -> None:
    read = merged([shaped(SCHEMA, {"order": number}) for number in ("A-1", "B-2")], lambda _: True)
    assert read.header == {"order": "A-1"}
    assert read.told == ("`order`: parts of the document say 'A-1', 'B-2'",)


def test_a_word_that_is_printed_goes_before_one_that_is_not() -> None:
    answers = [shaped(SCHEMA, {"order": number}) for number in ("A-1", "B-2", "C-3")]
    assert merged(answers, lambda word: word != "A-1").header == {"order": "B-2"}
    assert merged(answers, lambda _: False).header == {"order": "A-1"}
