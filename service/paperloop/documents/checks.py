"""What must hold on an invoice: sums, VAT, check digits, dates.

A rule is held against the values that are there; where one of them is missing the rule says nothing. The sums are
those of EN 16931 (BR-CO-10 to BR-CO-17). Its amounts are rounded each by itself, so a sum of n rows may be off by a
cent for each row, up to 20 cents.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, pairwise

from babel.core import get_global

from paperloop.documents.extraction import Check
from paperloop.documents.identifiers import fault_of_iban, fault_of_vat_id
from paperloop.documents.invoice import Invoice, Line

_CENT = Decimal("0.01")
_ZERO = Decimal(0)
_MOST_CENTS = 20
_VAT_TOLERANCE = Decimal("0.02")
_PRICE_BASES = (1, 10, 100, 1000)
_DISCOUNT = re.compile(
    r"discount|allowance|rebate|list price|gross price|rabat|nachlass|abschlag|listenpreis|bruttopreis"
    r"|remise|ristourne|prix brut|descuento|sconto|korting|desconto|(?<![^\s(])[-−–]\s?\d+(?:[.,]\d+)?\s?%",
    re.IGNORECASE,
)
"""Words of a line that tell of a discount. EN 16931 has it in BG-27, which has no field of its own here."""
_BELOW = frozenset(".-/ ")
"""What parts a line's number from its parent's. All sort before digits."""
_YEARS = range(1990, 2100)
_CURRENCIES = frozenset(get_global("all_currencies"))
_SHOWN_FAULTS = 3

Rule = Callable[[Invoice], Iterator[Check]]


def check(invoice: Invoice) -> tuple[Check, ...]:
    """Every rule that the invoice's values can be held against, and whether they keep it."""
    return tuple(chain.from_iterable(rule(invoice) for rule in _RULES))


def _net_and_tax(invoice: Invoice) -> Iterator[Check]:
    totals = invoice.totals
    net, tax, gross = totals.tax_basis_total, totals.tax_total, totals.grand_total
    if net is not None and tax is not None and gross is not None:
        yield _sum("net + tax = gross", f"{net:f} + {tax:f}", net + tax, gross)


def _due(invoice: Invoice) -> Iterator[Check]:
    totals = invoice.totals
    gross, due = totals.grand_total, totals.due_payable
    if gross is not None and due is not None:
        prepaid, rounding = totals.prepaid or _ZERO, totals.rounding or _ZERO
        terms = f"{gross:f} - {prepaid:f} + {rounding:f}"
        yield _sum("gross - prepaid + rounding = due", terms, gross - prepaid + rounding, due)


def _allowances(invoice: Invoice) -> Iterator[Check]:
    totals = invoice.totals
    lines, net = totals.line_total, totals.tax_basis_total
    if lines is not None and net is not None:
        off, on = totals.allowance_total or _ZERO, totals.charge_total or _ZERO
        yield _sum("lines - allowances + charges = net", f"{lines:f} - {off:f} + {on:f}", lines - off + on, net)


def _lines(invoice: Invoice) -> Iterator[Check]:
    """Net amounts against the net, or gross amounts (a receipt's) against the gross."""
    totals = invoice.totals
    net_total = totals.line_total
    if net_total is None and totals.tax_basis_total is not None:
        net_total = totals.tax_basis_total + (totals.allowance_total or _ZERO) - (totals.charge_total or _ZERO)
    nets = [line.net_amount for line in invoice.lines if line.net_amount is not None]
    grosses = [line.gross_amount for line in invoice.lines if line.gross_amount is not None]
    if nets and net_total is not None:
        yield _lines_add_up(invoice.lines, nets, net_total)
    elif grosses and totals.grand_total is not None:
        yield _lines_add_up(invoice.lines, grosses, totals.grand_total)


