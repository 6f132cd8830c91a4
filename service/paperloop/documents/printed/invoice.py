"""From an invoice to what stands on its pages."""

from collections.abc import Iterator

from paperloop.documents.invoice import Account, Invoice
from paperloop.documents.printed.page import InvoicePage, Labelled, Sum
from paperloop.documents.printed.parties import buyer_label, buyer_lines, facts, seller_lines, sender, title
from paperloop.documents.printed.tables import lines_table, vat_table
from paperloop.documents.printed.wording import Wording

_SUMS = (
    "line_total",
    "allowance_total",
    "charge_total",
    "tax_basis_total",
    "tax_total",
    "grand_total",
    "prepaid",
    "rounding",
    "due_payable",
)
_LOUD = ("grand_total", "due_payable")
_TAKEN_OFF = ("allowance_total", "prepaid")


def printed(invoice: Invoice, wording: Wording) -> InvoicePage:
    """Every value of `invoice` but its type's code; nothing is computed, so what is unknown is left out."""
    return InvoicePage(
        title=title(invoice, wording),
        seller=invoice.seller.name or "",
        seller_lines=tuple(seller_lines(invoice.seller, wording)),
        sender=sender(invoice.seller),
        buyer_label=buyer_label(invoice, wording),
        buyer=invoice.buyer.name or "",
        buyer_lines=tuple(buyer_lines(invoice.buyer, wording)),
        facts=tuple(facts(invoice, wording)),
        lines=lines_table(invoice.lines, wording),
        vat=vat_table(invoice.vat_breakdown, wording),
        sums=tuple(_sums(invoice, wording)),
        payment=wording["payment"],
        payment_facts=tuple(_payment(invoice, wording)),
        notes=tuple(line for note in invoice.notes for line in (note or "").splitlines() if line.strip()),
        page=wording["page"],
    )


def _sums(invoice: Invoice, wording: Wording) -> Iterator[Sum]:
    for name in _SUMS:
        value = getattr(invoice.totals, name)
        if value is not None:
            loud = name in _LOUD
            currency = f"{invoice.currency}\N{NO-BREAK SPACE}" if loud and invoice.currency else ""
            amount = wording.number(-value if name in _TAKEN_OFF else value)
            yield Sum(wording[name], f"{currency}{amount}", loud)


def _payment(invoice: Invoice, wording: Wording) -> Iterator[Labelled]:
    values = [("payment_terms", invoice.payment_terms), ("payment_reference", invoice.payment_reference)]
    values += [value for account in invoice.accounts for value in _account(account)]
    for word, value in values:
        if value:
            yield Labelled(wording[word], value)


def _account(account: Account) -> list[tuple[str, str | None]]:
    iban = account.iban or ""
    return [
        ("account_name", account.name),
        ("iban", " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))),
        ("bic", account.bic),
        ("account_number", account.account_number),
    ]
