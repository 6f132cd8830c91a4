"""Reading back: what is there in order counts, what is lost, torn or misplaced is named."""

import sys
from collections import Counter

import pymupdf
import pytest

from paperloop.pdf.render_calls import Unreadable
from paperloop.pdf.typeset.expected import AnyOrder, Expected, InOrder
from paperloop.pdf.typeset.readback import Readback, Reading, looked_up, read_back


def read(expected: Expected, *pages: str, foot: str = "", from_right: bool = False) -> Readback:
    """What is read back of pages with these lines."""
    with pymupdf.open() as pdf:
        for text in pages:
            page = pdf.new_page()
            page.insert_font("F", fontbuffer=pymupdf.Font("cjk").buffer)
            page.insert_text((50, 50), text, fontname="F", fontsize=9)
        return read_back(pdf, expected, foot=foot, from_right=from_right)


@pytest.mark.parametrize(
    ("expected", "printed"),
    [
        (InOrder(("one", "two")), "one two"),
        (InOrder(("one", "two")), "• one\n• two"),
        (InOrder(("SMALL capitals",)), "Small Capitals"),
        (InOrder(("office flow",)), "oﬃce ﬂow"),
        (InOrder(("hyphenation is undone",)), "hyphen-\nation is\nundone"),
        (InOrder(("a well-known word",)), "a well-\nknown word"),
        (InOrder(("https://example.org/long/path",)), "https://example.org/\nlong/path"),
        (AnyOrder(("Title", "2020", "Berlin")), "2020 Berlin Title"),
        (AnyOrder(("Berlin", "Berlin Works")), "Berlin Works, Berlin"),
        (AnyOrder((InOrder(("B", "b1")), InOrder(("A", "a1")))), "A\na1\nB\nb1"),
        (InOrder(("漢字を読む",)), "漢字\nを読む"),
    ],
)
def test_what_is_there_in_order_is_readable(expected: Expected, printed: str) -> None:
    assert read(expected, printed) == Readback(ratio=1.0)


@pytest.mark.parametrize(
    ("expected", "printed", "lost", "fault"),
    [
        (InOrder(("one", "two")), "two\none", "two", "out of order"),
        (InOrder(("one", "lost", "two")), "one two", "lost", "missing"),
        (InOrder(("two words",)), "twowords", "two words", "missing"),
        (InOrder(("letters",)), "l e t t e r s", "letters", "missing"),
        (InOrder(("colour",)), "color", "colour", "missing"),
        (InOrder(("near", "far")), "near" + "\n~~~~~~~~~~~~~~~~~~~~" * 12 + "\nfar", "far", "out of order"),
        (InOrder((InOrder(("A", "a1")), InOrder(("B", "b1")))), "A B a1 b1", "B", "out of order"),
    ],
)
def test_what_is_lost_torn_or_misplaced_is_named(expected: Expected, printed: str, lost: str, fault: str) -> None:
    assert [(each.text, each.fault) for each in read(expected, printed).unreadable] == [(lost, fault)]


@pytest.mark.parametrize(("string", "ratio"), [("—", 1.0), ("***", 0.0)])
def test_signs_without_a_word_are_looked_for_as_they_stand(string: str, ratio: float) -> None:
    assert read(string, "one — two", from_right=True).ratio == ratio


def test_of_text_from_the_right_the_words_of_a_string_stand_side_by_side() -> None:
    expected = InOrder(("Acme", "Leeds, GB", "Acme won a prize"))
    assert read(expected, "Acme\nGB Leeds,\nprize a won Acme\nLeeds again", from_right=True).ratio == 1.0
    assert read("Leeds, GB", "GB is where most of them live\nand Leeds", from_right=True).ratio == 0.0


@pytest.mark.parametrize(("text", "place", "parted"), [("שלוםApr", 4, True), ("שלום", 2, False), ("Apr", 1, False)])
def test_no_word_goes_on_in_the_other_direction(text: str, place: int, parted: bool) -> None:
    assert Reading.of([text]).parts(place) == parted


def test_what_is_lost_takes_the_turn_of_nothing_beyond_reach() -> None:
    lost = "lost " * 40
    back = looked_up(AnyOrder((lost, "far")), ["~" * 200 + "\nfar"])
    assert back.unreadable == (Unreadable(text=lost, fault="missing"),)


def test_parts_in_any_order_cost_as_much_each_where_there_are_more() -> None:
    assert calls_for(400) < 4.2 * calls_for(100)


def calls_for(count: int) -> int:
    """Functions called to look up so many sections, in Python and in C."""
    sections = [InOrder((f"Section {number}", f"what it says of {number}")) for number in range(count)]
    printed = "\n".join(f"Section {number}\nwhat it says of {number}" for number in range(count))
    called: Counter[str] = Counter()
    before = sys.getprofile()
    sys.setprofile(lambda _frame, event, _argument: called.update([event]))
    try:
        back = looked_up(AnyOrder(tuple(sections)), [printed])
    finally:
        sys.setprofile(before)
    assert back.ratio == 1
    return called["call"] + called["c_call"]


def test_the_ratio_is_the_share_of_readable_strings() -> None:
    back = read(InOrder(("one", "two", "three", "four")), "one two four")
    assert back == Readback(ratio=0.75, unreadable=(Unreadable(text="three", fault="missing"),))


def test_the_ratio_is_1_only_when_every_string_is_readable() -> None:
    back = looked_up(InOrder((*["word"] * 4000, "lost")), ["word " * 4000])
    assert (back.ratio, len(back.unreadable)) == (0.999, 1)


def test_a_long_string_that_is_lost_does_not_take_the_next_one_along() -> None:
    lost = "lost words " * 60
    assert len(read(InOrder(("one", lost.strip(), "two")), "one\n" + "other words " * 40 + "\ntwo").unreadable) == 1


def test_a_paragraph_goes_on_over_the_foot_of_a_page() -> None:
    pages = "it begins here\nAda Example – 1/2", "and ends there\nAda Example – 2/2"
    assert read("it begins here and ends there", *pages, foot="Ada Example – ").ratio == 1.0
    assert read("it begins here and ends there", *pages, foot="Bob – ").ratio == 0.0


def test_nothing_expected_is_all_readable() -> None:
    assert read(AnyOrder(()), "words").ratio == 1.0
