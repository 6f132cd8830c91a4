"""What an invoice says in each language: numbers, dates and words that the layout reader knows."""

from datetime import date
from decimal import Decimal

import pytest

from paperloop.documents.invoice import Address, Invoice, Line, Party, Totals
from paperloop.documents.printed.invoice import printed
from paperloop.documents.printed.parties import postal_lines
from paperloop.documents.printed.wording import languages, wording_of
from paperloop.errors import InvalidParameter


@pytest.mark.parametrize(
    ("language", "number", "day", "rate"),
    [
        ("en", "1,234.50", "5 March 2024", "19\xa0%"),
        ("de", "1.234,50", "05.03.2024", "19\xa0%"),
        ("de-CH", "1’234.50", "05.03.2024", "19\xa0%"),
        ("fr", "1\u202f234,50", "05/03/2024", "19\xa0%"),
        ("es", "1.234,50", "05/03/2024", "19\xa0%"),
        ("nl", "1.234,50", "5 maart 2024", "19\xa0%"),
        ("it", "1.234,50", "05/03/2024", "19\xa0%"),
        ("pt", "1.234,50", "05/03/2024", "19\xa0%"),
        ("pt-BR", "1.234,50", "05/03/2024", "19\xa0%"),
    ],
)
def test_numbers_and_dates_are_the_languages(language: str, number: str, day: str, rate: str) -> None:
    wording = wording_of(language)
    said = (wording.number(Decimal("1234.50")), wording.date(date(2024, 3, 5)), wording.rate(Decimal(19)))
    assert said == (number, day, rate)


def test_every_language_has_every_word_and_unit() -> None:
    english = wording_of("en")
    assert len(languages()) >= 7
    for language in languages():
        wording = wording_of(language)
        assert wording.words.keys() == english.words.keys()
        assert wording.units.keys() == english.units.keys()
        assert all(wording.words.values())
        assert "{page}" in wording["page"]
        assert "{pages}" in wording["page"]


@pytest.mark.parametrize("tag", ["tlh", "", "ar", "e n", "en-XX-YY-ZZ"])
def test_another_language_is_refused_by_name(tag: str) -> None:
    with pytest.raises(InvalidParameter, match="there are de, en, es"):
        wording_of(tag)


def test_nothing_is_printed_of_what_is_not_there() -> None:
    page = printed(Invoice(totals=Totals(grand_total=Decimal(5))), wording_of("en"))
    assert [(each.label, each.value) for each in page.sums] == [("Total incl. VAT", "5")]
    assert (page.title, page.seller, page.facts, page.lines.columns, page.payment_facts) == ("Invoice", "", (), (), ())


def test_a_column_that_would_be_empty_is_left_out() -> None:
    lines = (Line(name="Bread", net_amount=Decimal("2.10")), Line(quantity=Decimal(3), description="of rye"))
    table = printed(Invoice(lines=lines), wording_of("en")).lines
    assert table.heads == ("Description", "Qty", "Amount")
    assert [(row.cells, row.remarks) for row in table.rows] == [
        (("Bread", "", "2.10"), ()),
        (("", "3", ""), ("of rye",)),
    ]


@pytest.mark.parametrize(
    ("net", "gross", "remark"),
    [
        ("9.00", "10.00", "List price 10.00 − 10\xa0%"),
        ("10.00", "10.00", "List price 10.00"),
        (None, "0", "List price 0"),
    ],
)
def test_a_list_price_says_what_is_off(net: str | None, gross: str, remark: str) -> None:
    line = Line(net_price=net and Decimal(net), gross_price=Decimal(gross))
    assert printed(Invoice(lines=(line,)), wording_of("en")).lines.rows[0].remarks == (remark,)


@pytest.mark.parametrize(("country", "city"), [("DE", "12345 Town"), ("GB", "Town 12345"), (None, "12345 Town")])
def test_a_postcode_stands_where_its_country_has_it(country: str | None, city: str) -> None:
    address = Address(line1="1 Road", postcode="12345", city="Town", country=country)
    assert list(postal_lines(address, wording_of("en")))[:2] == ["1 Road", city]


def test_names_of_countries_are_the_languages() -> None:
    party = Party(name="A", address=Address(country="DE"))
    assert printed(Invoice(buyer=party), wording_of("es")).buyer_lines == ("Alemania",)
