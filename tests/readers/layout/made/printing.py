"""How one document writes its numbers, dates and words: chosen once, kept throughout."""

import random
from datetime import date
from decimal import Decimal

from babel.dates import format_date

from readers.layout.made.content import Content

_MARKS = {
    "en": [(",", ".")], "us": [(",", ".")], "de": [(".", ","), (".", ","), ("", ",")],
    "fr": [(" ", ","), ("\u202f", ","), ("", ",")], "nl": [(".", ",")], "es": [(".", ","), ("", ",")],
    "it": [(".", ",")], "pt": [(".", ","), (" ", ",")], "ro": [(".", ","), (",", "."), ("", ",")],
    "pl": [(" ", ","), ("", ","), (".", ",")], "sv": [(" ", ","), ("", ",")],
}  # fmt: skip
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "PLN": "zł", "SEK": "kr", "RON": "lei", "CHF": "CHF", "INR": "₹"}
_DATES = {
    "us": ["MM/dd/yyyy", "MMMM d, yyyy", "MMM d, yyyy", "M/d/yyyy", "MM-dd-yyyy"],
    "en": ["dd/MM/yyyy", "d MMMM yyyy", "dd MMM yyyy", "yyyy-MM-dd", "dd-MMM-yyyy", "MMMM d, yyyy", "d MMM yy"],
    "de": ["dd.MM.yyyy", "dd.MM.yyyy", "d. MMMM yyyy", "dd.MM.yy", "yyyy-MM-dd"],
    "fr": ["dd/MM/yyyy", "d MMMM yyyy", "dd/MM/yy", "dd.MM.yyyy"],
    "nl": ["dd-MM-yyyy", "d MMMM yyyy", "dd/MM/yyyy", "d-M-yyyy"],
    "es": ["dd/MM/yyyy", "d 'de' MMMM 'de' yyyy", "dd-MM-yyyy"],
    "it": ["dd/MM/yyyy", "d MMMM yyyy", "dd.MM.yyyy", "dd-MM-yyyy"],
    "pt": ["dd/MM/yyyy", "dd-MM-yyyy", "yyyy-MM-dd", "d 'de' MMMM 'de' yyyy"],
    "ro": ["dd.MM.yyyy", "dd/MM/yyyy", "d MMMM yyyy", "dd-MM-yyyy"],
    "pl": ["dd.MM.yyyy", "yyyy-MM-dd", "d MMMM yyyy", "dd-MM-yyyy"],
    "sv": ["yyyy-MM-dd", "yyyy-MM-dd", "d MMMM yyyy"],
}  # fmt: skip


class Printing:
    """`where` the currency stands: on every amount, on the totals, or only in a heading or label."""

    def __init__(self, rng: random.Random, what: Content) -> None:
        self.group, self.mark = rng.choice(_MARKS[what.language])
        if what.scheme == "swiss":
            self.group, self.mark = rng.choice(["'", "’"]), "."
        self.indian = what.scheme == "indian"
        self.locale = {"us": "en"}.get(what.language, what.language)
        self.date_form = rng.choice(_DATES[what.language])
        if what.scheme == "indian":
            self.date_form = rng.choice(["dd/MM/yyyy", "dd-MMM-yyyy", "dd-MM-yyyy"])
        self.currency = what.currency
        sign = _SIGNS[what.currency]
        before, after = f"{sign}{{}}", f"{{}} {sign}"
        code = rng.choice([f"{{}} {what.currency}", f"{what.currency} {{}}"])
        common = (
            [before, before, f"{sign} {{}}"]
            if what.language in ("en", "us") or self.indian
            else [after, after, f"{{}}{sign}"]
        )
        if what.language == "nl" and what.currency == "EUR":
            common = [f"{sign} {{}}"]
        if what.scheme == "swiss":
            common = [f"{sign} {{}}", f"{{}} {sign}"]
        self.form = rng.choice([*common, code])
        self.where = rng.choices(["all", "totals", "none"], [4, 4, 1])[0]
        self.minus = rng.choice(["-{}", "-{}", "{}-", "({})", "−{}"])
        self.colon = rng.choice([":", "", ":"])
        self.upper = rng.random() < 0.08

    def number(self, value: Decimal, places: int | None = 2) -> str:
        text = f"{abs(value):,.{places}f}" if places is not None else f"{abs(value).normalize():f}"
        if self.indian and abs(value) >= 100000:
            text = _indian(text)
        return text.replace(",", "\0").replace(".", self.mark).replace("\0", self.group)

    def money(self, value: Decimal, *, total: bool = False) -> str:
        text = self.number(value)
        signed = self.where == "all" or (total and self.where == "totals")
        text = self.form.format(text) if signed else text
        return self.minus.format(text) if value < 0 else text

    def quantity(self, value: Decimal) -> str:
        text = self.number(value, None)
        return f"-{text}" if value < 0 else text

    def day(self, value: date) -> str:
        return format_date(value, self.date_form, locale=self.locale)

    def label(self, text: str) -> str:
        text = text.upper() if self.upper else text
        return text if text.endswith(":") else text + self.colon


def _indian(text: str) -> str:
    whole, _, cents = text.replace(",", "").partition(".")
    head, tail = whole[:-3], whole[-3:]
    groups = []
    while head:
        groups.insert(0, head[-2:])
        head = head[:-2]
    return ",".join([*groups, tail]) + f".{cents}"
