"""Net, tax, gross and what is due: of all printed amounts, those that add up and stand where the labels say."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, pairwise
from typing import NamedTuple

from paperloop.readers.layout.candidates import Amount
from paperloop.readers.layout.findings import Finding, below
from paperloop.readers.layout.labels import Hit
from paperloop.readers.layout.sheet import Line, Sheet
from paperloop.readers.layout.vat import HIGHEST_RATE, TOLERANCE, VatLine, sums_with_tax

_ROLES = frozenset(
    ("line_total", "net", "tax", "gross", "total", "due", "prepaid", "allowance", "charge", "rounding", "withheld")
)
ZERO = Decimal(0)


class Claim(NamedTuple):
    """A label says that `amount` plays `role`; `weight` is how near and how plainly. `rates`: those on its line."""

    role: str
    amount: Amount
    weight: float
    rates: Sequence[Decimal] = ()


_SUMMED = 0.9
"""Trust in a sum whose parts are printed and that leads from one printed total to another."""
_HIGHEST_ROUNDING = 1
_HALVES = 6.0
"""The weight of two taxes that add up with net to gross: as much as one tax's claim, and that it adds up."""
_Claims = dict[str, dict[Decimal, Claim]]
"""By role and value, the strongest claim."""


class _Triple(NamedTuple):
    score: float
    net: Claim | None
    tax: Claim | None
    gross: Claim
    holds: bool
    withheld: bool = False
    """`gross` is what is due after tax withheld by the buyer; the sum of net and tax is not printed."""
    rounded: Decimal = ZERO
    """What was added to the sum of net and tax to come to `gross`, which then is what is due."""
    parts: Sequence[Claim] = ()
    """The tax of each rate, where their sum is not printed."""


def solve_totals(sheet: Sheet, rows: Sequence[VatLine]) -> dict[str, Finding[Decimal]]:
    """The document's totals by field name: tax_basis_total, tax_total, grand_total, due_payable, ...

    `rows` are those of the VAT breakdown. Where they have several rates, a row's own sum is not the document's.

    A field whose label, type and sum agree has a confidence of 0.95; one that only its label speaks for, 0.7.
    """
    claims = [claim for claim in claims_of(sheet) if not _is_partial(claim.amount, rows)]
    by_role = _strongest(claims)
    triple = _best_triple(by_role, sums_with_tax(rows), _halves(claims))
    if triple is None:
        return {}
    found: dict[str, Finding[Decimal]] = {}
    _put(found, "due_payable" if triple.withheld else "grand_total", triple.gross, _trust(triple, triple.gross))
    if triple.net:
        _put(found, "tax_basis_total", triple.net, _trust(triple, triple.net))
    if triple.tax:
        _put(found, "tax_total", triple.tax, _trust(triple, triple.tax))
    if not (triple.net or triple.tax or triple.parts or triple.withheld) and "untaxed" in sheet.hits:
        _put(found, "tax_basis_total", triple.gross, _trust(triple, triple.gross))
    if triple.parts:
        found["tax_total"] = _sum_of(triple.parts)
    if triple.rounded:
        _unround(found, by_role, triple)
    elif not triple.withheld:
        _add_rest(found, by_role, triple, paid="paid" in sheet.hits)
        _add_payments(sheet, found)
    return found


def _halves(claims: Iterable[Claim]) -> list[tuple[Claim, Claim]]:
    """Two taxes of one amount on rows under each other, under different labels, as India's CGST and SGST."""
    taxes = [claim for claim in claims if claim.role == "tax" and claim.amount.value]
    return [
        (one, other)
        for one, other in pairwise(taxes)
        if one.amount.value == other.amount.value
        and other.amount.row.index - one.amount.row.index in (1, 2)
        and one.amount.row.texts[0] != other.amount.row.texts[0]
    ]


def _sum_of(claims: Sequence[Claim]) -> Finding[Decimal]:
    """The sum of several amounts, with the words of those on the first one's page."""
    page = claims[0].amount.row.page
    words = [word for claim in claims if claim.amount.row.page == page for word in claim.amount.words]
    return Finding(sum((claim.amount.value for claim in claims), ZERO), page, words, _SUMMED)


def _unround(found: dict[str, Finding[Decimal]], by_role: _Claims, triple: _Triple) -> None:
    """Where the total printed is a rounded one, it is what is due; the gross total is what net and tax add up to."""
    found["due_payable"] = found["grand_total"]
    found["grand_total"] = _sum_of([claim for claim in (triple.net, triple.tax) if claim])
    _put_rounding(found, by_role, triple.rounded)


