"""Cutting a document: every row of it is in one part, in order, and no part is longer than a model answers well."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperloop.errors import DocumentTooComplex
from paperloop.readers.llm import Part, messages, parts_of
from paperloop.readers.llm.parts import MAX_CHARACTERS, PART_CHARACTERS
from paperloop.readers.llm.prompt import HEAD, PART

HEADING = "Pos   Description      Quantity     Price    Amount"
ROW = "{0}     Paper, kind {0}    2 boxes     10.00     20.00"


def page(first: int, count: int, heading: str = HEADING) -> str:
    return "\n".join([heading, *(ROW.format(number) for number in range(first, first + count))])


def asked(part: Part) -> str:
    return messages(part)[1]["content"]


def rows(parts: list[Part]) -> list[str]:
    return [row for part in parts for row in part.rows]


def quarters(part: Part) -> list[Part]:
    """What is left of a part that is cut as often as it can be."""
    halves = part.halves()
    return [part] if halves is None else [row for half in halves for row in quarters(half)]


def test_what_fits_into_one_part_is_asked_as_a_whole() -> None:
    (whole,) = parts_of([page(1, 40), page(41, 40)])
    assert whole.is_whole
    assert asked(whole).startswith("The document:\nPage 1 of 2:\n| Pos")


def test_pages_stay_whole_where_they_fit() -> None:
    pages = [page(1 + 80 * number, 80) for number in range(7)]
    parts = parts_of(pages)
    assert [[piece.page for piece in part.pieces] for part in parts] == [[1, 2], [3, 4], [5, 6], [7]]
    assert all(piece.is_whole for part in parts for piece in part.pieces)


def test_a_part_says_what_it_is_of_the_whole() -> None:
    first, second = parts_of([page(1, 400)])
    assert asked(first).startswith(PART.format(pages=1))
    assert "\nPage 1 of 1, rows 1 to 202 of 401:\n| Pos" in asked(first)
    assert "\nPage 1 of 1, rows 203 to 401 of 401:\n| 202 " in asked(second)


def test_a_part_that_begins_inside_a_table_is_told_its_head() -> None:
    first, second = parts_of([page(1, 400)])
    assert HEAD not in asked(first)
    assert f"{HEAD}\n| {HEADING}\n" in asked(second)


def test_a_part_that_prints_a_head_itself_is_told_no_other() -> None:
    assert [part.table_head() for part in parts_of([page(1, 200), page(201, 200)])] == [None, None]


def test_the_head_is_found_from_each_half_of_a_half() -> None:
    _, second = parts_of([page(1, 400)])
    halves = second.halves()
    assert halves
    assert [half.table_head() for half in halves] == [HEADING, HEADING]


@pytest.mark.parametrize(
    "above",
    ["Northwind Paper Ltd", "Bank   IBAN   BIC   Register\nof the sea\n", "1   Paper   white   2"],
    ids=["prose", "no table below", "digits"],
)
def test_other_rows_are_no_heads(above: str) -> None:
    _, second = parts_of([page(1, 400, heading=above)])
    assert second.table_head() is None


grids = st.lists(st.lists(st.text("ab 1.", max_size=60), max_size=400).map("\n".join), min_size=1, max_size=8)


@given(grids)
def test_every_row_is_in_one_part(pages: list[str]) -> None:
    parts = parts_of(pages)
    assert rows(parts) == [row for grid in pages for row in grid.split("\n")]
    assert all(sum(piece.characters for piece in part.pieces) <= PART_CHARACTERS for part in parts)
    assert len(parts) == 1 or not any(part.is_whole for part in parts)


@given(st.lists(st.integers(1, 12), min_size=1, max_size=5), st.integers(0, 900))
def test_parts_are_halved_down_to_single_rows_and_no_further(heights: list[int], width: int) -> None:
    pages = ["\n".join("x" * (width // (row + 1)) for row in range(height)) for height in heights]
    cut = [single for part in parts_of(pages) for single in quarters(part)]
    assert rows(cut) == [row for grid in pages for row in grid.split("\n")]
    assert all(len(single.rows) == 1 for single in cut)


def test_a_document_longer_than_any_invoice_is_no_question() -> None:
    half = ("Paper  1.00\n" * MAX_CHARACTERS)[: MAX_CHARACTERS // 2]
    assert len(parts_of([half, half])) < 1000
    with pytest.raises(DocumentTooComplex, match="more words") as caught:
        parts_of([half, half, "x"])
    assert caught.value.facts == {"limit": "words"}
