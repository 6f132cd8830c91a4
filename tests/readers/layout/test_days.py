from datetime import date

import pytest

from paperloop.readers.layout.days import delivery_date, due_date, issue_date
from paperloop.readers.layout.sheet import Sheet


def value(found):
    return found.value if found else None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Invoice Date   3 May 2024\nOrder Date   1 May 2024", date(2024, 5, 3)),
        ("Rechnung Nr. 7 vom 15.11.2024\nLieferdatum   1.11.2024", date(2024, 11, 15)),
        ("Berlin, den 1. März 2024\nRechnung\nFällig   31.3.2024", date(2024, 3, 1)),
        ("Date issued\nMar 4, 2023", date(2023, 3, 4)),
        ("Invoice Date   03/04/2024\nDue Date   04/25/2024", date(2024, 3, 4)),
        ("Facture\nDate   03/04/2024\nÉchéance   25/04/2024", date(2024, 4, 3)),
    ],
)
def test_the_issue_date_is_the_labelled_one_before_a_loose_one(typed, text, day):
    assert value(issue_date(Sheet(typed(text)))) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Due Date   3 May 2024", date(2024, 5, 3)),
        ("Rechnung\nBitte überweisen Sie bis zum 09.12.2017.", date(2017, 12, 9)),
        ("Rechnung\nBeschreibung   Fälligkeit\nZahlbar bis   31.12.2025", date(2025, 12, 31)),
        (
            "Rechnung\nBis zum 06.09.2026 erhalten Sie 2 % Skonto\nBis zum 16.09.2026 ohne Abzug",
            date(2026, 9, 16),
        ),
        ("Facture à régler le : 30 novembre 2017", date(2017, 11, 30)),
        ("Invoice Date   3 May 2024", None),
    ],
)
def test_the_due_date_is_not_the_discounts(typed, text, day):
    assert value(due_date(Sheet(typed(text)))) == day


def test_a_date_that_reads_both_ways_is_trusted_less(typed):
    clear = issue_date(Sheet(typed("Invoice Date   15/04/2024")))
    open_ = issue_date(Sheet(typed("Invoice Date   03/04/2024")))
    assert open_.confidence < clear.confidence


def test_a_delivery_date_is_not_the_issue_date(typed):
    sheet = Sheet(typed("Rechnung\nLieferdatum   1.2.2024\nRechnungsdatum   3.2.2024"))
    assert (value(delivery_date(sheet)), value(issue_date(sheet))) == (date(2024, 2, 1), date(2024, 2, 3))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Facture\nDate de facture  03/04/2024\nTotal TTC  12,00", (2024, 4, 3)),
        ("Invoice\nInvoice date  03/04/2024\nTotal  £12.00", (2024, 4, 3)),
        ("Invoice\nInvoice date  03/04/2024\nTotal  $12.00", (2024, 3, 4)),
        ("Invoice\nInvoice date  03/04/2024\nDue date  05/05/2024\nTotal  $12.00", (2024, 3, 4)),
    ],
)
def test_the_month_is_written_first_in_english_and_for_dollars(typed, text, day):
    found = issue_date(Sheet(typed(text)))
    assert (found.value.year, found.value.month, found.value.day) == day


def test_the_only_date_needs_no_plain_label(typed):
    found = issue_date(Sheet(typed("Rechnung\nBerlin, 3.2.2024\nSumme  12,00")))
    assert (found.value, found.confidence) == (date(2024, 2, 3), 0.8)


def test_a_date_without_a_label_beside_another_is_not_trusted(typed):
    assert issue_date(Sheet(typed("Rechnung\nBerlin, 3.2.2024\n17.1.2024\nSumme  12,00"))).confidence < 0.8
