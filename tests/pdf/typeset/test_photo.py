"""Photos: what comes out is a picture made here, whatever came in."""

import base64
import random
import struct
import zlib
from pathlib import Path

import pymupdf
import pytest

from paperloop.errors import UnusablePhoto
from paperloop.pdf.typeset.photo import HEIGHT, MAX_BYTES, photo_svg
from paperloop.pdf.typeset.typesetter import ResumeLook, typeset_view
from views_made import generated, shown


def picture(width: int, height: int, form: str = "png") -> bytes:
    """Red above, blue below."""
    with pymupdf.open() as drawing:
        page = drawing.new_page(width=width, height=height)
        page.draw_rect((0, 0, width, height / 2), fill=(1, 0, 0), color=None)
        page.draw_rect((0, height / 2, width, height), fill=(0, 0, 1), color=None)
        made: bytes = page.get_pixmap().tobytes(form)
    return made


def seen(svg: str) -> pymupdf.Pixmap:
    encoded = svg.partition("base64,")[2].partition('"')[0]
    return pymupdf.Pixmap(base64.b64decode(encoded))


def taken(folder: Path, data: bytes) -> pymupdf.Pixmap:
    path = folder / "photo"
    path.write_bytes(data)
    return seen(photo_svg(path))


@pytest.mark.parametrize("form", ["png", "jpeg"])
def test_a_picture_is_scaled_and_encoded_anew(tmp_path: Path, form: str) -> None:
    made = taken(tmp_path, picture(900, 1200, form))
    assert (made.width, made.height) == (HEIGHT * 3 // 4, HEIGHT)
    assert made.pixel(10, 10)[0] > 200
    assert made.pixel(10, HEIGHT - 10)[2] > 200


@pytest.mark.parametrize(
    ("size", "shape"), [((400, 400), 1.0), ((4000, 300), 1.0), ((300, 4000), 0.7), ((300, 400), 0.75)]
)
def test_the_middle_of_a_wide_or_high_picture_is_kept(tmp_path: Path, size: tuple[int, int], shape: float) -> None:
    made = taken(tmp_path, picture(*size))
    assert made.width / made.height == pytest.approx(shape, abs=0.02)
    assert made.height <= HEIGHT + 1


@pytest.mark.parametrize("head", ["data:image/png;base64,", "DATA:image/PNG;charset=x;BASE64,", "data:;base64,"])
def test_a_data_uri_is_a_picture_too(tmp_path: Path, head: str) -> None:
    assert taken(tmp_path, head.encode() + base64.b64encode(picture(30, 40))).height > 0


def test_what_the_file_tells_beside_the_picture_is_gone(tmp_path: Path) -> None:
    exif = b"Exif\x00\x00" + b"GPS at home, 47.37 N" * 5
    jpeg = picture(60, 80, "jpeg")
    path = tmp_path / "photo"
    path.write_bytes(jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:])
    made = base64.b64decode(photo_svg(path).partition("base64,")[2].partition('"')[0])
    assert b"GPS" not in made
    assert b"Exif" not in made


def test_a_picture_turned_by_its_exif_is_turned_upright(tmp_path: Path) -> None:
    turned = (
        b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x03\x00\x00\x00\x00\x00\x00"
    )
    jpeg = picture(80, 100, "jpeg")
    made = taken(tmp_path, jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(turned) + 2) + turned + jpeg[2:])
    assert made.pixel(made.width // 2, 10)[2] > 200, "what was below is above"


def bomb() -> bytes:
    """A PNG that claims 9,000 x 9,000 pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 9_000, 9_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no picture"),
        (b"not a picture", "no picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>", "no picture"),
        (b"%PDF-1.7", "no picture"),
        (b"\x89PNG\r\n\x1a\n", "no picture"),
        (b"\xff\xd8\xff" + random.Random(1).randbytes(500), "no picture"),
        (b"data:image/png,plain", "base64"),
        (b"data:image/png;base64,!!!!a", "base64|no picture"),
        (bomb(), "larger"),
        (b"\xff\xd8\xff" + bytes(MAX_BYTES), "larger"),
        (bytes(2 * MAX_BYTES), "larger"),
    ],
)
def test_what_is_no_picture_or_too_large_is_refused_with_the_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(UnusablePhoto, match=reason):
        taken(tmp_path, data)


def test_the_photo_stands_on_the_page_and_is_described(tmp_path: Path) -> None:
    path = tmp_path / "photo"
    path.write_bytes(picture(60, 80))
    to = tmp_path / "resume.pdf"
    typeset_view(shown(generated(1)), to, ResumeLook(photo=path))
    with pymupdf.open(to) as pdf:
        assert len(pdf[0].get_images()) == 1
        objects = "".join(pdf.xref_object(number) for number in range(1, pdf.xref_length()))
    assert "/Alt" in objects
