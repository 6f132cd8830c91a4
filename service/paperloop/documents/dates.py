"""Printed dates and what they mean."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

_MONTHS = """
january february march april may june july august september october november december
januar februar marz april mai juni juli august september oktober november dezember
janner feber maerz april mai juni juli august september oktober november dezember
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
januari februari maart april mei juni juli augustus september oktober november december
januari februari mrt april maj juni juli augusti september oktober november december
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro
ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia
styczen luty marzec kwiecien maj czerwiec lipiec sierpien wrzesien pazdziernik listopad grudzien
"""
"""The twelve months, lower case and without accents, a line a language and case: en, de, de-AT, fr, nl and its
abbreviations with sv, es, it, pt, ro, pl (genitive, nominative)."""


def _month_prefixes() -> dict[str, int]:
    """Every prefix of three letters and more that means one month only."""
    months: dict[str, set[int]] = {}
    for line in _MONTHS.strip().splitlines():
        for number, name in enumerate(line.split(), 1):
            for end in range(3, len(name) + 1):
                months.setdefault(name[:end], set()).add(number)
    return {prefix: numbers.pop() for prefix, numbers in months.items() if len(numbers) == 1}


_MONTH_OF = _month_prefixes()

_LETTERS = r"[^\W\d_]{3,12}"
_DATE = re.compile(
    r"(?<![\w.,/-])(?:"
    r"(?P<y1>\d{4})(?:-(?P<m1>\d{1,2})-|/(?P<m2>\d{1,2})/|\.(?P<m3>\d{1,2})\.|年(?P<m4>\d{1,2})月)(?P<d1>\d{1,2})日?"
    r"|(?P<a>\d{1,2})(?:(?P<mark>[./-])(?P<b>\d{1,2})(?P=mark)|\.[ ](?P<b2>\d{1,2})\.[ ])(?P<y2>\d{4}|\d{2})"
    r"|(?P<d3>\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?(?:[ \u00a0]?(?:of|de|di|d')[ ]|[ \u00a0]|[-/.])?"
    rf"(?P<n3>{_LETTERS})\.?,?(?:[ \u00a0](?:de|del)[ ]|[ \u00a0]|[-/.]|(?<=\.))?'?(?P<y3>\d{{4}}|\d{{2}})"
    rf"|(?P<n4>{_LETTERS})\.?(?:[ \u00a0]|-|(?<=\.))(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?"
    r"(?:[ \u00a0]?,[ \u00a0]?|[ \u00a0]|-)'?(?P<y4>\d{4})"
    rf"|(?P<y5>\d{{4}})[- ](?P<n5>{_LETTERS})[- ](?P<d5>\d{{1,2}})"
    r")(?=T\d|(?![\w/-]|[.,]\d))"
)
_MAY_HOLD_DATE = re.compile(
    r"\d(?:[./-] ?\d{1,2}[./-] ?\d|\d{3}(?!\d)|年"
    r"|(?:st|nd|rd|th|er|º|°|\.)?[ \u00a0/.-]?(?:of |de |di |d')?[^\W\d_]{3})"
)
"""Two separators between digits, a year, or a word behind a digit: what a date can't do without."""
_LEAD = 24
"""Signs that a date may have before that."""
_WITHOUT_BLANKS = re.compile(
    r"\d(?!\d)(?:[./-](?: ?\d{1,2}[./-] ?\d|[^\W\d_]{3}|\d{4}(?!\d))"
    r"|[^\W\d_./-](?:[^\W\d_]{2}|\d{1,2}日|[^\W\d_]?[/-][^\W\d_]{3})"
    r"|(?:st|nd|rd|th|er|º|°|\.)? (?:of |de |di |d' )?[^\W\d_]{3,12}[.,/-]{0,2}'?\d)"
)
"""What a date has in which the month is no word by itself."""
_WORD_IN_DATE = re.compile(r"\d[./-]$|^[^\W\d_]{3,12}[.,/-]{0,2}'?\d")
"""What a word of such a date has where blanks part it: "15. 11. 2024", "15 Nov.2024"."""
_BEHIND_MONTH = re.compile(r"[^\W\d_]{2}[.,]{0,2}[ \u00a0](?:del? )?'?\d{1,4}(?!\d|\.\d|,\d{1,3}(?!\d))")
"""What stands behind a month that is a word by itself, of a date: a day or a year, no sum of money."""


class PrintedDate(NamedTuple):
    """A date at `start` to `end` of a text. `ambiguous`: day and month could be the other way round."""

    start: int
    end: int
    value: date
    ambiguous: bool


def parse_date(text: str, *, day_first: bool | None = None) -> date | None:
    """The first date that `text` prints, None when it prints none.

    `day_first` settles "03/04/2024"; without it the day comes first. It does not bear on "15/03/2024",
    "03.04.2024" or a month that is named.
    """
    found = next(find_dates(text, day_first=day_first), None)
    return found.value if found else None


def may_hold_date(text: str, words: Iterable[str], *, hinted: bool = True) -> bool:
    """Is it worth to look for dates in `text`? `words` are its words in lower case without accents and signs.

    `hinted`: one of its words, as printed, `may_be_in_date`.
    """
    if not _MONTH_OF.keys().isdisjoint(words) and _BEHIND_MONTH.search(text):
        return True
    return hinted and _WITHOUT_BLANKS.search(text) is not None


def may_be_in_date(word: str) -> bool:
    """May it be, or belong to, a date whose month is no word by itself?"""
    return _WORD_IN_DATE.search(word) is not None or _WITHOUT_BLANKS.search(word) is not None


def find_dates(text: str, *, day_first: bool | None = None) -> Iterator[PrintedDate]:
    """Every date that `text` prints, in order. Cheap where there is none."""
    hint = _MAY_HOLD_DATE.search(text)
    if not hint:
        return
    found = _DATE.search(text, max(0, hint.start() - _LEAD))
    while found:
        read = _read(found, day_first)
        if read:
            yield PrintedDate(found.start(), found.end(), *read)
        found = _DATE.search(text, found.end() if read else found.start() + 1)


def _read(found: re.Match[str], day_first: bool | None) -> tuple[date, bool] | None:
    if found["y1"]:
        month = found["m1"] or found["m2"] or found["m3"] or found["m4"]
        value = _date(int(found["y1"]), int(month), int(found["d1"]))
        return (value, False) if value else None
    if found["a"]:
        return _numeric(found, day_first)
    for year, name, day in (("y3", "n3", "d3"), ("y4", "n4", "d4"), ("y5", "n5", "d5")):
        if found[name]:
            value = _date(_year(found[year]), _month(found[name]), int(found[day]))
            return (value, False) if value else None
    return None


def _numeric(found: re.Match[str], day_first: bool | None) -> tuple[date, bool] | None:
    """d.m.y; with slashes or hyphens also m/d/y, where only that can be or `day_first` says so."""
    first, second, year = int(found["a"]), int(found["b"] or found["b2"]), _year(found["y2"])
    by_day, by_month = _date(year, second, first), _date(year, first, second)
    if found["mark"] in (None, "."):
        return (by_day, False) if by_day else None
    value = (by_month or by_day) if day_first is False else (by_day or by_month)
    return (value, bool(by_day and by_month and by_day != by_month)) if value else None


def _month(name: str) -> int:
    decomposed = unicodedata.normalize("NFD", name.casefold())
    return _MONTH_OF.get("".join(c for c in decomposed if not unicodedata.combining(c)), 0)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text) if int(text) < 70 else 1900 + int(text)


def _date(year: int, month: int, day: int) -> date | None:
    if not 1950 <= year <= 2100:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
