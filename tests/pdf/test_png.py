"""Pages as pictures: what is shown, within bounds that are checked before anything is drawn."""

from pathlib import Path

import pymupdf
import pytest

from paperloop.errors import DocumentTooComplex, PageOutOfRange, PageTooLarge
from paperloop.pdf.png import render_png
from paperloop.pdf.render_calls import RenderPng
from pdf_made import Handmade, deflated, drawn, one_page, saved, shown


def rendered(folder: Path, data: bytes, *, page: int = 1, dpi: int = 72, **limits: int) -> pymupdf.Pixmap:
    to = folder / "page.png"
    render_png(RenderPng(document=saved(folder, data), to=to, page=page, dpi=dpi, **limits))
    return pymupdf.Pixmap(to.read_bytes())


def dark(picture: pymupdf.Pixmap) -> int:
    return sum(level < 128 for level in picture.samples)


@pytest.mark.parametrize(("dpi", "size"), [(72, (300, 200)), (144, (600, 400)), (36, (150, 100))])
def test_the_picture_has_the_page_size_at_its_dots_an_inch(tmp_path: Path, dpi: int, size: tuple[int, int]) -> None:
    picture = rendered(tmp_path, one_page(shown("TOTAL")), dpi=dpi)
    assert (picture.width, picture.height, picture.alpha) == (*size, 0)
    assert dark(picture) > 0


def test_the_picture_is_turned_as_the_page_is(tmp_path: Path) -> None:
    picture = rendered(tmp_path, one_page(shown("TOTAL"), page="/Rotate 90"))
    assert (picture.width, picture.height) == (200, 300)


def test_annotations_are_drawn(tmp_path: Path) -> None:
    bare = rendered(tmp_path, drawn())
    noted = rendered(tmp_path, drawn(lambda page: page.add_freetext_annot((60, 200, 300, 240), "a note on the page")))
    assert dark(noted) > dark(bare)


def test_the_page_asked_for_is_drawn(tmp_path: Path) -> None:
    pages = [rendered(tmp_path, drawn(pages=2), page=page).samples for page in (1, 2)]
    assert pages[0] != pages[1]


def test_a_page_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PageOutOfRange):
        rendered(tmp_path, drawn(pages=2), page=3)


@pytest.mark.parametrize(
    ("entries", "dpi", "limit"),
    [
        ({"media": "[0 0 1000000000 1000000000]"}, 72, 50_000_000),
        ({"media": "[0 0 14400 14400]"}, 72, 50_000_000),
        ({"media": "[0 0 2 200000]"}, 7200, 50_000_000),
        ({"page": "/UserUnit 1000"}, 72, 50_000_000),
        ({}, 72, 300 * 200 - 1),
    ],
)
def test_a_picture_of_too_many_pixels_is_refused(tmp_path: Path, entries: dict[str, str], dpi: int, limit: int) -> None:
    with pytest.raises(PageTooLarge):
        rendered(tmp_path, one_page(shown("TOTAL"), **entries), dpi=dpi, max_pixels=limit)


@pytest.mark.parametrize(
    ("space", "bits"), [("/DeviceGray", 8), ("/DeviceRGB", 8), ("/DeviceGray", 1), ("/DeviceCMYK", 16)]
)
def test_an_image_too_large_to_decode_is_refused_before_it_is(tmp_path: Path, space: str, bits: int) -> None:
    pdf = Handmade()
    image = pdf.add(
        f"<</Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace{space}/BitsPerComponent {bits}"
        "/Filter/FlateDecode>>",
        deflated(bytes(1000), 1000),
    )
    data = one_page(b"300 0 0 200 0 0 cm /I Do", pdf=pdf, resources=f"/XObject<</I {image} 0 R>>")
    with pytest.raises(DocumentTooComplex):
        rendered(tmp_path, data)


@pytest.mark.parametrize("times", [1, 2])
def test_drawing_instructions_without_end_are_refused(tmp_path: Path, times: int) -> None:
    pdf = Handmade()
    filters = "/FlateDecode" * times
    contents = pdf.add(f"<</Filter[{filters}]>>", deflated(b"q Q " * 1000, 200_000_000, times=times))
    with pytest.raises(DocumentTooComplex):
        rendered(tmp_path, one_page(pdf=pdf, contents=contents))
