"""Other forms of a PDF that is there: encrypted, or scanned."""

from pathlib import Path

import pymupdf


def encrypt(path: Path, *, source: Path, password: str) -> None:
    """`source` as a file that opens with `password` alone (AES-256)."""
    with pymupdf.open(source) as pdf:
        pdf.save(path, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw=password, owner_pw=f"{password}, owner")


def rasterise(path: Path, *, source: Path, dpi: int) -> None:
    """Pictures of `source`'s pages, as a scanner makes them: no text layer."""
    with pymupdf.open(source) as pdf, pymupdf.open() as scan:
        for page in pdf:
            picture = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY).tobytes("jpeg", jpg_quality=75)
            scan.new_page(width=page.rect.width, height=page.rect.height).insert_image(page.rect, stream=picture)
        scan.save(path, no_new_id=True)