def _put_rounding(found: dict[str, Finding[Decimal]], by_role: _Claims, value: Decimal) -> None:
    """Its sign is what leads from one total to the other, however it is printed."""
    claim = by_role["rounding"].get(value) or by_role["rounding"].get(-value)
    if claim and 0 < abs(value) <= _HIGHEST_ROUNDING:
        _put(found, "rounding", claim, _SUMMED)
        found["rounding"] = found["rounding"]._replace(value=value)


def _is_partial(amount: Amount, rows: Sequence[VatLine]) -> bool:
    """Is it a figure of one VAT rate's row, where there are several rates?"""
    row = next((row for row in rows if row.basis.row is amount.row), None)
    if row is None or all(other.rate.value == row.rate.value for other in rows):
        return False
    return amount.value in (row.basis.value, row.amount.value, row.basis.value + row.amount.value)


def _trust(triple: _Triple, claim: Claim) -> float:
    plain = min(1.0, claim.weight / 3)
    return round(0.45 + 0.35 * plain + (0.17 if triple.holds else -0.1), 3)


def _put(found: dict[str, Finding[Decimal]], field: str, claim: Claim, confidence: float) -> None:
    amount = claim.amount
    found[field] = Finding(amount.value, amount.row.page, amount.words, max(0.05, min(0.98, confidence)))


def claims_of(sheet: Sheet, roles: Collection[str] = _ROLES) -> Iterator[Claim]:
    """Every label of these roles with the amounts it can mean: to its right, else under it."""
    for line in sheet.marked_lines:
        for hit in line.hits:
            if hit.field in roles:
                yield from _claims_at(sheet, line, hit)


def _claims_at(sheet: Sheet, line: Line, hit: Hit) -> Iterator[Claim]:
    opens = any(start == hit.start for start, _ in line.row.cells)
    right = _amounts_right(line, hit)
    strength = (3.0 if opens else 2.0) + 0.2 * min(hit.end - hit.start, 4)
    rates = [amount.value for amount in line.amounts if amount.percent and 0 < amount.value <= HIGHEST_RATE]
    if right:
        for place, amount in enumerate(right):
            yield Claim(hit.field, amount, strength - (0 if place == len(right) - 1 else 0.8), rates)
        return
    for amount in _amounts_below(sheet, line, hit):
        yield Claim(hit.field, amount, strength - 0.7, rates)


def _amounts_right(line: Line, hit: Hit) -> list[Amount]:
    """Money behind a label and before the next one of another role; a bare number only right behind it.

    The currency of "Total EUR 250.00" belongs to the label "Total EUR" and to the amount alike.
    """
    limit = min([h.start for h in line.hits if h.start >= hit.end and h.field in _ROLES], default=len(line.keys))
    behind = [a for a in line.amounts if hit.start < a.start < limit and hit.end < a.end and is_money(line, a)]
    return [a for a in behind if a.cents or a.currency or _is_bare_value(line, hit, a)]


def _is_bare_value(line: Line, hit: Hit, amount: Amount) -> bool:
    """Does a number without decimals stand right behind the label, or alone in its cell?"""
    return not any(line.keys[hit.end : amount.start]) or line.row.cell_at(amount.start) == (amount.start, amount.end)


def is_money(line: Line, amount: Amount) -> bool:
    """Not a rate, a year, a part of a date, a count of days."""
    if amount.percent or any(day.start <= amount.start < day.end for day in line.days):
        return False
    return amount.cents or amount.currency is not None or amount.end == len(line.row.words)


def _amounts_below(sheet: Sheet, line: Line, hit: Hit) -> Iterator[Amount]:
    for place in below(sheet, line, hit, reach=4.5):
        inside = [a for a in place.line.amounts if place.start <= a.start < place.end and is_money(place.line, a)]
        inside = [a for a in inside if a.cents or a.currency or place.line.row.cell_at(a.start) == (a.start, a.end)]
        if inside:
            yield from inside
        elif any(h.field in _ROLES and h.start == place.start for h in place.line.hits):
            return


