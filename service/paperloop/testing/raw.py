"""PDFs written byte by byte, for what no library would write."""

import zlib
from collections.abc import Sequence

_CHUNK = b"0 0 m 9 9 l S\n" * 80_000


def raw_pdf(objects: Sequence[bytes]) -> bytes:
    """A file whose objects are numbered from 1 as they come; the first is the catalogue."""
    parts = [b"%PDF-1.7\n"]
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(sum(map(len, parts)))
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    start = sum(map(len, parts))
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, rows))
    parts.append(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start))
    return b"".join(parts)


def one_page(content: bytes, *, size: str = "0 0 595 842", entries: bytes = b"", claimed_pages: int = 1) -> bytes:
    """A file of one page that draws `content`. `entries` go into the content stream's dictionary, such as filters."""
    stream = b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(content), entries, content)
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    return raw_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count %d>>" % claimed_pages,
            b"<</Type/Page/Parent 2 0 R/MediaBox[%b]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>" % size.encode(),
            stream,
            font,
        ]
    )


def deflated_twice(inflated_bytes: int) -> bytes:
    """Drawing operators of at least `inflated_bytes`, deflated and deflated again: kilobytes for gigabytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    chunk = packer.compress(_CHUNK) + packer.flush(zlib.Z_FULL_FLUSH)
    count = -(-inflated_bytes // len(_CHUNK))
    checksum = 1
    for _ in range(count):
        checksum = zlib.adler32(_CHUNK, checksum)
    once = b"\x78\xda" + chunk * count + b"\x03\x00" + checksum.to_bytes(4, "big")
    return zlib.compress(once, 9)
