"""Documents as a scanner gives them."""

from pathlib import Path

import pymupdf
import pytest
from scans import scanned

from paperloop.testing.documents import write_sample


def test_a_scan_has_a_picture_of_each_page_in_its_size_and_nothing_else(tmp_path: Path) -> None:
    source = tmp_path / "sample.pdf"
    write_sample(source, einvoice=True)
    (path,) = scanned([source], tmp_path, lambda _: None)
    with pymupdf.open(source) as pdf, pymupdf.open(path) as scan:
        assert [page.rect for page in scan] == [page.rect for page in pdf]
        assert [page.get_text() for page in scan] == ["", ""]
        assert scan.embfile_names() == []
        (picture,) = scan[0].get_image_info()
        assert picture["width"] == pytest.approx(pdf[0].rect.width / 72 * 200, abs=1)


def test_what_cannot_be_drawn_is_an_empty_file(tmp_path: Path) -> None:
    odd = tmp_path / "odd.pdf"
    odd.write_bytes(b"no PDF")
    (path,) = scanned([odd], tmp_path, lambda _: None)
    assert path.read_bytes() == b""
