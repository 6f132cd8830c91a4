"""Typesetting: a view goes in, a PDF that says all of it comes out."""

from pathlib import Path
from typing import Any

import pymupdf
import pytest

from paperloop.pdf.calls import Typeset, TypesetResume
from paperloop.pdf.typeset.catalogue import themes
from paperloop.pdf.typeset.typesetter import typeset_resume
from paperloop.workers import Workers
from views_made import View, generated, saved

THEMES = tuple(themes())


def typeset(folder: Path, made: View, **options: Any) -> tuple[Typeset, pymupdf.Document]:
    to = folder / "resume.pdf"
    done = typeset_resume(TypesetResume(view=saved(folder, made), to=to, **options))
    return done, pymupdf.open(to)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("seed", range(3))
def test_everything_that_was_put_in_can_be_read_in_order(tmp_path: Path, theme: str, seed: int) -> None:
    done, _ = typeset(tmp_path, generated(seed), theme=theme)
    assert (done.readback, done.unreadable) == (1.0, ())


async def test_a_lane_typesets(tmp_path: Path) -> None:
    workers = Workers(lanes=1, queue=9, deadline_s=20.0, queue_timeout_s=20.0, memory_bytes=256 * 2**20, tasks=100)
    call = TypesetResume(view=saved(tmp_path, generated(1)), to=tmp_path / "resume.pdf")
    async with workers.running():
        done = await workers.run(call)
    assert done.readback == 1.0
    assert call.to.read_bytes().startswith(b"%PDF-")
