"""The fake model answers for fields that it has never heard of, by their names."""

from typing import Any

import pytest

from paperloop.readers.fields import FieldsSchema, faults, messages
from paperloop.readers.llm import parts_of
from paperloop.testing.own_fields import answer_to, lied, shape_in

NOTE = """\
Delivery note: DN-17          Ship to: Hamburg
Consignee VAT ID: DE123456789
Fragile goods, sent by sea

Package      Weight     Volume
P-1          2,50       0,1
P-2          4,00       0,2

Mark: NORD 1
Mark: NORD 2
"""


def answered(asked: dict[str, Any], text: str = NOTE) -> Any:
    """What it says of one field."""
    schema = FieldsSchema.of({"type": "object", "properties": asked})
    shape = shape_in(messages(schema, *parts_of([text])))
    assert shape is not None
    answer = answer_to(shape, text)
    assert faults(schema, answer) == []
    (said,) = answer.values()
    return said


TEXT = {"type": "string"}
NUMBER = {"type": "number"}


@pytest.mark.parametrize(("asked", "said"), [
    ({"delivery_note": TEXT}, "DN-17"),
    ({"Ship to": TEXT}, "Hamburg"),
    ({"buyer_vat_id": TEXT}, "DE123456789"),
    ({"invoice_number": TEXT}, None),
    ({"fragile": {"type": "boolean"}}, True),
    ({"frozen": {"type": "boolean"}}, False),
    ({"way": {"enum": ["air", "sea"]}}, "sea"),
    ({"way": {"enum": ["rail", "road"]}}, None),
    ({"mark": {"type": "array", "items": TEXT}}, ["NORD 1", "NORD 2"]),
    ({"packages": {"type": "array", "items": {"type": "object", "properties": {"package": TEXT, "weight": NUMBER}}}},
     [{"package": "P-1", "weight": "2,50"}, {"package": "P-2", "weight": "4,00"}]),
    ({"金額": TEXT}, None),
])  # fmt: skip
def test_a_field_is_what_stands_behind_its_name(asked: dict[str, Any], said: Any) -> None:
    assert answered(asked) == said


def test_a_question_about_an_invoice_has_no_shape() -> None:
    assert shape_in([{"role": "user", "content": "The document:\n| The fields: {}"}]) is None


def test_a_lie_is_told_for_what_is_to_be_printed() -> None:
    shape = {"a": "as printed", "b": "true or false", "c": 'one of ["x"]', "d": ["as printed"]}
    assert lied(dict.fromkeys(shape), shape, "1.00") == {"a": "1.00", "b": None, "c": None, "d": None}
