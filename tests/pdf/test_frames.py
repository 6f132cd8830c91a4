"""What goes over the connection between a worker and its parent."""

from io import BytesIO
from pickle import loads

import pytest

from paperloop.pdf.frames import frame, next_frame


def test_messages_come_out_one_by_one_as_they_went_in() -> None:
    stream = BytesIO(frame({"page": 1}) + frame(b"") + frame("grüß"))
    read = [next_frame(stream) for _ in range(4)]
    assert [loads(each) for each in read if each is not None] == [{"page": 1}, b"", "grüß"]
    assert read[-1] is None


@pytest.mark.parametrize("kept", [0, 1, 7, 8, 9, 20])
def test_a_message_that_is_cut_short_is_none(kept: int) -> None:
    assert next_frame(BytesIO(frame("a message of some length")[:kept])) is None
