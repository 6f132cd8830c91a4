"""The documents that are sent: the sample invoice, and the same in many megabytes."""

import random
import tempfile
from pathlib import Path

import pymupdf

from paperloop.testing import write_sample


def invoice() -> bytes:
    """The two-page sample invoice of about 150 KB, no e-invoice inside."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sample.pdf")
        write_sample(path)
        return path.read_bytes()


def swollen(pdf: bytes, size: int) -> bytes:
    """`pdf` in about `size` bytes (a little less), by a stream that no page uses."""
    document = pymupdf.open(stream=pdf, filetype="pdf")
    ballast = document.get_new_xref()
    document.update_object(ballast, "<<>>")
    noise = random.Random(0).randbytes(size - len(pdf) - 10_000)  # noqa: S311  # the same bytes in every run
    document.update_stream(ballast, noise, compress=False)
    return bytes(document.tobytes())


def described(pdf: bytes) -> str:
    """Size, pages and words, for people."""
    document = pymupdf.open(stream=pdf, filetype="pdf")
    words = sum(len(page.get_text("words")) for page in document)
    return f"{len(pdf) / 1000:.0f} kB, {document.page_count} pages, {words} words"
