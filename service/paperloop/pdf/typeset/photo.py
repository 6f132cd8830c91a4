"""A portrait made safe: decoded, turned upright, cropped, scaled and encoded anew, so nothing of the file remains."""

import base64
import binascii
from pathlib import Path
from typing import Final

import pymupdf
from pymupdf import mupdf

from paperloop.errors import UnusablePhoto
from paperloop.pdf.faults import MUPDF_FAULTS, keep_silent

MAX_BYTES: Final = 5_000_000
MAX_PIXELS: Final = 40_000_000
HEIGHT: Final = 480
"""Pixels: 30 mm at 400 dots an inch."""

_SIGNATURES: Final = {b"\xff\xd8\xff": "jpeg", b"\x89PNG": "png", b"GIF8": "gif", b"BM": "bmp"}
_NARROWEST, _WIDEST = 0.7, 1.0
_QUALITY: Final = 88


def photo_svg(path: Path) -> str:
    """The picture in the file as an SVG that holds a JPEG: the one way for bytes into a Typst document.

    Raises:
        UnusablePhoto: it is too large, or no JPEG, PNG, GIF or BMP.
    """
    if path.stat().st_size > MAX_BYTES * 4 // 3 + 100:
        raise UnusablePhoto(reason=_TOO_LARGE)
    width, height, jpeg = _portrait(_decoded(path.read_bytes()))
    encoded = base64.b64encode(jpeg).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{encoded}"/></svg>'
    )


_TOO_LARGE: Final = f"it is larger than {MAX_BYTES:,} bytes or {MAX_PIXELS:,} pixels; scale it down"
_NO_PICTURE: Final = "it is no picture that can be read; send a JPEG or PNG"


def _decoded(data: bytes) -> bytes:
    """The picture's bytes; a data URI's are taken out of it."""
    if data[:5].lower() == b"data:":
        head, _, body = data.partition(b",")
        if not head.lower().endswith(b";base64"):
            raise UnusablePhoto(reason="its data URI is not in base64; write it as data:image/jpeg;base64,...")
        try:
            data = base64.b64decode(body, validate=False)
        except binascii.Error:
            raise UnusablePhoto(reason="the base64 of its data URI is damaged") from None
    if len(data) > MAX_BYTES:
        raise UnusablePhoto(reason=_TOO_LARGE)
    return data


def _portrait(data: bytes) -> tuple[int, int, bytes]:
    """Width, height and JPEG, on white, no wider than high and at most a third narrower."""
    keep_silent()
    try:
        format_ = _checked_format(data)
        with pymupdf.open(stream=data, filetype=format_) as picture:
            page = picture[0]
            area = _crop(page.rect)
            zoom = min(HEIGHT / area.height, _PIXELS_A_POINT)
            pixmap = page.get_pixmap(
                matrix=pymupdf.Matrix(zoom, zoom), clip=area, alpha=False, colorspace=pymupdf.csRGB
            )
            return pixmap.width, pixmap.height, pixmap.tobytes("jpeg", jpg_quality=_QUALITY)
    except MUPDF_FAULTS:
        raise UnusablePhoto(reason=_NO_PICTURE) from None


_PIXELS_A_POINT: Final = 8.0


def _checked_format(data: bytes) -> str:
    """The format by the file's first bytes; the size by its header, before anything is decoded."""
    format_ = next((name for signature, name in _SIGNATURES.items() if data.startswith(signature)), None)
    if format_ is None:
        raise UnusablePhoto(reason=_NO_PICTURE)
    image = mupdf.fz_new_image_from_buffer(mupdf.fz_new_buffer_from_copied_data(data))
    if image.w() * image.h() > MAX_PIXELS:
        raise UnusablePhoto(reason=_TOO_LARGE)
    return format_


def _crop(area: pymupdf.Rect) -> pymupdf.Rect:
    """The middle of `area`; of one too high the upper part, where a face is."""
    width = min(area.width, area.height * _WIDEST)
    height = min(area.height, width / _NARROWEST)
    left = area.x0 + (area.width - width) / 2
    top = area.y0 + (area.height - height) / 3
    return pymupdf.Rect(left, top, left + width, top + height)