def _strongest(claims: Iterable[Claim]) -> _Claims:
    """Of each role and value, its strongest claim; the last on the pages where two are equal."""
    by_role: _Claims = {role: {} for role in _ROLES}
    for claim in claims:
        known = by_role[claim.role].get(claim.amount.value)
        if known is None or claim.weight >= known.weight:
            by_role[claim.role][claim.amount.value] = claim
    return by_role


def _best_triple(by_role: _Claims, sums: Collection[Decimal], halves: Sequence[tuple[Claim, Claim]]) -> _Triple | None:
    """`sums` are what the VAT rows come to: they bear out a gross total of which net and tax are not printed."""
    grosses = _pool(by_role, {"gross": 1.0, "total": 0.75, "due": 0.7})
    nets = _pool(by_role, {"net": 1.0, "line_total": 0.7, "total": 0.4})
    taxes = _pool(by_role, {"tax": 1.0})
    between = {-abs(value): True for value in by_role["withheld"] if value}
    roundings = [value for value in by_role["rounding"] if abs(value) <= _HIGHEST_ROUNDING]
    between |= {sign * value: False for value in (*roundings, ZERO) for sign in (1, -1)}
    explained = {due + abs(paid) for due in by_role["due"] for paid in by_role["prepaid"] if paid}
    grosses = [gross._replace(weight=gross.weight + 1.5 * (gross.amount.value in explained)) for gross in grosses]
    triples = [triple for gross in grosses for triple in _triples(gross, nets, taxes, between)]
    triples += [
        _Triple(gross.weight + net.weight + _HALVES, net, None, gross, holds=True, parts=two)
        for two in halves
        for gross in grosses
        for net in nets
        if gross.amount.value - net.amount.value == 2 * two[0].amount.value
        and _plausible(net.amount.value, 2 * two[0].amount.value)
    ]
    triples += [
        _Triple(gross.weight + 4, None, None, gross, holds=True) for gross in grosses if gross.amount.value in sums
    ]
    return max(triples, key=lambda triple: triple.score, default=None)


def _pool(by_role: _Claims, weights: dict[str, float]) -> list[Claim]:
    pool: dict[Decimal, Claim] = {}
    for role, weight in weights.items():
        for value, claim in by_role[role].items():
            weighed = claim._replace(weight=claim.weight * weight)
            if value not in pool or weighed.weight > pool[value].weight:
                pool[value] = weighed
    return sorted(pool.values(), key=lambda claim: -claim.weight)[:40]


def _triples(gross: Claim, nets: list[Claim], taxes: list[Claim], between: Mapping[Decimal, bool]) -> Iterator[_Triple]:
    """Ways to read one amount as the gross total: with net and tax that add up to it, or alone.

    `between` holds what may lie between the sum and the total: nothing, roundings, and, marked True, tax withheld.
    """
    tax_of = {claim.amount.value: claim for claim in taxes}
    total = gross.amount.value
    yield _Triple(gross.weight, None, None, gross, holds=False)
    if ZERO in tax_of:
        alone = gross._replace(role="net", weight=gross.weight * 0.6)
        yield _Triple(gross.weight + tax_of[ZERO].weight + 1, alone, tax_of[ZERO], gross, holds=False)
    several = _sums_of_several(taxes)
    for claim in taxes:
        if claim.amount.value and _is_included(claim, total):
            yield _Triple(gross.weight + claim.weight + 2, None, claim, gross, holds=True)
    for net in nets:
        both = gross.weight + net.weight
        for difference, withheld in between.items():
            tax = tax_of.get(total - difference - net.amount.value)
            same = net.amount is gross.amount
            if tax and not same and _plausible(net.amount.value, tax.amount.value):
                weight = both + tax.weight + (3 if difference == 0 else 2)
                rounded = ZERO if withheld else difference
                yield _Triple(weight, net, tax, gross, holds=True, withheld=withheld, rounded=rounded)
        rest = total - net.amount.value
        if rest in several and rest not in tax_of and _plausible(net.amount.value, rest):
            yield _Triple(both + 4, net, None, gross, holds=True)
        if rest == 0 and net.role != "total":
            yield _Triple(both - 0.4 * net.weight + (0 if taxes else 1), net, None, gross, holds=not taxes)


def _sums_of_several(taxes: Sequence[Claim]) -> set[Decimal]:
    """What two or more of the first few tax amounts add up to: each rate may have its own, without a sum."""
    values = [claim.amount.value for claim in taxes[:6]]
    return {sum(some, ZERO) for count in range(2, len(values) + 1) for some in combinations(values, count)}