def _lines_add_up(lines: Sequence[Line], amounts: Sequence[Decimal], total: Decimal) -> Check:
    """Plainly, else without subtotal lines, else without the parents of sub-lines (EXTENDED profile)."""
    tolerance = _tolerance(len(amounts))
    plain = fitting = sum(amounts, _ZERO)
    if abs(plain - total) > tolerance:
        others = _without_subtotals(amounts), _without_parents(lines)
        fitting = next((each for each in others if abs(each - total) <= tolerance), plain)
    return _sum("lines add up", _counted(len(amounts), "line"), fitting, total, tolerance)


def _without_subtotals(amounts: Sequence[Decimal]) -> Decimal:
    """The sum, leaving out each amount that repeats the sum of the two or more before it."""
    total = run = _ZERO
    rows = 0
    for amount in amounts:
        if rows >= 2 and abs(run - amount) <= _CENT:
            run, rows = _ZERO, 0
        else:
            total, run, rows = total + amount, run + amount, rows + 1
    return total


def _without_parents(lines: Sequence[Line]) -> Decimal:
    """The sum of the lines whose id begins no other line's id: 01 is the parent of 0101, 1 of 1.1 and not of 10."""
    numbered = sorted((line.id or "", line.net_amount or _ZERO) for line in lines)
    is_parent = _is_level_above if _in_levels([ident for ident, _ in numbered]) else _is_parent
    parents = sum((amount for (ident, amount), (below, _) in pairwise(numbered) if is_parent(ident, below)), _ZERO)
    return sum((amount for _, amount in numbered), _ZERO) - parents


def _in_levels(idents: Sequence[str]) -> bool:
    """Whether ids have two or more signs for each level, without a separator: 01, 0101, 010101."""
    widths = {len(ident) for ident in idents if ident}
    width = min(widths, default=0)
    return width > 1 and len(widths) > 1 and all(other % width == 0 for other in widths)


def _is_level_above(ident: str, below: str) -> bool:
    return bool(ident) and ident != below and below.startswith(ident)


def _is_parent(ident: str, below: str) -> bool:
    stem = ident.rstrip(".")
    rest = below.removeprefix(stem)
    return bool(stem) and rest != below and len(rest) > 1 and rest[0] in _BELOW


def _prices(invoice: Invoice) -> Iterator[Check]:
    priced = [(number, *_priced(line)) for number, line in enumerate(invoice.lines, 1) if _is_priced(line)]
    if priced:
        faults = [
            f"line {number}: {quantity:f} * {price:f} is not {net:f}"
            for number, quantity, price, net in priced
            if not _price_fits(invoice.lines[number - 1], quantity, price, net)
        ]
        yield _listed("quantity * price = net amount", faults, _counted(len(priced), "line"))


def _is_priced(line: Line) -> bool:
    price = line.net_price if line.net_price is not None else line.gross_price
    return line.quantity is not None and price is not None and line.net_amount is not None


def _priced(line: Line) -> tuple[Decimal, Decimal, Decimal]:
    """Quantity, price and net amount; the price before discount where that after it is not known."""
    price = line.net_price if line.net_price is not None else line.gross_price
    return line.quantity or _ZERO, price or _ZERO, line.net_amount or _ZERO


def _price_fits(line: Line, quantity: Decimal, price: Decimal, net: Decimal) -> bool:
    """A price is rounded to its printed decimals, two at least; it may be quoted for the whole quantity or for 10,
    100, 1000 (BT-149). A line that tells of a discount may cost down to half of that; more, only by its gross price.
    """
    if quantity * price == net:
        return True
    prices = [price] if line.gross_price is None else [price, line.gross_price]
    scale = min(_CENT, Decimal(1).scaleb(int(price.as_tuple().exponent)))
    tolerance = abs(quantity) * scale / 2 + _CENT
    full = [abs(each * factor) for each in prices for factor in (quantity, 1)]
    if any(abs(product / base - abs(net)) <= tolerance for product in full for base in _PRICE_BASES):
        return True
    return _tells_discount(line) and any(product / 2 <= abs(net) <= product for product in full)


def _tells_discount(line: Line) -> bool:
    """By a gross price, which is there for what is taken off it, or in words."""
    return line.gross_price is not None or any(_DISCOUNT.search(text) for text in (line.name, line.description) if text)


