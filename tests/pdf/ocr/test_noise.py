"""Noise is told from text, whichever way the text runs, and from what has no text but no specks either."""

import random

import pymupdf
import pytest

from paperloop.pdf.ocr.noise import is_noise

LETTERS = "nimble lumen 12,345.00 Rechnung total "


def specks(share: float, size: int) -> pymupdf.Pixmap:
    """`share` of dots is ink; each is `size` pixels of 200 dots an inch."""
    chance = random.Random(31)
    width, height = 800 // size, 1000 // size
    samples = bytes(0 if chance.random() < share else 255 for _ in range(width * height))
    return pymupdf.Pixmap(pymupdf.csGRAY, width, height, samples, False)


def on_a_page(pixels: pymupdf.Pixmap) -> pymupdf.Document:
    pdf = pymupdf.open()
    pdf.new_page(width=288, height=360).insert_image((0, 0, 288, 360), pixmap=pixels)
    return pdf


def small_print(askew: float) -> pymupdf.Pixmap:
    """A page full of letters of 6 points, turned by `askew` degrees."""
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=288, height=360)
        page.insert_textbox(page.rect, LETTERS * 70, fontsize=6, lineheight=1.0)
        return page.get_pixmap(matrix=pymupdf.Matrix(200 / 72, 200 / 72).prerotate(askew), colorspace=pymupdf.csGRAY)


@pytest.mark.parametrize(("share", "size"), [(0.5, 1), (0.5, 2), (0.2, 1), (0.2, 2), (0.8, 3)])
def test_specks_all_over_are_noise(share: float, size: int) -> None:
    with on_a_page(specks(share, size)) as pdf:
        assert is_noise(pdf[0])


@pytest.mark.parametrize("pixels", [
    pytest.param(small_print(0), id="small print"),
    pytest.param(small_print(5), id="askew"),
    pytest.param(small_print(90), id="sideways"),
    pytest.param(specks(0.01, 1), id="a dusty page"),
    pytest.param(specks(0.0, 1), id="an empty page"),
    pytest.param(specks(1.0, 1), id="a black page"),
])  # fmt: skip
def test_text_and_pages_without_specks_are_no_noise(pixels: pymupdf.Pixmap) -> None:
    with on_a_page(pixels) as pdf:
        assert not is_noise(pdf[0])
