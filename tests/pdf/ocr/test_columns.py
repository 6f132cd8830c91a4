"""Blocks side by side are put below each other where their lines are at odds; all else stays where it is."""

import tracemalloc

import pymupdf
import pytest

from paperloop.pdf.ocr.columns import unfolded

DPI = 150
WIDTH, HEIGHT = 300, 150


def drawn(*lines: tuple[float, float, str], dpi: int = DPI) -> pymupdf.Pixmap:
    """A page with each text at its place, in points."""
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=WIDTH, height=HEIGHT)
        for x, y, text in lines:
            page.insert_text((x, y), text, fontsize=10)
        return page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)


def column(x: float, first: float, pitch: float, *texts: str) -> list[tuple[float, float, str]]:
    return [(x, first + pitch * row, text) for row, text in enumerate(texts)]


def inked_rows(pixels: pymupdf.Pixmap, left: float, right: float) -> list[int]:
    """The rows with ink between `left` and `right`, in points."""
    start, end = round(left * DPI / 72), round(right * DPI / 72)
    samples, width = pixels.samples, pixels.width
    return [y for y in range(pixels.height) if min(samples[y * width + start : y * width + end]) < 128]


ADDRESS = column(20, 50, 14, "Northwind Tools", "12 Dock Street", "Leith", "Scotland")
DATES = column(180, 42, 15, "Number 4711", "Date 12.04.2031", "Due 12.05.2031", "Order 99")


def test_blocks_at_different_heights_share_no_row_afterwards() -> None:
    before = drawn(*ADDRESS, *DATES)
    after = unfolded(before, DPI).pixels
    assert set(inked_rows(before, 0, 160)) & set(inked_rows(before, 160, WIDTH))
    assert not set(inked_rows(after, 0, 160)) & set(inked_rows(after, 160, WIDTH))


@pytest.mark.parametrize(("left", "right"), [(0, 160), (160, WIDTH)])
def test_every_row_is_led_back_to_where_it_was(left: float, right: float) -> None:
    before = drawn((20, 20, "Invoice"), *ADDRESS, *DATES, (20, 130, "Thank you"))
    after = unfolded(before, DPI)
    led_back = [row + after.moved_at(row) for row in inked_rows(after.pixels, left, right)]
    assert sorted(led_back) == inked_rows(before, left, right)


@pytest.mark.parametrize("lines", [
    pytest.param([], id="an empty page"),
    pytest.param(ADDRESS, id="one column"),
    pytest.param(
        [*column(20, 40, 15, "Bolt", "Nut", "Washer"), *column(120, 40, 15, "2", "10", "4"),
         *column(220, 40, 15, "1,20", "0,70", "3,45")], id="a table",
    ),
    pytest.param(
        [*column(20, 40, 11, "Bolt", "galvanised", "Nut"), (120, 40, "2"), (120, 62, "7")], id="a table of uneven rows"
    ),
])  # fmt: skip
def test_lines_that_agree_stay_as_they_are(lines: list[tuple[float, float, str]]) -> None:
    before = drawn(*lines)
    after = unfolded(before, DPI)
    assert after.pixels is before
    assert after.moved_at(100) == 0


def test_a_picture_that_would_grow_too_large_stays_as_it_is() -> None:
    before = drawn(*ADDRESS, *DATES, dpi=1500)
    assert unfolded(before, 1500).pixels is before


def test_a_picture_that_would_grow_too_large_is_not_laid_out_first() -> None:
    lines = [one for x in range(10, 290, 20) for one in column(x, 16 + x * 7 % 11, 12 + x / 99, *"IIIIIIIII")]
    before = drawn(*lines, dpi=1000)
    tracemalloc.start()
    unfolded(before, 1000)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5 * len(before.samples)
