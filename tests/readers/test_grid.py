"""The text grid keeps a page's layout in characters."""

import random
import time

import pytest

from paperloop.documents.pages import Page, Word
from paperloop.readers.grid import MAX_LINE, text_grid

WIDTH, HEIGHT = 595.0, 842.0
LETTER = 5.0
"""Points of a character of the tests' font, which is 10 points high."""


def row(y: float, *cells: tuple[float, str], **word: object) -> list[Word]:
    """Cells at their left edges; the words of a cell stand a blank apart."""
    words = []
    for x, text in cells:
        for part in text.split():
            words.append(Word(x, y, x + LETTER * len(part), y + 12, part, **word))
            x += LETTER * (len(part) + 0.6)
    return words


def page(*rows: list[Word]) -> Page:
    return Page(number=1, width=WIDTH, height=HEIGHT, words=[word for words in rows for word in words])


def turned(words: list[Word], turn: int) -> list[Word]:
    """Where the words of an upright page stand when the page is turned clockwise by `turn`."""
    boxes = {
        0: lambda w: w[:4],
        90: lambda w: (HEIGHT - w.y1, w.x0, HEIGHT - w.y0, w.x1),
        180: lambda w: (WIDTH - w.x1, HEIGHT - w.y1, WIDTH - w.x0, HEIGHT - w.y0),
        270: lambda w: (w.y0, WIDTH - w.x1, w.y1, WIDTH - w.x0),
    }
    return [Word(*boxes[turn](word), word.text, word.size, word.hidden, turn) for word in words]


TABLE = [
    *row(100, (50, "Item"), (250, "Qty"), (320, "Amount")),
    *row(114, (50, "Copy paper"), (250, "2"), (320, "25.00")),
    *row(128, (50, "Ink, black"), (250, "10"), (320, "1,079.00")),
]
TABLE_GRID = """\
Item                                    Qty           Amount
Copy paper                              2             25.00
Ink, black                              10            1,079.00"""


def test_columns_stay_aligned() -> None:
    assert text_grid(page(TABLE)) == TABLE_GRID


@pytest.mark.parametrize(
    ("sizes", "gap", "columns"),
    [
        ((10.0, 10.0), 7.0, 1),
        ((10.0, 10.0), 8.0, 2),
        ((20.0, 10.0), 8.0, 1),
        ((10.0, 20.0), 8.0, 1),
        ((0.5, 0.5), 0.7, 1),
    ],
)
def test_a_column_begins_where_the_gap_is_wide_for_the_larger_of_two_words(
    sizes: tuple[float, float], gap: float, columns: int
) -> None:
    words = [Word(50, 100, 75, 112, "Total", sizes[0]), Word(75 + gap, 100, 100 + gap, 112, "25.00", sizes[1])]
    assert len(text_grid(page(words)).split("  ")) == columns


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_reads_upright(turn: int) -> None:
    size = {"width": HEIGHT, "height": WIDTH} if turn in (90, 270) else {"width": WIDTH, "height": HEIGHT}
    assert text_grid(Page(number=1, words=turned(TABLE, turn), **size)) == TABLE_GRID


def test_text_in_the_margin_that_runs_upwards_comes_after_the_rest() -> None:
    margin = [Word(10, 400, 22, 450, "margin", 10.0, False, 270), Word(10, 344, 22, 394, "of", 10.0, False, 270)]
    assert text_grid(page(margin, TABLE)) == f"{TABLE_GRID}\n\nmargin of"


def test_hidden_words_are_left_out() -> None:
    assert text_grid(page(row(100, (50, "TOTAL 124.80")), row(114, (50, "TOTAL 0.00"), hidden=True))) == "TOTAL 124.80"


def test_words_come_in_the_pages_order_whatever_the_files() -> None:
    words = list(TABLE)
    random.Random(7).shuffle(words)
    assert text_grid(page(words)) == TABLE_GRID


def test_columns_are_two_blanks_apart_even_where_the_text_needs_more_room() -> None:
    narrow = [Word(50, 114, 150, 126, "i" * 40, 10.0), Word(170, 114, 190, 126, "7.90", 10.0)]
    assert text_grid(page(row(100, (50, "Item"), (170, "Price")), narrow)).splitlines() == [
        "Item" + " " * 38 + "Price",
        "i" * 40 + "  7.90",
    ]


@pytest.mark.parametrize(("gap", "blank_lines"), [(14, 0), (20, 0), (32, 1), (47, 2), (300, 2)])
def test_gaps_between_lines_are_blank_lines_and_not_too_many(gap: float, blank_lines: int) -> None:
    grid = text_grid(page(row(100, (50, "above")), row(100 + gap, (50, "below"))))
    assert grid.splitlines() == ["above", *[""] * blank_lines, "below"]


@pytest.mark.parametrize("size", [6.0, 18.0, 30.0])
def test_words_of_other_sizes_on_one_base_line_share_a_line(size: float) -> None:
    base = 100 + 0.8 * 12
    height = 1.2 * size
    large = Word(50, base - 0.8 * height, 150, base + 0.2 * height, "INVOICE", size)
    assert text_grid(page([large], row(100, (200, "No. 17")))).split() == ["INVOICE", "No.", "17"]
    assert "\n" not in text_grid(page([large], row(100, (200, "No. 17"))))


def test_text_from_right_to_left_stays_in_its_logical_order() -> None:
    first, second = "\u05d7\u05e9\u05d1\u05d5\u05df", "\u05de\u05e1"
    line = [Word(200, 100, 225, 112, first, 10.0), Word(187, 100, 197, 112, second, 10.0)]
    assert text_grid(page(line, row(100, (50, "TOTAL")))).split() == ["TOTAL", first, second]


def test_a_page_without_words_is_empty() -> None:
    assert text_grid(page()) == ""


def test_no_line_is_longer_than_its_bound_and_no_word_is_lost() -> None:
    words = [Word(at * 0.05, 100, at * 0.05 + 0.04, 102, f"w{at}", 1.0) for at in range(5000)]
    grid = text_grid(page(words))
    assert max(map(len, grid.splitlines())) <= MAX_LINE
    assert grid.split() == [word.text for word in words]


@pytest.mark.parametrize("seed", range(5))
def test_every_visible_word_is_there_whatever_the_page_looks_like(seed: int) -> None:
    chance = random.Random(seed)
    words = []
    for at in range(400):
        x, y, height = chance.uniform(0, WIDTH), chance.uniform(0, HEIGHT), chance.choice([0, 0.5, 8, 12, 40])
        width, turn = chance.choice([0, 1, 30]), chance.choice([0, 0, 0, 90, 180, 270])
        words.append(Word(x, y, x + width, y + height, f"w{at}", height, at % 7 == 0, turn))
    assert sorted(text_grid(page(words)).split()) == sorted(word.text for word in words if not word.hidden)


def test_the_time_grows_with_the_words_alone() -> None:
    def seconds(count: int) -> float:
        words = [
            Word(at % 300 * 2, at // 300 * 4, at % 300 * 2 + 1.5, at // 300 * 4 + 3, "ab", 3.0) for at in range(count)
        ]
        started = time.process_time()
        text_grid(page(words))
        return time.process_time() - started

    seconds(1000)
    assert min(seconds(60_000) for _ in range(2)) < 60 * max(min(seconds(2000) for _ in range(3)), 0.002)
