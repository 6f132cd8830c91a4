"""Whatever a file holds and however its body is cut, the same bytes come out."""

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from bodies import BOUNDARY, CLOSING, form, part
from paperloop.errors import BadRequest
from paperloop.web.multipart import Form

LURES = [b"\r\n--XbX", b"\r\n--XbX--", b"--XbX\r\n", b"\r\n--", b"\r", b"\n", b"\r\n", b"-", b"\r\n--Xb", b"\r\r\n--X"]
"""What makes a parser of boundaries look twice."""

contents = st.lists(st.one_of(st.binary(max_size=20), st.sampled_from(LURES)), max_size=20).map(b"".join)
cuts = st.lists(st.integers(1, 40), max_size=200)


class Collected:
    """A file in memory."""

    def __init__(self) -> None:
        self.data = b""

    def take(self, data: bytes | memoryview) -> None:
        self.data += data


def fed(body: bytes, sizes: list[int]) -> tuple[Form, Collected]:
    """A form that was given `body` in pieces of these sizes, and then the rest."""
    file = Collected()
    taken = Form(BOUNDARY.encode(), file)  # type: ignore[arg-type]
    for size in sizes:
        taken.feed(body[:size])
        body = body[size:]
    taken.feed(body)
    taken.finish()
    return taken, file


def harmless(content: bytes) -> bool:
    """Whether the boundary stands in it nowhere: a client that sends it would be at fault."""
    return b"\r\n--XbX" not in b"\r\n" + content


@given(contents.filter(bool).filter(harmless), st.binary(max_size=50).filter(harmless), cuts)
def test_a_file_comes_out_as_it_went_in(content: bytes, note: bytes, sizes: list[int]) -> None:
    taken, file = fed(form(part(note, name="note", filename=None), part(content)), sizes)
    assert file.data == content
    assert taken.fields == {"note": note.decode("utf-8", "replace")}


@given(st.binary(max_size=400) | contents, cuts)
def test_what_is_no_form_is_refused_and_breaks_nothing(body: bytes, sizes: list[int]) -> None:
    with suppress(BadRequest):
        fed(body, sizes)
    with suppress(BadRequest):
        fed(f"--{BOUNDARY}\r\n".encode() + body + b"\r\n" + CLOSING, sizes)
