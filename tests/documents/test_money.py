from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperloop.documents.money import currency_of, decimal_mark, parse_amount, parse_rate


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"),
        ("10,00", "10.00"),
        ("10.00", "10.00"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1\u00a0234,56", "1234.56"),
        ("1\u202f234.56", "1234.56"),
        ("1'234.56", "1234.56"),
        ("1’234’567.00", "1234567.00"),
        ("1,23,456.00", "123456.00"),
        ("12,34,56,789.00", "123456789.00"),
        ("1.234.567", "1234567"),
        ("0.500", "0.500"),
        ("1234.567", "1234.567"),
        ("1.234,5678", "1234.5678"),
        (".50", "0.50"),
    ],
)
def test_every_way_to_group_digits_is_read(text, number):
    assert str(parse_amount(text)) == number


@pytest.mark.parametrize(
    "text", ["27,80-", "-27,80", "−27.80", "(27.80)", "- 27,80 €", "€ -27.80", "(€27.80)", "27,80 -"]
)
def test_every_way_to_write_minus_is_read(text):
    assert parse_amount(text) == Decimal("-27.80")


@pytest.mark.parametrize(
    ("text", "number", "currency"),
    [
        ("€1.234,56", "1234.56", "EUR"),
        ("EUR 12.00", "12.00", "EUR"),
        ("12,00€", "12.00", "EUR"),
        ("CHF 10.–", "10", "CHF"),
        ("CHF 10.--", "10", "CHF"),
        ("Rs. 1939", "1939", "INR"),
        ("US$ 12.00", "12.00", "USD"),
        ("R$ 10,50", "10.50", "BRL"),
        ("100,00 zł", "100.00", "PLN"),
        ("100,00 kr", "100.00", None),
        ("1.234,56 Euro", "1234.56", "EUR"),
    ],
)
def test_a_currency_stands_before_or_after_the_number(text, number, currency):
    assert (str(parse_amount(text)), currency_of(text)) == (number, currency)


@pytest.mark.parametrize("text", ["12,00*", "12,00 *", "12,00 A", "12,00 *B", "12,00 €*"])
def test_the_marks_that_receipts_put_behind_amounts_are_dropped(text):
    assert parse_amount(text) == Decimal("12.00")


@pytest.mark.parametrize(("decimal", "number"), [(None, "1234"), (".", "1.234"), (",", "1234")])
def test_one_point_before_three_digits_is_settled_by_the_documents_mark(decimal, number):
    assert str(parse_amount("1.234", decimal=decimal)) == number


def test_a_number_that_shows_its_mark_is_read_by_it_and_not_by_the_documents():
    assert parse_amount("1,234.56", decimal=",") == Decimal("1234.56")
    assert parse_amount("12.50", decimal=",") == Decimal("12.50")


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "abc", "12.11.2024", "2024-01-01", "12/11/2024", "192.168.1.1", "12:30", "19%",
        "19 %", "0123", "01.02",        "+49 123 456", "+4912345", "DE123", "201/113/40209",
        "12345678901234", "1,2,3", "1.2.3",
        "100 PCS", "(12.00",        "12.00)", "1" * 50,
    ],
)  # fmt: skip
def test_dates_ids_phone_numbers_and_percentages_are_no_amounts(text):
    assert parse_amount(text) is None


@given(
    st.decimals(min_value=0, max_value=10**9, places=2),
    st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", ".")]),
)
def test_what_is_written_with_a_groups_and_a_decimal_mark_reads_back(number, marks):
    group, mark = marks
    text = f"{number:,.2f}".replace(",", "\0").replace(".", mark).replace("\0", group)
    assert str(parse_amount(text)) == f"{number:.2f}"


@given(st.text(max_size=60))
def test_no_text_raises(text):
    parse_amount(text), currency_of(text), parse_rate(text), decimal_mark([text])


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["1.234,56", "2.000", "Rechnung"], ","),
        (["1,234.56"], "."),
        (["12.00", "1,000"], "."),
        (["2.5", "12,00"], ","),
        (["1.234", "12"], None),
        (["12.00", "12,00"], None),
        (["1.000.000"], ","),
        ([], None),
    ],
)
def test_one_documents_decimal_mark_is_a_vote_of_its_numbers(texts, mark):
    assert decimal_mark(texts) == mark


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("19%", "19"),
        ("19,00 %", "19.00"),
        ("5.5", "5.5"),
        ("-3 %", "-3"),
        ("0", "0"),
        ("101 %", None),
        ("x", None),
    ],
)
def test_a_rate_is_per_cent_up_to_a_hundred(text, rate):
    assert parse_rate(text) == (None if rate is None else Decimal(rate))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Betrag in EUR", "EUR"),
        ("Total ($)", "USD"),
        ("Amount (US$)", "USD"),
        ("EURO 5", "EUR"),
        ("PCS", None),
        ("", None),
    ],
)
def test_a_currency_is_found_in_a_longer_text(text, code):
    assert currency_of(text) == code
