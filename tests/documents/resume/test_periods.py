"""Dates and spans in words of a language."""

import pytest
from babel import Locale

from paperloop.documents.resume.model import Period
from paperloop.documents.resume.periods import period_shown


@pytest.mark.parametrize(("language", "span"), [
    ("en", "Apr 2018 – now"), ("de", "Apr. 2018 – now"), ("fr", "avr. 2018 – now"), ("es", "abr 2018 – now"),
    ("nl", "apr 2018 – now"), ("pt", "abr. de 2018 – now"), ("ja", "2018年4月 – now"), ("pt_BR", "abr. de 2018 – now"),
])  # fmt: skip
def test_months_are_in_the_language(language: str, span: str) -> None:
    assert period_shown(Period(start="2018-04"), Locale.parse(language), "now") == span


@pytest.mark.parametrize(("period", "shown"), [
    (Period(), ""),
    (Period(date="2018"), "2018"),
    (Period(date="2018-04"), "Apr 2018"),
    (Period(date="2018-4"), "Apr 2018"),
    (Period(date="2018-04-17"), "Apr 17, 2018"),
    (Period(date="2018-04-01"), "Apr 2018"),
    (Period(date="2018-04-17T10:00:00Z"), "Apr 17, 2018"),
    (Period(date="2018-02-30"), "2018-02-30"),
    (Period(date="2018-13"), "2018-13"),
    (Period(date="Summer 2018"), "Summer 2018"),
    (Period(date="04/2018"), "04/2018"),
    (Period(date="0018-04"), "0018-04"),
    (Period(start="2018-04-17", end="2019-05-20"), "Apr 2018 – May 2019"),
    (Period(start="2018", end="2019-05"), "2018 – May 2019"),
    (Period(start="2018-04-01", end="2018-04-30"), "Apr 2018"),
    (Period(start="2018", end="Present"), "2018 – now"),
    (Period(start="2018", end="heute"), "2018 – now"),
    (Period(start="2018"), "2018 – now"),
    (Period(end="2019"), "2019"),
    (Period(date="2018", end="2019"), "2018, 2019"),
    (Period(date="2018", start="2016"), "2018, 2016"),
])  # fmt: skip
def test_spans_and_dates(period: Period, shown: str) -> None:
    assert period_shown(period, Locale("en"), "now") == shown
