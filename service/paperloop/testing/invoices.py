"""Invoices between invented companies, as values; their sums are computed, so they are right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import cycle, islice
from random import Random

from paperloop.documents.invoice import DocumentType, Invoice, Line, Totals, VatRow
from paperloop.testing.catalogue import ACCOUNTS, ARTICLES, BUYERS, NOTES, RATES, SELLERS, TERMS, Article, Language

_CENT = Decimal("0.01")
_ZERO = Decimal("0.00")
_NUMBERS = ("FT-{year}-{n:05}", "{year}{n:05}", "INV-{n}", "{n}/{year}", "RE{year}-{n}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What an invoice has besides its lines. The rebate is on plants, at their VAT rate; delivery is at the other."""

    rebate: Decimal = _ZERO
    delivery: Decimal = _ZERO
    prepaid: Decimal = _ZERO


def sample_invoice(language: Language = "en") -> Invoice:
    """28 lines at two VAT rates, some discounted, with a rebate, a delivery charge and a deposit: two printed pages."""
    extras = Extras(rebate=Decimal("75.00"), delivery=Decimal("118.50"), prepaid=Decimal("500.00"))
    return _invoice(language, ARTICLES, extras, number="FT-2024-00417")


def short_invoice(language: Language = "en") -> Invoice:
    """Three lines on one page, and nothing besides."""
    return _invoice(language, ARTICLES[13:16], Extras(), number="FT-2024-00418")


def long_invoice(lines: int, language: Language = "en") -> Invoice:
    """`lines` lines, each printed in one row: the catalogue's plain articles again and again."""
    plain = [article for article in ARTICLES if not (any(article.remarks) or article.gtin or article.off != "0")]
    return _invoice(language, list(islice(cycle(plain), lines)), Extras(), number="FT-2024-00419")


def varied_invoice(random: Random, language: Language = "en") -> Invoice:
    """One of many: number, dates, currency, articles and quantities by lot, with or without rebate, delivery, deposit.

    One in six has 40 to 120 lines, the others up to 12. The same state of `random` gives the same invoice.
    """
    count = random.randint(40, 120) if random.random() < 1 / 6 else random.randint(1, 12)
    articles = [_bought(random, article) for article in random.choices(ARTICLES, k=count)]
    plants = any(article.is_plant for article in articles)
    extras = Extras(
        rebate=_by_lot(random, 0.1, 1) if plants and random.random() < 0.3 else _ZERO,
        delivery=_by_lot(random, 5, 200) if random.random() < 0.5 else _ZERO,
        prepaid=_by_lot(random, 1, 5) if random.random() < 0.25 else _ZERO,
    )
    issued = date(2019, 1, 1) + timedelta(days=random.randrange(2500))
    number = random.choice(_NUMBERS).format(year=issued.year, n=random.randint(100, 99_999))
    return _invoice(language, articles, extras, number=number).model_copy(
        update={
            "issue_date": issued,
            "due_date": issued + timedelta(days=random.choice((7, 14, 30, 60))),
            "delivery_date": issued - timedelta(days=random.randint(0, 20)),
            "currency": random.choice(("EUR", "EUR", "USD", "GBP", "CHF")),
        }
    )


def _by_lot(random: Random, low: float, high: float) -> Decimal:
    return _cents(Decimal(random.uniform(low, high)))


def _bought(random: Random, article: Article) -> Article:
    """`article` in another quantity: whole pieces, or tenths of what is weighed, measured or timed."""
    tenths = article.unit not in ("H87", "SET")
    quantity = str(Decimal(random.randint(1, 400)) / 10) if tenths else str(random.randint(1, 250))
    return replace(article, quantity=quantity)


def _invoice(language: Language, articles: Sequence[Article], extras: Extras, *, number: str) -> Invoice:
    lines = tuple(_line(position, article, language) for position, article in enumerate(articles, 1))
    vat = _vat(lines, extras, RATES[language])
    seller = SELLERS[language]
    return Invoice(
        document_type=DocumentType.INVOICE,
        type_code="380",
        invoice_number=number,
        issue_date=date(2024, 11, 15),
        due_date=date(2024, 12, 15),
        delivery_date=date(2024, 11, 12),
        currency="EUR",
        purchase_order="PO-70325",
        contract="FA-2024-08",
        buyer_reference="SH-GARDEN-2",
        payment_terms=TERMS[language],
        payment_reference=f"{number}-SH",
        notes=NOTES[language],
        seller=seller,
        buyer=BUYERS[language],
        accounts=(ACCOUNTS[language],),
        totals=_totals(lines, vat, extras),
        vat_breakdown=vat,
        lines=lines,
    )


def _line(position: int, article: Article, language: Language) -> Line:
    choice = 0 if language == "en" else 1
    plants, others = RATES[language]
    gross, off = Decimal(article.list_price), Decimal(article.off)
    net = _cents(gross * (100 - off) / 100)
    return Line(
        id=str(position),
        name=article.names[choice],
        description=article.remarks[choice] or None,
        seller_item_id=article.number,
        gtin=article.gtin,
        quantity=Decimal(article.quantity),
        unit=article.unit,
        net_price=net,
        gross_price=gross if off else None,
        vat_rate=plants if article.is_plant else others,
        net_amount=_cents(Decimal(article.quantity) * net),
    )


def _vat(lines: Sequence[Line], extras: Extras, rates: tuple[Decimal, Decimal]) -> tuple[VatRow, ...]:
    changes = (-extras.rebate, extras.delivery)
    sums = [_total(line for line in lines if line.vat_rate == rate) for rate in rates]
    bases = [total + change for total, change in zip(sums, changes, strict=True)]
    return tuple(
        VatRow(category="S", rate=rate, basis=basis, amount=_cents(basis * rate / 100))
        for rate, basis in zip(rates, bases, strict=True)
        if basis
    )


def _totals(lines: Sequence[Line], vat: Sequence[VatRow], extras: Extras) -> Totals:
    net = sum((row.basis or _ZERO for row in vat), _ZERO)
    tax = sum((row.amount or _ZERO for row in vat), _ZERO)
    return Totals(
        line_total=_total(lines),
        allowance_total=extras.rebate or None,
        charge_total=extras.delivery or None,
        tax_basis_total=net,
        tax_total=tax,
        grand_total=net + tax,
        prepaid=extras.prepaid or None,
        due_payable=net + tax - extras.prepaid,
    )


def _total(lines: Iterable[Line]) -> Decimal:
    return sum((line.net_amount or _ZERO for line in lines), _ZERO)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_HALF_UP)
