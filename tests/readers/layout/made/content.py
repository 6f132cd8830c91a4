"""What an invoice says, drawn at random: parties, dates, lines and sums that hold."""

import random
import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from stdnum import get_cc_module
from stdnum.exceptions import ValidationError

WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
CENT = Decimal("0.01")
_RATES = {
    "en": (20, 5), "us": ("8.25", "6"), "de": (19, 7), "fr": (20, "5.5"), "nl": (21, 9), "es": (21, 10),
    "it": (22, 10), "pt": (23, 6), "ro": (19, 9), "pl": (23, 8), "sv": (25, 12),
}  # fmt: skip
_CURRENCIES = {"en": "GBP", "us": "USD", "ro": "RON", "pl": "PLN", "sv": "SEK"}
_VAT_ID_DIGITS = {"GB": 9, "DE": 9, "FR": 11, "ES": 8, "IT": 11, "PT": 9, "RO": 8, "PL": 10}


@dataclass
class Company:
    name: str
    street: str
    town: str
    vat_id: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass
class Item:
    name: str
    quantity: Decimal
    price: Decimal
    rate: Decimal
    amount: Decimal
    discount: int = 0
    more: str | None = None
    code: str | None = None


@dataclass
class Content:
    """`rates` are rows of (rate, basis, tax). `gross_lines`: the lines' prices include tax."""

    language: str
    words: dict[str, list[str]]
    currency: str
    credit: bool
    number: str
    issued: date
    days: int
    seller: Company
    buyer: Company
    items: list[Item]
    gross_lines: bool
    rates: list[tuple[Decimal, Decimal, Decimal]]
    net: Decimal
    tax: Decimal
    gross: Decimal
    reduction: Decimal = Decimal(0)
    shipping: Decimal = Decimal(0)
    prepaid: Decimal = Decimal(0)
    iban: str | None = None
    scheme: str = "single"
    facts: dict[str, object] = field(default_factory=dict)

    @property
    def due(self) -> date:
        return self.issued + timedelta(days=self.days)

    @property
    def lines_sum(self) -> Decimal:
        return sum((item.amount for item in self.items), Decimal(0))


def content(rng: random.Random, *, language: str | None = None, rows: int | None = None) -> Content:
    language = language or rng.choice(list(WORDS))
    words = WORDS[language]
    currency = _CURRENCIES.get(language, "EUR")
    scheme = _scheme(rng, language)
    if scheme == "swiss":
        currency = "CHF"
    if scheme == "indian":
        currency = "INR"
    credit = rng.random() < 0.1
    sign = -1 if credit and rng.random() < 0.6 else 1
    rates = _rates(rng, language, scheme)
    gross_lines = scheme == "gross"
    count = rows or rng.choice([1, 1, 2, 3, 4, 6, 9])
    discounts = rng.random() < 0.15
    items = [_item(rng, words, rng.choice(rates), sign, discounts) for _ in range(count)]
    reduction = _share(rng, items, 0.05) if rng.random() < 0.12 and scheme == "single" else Decimal(0)
    shipping = sign * Decimal(rng.choice(["4.90", "12.00", "25.50"])) if rng.random() < 0.15 else Decimal(0)
    if scheme not in ("single", "swiss", "sales"):
        reduction = shipping = Decimal(0)
    rows_of_tax, net, tax, gross = _sums(items, scheme, shipping - reduction)
    if scheme == "swiss":
        gross = (gross * 20).quantize(Decimal(1)) / 20
        tax, rows_of_tax = gross - net, [(rows_of_tax[0][0], net, gross - net)]
    seller, buyer = _companies(rng, words, scheme)
    made = Content(
        language, words, currency, credit, _number(rng), date(2024, 1, 1) + timedelta(days=rng.randrange(700)),
        rng.choice([7, 10, 14, 30, 45]), seller, buyer, items, gross_lines, rows_of_tax, net, tax, gross.quantize(CENT),
        reduction, shipping, scheme=scheme,
    )  # fmt: skip
    if rng.random() < 0.15 and not credit and gross > 10:
        made.prepaid = (gross / rng.choice([2, 4])).quantize(CENT)
    if words["country"] not in ("US", "IN") and rng.random() < 0.7:
        made.iban = _iban(rng, "CH" if currency == "CHF" else str(words["country"]))
    return made


def _scheme(rng: random.Random, language: str) -> str:
    if language == "us":
        return "sales" if rng.random() < 0.8 else "none"
    if language == "en" and rng.random() < 0.2:
        return "indian"
    if language in ("de", "fr", "it") and rng.random() < 0.12:
        return "swiss"
    return rng.choices(["single", "several", "none", "reverse", "gross"], [6, 2, 0.7, 0.7, 1.2])[0]


def _rates(rng: random.Random, language: str, scheme: str) -> list[Decimal]:
    if scheme in ("none", "reverse"):
        return [Decimal(0)]
    if scheme == "swiss":
        return [Decimal("8.1")]
    if scheme == "indian":
        return [Decimal(18)]
    rates = [Decimal(rate) for rate in _RATES[language]]
    return rates if scheme == "several" else [rng.choice(rates) if rng.random() < 0.3 else rates[0]]


