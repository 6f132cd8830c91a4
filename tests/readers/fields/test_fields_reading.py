"""Of what a model says about a caller's fields only what stands on the pages is given, in the type asked for."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from paperloop.documents.pages import Page, Word
from paperloop.readers.fields import FieldsSchema
from paperloop.readers.fields.json_text import json_of
from paperloop.readers.fields.reading import FieldsReading, read_fields

WIDTH, HEIGHT = 5.0, 10.0
"""Of one character, in points. A blank is half as wide as a character."""


def printed(text: str, x: float, y: float, *, hidden: bool = False) -> Iterator[Word]:
    for part in text.split():
        yield Word(x, y, x + len(part) * WIDTH, y + HEIGHT, part, HEIGHT, hidden)
        x += (len(part) + 0.5) * WIDTH


def page(*texts: str, number: int = 1, hidden: bool = False) -> Page:
    """A page with a line for each text; where a text has wide gaps, cells 100 points apart."""
    words = [
        word
        for row, text in enumerate(texts)
        for column, cell in enumerate(text.split("   "))
        for word in printed(cell, 50 + 100 * column, 50 + 20 * row, hidden=hidden)
    ]
    return Page(number=number, width=600, height=840, words=words)


def schema(*required: str, **properties: Any) -> FieldsSchema:
    return FieldsSchema.of({"type": "object", "properties": properties, "required": list(required)})


def read(asked: dict[str, Any], word: Any, *texts: str, required: bool = False) -> FieldsReading:
    """The field `x` of type `asked`, of which the model said `word`, on a page with `texts`."""
    return read_fields([page(*texts)], schema(*(["x"] if required else []), x=asked), {"x": word})


TEXT = {"type": "string"}
NUMBER = {"type": "number"}
INTEGER = {"type": "integer"}
DECIMAL = {"type": "string", "format": "decimal"}
DATE = {"type": "string", "format": "date"}
BOOLEAN = {"type": "boolean"}
CHOICE = {"enum": ["by air", "sea_freight", "EXW"]}


@pytest.mark.parametrize(("asked", "word", "text", "given"), [
    (TEXT, "A-4711/b", "Order A-4711/b", '"A-4711/b"'),
    (TEXT, "Nord Papier GmbH", "Nord Papier GmbH   x", '"Nord Papier GmbH"'),
    (NUMBER, "1.234,50", "Total 1.234,50", "1234.50"),
    (NUMBER, "1,234.50-", "Total 1,234.50-", "-1234.50"),
    (NUMBER, "1.234,50 EUR", "Total 1.234,50 EUR", "1234.50"),
    (NUMBER, "12,5 kg", "Weight 12,5 kg", "12.5"),
    (NUMBER, "12,5kg", "Weight 12,5kg", "12.5"),
    (NUMBER, "19 %", "VAT 19 %", "19"),
    (NUMBER, 7.25, "7.25", "7.25"),
    (NUMBER, "1.234", "1.234 and 12,50", "1234"),
    (NUMBER, "1.234", "1.234 and 12.50", "1.234"),
    (INTEGER, "30 days", "payable in 30 days", "30"),
    (INTEGER, "30", "30 days", "30"),
    (INTEGER, "12.00", "12.00 pieces", "12"),
    (DECIMAL, "1.234,50", "1.234,50", '"1234.50"'),
    (DATE, "3 May 2026", "on 3 May 2026", '"2026-05-03"'),
    (DATE, "03/04/2026", "03/04/2026   12/25/2025", '"2026-03-04"'),
    (DATE, "31.12.2025", "31.12.2025", '"2025-12-31"'),
    (BOOLEAN, True, "paid", "true"),
    (BOOLEAN, "No", "paid", "false"),
    (CHOICE, "by air", "sent BY AIR", '"by air"'),
    (CHOICE, "Sea freight", "Sea freight", '"sea_freight"'),
])  # fmt: skip
def test_a_word_is_given_in_the_type_that_was_asked_for(
    asked: dict[str, Any], word: Any, text: str, given: str
) -> None:
    fields = read(asked, word, text)
    assert json_of(fields.values) == f'{{"x":{given}}}'
    assert fields.warnings == ()
    assert not fields.needs_review


@pytest.mark.parametrize(("asked", "word"), [
    (TEXT, "B-17"), (NUMBER, "17,00"), (INTEGER, "17"), (DECIMAL, "17,00"), (DATE, "17.01.2026"), (NUMBER, "-1234,50"),
])  # fmt: skip
def test_what_stands_on_no_page_is_left_out_and_told(asked: dict[str, Any], word: str) -> None:
    fields = read(asked, word, "A-17b   1.234,50   1701.2026   18.01.2026   170")
    assert fields.values == {"x": None}
    assert (dict(fields.evidence), dict(fields.confidence)) == ({}, {})
    assert fields.warnings == (f"/fields/x: the model said {word!r}, which stands on no page; left out",)
    assert fields.needs_review


@pytest.mark.parametrize(("asked", "word", "said"), [
    (NUMBER, "about ten", "not a number"), (NUMBER, "2-3", "not a number"), (INTEGER, "1,5", "not a whole number"),
    (DECIMAL, "n. a.", "not a number"), (DATE, "May", "not a date"), (DATE, "31.02.2026", "not a date"),
    (BOOLEAN, "perhaps", "not true or false"), (CHOICE, "by rail", "not one of the words to choose from"),
])  # fmt: skip
def test_what_is_no_such_thing_is_left_out_and_told(asked: dict[str, Any], word: str, said: str) -> None:
    fields = read(asked, word, word)
    assert fields.values == {"x": None}
    assert fields.warnings == (f'the model\'s "{word}" for /fields/x is {said}',)
    assert fields.needs_review


@pytest.mark.parametrize(("asked", "word", "broken"), [
    (NUMBER | {"minimum": 10}, "9,99", "less than 10"),
    (NUMBER | {"minimum": 9.99}, "9,99", None),
    (NUMBER | {"maximum": 9}, "9,99", "more than 9"),
    (INTEGER | {"exclusiveMinimum": 30}, "30", "not above 30"),
    (INTEGER | {"exclusiveMaximum": 30}, "30", "not below 30"),
    (INTEGER | {"exclusiveMaximum": 31, "minimum": 30, "maximum": 30}, "30", None),
    (TEXT | {"minLength": 5}, "9,99", "less than 5 characters"),
    (TEXT | {"maxLength": 3}, "9,99", "more than 3 characters"),
    (TEXT | {"minLength": 4, "maxLength": 4}, "9,99", None),
])  # fmt: skip
def test_a_value_keeps_its_bounds_or_is_left_out_and_told(asked: dict[str, Any], word: str, broken: str | None) -> None:
    fields = read(asked, word, "9,99 30")
    assert (fields.values["x"] is None) is bool(broken)
    assert fields.warnings == ((f'/fields/x: "{word}" is {broken}, which `schema` does not allow; left out',) if broken
                               else ())  # fmt: skip


def test_hidden_words_prove_nothing() -> None:
    hidden = page("4711", number=1, hidden=True)
    assert read_fields([hidden], schema(x=TEXT), {"x": "4711"}).values == {"x": None}


def test_a_printed_value_has_its_place_and_a_models_word_for_it() -> None:
    fields = read_fields([page("a"), page("Order number A-4711", number=2)], schema(x=TEXT), {"x": "a-4711"})
    evidence = fields.evidence["/fields/x"]
    assert (evidence.page, evidence.text) == (2, "A-4711")
    assert fields.confidence == {"/fields/x": 0.9}


def test_a_value_that_is_printed_twice_stands_after_its_name() -> None:
    pages = [page("Quotation 4711", "Delivery note 4711", "Order 4711")]
    fields = read_fields(pages, schema(delivery_note=TEXT), {"delivery_note": "4711"})
    assert fields.evidence["/fields/delivery_note"].bbox[1] == 70


@pytest.mark.parametrize(("asked", "word"), [(BOOLEAN, True), (CHOICE, "EXW")])
@pytest.mark.parametrize("required", [True, False])
def test_a_judgement_is_kept_at_half_confidence_and_reviewed_where_it_is_required(
    asked: dict[str, Any], word: Any, required: bool
) -> None:
    fields = read(asked, word, "nothing of it", required=required)
    assert fields.values == {"x": word}
    assert fields.confidence == {"/fields/x": 0.5}
    assert "/fields/x" not in fields.evidence
    assert fields.needs_review is required


def test_a_choice_that_is_printed_rests_on_its_place() -> None:
    fields = read(CHOICE, "EXW", "Incoterm: EXW Hamburg", required=True)
    assert fields.evidence["/fields/x"].text == "EXW"
    assert (fields.confidence["/fields/x"], fields.needs_review) == (0.9, False)


@pytest.mark.parametrize(("required", "word", "reviewed"), [
    (True, None, True), (False, None, False), (True, "4711", False), (True, "N/A", True),
])  # fmt: skip
def test_what_is_required_and_not_found_asks_for_review(required: bool, word: str | None, reviewed: bool) -> None:
    assert read(TEXT, word, "4711", required=required).needs_review is reviewed


def test_a_required_list_without_rows_asks_for_review() -> None:
    asked = {"type": "array", "items": TEXT}
    assert read(asked, [], "4711", required=True).needs_review
    assert not read(asked, [], "4711").needs_review


def test_a_date_whose_day_could_be_its_month_is_told() -> None:
    fields = read(DATE, "03/04/2026", "03/04/2026")
    assert fields.values == {"x": "2026-04-03"}
    assert fields.warnings == ('/fields/x: "03/04/2026" is read with the day first; it could be the month',)
    assert fields.needs_review


ROWS = {"type": "array", "items": {"type": "object", "properties": {
    "sku": TEXT, "size": {"type": "object", "properties": {"kg": NUMBER}}, "fragile": BOOLEAN,
}}}  # fmt: skip
PACKAGES = page("Package   Weight", "P-1   2,50", "P-2   2,50", "P-3   4,00")


def test_rows_stand_on_their_rows() -> None:
    answer = {"packages": [{"sku": f"P-{n}", "size_kg": kg, "fragile": None}
                           for n, kg in ((1, "2,50"), (2, "2,50"), (3, "4,00"))]}  # fmt: skip
    fields = read_fields([PACKAGES], schema(packages=ROWS), answer)
    assert json_of(fields.values["packages"][1]) == '{"sku":"P-2","size":{"kg":2.50},"fragile":null}'
    tops = [fields.evidence[f"/fields/packages/{n}/size/kg"].bbox[1] for n in range(3)]
    assert tops == [70, 90, 110]
    assert not fields.needs_review


def test_a_value_of_another_row_is_kept_and_not_trusted() -> None:
    far = page("P-1   2,50", *["-"] * 5, "P-2   4,00")
    columns = {"type": "object", "properties": {"sku": TEXT, "kg": NUMBER}, "required": ["kg"]}
    swapped = {"packages": [{"sku": "P-1", "kg": "4,00"}, {"sku": "P-2", "kg": "4,00"}]}
    for required in ([], ["kg"]):
        asked = schema("packages", packages={"type": "array", "items": columns | {"required": required}})
        fields = read_fields([far], asked, swapped)
        assert [fields.confidence[f"/fields/packages/{n}/kg"] for n in (0, 1)] == [0.6, 0.9]
        assert fields.evidence["/fields/packages/0/kg"].text == "4,00"
        assert fields.needs_review is bool(required)


def test_each_list_begins_at_the_top() -> None:
    pages = page("Box   M-1", "Box   M-2", "Package   Weight", "P-1   Box", "P-2   Box")
    item = {"type": "array", "items": {"type": "object", "properties": {"kind": TEXT, "id": TEXT}}}
    answer = {"packages": [{"kind": "Box", "id": "P-1"}, {"kind": "Box", "id": "P-2"}],
              "marks": [{"kind": "Box", "id": "M-1"}, {"kind": "Box", "id": "M-2"}]}  # fmt: skip
    fields = read_fields([pages], schema(packages=item, marks=item), answer)
    tops = {
        at: fields.evidence[f"/fields/{at}/kind"].bbox[1] for at in ("packages/0", "packages/1", "marks/0", "marks/1")
    }
    assert tops == {"packages/0": 110, "packages/1": 130, "marks/0": 50, "marks/1": 70}


def test_the_same_row_printed_thrice_has_three_places() -> None:
    fields = read_fields(
        [page(*["P-1   2,50"] * 3)], schema(packages=ROWS), {"packages": [{"sku": "P-1", "size_kg": "2,50"}] * 3}
    )
    assert [fields.evidence[f"/fields/packages/{n}/sku"].bbox[1] for n in range(3)] == [50, 70, 90]
    assert [fields.evidence[f"/fields/packages/{n}/size/kg"].bbox[1] for n in range(3)] == [50, 70, 90]


def test_thousands_of_equal_rows_are_placed_in_time() -> None:
    pages = [page(*["P-1   2,50"] * 35, number=number) for number in range(1, 60)]
    asked = schema(packages=ROWS)
    started = time.process_time()
    fields = read_fields(pages, asked, {"packages": [{"sku": "P-1", "size_kg": "2,50"}] * 2065})
    assert time.process_time() - started < 5
    assert fields.evidence["/fields/packages/2064/size/kg"].page == 59


def test_a_row_with_nothing_usable_is_told_and_an_invented_value_leaves_its_row() -> None:
    answer = {"packages": [{"sku": None}, {"size_kg": "heavy"}, {"sku": "P-9", "size_kg": "2,50"}, {"sku": "P-3"}]}
    fields = read_fields([PACKAGES], schema(packages=ROWS), answer)
    assert [row["sku"] for row in fields.values["packages"]] == [None, "P-3"]
    assert fields.values["packages"][0]["size"]["kg"] == pytest.approx(2.5)
    assert "/fields/packages/1/sku" in fields.evidence
    assert fields.warnings == (
        "row 1 of the model's /fields/packages holds nothing that can be used",
        "row 2 of the model's /fields/packages holds nothing that can be used",
        "/fields/packages/0/sku: the model said 'P-9', which stands on no page; left out",
    )


def test_a_plain_list_keeps_its_places() -> None:
    asked = schema(marks={"type": "array", "items": TEXT})
    fields = read_fields([page("NORD 1   NORD 2")], asked, {"marks": ["NORD 1", "NORD 7", "NORD 2"]})
    assert fields.values == {"marks": ["NORD 1", None, "NORD 2"]}
    assert list(fields.evidence) == ["/fields/marks/0", "/fields/marks/2"]


def test_every_property_is_there_in_the_callers_order() -> None:
    asked = schema(b=TEXT, a={"type": "object", "properties": {"d": TEXT, "c": ROWS}}, e=NUMBER)
    fields = read_fields([page("x")], asked, {"b": None})
    assert json_of(fields.values) == '{"b":null,"a":{"d":null,"c":[]},"e":null}'


def test_pointers_escape_what_names_may_hold() -> None:
    fields = read_fields([page("4711")], schema(**{"a/b~c": TEXT, "__proto__": TEXT}), {"a_b_c": "4711"})
    assert list(fields.evidence) == ["/fields/a~1b~0c"]
    assert fields.values == {"a/b~c": "4711", "__proto__": None}


def test_answers_about_parts_are_read_together() -> None:
    pages = [page("Order 4711   P-1"), page("Order 4711   P-2", number=2)]
    asked = schema(order=TEXT, packages=ROWS)
    answers = [{"order": "4711", "packages": [{"sku": f"P-{n}"}]} for n in (1, 2)]
    fields = read_fields(pages, asked, *answers)
    assert [row["sku"] for row in fields.values["packages"]] == ["P-1", "P-2"]
    assert fields.evidence["/fields/packages/1/sku"].page == 2
    assert not fields.warnings
