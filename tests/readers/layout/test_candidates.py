import re
from dataclasses import replace

import pytest

from paperloop.readers.layout import candidates
from paperloop.readers.layout.candidates import dates_in, document_mark, figures_of, iban_at, iban_holds
from paperloop.readers.layout.kinds import by_kind
from paperloop.readers.layout.lines import rows_of


def amounts_in(row, mark):
    return candidates.amounts_in(row, figures_of(by_kind(set(row.texts)), mark))


def amounts(pages, mark=None):
    return [(str(amount.value), amount.currency, amount.percent) for amount in amounts_in(rows_of(pages)[0], mark)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12,50", [("12.50", None, False)]),
        ("€ 1.234,56", [("1234.56", "EUR", False)]),
        ("1.234,56 EUR", [("1234.56", "EUR", False)]),
        ("-USD 47.90", [("-47.90", "USD", False)]),
        ("27 946,00", [("27946.00", None, False)]),
        ("27946 ,00", [("27946.00", None, False)]),
        ("19 %", [("19", None, True)]),
        ("5,5%", [("5.5", None, True)]),
        ("3  10,00", [("3", None, False), ("10.00", None, False)]),
        ("A  1  200,00", [("1", None, False), ("200.00", None, False)]),
        ("KR87654321012", []),
        ("15.11.2024", []),
        ("DE123456789", []),
        ("0815", []),
    ],
)
def test_numbers_of_a_row_are_found_with_currency_and_per_cent(typed, text, found):
    assert amounts(typed(text)) == found


def test_the_documents_mark_settles_one_point_before_three_digits(typed):
    rows = rows_of(typed("1.250\n12,50\n3,99"))
    mark = document_mark(["1.250", "12,50", "3,99"], rows)
    assert mark == ","
    assert str(amounts_in(rows[0], mark)[0].value) == "1250"


def test_a_date_covers_its_words(typed):
    row = rows_of(typed("Date: 3 May 2024 and more"))[0]
    assert [row.text(day.start, day.end) for day in dates_in(row, day_first=None)] == ["3 May 2024"]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("DE89370400440532013000", 1),
        ("DE89 3704 0044 0532 0130 00", 6),
        ("NL91 ABNA 0417 1643 00 BIC", 5),
        ("FR20 1254", None),
        ("XX12 3456 7890 1234", None),
        ("Total 12", None),
    ],
)
def test_an_iban_ends_where_its_country_says(typed, text, end):
    assert iban_at(rows_of(typed(text))[0].words, 0) == end


def test_check_digits_of_an_iban(typed):
    assert iban_holds("DE89370400440532013000")
    assert not iban_holds("DE88370400440532013000")


@pytest.mark.parametrize("text", ["2 457,11zł", "(2 850,74kr)", "€1 234.56", "1 753 164,89 €", "-1 234,56 €"])
def test_a_currency_may_be_glued_to_a_number_with_blanks(typed, text):
    digits = "".join(c for c in text if c.isdigit())
    assert [abs(one.value).scaleb(2) for one in amounts_in(_narrow(typed(text)), None)] == [int(digits)]


@pytest.mark.parametrize("text", ["570,59 EUR 6847,08 EUR", "EUR 570,59 EUR 6847,08", "570,59 kr 6847,08 kr"])
def test_a_sign_between_two_numbers_belongs_to_one_of_them(typed, text):
    row = rows_of(typed(text))[0]
    assert [row.text(one.start, one.end) for one in amounts_in(row, None)] == [
        part.strip() for part in re.findall(r"EUR [\d,]+|[\d,]+ EUR|[\d,]+ kr", text)
    ]


@pytest.mark.parametrize("text", ["(€ 12.00)", "(12,00 €)", "12,00 kr-"])
def test_a_minus_may_stand_at_the_currencys_word(typed, text):
    assert [one.value for one in amounts_in(rows_of(typed(text))[0], None)] == [-12]


def test_a_letter_glued_to_an_amount_tells_its_tax_rate(typed):
    assert amounts(typed("Lawn care 140.00T")) == [("140.00", None, False)]


def _narrow(pages):
    """The row in a font whose blank is narrow, as between the groups of a number."""
    words = [word._replace(x0=word.x0 / 2, x1=word.x1 / 2) for word in pages[0].words]
    return rows_of([replace(pages[0], words=words)])[0]
