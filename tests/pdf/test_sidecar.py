"""Words written by one call are what the next one reads."""

import struct
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from paperloop.documents.pages import Page, Word
from paperloop.pdf.sidecar import read_pages, write_pages

measured = st.floats(-1e6, 1e6, width=32)
words = st.builds(
    Word,
    *[measured] * 4,
    st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=20),
    st.floats(0, 1e4, width=32),
    st.booleans(),
    st.sampled_from([0, 90, 180, 270]),
)
pages = st.builds(Page, number=st.integers(1, 10**9), width=measured, height=measured, words=st.lists(words))


@settings(derandomize=True, deadline=None)
@given(st.lists(pages, max_size=5))
def test_pages_read_back_as_they_were_written(written: list[Page]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "words"
        write_pages(path, written)
        assert read_pages(path) == written


def test_words_keep_the_precision_that_mupdf_measures(tmp_path: Path) -> None:
    (edge,) = struct.unpack("f", struct.pack("f", 62.69291687))
    page = Page(number=1, width=595.0, height=842.0, words=[Word(edge, 1.0, 2.0, 3.0, "Größe", 9.5, True, 270)])
    write_pages(tmp_path / "words", [page])
    assert read_pages(tmp_path / "words") == [page]
