"""The layout reader: from the words of a document's pages to its invoice, without model or network."""

from collections.abc import Mapping, Sequence
from typing import Any

from paperloop.documents.extraction import Evidence, Reading
from paperloop.documents.invoice import Account, Invoice, Party, Totals
from paperloop.documents.pages import Page
from paperloop.readers.layout import header
from paperloop.readers.layout.accounts import bic, ibans, vat_ids
from paperloop.readers.layout.findings import Finding
from paperloop.readers.layout.lines import evidence_of
from paperloop.readers.layout.parties import find_parties
from paperloop.readers.layout.sheet import Sheet
from paperloop.readers.layout.totals import solve_totals


def read_layout(pages: Sequence[Page]) -> Reading:
    """The invoice that `pages` print, each value with its evidence and how far it can be trusted.

    Confidence below 0.5 means: do not trust; from 0.9, label, type and arithmetic agree.
    """
    sheet = Sheet(pages)
    if not sheet.lines:
        return Reading(invoice=Invoice(), warnings=("the pages print no words",))
    found: dict[str, Finding[Any]] = {}
    for field, value in {
        "invoice_number": header.invoice_number(sheet),
        "issue_date": header.issue_date(sheet),
        "due_date": header.due_date(sheet),
        "delivery_date": header.delivery_date(sheet),
        "currency": header.currency(sheet),
        **{field: header.labelled_id(sheet, field) for field in ("purchase_order", "contract", "buyer_reference")},
    }.items():
        if value:
            found[f"/{field}"] = value
    totals = solve_totals(sheet)
    found |= {f"/totals/{field}": value for field, value in totals.items()}
    parties = find_parties(sheet)
    vat = vat_ids(sheet, parties.blocks)
    for role, name in (("seller", parties.seller), ("buyer", parties.buyer)):
        if name:
            found[f"/{role}/name"] = name
        if role in vat:
            found[f"/{role}/vat_id"] = vat[role]
    accounts = ibans(sheet)
    found |= {f"/accounts/{index}/iban": iban for index, iban in enumerate(accounts)}
    bank = bic(sheet)
    if accounts and bank:
        found["/accounts/0/bic"] = bank
    invoice = Invoice(
        document_type=header.document_type(sheet),
        **{p[1:]: f.value for p, f in found.items() if p.count("/") == 1},
        seller=_party(found, "seller"),
        buyer=_party(found, "buyer"),
        accounts=tuple(
            Account(iban=iban.value, bic=bank.value if bank and not index else None)
            for index, iban in enumerate(accounts)
        ),
        totals=Totals(**{field: value.value for field, value in totals.items()}),
    )
    return Reading(invoice=invoice, evidence=_evidence(found), confidence=_confidence(found))


def _evidence(found: Mapping[str, Finding[Any]]) -> dict[str, Evidence]:
    return {pointer: evidence_of(value.page, value.words) for pointer, value in found.items()}


def _confidence(found: Mapping[str, Finding[Any]]) -> dict[str, float]:
    return {pointer: round(value.confidence, 2) for pointer, value in found.items()}


def _party(found: Mapping[str, Finding[Any]], role: str) -> Party:
    return Party(
        **{field: found[f"/{role}/{field}"].value for field in ("name", "vat_id") if f"/{role}/{field}" in found}
    )
