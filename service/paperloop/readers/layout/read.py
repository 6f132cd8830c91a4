"""The layout reader: from the words of a document's pages to its invoice, without model or network."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from paperloop.documents.extraction import Evidence, Reading
from paperloop.documents.invoice import Account, Address, Invoice, Line, Party, Totals, VatRow
from paperloop.documents.pages import Page
from paperloop.readers.layout.accounts import bic, ibans, vat_ids
from paperloop.readers.layout.charges import document_charges
from paperloop.readers.layout.contacts import contacts, payment_terms
from paperloop.readers.layout.days import delivery_date, due_date, issue_date
from paperloop.readers.layout.findings import Finding
from paperloop.readers.layout.header import currency, document_type, invoice_number, labelled_id
from paperloop.readers.layout.items import Item, bare_items, items_of, sums
from paperloop.readers.layout.lines import evidence_of
from paperloop.readers.layout.parties import find_parties
from paperloop.readers.layout.sheet import Sheet
from paperloop.readers.layout.table import Heading, headings
from paperloop.readers.layout.totals import solve_totals, sum_of_lines
from paperloop.readers.layout.vat import VatLine, rate_rows, vat_rows

if TYPE_CHECKING:
    from paperloop.readers.layout.candidates import Amount


def read_layout(pages: Sequence[Page], *, want_lines: bool = True) -> Reading:
    """The invoice that `pages` print, each value with its evidence and how far it can be trusted.

    Its lines cost about two fifths of the work; without them it is whole otherwise.
    Confidence below 0.5 means: do not trust; from 0.9, label, type and arithmetic agree.
    """
    read = _read(pages, want_lines=want_lines)
    if read is None:
        return Reading(invoice=Invoice(), warnings=("the pages print no words",))
    invoice, found = read
    confidence = _confidence(found)
    return Reading(invoice=invoice, evidence=_taken_for_evidence(found), confidence=confidence)


_Found = dict[str, Finding[Any]]
"""By JSON pointer into the invoice."""


def _read(pages: Sequence[Page], *, want_lines: bool) -> tuple[Invoice, _Found] | None:
    """The invoice, and what stands behind its values; None where no word is printed.

    The sheet, which is larger than the document's words, is gone afterwards.
    """
    sheet = Sheet(pages)
    if not sheet.lines:
        return None
    tables = list(headings(sheet))
    sheet.take_for_headings({row for table in tables if table.columns for row in range(table.first, table.last + 1)})
    found = _header(sheet)
    rates = rate_rows(sheet)
    totals = solve_totals(sheet, rates)
    lines = tuple(_lines(sheet, tables, found, totals)) if want_lines else ()
    found |= {f"/totals/{field}": value for field, value in totals.items()}
    found |= _parties(sheet)
    invoice = Invoice(
        document_type=document_type(sheet),
        **{pointer[1:]: value.value for pointer, value in found.items() if pointer.count("/") == 1},
        seller=_party(found, "seller"),
        buyer=_party(found, "buyer"),
        accounts=tuple(_accounts(sheet, found)),
        totals=Totals(**{field: value.value for field, value in totals.items()}),
        vat_breakdown=tuple(_vat_rows(rates, found, totals)),
        lines=lines,
    )
    return invoice, found


_HEADER: dict[str, Callable[[Sheet], Finding[Any] | None]] = {
    "/invoice_number": invoice_number,
    "/issue_date": issue_date,
    "/due_date": due_date,
    "/delivery_date": delivery_date,
    "/currency": currency,
    "/purchase_order": partial(labelled_id, field="purchase_order"),
    "/contract": partial(labelled_id, field="contract"),
    "/buyer_reference": partial(labelled_id, field="buyer_reference"),
    "/payment_terms": payment_terms,
    "/payment_reference": partial(labelled_id, field="payment_reference"),
}


def _header(sheet: Sheet) -> _Found:
    return {pointer: value for pointer, read in _HEADER.items() if (value := read(sheet))}


def _parties(sheet: Sheet) -> _Found:
    parties = find_parties(sheet)
    vat = vat_ids(sheet, parties.blocks)
    found: _Found = {}
    for role, name in (("seller", parties.seller), ("buyer", parties.buyer)):
        found |= {f"/{role}/name": name} if name else {}
        found |= {f"/{role}/vat_id": vat[role]} if role in vat else {}
        for field, value in parties.addresses.get(role, {}).items():
            found[f"/{role}/address/{field}"] = value
    return found | {f"/{field}": value for field, value in contacts(sheet, parties.blocks).items()}


def _accounts(sheet: Sheet, found: _Found) -> Iterator[Account]:
    bank = bic(sheet)
    for index, iban in enumerate(ibans(sheet)):
        found[f"/accounts/{index}/iban"] = iban
        if bank and not index:
            found["/accounts/0/bic"] = bank
        yield Account(iban=iban.value, bic=bank.value if bank and not index else None)


def _taken_for_evidence(found: _Found) -> dict[str, Evidence]:
    """Each finding goes for its evidence: a long document has a hundred thousand of them."""
    evidence = {}
    for pointer in list(found):
        _, page, words, _ = found.pop(pointer)
        evidence[pointer] = evidence_of(page, words)
    return evidence


def _confidence(found: _Found) -> dict[str, float]:
    rounded = {exact: round(exact, 2) for exact in {finding[3] for finding in found.values()}}
    return {pointer: rounded[finding[3]] for pointer, finding in found.items()}


def _party(found: Mapping[str, Finding[Any]], role: str) -> Party:
    address = f"/{role}/address/"
    return Party(
        **{
            field: found[f"/{role}/{field}"].value
            for field in ("name", "vat_id", "email", "phone")
            if f"/{role}/{field}" in found
        },
        address=Address(
            **{
                pointer.removeprefix(address): value.value
                for pointer, value in found.items()
                if pointer.startswith(address)
            }
        ),
    )


def _lines(sheet: Sheet, tables: Sequence[Heading], found: _Found, totals: dict[str, Finding[Any]]) -> Iterator[Line]:
    """The invoice's lines; what stands behind each value goes into `found`."""
    net, gross = (totals[field].value if field in totals else None for field in ("tax_basis_total", "grand_total"))
    fields = ("line_total", "tax_basis_total", "grand_total")
    targets = {totals[field].value for field in fields if field in totals}
    items = items_of(sheet, tables, targets) or bare_items(sheet, targets)
    total = sums(items)
    adds_up = bool(items) and total in targets
    if adds_up and (len(items) > 1 or items[0].multiplies()):
        totals |= {
            field: _borne_out(totals[field]) for field in fields if field in totals and totals[field].value == total
        }
    if total == net and "line_total" not in totals and items:
        totals["line_total"] = totals["tax_basis_total"]._replace(confidence=0.85)
    if items and net is not None and total not in (net, gross):
        totals |= sum_of_lines(sheet, total)
        totals |= _charges(sheet, totals, items, net)
    with_tax = total == gross and total != net and "untaxed" not in sheet.hits
    # An item is larger than its line, and a long document has thousands: each goes as it becomes one.
    items.reverse()
    for index in range(len(items)):
        yield _line(items.pop(), index, found, 0.93 if adds_up else 0.7, with_tax=with_tax)