def _item(rng: random.Random, words: dict[str, list[str]], rate: Decimal, sign: int, discounts: bool) -> Item:
    quantity = Decimal(rng.choice(["1", "1", "2", "3", "10", "12", "0.5", "2.5", "100", "1.25"]))
    cents = rng.choice([rng.randint(50, 3000), rng.randint(1000, 90000), rng.randint(100, 999) * 100, 1234567])
    price = Decimal(cents).scaleb(-2)
    discount = rng.choice([0, 5, 10, 20]) if discounts else 0
    amount = (quantity * price * (100 - discount) / 100 * sign).quantize(CENT, ROUND_HALF_UP)
    if sign < 0 and rng.random() < 0.5:
        price = -price
    elif sign < 0:
        quantity = -quantity
    more = rng.choice(words["more"]) if rng.random() < 0.25 else None
    code = f"{rng.choice('ABKRT')}-{rng.randint(1000, 99999)}"
    return Item(rng.choice(words["items"]), quantity, price, rate, amount, discount, more, code)


def _share(rng: random.Random, items: list[Item], share: float) -> Decimal:
    return (sum((item.amount for item in items), Decimal(0)) * Decimal(str(share))).quantize(CENT)


def _sums(
    items: list[Item], scheme: str, added: Decimal
) -> tuple[list[tuple[Decimal, Decimal, Decimal]], *tuple[Decimal, ...]]:
    by_rate: dict[Decimal, Decimal] = {}
    for item in items:
        by_rate[item.rate] = by_rate.get(item.rate, Decimal(0)) + item.amount
    by_rate[items[0].rate] += added
    rows = []
    for rate, total in sorted(by_rate.items(), reverse=True):
        if scheme == "gross":
            tax = (total * rate / (100 + rate)).quantize(CENT, ROUND_HALF_UP)
            rows.append((rate, total - tax, tax))
        else:
            rows.append((rate, total, (total * rate / 100).quantize(CENT, ROUND_HALF_UP)))
    net, tax = (sum((row[place] for row in rows), Decimal(0)) for place in (1, 2))
    if scheme == "indian" and (tax * 100) % 2:
        tax += CENT
        rows = [(rows[0][0], net, tax)]
    return rows, net, tax, net + tax


def _companies(rng: random.Random, words: dict[str, list[str]], scheme: str) -> tuple[Company, Company]:
    names = rng.sample(words["companies"], 2)
    if rng.random() < 0.3:
        names[1] = rng.choice(words["people"])
    if rng.random() < 0.1:
        names[0] = rng.choice([name for name in words["people"] if name != names[1]])
    both = [Company(name, rng.choice(words["streets"]), rng.choice(words["towns"])) for name in names]
    domain = "".join(c for c in names[0].split()[0].lower() if c.isascii() and c.isalpha()) + "-shop.example"
    both[0].email = rng.choice([f"info@{domain}", f"billing@{domain}", None])
    both[0].phone = rng.choice(["+49 30 1234567", "030 / 123 45 67", "(512) 555-0142", "01 23 45 67 89", None])
    if words["country"] != "US":
        both[0].vat_id = _vat_id(rng, str(words["country"])) if scheme != "indian" else _gstin(rng)
        both[1].vat_id = _vat_id(rng, str(words["country"])) if rng.random() < 0.3 and scheme != "indian" else None
    return both[0], both[1]


def _vat_id(rng: random.Random, country: str) -> str:
    if country == "NL":
        return _valid(rng, country, lambda: f"NL{_digits(rng, 9)}B0{rng.randint(1, 9)}")
    if country == "SE":
        return _valid(rng, country, lambda: f"SE{_digits(rng, 10)}01")
    if country == "ES":
        return _valid(rng, country, lambda: f"ES{rng.choice('AB')}{_digits(rng, 8)}")
    return _valid(rng, country, lambda: f"{country}{_digits(rng, _VAT_ID_DIGITS[country])}")


def _digits(rng: random.Random, count: int) -> str:
    return str(rng.randint(10 ** (count - 1), 10**count - 1))


def _valid(rng: random.Random, country: str, make) -> str:
    check = get_cc_module(country.lower(), "vat")
    while True:
        made = make()
        try:
            check.validate(made)
        except ValidationError:
            continue
        return made


def _gstin(rng: random.Random) -> str:
    return f"27AAPFU{_digits(rng, 4)}F1Z{rng.randint(1, 9)}"


def _number(rng: random.Random) -> str:
    n = rng.randint(1, 99999)
    return rng.choice([
        f"{n}", f"2024-{n:05}", f"RE-{n:05}", f"INV-{n:04}", f"2024/{n}", f"F{n:06}", f"{n:08}", f"INV2024{n:05}",
        f"FV/{n % 100}/03/2024", f"20240{n:05}", f"A{n}-B", f"FA 2024/{n}", f"{n}/24",
    ])  # fmt: skip


_BBAN = {"GB": 18, "DE": 18, "FR": 23, "NL": 14, "ES": 20, "IT": 23, "PT": 21, "RO": 20, "PL": 24, "SE": 20, "CH": 17}


def _iban(rng: random.Random, country: str) -> str:
    count = _BBAN[country]
    letters = {"GB": "WEST", "NL": "INGB", "RO": "BTRL"}.get(country, "")
    bban = letters + _digits(rng, count - len(letters))
    if country == "IT":
        bban = "X" + _digits(rng, 22)
    digits = "".join(str(int(c, 36)) for c in f"{bban}{country}00")
    return f"{country}{98 - int(digits) % 97:02}{bban}"
