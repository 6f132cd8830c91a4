"""What a page costs, known before it is read or drawn."""

from typing import Any, Final

import pymupdf
from pymupdf import mupdf

from paperloop.errors import DocumentTooComplex

MAX_CONTENT_BYTES: Final = 100_000_000
"""Of one page's drawing instructions, unpacked. MuPDF works through about as much in a second."""
MAX_IMAGE_BYTES: Final = 256 << 20
"""Of one image, decoded."""

_HARMLESS = 64 << 10
"""Bytes of a content stream as stored: one pass of Flate makes at most 1,032 times as many of them."""
_ONE_CHANNEL = ("DeviceGray", "CalGray", "Indexed", "Separation", "")


def refuse_bombs(page: pymupdf.Page) -> None:
    """Unpack content streams that could be too long, without keeping them.

    Raises:
        DocumentTooComplex: there are more than `MAX_CONTENT_BYTES`.
    """
    contents = mupdf.pdf_dict_gets(mupdf.pdf_page_from_fz_page(page.this).obj(), "Contents")
    streams = [contents] if mupdf.pdf_is_stream(contents) else _elements(contents)
    left = MAX_CONTENT_BYTES
    for stream in streams:
        if _may_be_long(stream):
            left -= mupdf.fz_skip(mupdf.pdf_open_stream(stream), left + 1)
        if left < 0:
            raise DocumentTooComplex(limit="memory")


def _elements(array: Any) -> list[Any]:
    return [mupdf.pdf_array_get(array, index) for index in range(mupdf.pdf_array_len(array))]


def _may_be_long(stream: Any) -> bool:
    if not mupdf.pdf_is_stream(stream):
        return False
    chained = mupdf.pdf_array_len(mupdf.pdf_dict_gets(stream, "Filter")) > 1
    return bool(chained or mupdf.pdf_to_int(mupdf.pdf_dict_gets(stream, "Length")) > _HARMLESS)


def images_fit(page: pymupdf.Page) -> bool:
    """Does each of the page's images, decoded, fit into memory? Their dictionaries tell, before any is decoded."""
    images = page.parent.get_page_images(page.number)
    return all(
        _decoded(width, height, bits, space) <= MAX_IMAGE_BYTES for _, _, width, height, bits, space, *_ in images
    )


def _decoded(width: int, height: int, bits: int, space: str) -> int:
    """Bytes of an image as MuPDF holds it: a byte a channel, whatever the file's bits; two above eight bits."""
    return width * height * (1 if bits == 1 or space in _ONE_CHANNEL else 4) * (2 if bits > 8 else 1)