def _is_included(tax: Claim, gross: Decimal) -> bool:
    """Is it, at a rate that its line prints, the part of `gross` that is tax?"""
    return any(abs(gross * rate / (100 + rate) - tax.amount.value) < TOLERANCE for rate in tax.rates)


def _plausible(net: Decimal, tax: Decimal) -> bool:
    """Tax has the net amount's sign and is at most 30 % of it, rounded."""
    return tax == 0 or (net * tax > 0 and abs(tax) <= abs(net) * HIGHEST_RATE / 100 + TOLERANCE)


def _add_rest(found: dict[str, Finding[Decimal]], claims: _Claims, triple: _Triple, *, paid: bool) -> None:
    """What is due, was paid before, and what the lines sum up to."""
    gross = triple.gross.amount.value
    prepaid = _prime(claims["prepaid"])
    due = _due(claims["due"], gross, prepaid)
    if due:
        holds = due.amount.value in (gross, gross - (abs(prepaid.amount.value) if prepaid else ZERO))
        rounded = due.amount.value - gross + (abs(prepaid.amount.value) if prepaid else ZERO)
        _put_rounding(found, claims, rounded)
        holds = holds or "rounding" in found
        _put(found, "due_payable", due, 0.95 if holds and triple.holds else 0.75 if holds else 0.55)
    elif not paid and (prepaid is None or prepaid.amount.value == 0):
        _put(found, "due_payable", triple.gross, min(0.8, found["grand_total"].confidence))
    if prepaid and (prepaid.amount.value == 0 or (due and abs(due.amount.value) < abs(gross))):
        _put(found, "prepaid", prepaid, 0.8)
        rest = found["due_payable"].value if due else None
        found["prepaid"] = found["prepaid"]._replace(value=_paid(prepaid.amount.value, gross, rest))
    net = triple.net.amount.value if triple.net else None
    line_total = claims["line_total"].get(net) if net is not None else None
    if line_total:
        _put(found, "line_total", line_total, 0.93)
    elif claims["line_total"]:
        _put(found, "line_total", max(claims["line_total"].values(), key=lambda claim: claim.weight), 0.6)


def _add_payments(sheet: Sheet, found: dict[str, Finding[Decimal]]) -> None:
    """What was paid before, where no label says so but a list of payments prints what is lacking to the total."""
    gross, due = found["grand_total"], found.get("due_payable")
    if due is None or "prepaid" in found or not 0 < abs(due.value) < abs(gross.value):
        return
    payment = _printed(sheet, gross.value - due.value)
    if payment:
        found["prepaid"] = Finding(gross.value - due.value, payment.row.page, payment.words, 0.8)


def sum_of_lines(sheet: Sheet, total: Decimal) -> dict[str, Finding[Decimal]]:
    """`line_total`, where a label such as "Subtotal" or "Total" stands at the sum of the lines."""
    claims = (claim for claim in claims_of(sheet, ("line_total", "total", "net")) if claim.amount.value == total)
    claim = max(claims, key=lambda claim: claim.weight, default=None)
    return {"line_total": Finding(total, claim.amount.row.page, claim.amount.words, 0.93)} if claim else {}


def _printed(sheet: Sheet, value: Decimal) -> Amount | None:
    """The last sum of money of this value, whatever its sign, that the document prints."""
    found = (amount for line in sheet.marked_lines for amount in line.amounts if amount.cents and not amount.percent)
    return max((one for one in found if abs(one.value) == abs(value)), key=lambda one: one.row.index, default=None)


def _paid(printed: Decimal, gross: Decimal, due: Decimal | None) -> Decimal:
    """What was paid before, with the sign that takes it off the gross total (BR-CO-16), however it is printed."""
    return gross - due if due is not None and abs(gross - due) == abs(printed) else printed


def _due(claims: dict[Decimal, Claim], gross: Decimal, prepaid: Claim | None) -> Claim | None:
    """Of the amounts called due, the one that the gross total and what was paid explain."""
    if prepaid:
        rest = claims.get(gross - abs(prepaid.amount.value)) or claims.get(gross + abs(prepaid.amount.value))
        if rest:
            return rest
    return claims.get(gross) or _prime(claims)


def _prime(claims: dict[Decimal, Claim]) -> Claim | None:
    return max(claims.values(), key=lambda claim: claim.weight, default=None)
