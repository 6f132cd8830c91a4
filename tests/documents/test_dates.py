from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperloop.documents.dates import find_dates, may_be_in_date, may_hold_date, parse_date


@pytest.mark.parametrize(
    "text",
    [
        "2024-11-15", "2024/11/15", "2024.11.15", "2024年11月15日", "2024-11-15T12:00:00", "15.11.2024",
        "15. 11. 2024",        "15/11/2024", "15-11-2024", "11/15/2024", "15.11.24", "15/11/24",
        "15-Nov-2024", "15/Nov/24",
        "15 Nov '24",        "Nov 15, 2024", "Nov. 15 , 2024", "November 15th, 2024",
        "15th of November 2024", "2024-Nov-15",
        "(15.11.2024)", "on 15.11.2024.", "15.11.2024,",
    ],
)  # fmt: skip
def test_every_order_is_read(text):
    assert parse_date(text) == date(2024, 11, 15)
    hinted = any(map(may_be_in_date, text.split()))
    assert may_hold_date(text, [word.strip(".,").lower() for word in text.split()], hinted=hinted)


@pytest.mark.parametrize(
    "text", ["1,234.56 EUR", "48 pcs 4.46 13.5 %", "P-1040 Carex, 2 l pot", "Page 2 of 2", "2 set 96.00", "2 set 96,00"]
)
def test_rows_of_figures_are_not_searched_for_dates(text):
    assert not may_hold_date(text, text.lower().split())


@pytest.mark.parametrize(
    "text",
    [
        "5 May 2024", "5. Mai 2024", "5 mai 2024", "5 mei 2024", "5 de mayo de 2024", "5 maggio 2024",
        "5 de maio de 2024", "5 maja 2024", "5 maj 2024",
    ],
)  # fmt: skip
def test_months_are_known_by_name_in_ten_languages(text):
    assert parse_date(text) == date(2024, 5, 5)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("3 août 2014", 8), ("1er juillet 2014", 7), ("2 juil. 2014", 7), ("11 juin 2014", 6),
        ("03.März 2014", 3),        ("12 mrt 2014", 3), ("5 października 2014", 10),
        ("7 styczeń 2014", 1), ("7 ian. 2014", 1),
        ("9 dic 2014", 12),
    ],
)  # fmt: skip
def test_months_are_known_abbreviated_and_with_accents(text, month):
    assert parse_date(text).month == month


@pytest.mark.parametrize(("day_first", "month"), [(None, 4), (True, 4), (False, 3)])
def test_slashes_are_settled_by_the_callers_order(day_first, month):
    assert parse_date("03/04/2024", day_first=day_first).month == month


@pytest.mark.parametrize(
    ("text", "ambiguous"),
    [("03/04/2024", True), ("03.04.2024", False), ("13/04/2024", False), ("04/04/2024", False)],
)
def test_a_date_that_reads_both_ways_says_so(text, ambiguous):
    assert [found.ambiguous for found in find_dates(text)] == [ambiguous]


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "2024", "99.99.2024", "31.02.2024", "1.2.3.4", "192.168.10.20", "12-34-5678-90",
        "juil. 2015", "1.5.2",        "DE 12.03.20245", "15 foo 2024", "1234567890", "12.03.1234",
    ],
)  # fmt: skip
def test_what_is_no_date_is_none(text):
    assert parse_date(text) is None


def test_all_dates_of_a_text_are_found_with_their_places():
    text = "from 01.10.2024 to 31.10.2024"
    assert [text[found.start : found.end] for found in find_dates(text)] == ["01.10.2024", "31.10.2024"]


def test_what_only_looks_like_a_date_does_not_hide_the_one_behind_it():
    assert parse_date("n. 5 del 10 gennaio 2024") == date(2024, 1, 10)


@given(st.text(max_size=60))
def test_no_text_raises(text):
    parse_date(text)


@given(
    st.dates(min_value=date(1970, 1, 1), max_value=date(2069, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d %B %Y", "%b %d, %Y"]),
)
def test_a_date_that_was_written_reads_back(day, form):
    assert parse_date(day.strftime(form)) == day
