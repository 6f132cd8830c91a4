"""The themes as small pictures in docs/themes/: the résumé beside this file, the sample invoice; by `make gallery`."""

import json
import tempfile
from pathlib import Path

import pymupdf
from rich.console import Console

from paperloop.documents.printed.invoice import printed
from paperloop.documents.printed.wording import wording_of
from paperloop.documents.resume.arrange import view_of
from paperloop.documents.resume.json_resume import from_json_resume
from paperloop.pdf.render_calls import Typeset
from paperloop.pdf.typeset.catalogue import invoice_themes, themes
from paperloop.pdf.typeset.invoice_typesetter import InvoiceLook, typeset_invoice
from paperloop.pdf.typeset.typesetter import ResumeLook, typeset_view
from paperloop.testing.documents import sample_invoice

RESUME = Path(__file__).with_name("resume.json")
GALLERY = Path(__file__).parents[1] / "docs" / "themes"
WIDTH = 420
"""Pixels of a picture."""
WITH_PHOTO = ("sidebar",)

console = Console(highlight=False)


def main() -> None:
    GALLERY.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="paperloop-gallery-") as folder:
        photo = Path(folder, "photo.png")
        view = view_of(from_json_resume(json.loads(RESUME.read_text(encoding="utf-8")))[0])
        portrait().save(photo)
        for name in themes():
            to = Path(folder, f"{name}.pdf")
            look = ResumeLook(theme=name, photo=photo if name in WITH_PHOTO else None)
            show(name, typeset_view(view, to, look), to)
        page = printed(sample_invoice(), wording_of("en"))
        for name in invoice_themes():
            to = Path(folder, f"{name}.pdf")
            show(name, typeset_invoice(page, InvoiceLook(theme=name), to, None), to)


def show(name: str, made: Typeset, pdf: Path) -> None:
    picture = GALLERY / f"{name}.png"
    first_page(pdf, picture)
    size = picture.stat().st_size
    console.print(f"{name}: {made.pages} pages, readback {made.readback:.3f}, {picture.name} {size:,} bytes")


def portrait() -> pymupdf.Pixmap:
    """Nobody's: a head and shoulders."""
    with pymupdf.open() as drawing:
        page = drawing.new_page(width=300, height=400)
        page.draw_rect(page.rect, fill=(0.78, 0.82, 0.86), color=None)
        page.draw_circle((150, 165), 75, fill=(0.55, 0.62, 0.7), color=None)
        page.draw_oval((25, 265, 275, 560), fill=(0.55, 0.62, 0.7), color=None)
        return page.get_pixmap()


def first_page(document: Path, picture: Path) -> None:
    with pymupdf.open(document) as pdf:
        zoom = WIDTH / pdf[0].rect.width
        pixmap = pdf[0].get_pixmap(matrix=pymupdf.Matrix(zoom, zoom))
        pixmap.save(picture)


if __name__ == "__main__":
    main()