def _borne_out(total: Finding[Any]) -> Finding[Any]:
    """A total that the lines add up to."""
    return total._replace(confidence=max(total.confidence, 0.88))


def _charges(sheet: Sheet, totals: _Found, items: Sequence[Item], net: Decimal) -> _Found:
    """What lies between the sum of the lines, printed or not, and the net total; with it, that sum is sure."""
    printed = totals.get("line_total")
    found = document_charges(sheet, printed.value if printed else sums(items), net)
    return found | {"line_total": printed._replace(confidence=0.93) if printed else _sum_of(items)} if found else {}


def _sum_of(items: Sequence[Item]) -> Finding[Decimal]:
    """The sum of the lines, with the words of those on the first one's page."""
    amounts = [item.amount for item in items if item.amount]
    page = amounts[0].row.page
    words = [word for amount in amounts if amount.row.page == page for word in amount.words]
    return Finding(sums(items), page, words, 0.9)


def _line(item: Item, index: int, found: _Found, trust: float, *, with_tax: bool) -> Line:
    numbers: dict[str, Amount | None] = {
        **item.prices(),
        "quantity": item.number("quantity"),
        "vat_rate": item.number("rate"),
        ("gross_amount" if with_tax else "net_amount"): item.amount,
    }
    for field, amount in numbers.items():
        if amount:
            found[f"/lines/{index}/{field}"] = Finding(amount.value, amount.row.page, amount.words, trust)
    texts = {field: " ".join([word.text for _, word in words]) for field, words in item.texts.items()}
    for field, text in texts.items():
        first = item.texts[field][0][0]
        words = [word for page, word in item.texts[field] if page == first]
        found[f"/lines/{index}/{field}"] = Finding(text, first, words, trust - 0.05)
    return Line(**texts, **{field: amount.value for field, amount in numbers.items() if amount})


def _vat_rows(rates: Sequence[VatLine], found: _Found, totals: Mapping[str, Finding[Any]]) -> Iterator[VatRow]:
    net, tax = (totals[field].value if field in totals else None for field in ("tax_basis_total", "tax_total"))
    for index, row in enumerate(vat_rows(rates, net, tax)):
        for field, amount in row._asdict().items():
            pointer = f"/vat_breakdown/{index}/{field}"
            found[pointer] = Finding(amount.value, amount.row.page, amount.words, 0.95)
        yield VatRow(rate=row.rate.value, basis=row.basis.value, amount=row.amount.value)
