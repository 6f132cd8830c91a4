"""The text of a chunk as people get it: grids parted by form feeds, or words as JSON."""

import json
from pathlib import Path
from typing import Any, Literal

from paperloop.pdf.calls import WriteText
from paperloop.pdf.text import write_text
from pdf_made import drawn, one_page, saved, shown, with_broken_pages


def written(folder: Path, data: bytes, form: Literal["grid", "words"]) -> str:
    to = folder / "text"
    write_text(WriteText(document=saved(folder, data), to=to, form=form, max_pages=9))
    return to.read_text("utf-8")


def words(folder: Path, data: bytes) -> list[dict[str, Any]]:
    pages: list[dict[str, Any]] = json.loads(f"[{written(folder, data, 'words')}]")
    return pages


def test_grids_are_parted_by_form_feeds(tmp_path: Path) -> None:
    assert written(tmp_path, drawn(pages=3), "grid") == "Page 1\fPage 2\fPage 3"


def test_a_page_that_cannot_be_read_keeps_its_place_among_the_grids(tmp_path: Path) -> None:
    assert written(tmp_path, with_broken_pages(4, {2, 4}), "grid") == "page-1\f\fpage-3\f"


def test_a_page_that_cannot_be_read_is_none_of_the_words(tmp_path: Path) -> None:
    assert [page["number"] for page in words(tmp_path, with_broken_pages(4, {1, 4}))] == [2, 3]


def test_words_are_json_objects_one_a_page(tmp_path: Path) -> None:
    first, second = words(tmp_path, drawn(pages=2))
    assert (first["number"], second["number"]) == (1, 2)
    assert (first["width"], first["height"]) == (595, 842)
    assert [word["text"] for word in second["words"]] == ["Page", "2"]


def test_boxes_have_two_decimals(tmp_path: Path) -> None:
    ((page,), edges) = (pages := words(tmp_path, drawn())), pages[0]["words"][0]["bbox"]
    assert page["words"]
    assert edges == [round(edge, 2) for edge in edges]


def test_hidden_words_are_marked_in_json_and_left_out_of_the_grid(tmp_path: Path) -> None:
    data = one_page(shown("TOTAL") + shown("secret", y=50, before="3 Tr"))
    assert [(word["text"], word["hidden"]) for word in words(tmp_path, data)[0]["words"]] == [
        ("TOTAL", False),
        ("secret", True),
    ]
    assert written(tmp_path, data, "grid") == "TOTAL"
