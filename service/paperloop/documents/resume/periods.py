"""Dates and spans of time in words of a language."""

import re
from datetime import date
from functools import lru_cache
from typing import Final

from babel import Locale
from babel.dates import format_skeleton

from paperloop.documents.resume.model import Period

_ISO: Final = re.compile(r"([12]\d{3})(?:-(0?[1-9]|1[0-2])(?:-(0?[1-9]|[12]\d|3[01])(?:[T ]\d.*)?)?)?")
_GOING_ON: Final = frozenset({
    "present", "current", "currently", "now", "today", "ongoing", "heute", "aktuell", "jetzt", "présent", "actuel",
    "aujourd'hui", "aujourd’hui", "actualidad", "presente", "actual", "heden", "nu", "atual", "atualmente", "oggi",
    "obecnie", "現在", "至今",
})  # fmt: skip


def period_shown(period: Period, locale: Locale, present: str) -> str:
    """`Apr 2018 – Mar 2020`, `2019 – present`, `Nov 7, 2021`, "" where nothing is known.

    The days of a span are left out, and so is a day that is the first of its month: it stands for the month.
    """
    span = _span(period, locale, present)
    return ", ".join(filter(None, (_day_shown(period.date, locale, present), span)))


def _span(period: Period, locale: Locale, present: str) -> str:
    start, end = _month_shown(period.start, locale, present), _month_shown(period.end, locale, present)
    if start and not end and not period.date:
        end = present
    return start if start == end else " – ".join(filter(None, (start, end)))


def _month_shown(text: str, locale: Locale, present: str) -> str:
    return _shown(text, locale, present, with_day=False)


def _day_shown(text: str, locale: Locale, present: str) -> str:
    return _shown(text, locale, present, with_day=True)


def _shown(text: str, locale: Locale, present: str, *, with_day: bool) -> str:
    """Free text as it is."""
    found = _ISO.fullmatch(text)
    if not found:
        return present if text.casefold() in _GOING_ON else text
    year, month, day = found.groups()
    if not month:
        return str(year)
    try:
        when = date(int(year), int(month), int(day or 1))
    except ValueError:
        return text
    return _formatted(when, locale, "yMMMd" if with_day and when.day > 1 else "yMMM")


@lru_cache(maxsize=4096)
def _formatted(when: date, locale: Locale, skeleton: str) -> str:
    """Babel takes a tenth of a millisecond for it."""
    return str(format_skeleton(skeleton, when, locale=locale))
