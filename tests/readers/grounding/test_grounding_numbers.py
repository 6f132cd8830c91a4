"""Numbers and dates are found in every form in which they are printed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages_made import GROSS, NOISE, box, page, spread, texts
from paperloop.documents.extraction import Evidence
from paperloop.documents.invoice import Invoice, Totals, VatRow
from paperloop.readers.grounding import ground


def gross(value: str, text: str) -> Evidence | None:
    invoice = Invoice(totals=Totals(grand_total=Decimal(value)))
    return ground(invoice, [page((50, 100, f"Summe: {text} zahlbar"))]).get(GROSS)


@pytest.mark.parametrize(
    ("value", "text", "found"),
    [
        ("1234.56", "1.234,56", "1.234,56"),
        ("1234.56", "1,234.56", "1,234.56"),
        ("1234.56", "1 234,56", "1 234,56"),
        ("1234.56", "1'234.56", "1'234.56"),
        ("1234.56", "1’234.56", "1’234.56"),
        ("1234567.89", "1 234 567,89", "1 234 567,89"),
        ("1234.56", "1234,56", "1234,56"),
        ("1234.56", "€1.234,56", "€1.234,56"),
        ("1234.56", "1.234,56€", "1.234,56€"),
        ("1234.56", "EUR 1.234,56", "1.234,56"),
        ("1234.56", "(1.234,56)", None),
        ("1234.5", "1.234,50", "1.234,50"),
        ("1234.50", "1234.5", "1234.5"),
        ("1234.00", "1.234", "1.234"),
        ("100", "100,00", "100,00"),
        ("100", "100,--", "100,--"),
        ("-27.80", "-27,80", "-27,80"),
        ("-27.80", "27,80-", "27,80-"),
        ("-27.80", "(27.80)", "(27.80)"),
        ("-27.80", "−27,80", "−27,80"),
        ("-27.80", "- 27,80", "- 27,80"),
        ("-27.80", "27,80 -", "27,80 -"),
        ("-27.80", "27,80", None),
        ("27.80", "-27,80", None),
        ("27.80", "- 27,80", None),
        ("27.80", "27,80 − 10 %", "27,80"),
        ("-27.80", "27,80 − 10 %", None),
        ("5", "05", None),
        ("5", "5%", None),
        ("5", "A5", None),
        ("5", "1.5", None),
        ("20245", "RE-2024-5", None),
        ("1234.56", "12.34,56", None),
        ("1234.56", "123456", None),
        ("0", "0,00", "0,00"),
    ],
)
def test_an_amount_is_found_in_any_form_of_the_same_number(value, text, found):
    evidence = gross(value, text)
    assert (evidence.text if evidence else None) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("19%", "19%"),
        ("19,00 %", "19,00"),
        ("19.0%", "19.0%"),
        ("(19%)", "(19%)"),
        ("19", "19"),
        ("1.9%", None),
    ],
)
def test_a_rate_is_found_with_or_without_its_sign(text, found):
    invoice = Invoice(vat_breakdown=(VatRow(rate=Decimal(19)),))
    assert texts(ground(invoice, [page((50, 100, f"MwSt {text} auf"))]), "/vat_breakdown/0/rate") == [found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("15.11.2024", "15.11.2024"),
        ("15.11.24", "15.11.24"),
        ("2024-11-15", "2024-11-15"),
        ("15/11/2024", "15/11/2024"),
        ("11/15/2024", "11/15/2024"),
        ("15-Nov-2024", "15-Nov-2024"),
        ("(15.11.2024)", "(15.11.2024)"),
        ("15 novembre 2024", "15 novembre 2024"),
        ("15. November 2024", "15. November 2024"),
        ("Nov 15, 2024", "Nov 15, 2024"),
        ("November 15th, 2024", "November 15th, 2024"),
        ("15 de noviembre de 2024", "15 de noviembre de 2024"),
        ("14.11.2024", None),
        ("15 Stück 2024", None),
    ],
)
def test_a_date_is_found_in_any_form_of_the_same_day(text, found):
    evidence = ground(Invoice(issue_date=date(2024, 11, 15)), [page((50, 100, f"Datum: {text} und"))])
    assert texts(evidence, "/issue_date") == [found]


def test_a_date_with_day_and_month_in_either_order_is_found():
    for value in (date(2024, 3, 4), date(2024, 4, 3)):
        assert texts(ground(Invoice(issue_date=value), [page((50, 100, "03/04/2024"))]), "/issue_date") == [
            "03/04/2024"
        ]


FORMS = st.sampled_from([("{:,.2f}", ",."), ("{:,.2f}", ".,"), ("{:,.2f}", " ,"), ("{:,.2f}", "'."), ("{:.2f}", ",.")])


@settings(deadline=None)
@given(cents=st.integers(10_000, 10**9), form=FORMS, before=NOISE, after=NOISE, x=st.integers(0, 200))
def test_a_printed_amount_is_found_among_noise_with_its_box(cents, form, before, after, x):
    value = Decimal(cents) / 100
    pattern, (group, mark) = form
    text = pattern.format(value).translate(str.maketrans({",": group, ".": mark}))
    pages = [page(*spread(before), (x, 400, text), number=1), page(*spread(after), number=2)]
    evidence = ground(Invoice(totals=Totals(grand_total=value)), pages)
    assert evidence == {GROSS: Evidence(page=1, bbox=box(text, x, 400), text=text)}


MONTHS = tuple("January February March April May June July August September October November December".split())  # noqa: SIM905


DAYS = st.sampled_from(["{d:02}.{m:02}.{y}", "{y}-{m:02}-{d:02}", "{d}.{m}.{y}", "{d} {name} {y}", "{name} {d}, {y}"])


@settings(deadline=None)
@given(
    value=st.dates(date(2020, 1, 1), date(2035, 12, 31)), form=DAYS, before=NOISE, after=NOISE, x=st.integers(0, 200)
)
def test_a_printed_date_is_found_among_noise_with_its_box(value, form, before, after, x):
    text = form.format(d=value.day, m=value.month, y=value.year, name=MONTHS[value.month - 1])
    pages = [page(*spread(before), (x, 400, text), *spread([]), number=1), page(*spread(after), number=2)]
    evidence = ground(Invoice(issue_date=value), pages)
    assert evidence == {"/issue_date": Evidence(page=1, bbox=box(text, x, 400), text=text)}
