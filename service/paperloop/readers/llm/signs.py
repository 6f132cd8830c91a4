"""Signs of amounts that are subtracted.

In EN 16931 a prepayment, an allowance and a discount are positive and taken off (BR-CO-13, BR-CO-16); many invoices
print them with a minus, and a model copies what is printed.
"""

from decimal import Decimal

from paperloop.documents.invoice import Totals

ZERO = Decimal(0)


def taken_off(totals: Totals) -> Totals:
    """`totals` with the signs of prepaid and allowance_total as the sums need them; as they are where no sum tells."""
    flipped: dict[str, Decimal] = {}
    if _adds_up_without_minus(totals.grand_total, totals.prepaid, totals.due_payable, totals.rounding):
        flipped["prepaid"] = -(totals.prepaid or ZERO)
    if _adds_up_without_minus(totals.line_total, totals.allowance_total, totals.tax_basis_total, totals.charge_total):
        flipped["allowance_total"] = -(totals.allowance_total or ZERO)
    return totals.model_copy(update=flipped)


def _adds_up_without_minus(
    whole: Decimal | None, off: Decimal | None, rest: Decimal | None, more: Decimal | None
) -> bool:
    """Whether whole + off + more = rest. Without a rest: whether `off` has a minus and `whole` has none."""
    if whole is None or not off:
        return False
    if rest is None:
        return off < 0 < whole
    return whole + off + (more or ZERO) == rest
