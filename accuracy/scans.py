"""Documents as a scanner would give them: a picture a page, no text layer, no e-invoice."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import pymupdf

from paperloop.pdf.sample import rasterise

DPI: Final = 200


def scanned(paths: Sequence[Path], folder: Path, say: Callable[[str], None]) -> list[Path]:
    """Grey JPEG pictures of all pages at DPI, in PDFs whose pages are of the same size.

    What can't be drawn is an empty file, which the service refuses.
    """
    say(f"drawing {len(paths)} documents at {DPI} dpi")
    return [_scan(path, folder / f"scan-{number}.pdf") for number, path in enumerate(paths)]


def _scan(source: Path, path: Path) -> Path:
    try:
        rasterise(path, source=source, dpi=DPI)
    except (RuntimeError, ValueError, IndexError, pymupdf.mupdf.FzErrorBase):  # what odd files raise
        path.write_bytes(b"")
    return path
