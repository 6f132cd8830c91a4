"""Invoices between invented companies, as values; their sums are computed, so they are right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import cycle, islice

from paperloop.documents.invoice import DocumentType, Invoice, Line, Totals, VatRow
from paperloop.testing.catalogue import ACCOUNTS, ARTICLES, BUYERS, NOTES, RATES, SELLERS, TERMS, Article, Language

_CENT = Decimal("0.01")
_ZERO = Decimal("0.00")


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