def _vat_rows(invoice: Invoice) -> Iterator[Check]:
    rows = [
        (row.basis, row.rate, row.amount)
        for row in invoice.vat_breakdown
        if row.basis is not None and row.rate is not None and row.amount is not None
    ]
    if rows:
        faults = [
            f"{basis:f} * {rate:f} % is not {amount:f}"
            for basis, rate, amount in rows
            if abs(basis * rate / 100 - amount) > _VAT_TOLERANCE
        ]
        yield _listed("basis * rate = VAT amount", faults, _counted(len(rows), "VAT row"))


def _vat_sum(invoice: Invoice) -> Iterator[Check]:
    amounts = [row.amount for row in invoice.vat_breakdown]
    total = invoice.totals.tax_total
    known = [amount for amount in amounts if amount is not None]
    if known and total is not None and len(known) == len(amounts):
        terms = " + ".join(f"{amount:f}" for amount in known[:8]) + (" + ..." if len(known) > 8 else "")
        yield _sum("sum of VAT amounts = tax", terms, sum(known, _ZERO), total, _tolerance(len(known)))


def _ibans(invoice: Invoice) -> Iterator[Check]:
    for account in invoice.accounts:
        if account.iban:
            yield _identifier("IBAN check digits", account.iban, fault_of_iban(account.iban))


def _vat_ids(invoice: Invoice) -> Iterator[Check]:
    for party in (invoice.seller, invoice.buyer):
        if party.vat_id:
            known, fault = fault_of_vat_id(party.vat_id, party.address.country)
            if known:
                yield _identifier("VAT id check digits", party.vat_id, fault)


def _date_order(invoice: Invoice) -> Iterator[Check]:
    issue, due = invoice.issue_date, invoice.due_date
    if issue and due:
        relation = "before or on" if issue <= due else "after"
        detail = f"issued on {issue}, {relation} the due date {due}"
        yield Check(rule="issue date <= due date", passed=issue <= due, detail=detail)


def _years(invoice: Invoice) -> Iterator[Check]:
    dates = [date for date in (invoice.issue_date, invoice.due_date, invoice.delivery_date) if date]
    if dates:
        faults = [f"{date} is not a year of today's invoices" for date in dates if date.year not in _YEARS]
        yield _listed("dates are sensible", faults, _counted(len(dates), "date"))


def _currency(invoice: Invoice) -> Iterator[Check]:
    if invoice.currency:
        known = invoice.currency in _CURRENCIES
        detail = f"{invoice.currency} is {'a' if known else 'no'} currency code of ISO 4217"
        yield Check(rule="currency is known", passed=known, detail=detail)


_RULES: tuple[Rule, ...] = (
    _net_and_tax,
    _due,
    _allowances,
    _lines,
    _prices,
    _vat_rows,
    _vat_sum,
    _ibans,
    _vat_ids,
    _date_order,
    _years,
    _currency,
)


def _tolerance(rows: int) -> Decimal:
    return _CENT * min(rows, _MOST_CENTS)


def _sum(rule: str, terms: str, computed: Decimal, stated: Decimal, tolerance: Decimal = _CENT) -> Check:
    passed = abs(computed - stated) <= tolerance
    detail = f"{terms} = {computed:f}" + ("" if computed == stated else f"; the document says {stated:f}")
    return Check(rule=rule, passed=passed, detail=detail)


def _listed(rule: str, faults: Sequence[str], checked: str) -> Check:
    """One check for many rows: the first few faults, or how many rows keep the rule."""
    more = f"; {len(faults) - _SHOWN_FAULTS} more" if len(faults) > _SHOWN_FAULTS else ""
    detail = "; ".join(faults[:_SHOWN_FAULTS]) + more if faults else f"{checked} checked"
    return Check(rule=rule, passed=not faults, detail=detail)


def _identifier(rule: str, value: str, fault: str | None) -> Check:
    return Check(rule=rule, passed=fault is None, detail=f"{value} {fault or 'is well-formed'}")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
