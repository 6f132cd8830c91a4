"""What the service says, as JSON."""

import json

from hypothesis import example, given
from hypothesis import strategies as st
from pydantic_core import to_json

from paperloop.documents.extraction import Evidence, Reading
from paperloop.documents.invoice import Invoice

POINTS = {"min_value": -100, "max_value": 14_400}
"""More than any page is wide or high."""


def said(number: float) -> float:
    """`number` as it stands in the JSON of a box."""
    evidence = {"/notes/0": Evidence(page=1, bbox=(0.0, number, 1.0, 2.0), text="x")}
    said: float = json.loads(to_json(Reading(invoice=Invoice(), evidence=evidence)))["evidence"]["/notes/0"]["bbox"][1]
    return said


@given(number=st.floats(**POINTS, width=32))
@example(number=0.125)
@example(number=0.375)
def test_a_number_of_a_box_that_was_measured_is_rounded_to_the_hundredth(number):
    assert said(number) == round(number, 2)


@given(number=st.floats(**POINTS))
@example(number=595.28 - 267.125)
def test_any_number_of_a_box_is_rounded_to_one_of_the_hundredths_next_to_it(number):
    assert said(number) == round(said(number), 2)
    assert abs(said(number) - number) < 0.005 + 1e-9
