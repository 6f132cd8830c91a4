"""Allowances and charges of the whole document: what lies between the sum of the lines and the net total."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from paperloop.readers.layout.findings import Finding
from paperloop.readers.layout.sheet import Sheet
from paperloop.readers.layout.totals import ZERO, Claim, claims_of

_FIELDS = {"allowance": "allowance_total", "charge": "charge_total"}
_MOST = 6
"""Allowances and charges that are looked at together."""
_TRUST = 0.93


def document_charges(sheet: Sheet, line_total: Decimal, net: Decimal) -> dict[str, Finding[Decimal]]:
    """`allowance_total` and `charge_total`: the printed amounts that lead from one total to the other, the fewest.

    Both have the net total's sign, however they are printed. Empty where no set of amounts leads there.
    """
    claims = list(_claims(sheet))
    sign = -1 if net < 0 else 1
    for count in range(1, len(claims) + 1):
        for some in combinations(claims, count):
            if line_total + sign * sum((_step(claim) for claim in some), ZERO) == net:
                return dict(_totals(some, sign))
    return {}


def _claims(sheet: Sheet) -> Iterator[Claim]:
    """The strongest claim of each role and amount, the six strongest of them: a percentage's basis is a weaker one."""
    known: dict[tuple[str, Decimal], Claim] = {}
    for claim in claims_of(sheet, frozenset(_FIELDS)):
        key = (claim.role, abs(claim.amount.value))
        if claim.amount.value and (key not in known or claim.weight > known[key].weight):
            known[key] = claim
    yield from sorted(known.values(), key=lambda claim: -claim.weight)[:_MOST]


def _step(claim: Claim) -> Decimal:
    """What it adds to the lines of an invoice: an allowance takes away."""
    value = abs(claim.amount.value)
    return value if claim.role == "charge" else -value


def _totals(claims: Sequence[Claim], sign: int) -> Iterator[tuple[str, Finding[Decimal]]]:
    """One finding a field; where several amounts make it up, with the words of those on the first one's page."""
    for role, field in _FIELDS.items():
        amounts = [claim.amount for claim in claims if claim.role == role]
        if amounts:
            total = sum((abs(amount.value) for amount in amounts), ZERO)
            page = amounts[0].row.page
            words = [word for amount in amounts if amount.row.page == page for word in amount.words]
            yield field, Finding(sign * total, page, words, _TRUST)
