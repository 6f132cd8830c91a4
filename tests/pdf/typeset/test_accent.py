"""Accent colours: understood, and always to be read on white."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperloop.errors import InvalidParameter
from paperloop.pdf.typeset.accent import contrast_on_white, readable_accent


@pytest.mark.parametrize(
    ("asked", "made"), [("#1f4e79", "#1f4e79"), ("1F4E79", "#1f4e79"), ("#036", "#003366"), ("#000000", "#000000")]
)
def test_a_colour_that_can_be_read_stays(asked: str, made: str) -> None:
    assert readable_accent(asked) == made


@given(st.integers(0, 0xFFFFFF))
def test_every_colour_can_be_read_on_white(colour: int) -> None:
    made = readable_accent(f"#{colour:06x}")
    assert contrast_on_white(channels(made)) >= 4.5


def test_a_light_colour_keeps_its_hue() -> None:
    red, green, blue = channels(readable_accent("#ffff00"))
    assert red == green > blue == 0


def channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


@pytest.mark.parametrize("asked", ["", "red", "#12", "#12345", "#gggggg", "rgb(1,2,3)", "#1f4e79; }", "#1f4e7９"])
def test_what_is_no_colour_is_refused(asked: str) -> None:
    with pytest.raises(InvalidParameter, match="accent"):
        readable_accent(asked)
