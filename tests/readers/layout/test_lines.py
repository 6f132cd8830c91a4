import random

import pytest

from paperloop.documents.pages import Page, Word
from paperloop.readers.layout.lines import evidence_of, rows_of


def cells(pages):
    return [[row.text(start, end) for start, end in row.cells] for row in rows_of(pages)]


def test_words_on_one_height_are_a_row_and_wide_gaps_part_its_cells(typed):
    assert cells(typed("Invoice No.   2024-7\nDate          3 May 2024")) == [
        ["Invoice No.", "2024-7"],
        ["Date", "3 May 2024"],
    ]


def test_rows_come_in_reading_order_whatever_the_files_order(typed):
    page = typed("first line\nsecond line\nthird   line")[0]
    words = list(page.words)
    random.Random(4).shuffle(words)
    shuffled = Page(number=1, width=page.width, height=page.height, words=words)
    assert cells([shuffled]) == [["first line"], ["second line"], ["third", "line"]]


def test_hidden_words_are_left_out():
    shown, hidden = Word(0, 0, 20, 10, "shown"), Word(30, 0, 50, 10, "secret", hidden=True)
    assert cells([Page(number=1, width=100, height=100, words=[shown, hidden])]) == [["shown"]]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Customer:2", "Customer: 2"),
        ("INVOICE(380)", "INVOICE (380)"),
        ("https://example.org/a", "https://example.org/a"),
        ("14:30", "14:30"),
        ("E-Mail:me@example.org", "E-Mail: me@example.org"),
    ],
)
def test_a_label_glued_to_its_value_is_parted_and_a_link_is_not(typed, text, parts):
    assert rows_of(typed(text))[0].text() == parts


def test_bullets_keep_a_senders_line_in_one_cell(typed):
    assert cells(typed("Acme GmbH  ●  Street 1  ●  12345 Town")) == [["Acme GmbH ● Street 1 ● 12345 Town"]]


def test_evidence_is_the_pages_words_in_one_box(typed):
    row = rows_of(typed("EUR 12.00"))[0]
    evidence = evidence_of(row.page, row.words)
    assert (evidence.text, evidence.bbox) == ("EUR 12.00", (40, 40, 85, 50))


def test_broken_coordinates_do_not_raise():
    words = [Word(float("nan"), float("nan"), 0, 0, "a"), Word(float("inf"), 0, float("-inf"), 1e300, "b")]
    rows_of([Page(number=1, width=1, height=1, words=words)])
