"""The themes as small pictures in docs/themes/, of the résumé beside this file. `make gallery` runs it."""

import json
import tempfile
from pathlib import Path

import pymupdf
from rich.console import Console

from paperloop.documents.resume.arrange import view_of
from paperloop.documents.resume.json_resume import from_json_resume
from paperloop.documents.resume.view import view_json
from paperloop.pdf.calls import TypesetResume
from paperloop.pdf.typeset.catalogue import themes
from paperloop.pdf.typeset.typesetter import typeset_resume

RESUME = Path(__file__).with_name("resume.json")
GALLERY = Path(__file__).parents[1] / "docs" / "themes"
WIDTH = 420
"""Pixels of a picture."""
WITH_PHOTO = ("sidebar",)

console = Console(highlight=False)


def main() -> None:
    GALLERY.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="paperloop-gallery-") as folder:
        view, photo = Path(folder, "view.json"), Path(folder, "photo.png")
        resume, _ = from_json_resume(json.loads(RESUME.read_text(encoding="utf-8")))
        view.write_text(view_json(view_of(resume)), encoding="utf-8")
        portrait().save(photo)
        for name in themes():
            call = TypesetResume(
                view=view, to=Path(folder, f"{name}.pdf"), theme=name, photo=photo if name in WITH_PHOTO else None
            )
            made = typeset_resume(call)
            picture = GALLERY / f"{name}.png"
            first_page(call.to, picture)
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
