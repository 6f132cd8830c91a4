"""What a page needs in order to be drawn, known before it is drawn."""

from typing import Final

import pymupdf

MAX_IMAGE_BYTES: Final = 256 << 20
"""Of one image, decoded."""

_ONE_CHANNEL = ("DeviceGray", "CalGray", "Indexed", "Separation", "")


def drawable(page: pymupdf.Page) -> bool:
    """Does each of the page's images, decoded, fit into memory? Their dictionaries tell, before any is decoded."""
    images = page.parent.get_page_images(page.number)
    return all(
        _decoded(width, height, bits, space) <= MAX_IMAGE_BYTES for _, _, width, height, bits, space, *_ in images
    )


def _decoded(width: int, height: int, bits: int, space: str) -> int:
    """Bytes of an image as MuPDF holds it: a byte a channel, whatever the file's bits; two above eight bits."""
    return width * height * (1 if bits == 1 or space in _ONE_CHANNEL else 4) * (2 if bits > 8 else 1)
