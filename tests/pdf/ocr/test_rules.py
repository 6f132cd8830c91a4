"""Rules of tables are painted over; text, bars and the paper's own shade stay."""

from collections.abc import Callable

import pymupdf
import pytest

from paperloop.pdf.ocr.rules import without_rules

DPI = 150
PAPER = 230


def drawn(draw: Callable[[pymupdf.Page], object]) -> pymupdf.Pixmap:
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=200, height=100)
        page.draw_rect(page.rect, color=None, fill=(PAPER / 255,) * 3)
        draw(page)
        return page.get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY)


def darkest(pixels: pymupdf.Pixmap) -> int:
    return min(pixels.samples)


@pytest.mark.parametrize("draw", [
    pytest.param(lambda page: page.draw_line((10, 50), (190, 50)), id="level"),
    pytest.param(lambda page: page.draw_line((50, 10), (50, 90), width=1.5), id="upright"),
    pytest.param(lambda page: page.draw_line((10, 0), (190, 0), width=2), id="at the edge"),
    pytest.param(lambda page: page.draw_rect((20, 40, 180, 60)), id="a box as high as a row"),
])  # fmt: skip
def test_a_rule_takes_the_shade_of_its_paper(draw: Callable[[pymupdf.Page], object]) -> None:
    before = drawn(draw)
    assert darkest(before) < 100
    assert darkest(without_rules(before, DPI)) > PAPER - 60


@pytest.mark.parametrize("draw", [
    pytest.param(lambda page: page.insert_text((10, 60), "IllI - Total", fontsize=30), id="large letters"),
    pytest.param(lambda page: page.draw_rect((20, 30, 180, 60), fill=(0, 0, 0)), id="a bar"),
    pytest.param(lambda page: page.draw_line((50, 40), (50, 60)), id="a stroke that ends on nothing"),
])  # fmt: skip
def test_what_is_no_rule_stays_as_it_is(draw: Callable[[pymupdf.Page], object]) -> None:
    before = drawn(draw)
    assert without_rules(before, DPI).samples == before.samples
