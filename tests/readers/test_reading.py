"""Whoever read the invoice: a value that the pages do not print sends it to a human."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperloop.documents.extraction import Reading
from paperloop.documents.invoice import DocumentType, Invoice, Line, Party, Totals
from paperloop.documents.pages import Page, Word
from paperloop.readers import reading as readers
from paperloop.readers.grounding import unprinted
from paperloop.readers.reading import read_answer_on, read_einvoice_on, read_layout_only

PRINTED = [
    {60: "Seller: Northwind Paper Ltd"},
    {60: "Invoice number:", 160: "NW-2031-7"},
    {60: "Invoice date:", 160: "2031-03-14"},
    {60: "Net", 400: "EUR 200.00"},
    {60: "VAT 20%", 400: "EUR 40.00"},
    {60: "Total", 400: "EUR 240.00"},
]
"""Rows of the page, each with its texts by where they begin."""
INVOICE = Invoice(
    document_type=DocumentType.INVOICE,
    invoice_number="NW-2031-7",
    issue_date=date(2031, 3, 14),
    currency="EUR",
    seller=Party(name="Northwind Paper Ltd"),
    totals=Totals(tax_basis_total=Decimal("200.00"), tax_total=Decimal("40.00"), grand_total=Decimal("240.00")),
)
ANSWER = {
    "document_type": "invoice",
    "invoice_number": "NW-2031-7",
    "issue_date": "2031-03-14",
    "currency": "EUR",
    "seller_name": "Northwind Paper Ltd",
    "tax_basis_total": "200.00",
    "tax_total": "40.00",
    "grand_total": "240.00",
}


def page(left_out: frozenset[int] = frozenset()) -> Page:
    """The invoice above without some of its rows."""
    rows = [(60 + 20 * number, row) for number, row in enumerate(PRINTED) if number not in left_out]
    words = [word for y, row in rows for x, text in row.items() for word in _words(text, x, y)]
    return Page(number=1, width=595, height=842, words=words)


def _words(text: str, x: float, y: float) -> Iterator[Word]:
    for word in text.split():
        yield Word(x, y, x + 6 * len(word), y + 10, word)
        x += 6 * len(word) + 5


READERS: dict[str, Callable[[Sequence[Page]], Reading]] = {
    "layout": read_layout_only,
    "einvoice": lambda pages: read_einvoice_on(pages, INVOICE),
    "llm": lambda pages: read_answer_on(pages, ANSWER),
}


@pytest.mark.parametrize("reader", READERS)
def test_an_invoice_whose_every_value_is_printed_needs_no_review(reader: str) -> None:
    told = READERS[reader]([page()])
    assert (told.invoice.totals.grand_total, told.warnings, told.needs_review) == (Decimal("240.00"), (), False)
    assert unprinted(told.invoice, told.evidence) == []


CERTAIN = dict.fromkeys(readers.REQUIRED, 0.9)


@pytest.mark.parametrize(
    ("confidence", "doubted"),
    [
        (CERTAIN, []),
        (CERTAIN | {"/buyer/name": 0.9}, []),
        (CERTAIN | {"/buyer/name": 0.7}, ["/buyer/name"]),
        (CERTAIN | {"/seller/name": 0.7}, ["/seller/name"]),
        (CERTAIN | {"/due_date": 0.7}, []),
        ({}, list(readers.REQUIRED)),
    ],
)
def test_required_values_and_the_buyer_are_doubted_below_a_confidence(
    confidence: dict[str, float], doubted: list[str]
) -> None:
    assert readers.shaky(confidence) == doubted


@settings(deadline=None, max_examples=60)
@given(left_out=st.frozensets(st.integers(0, len(PRINTED) - 1)), reader=st.sampled_from(sorted(READERS)))
def test_a_value_without_evidence_needs_review(left_out: frozenset[int], reader: str) -> None:
    told = READERS[reader]([page(left_out)])
    assert told.needs_review or not unprinted(told.invoice, told.evidence)


WORKED_OUT = {
    "a sum": ({"totals": INVOICE.totals.model_copy(update={"prepaid": Decimal("60.00")})}, "/totals/prepaid"),
    "a price": ({"lines": (Line(net_price=Decimal("12.50")),)}, "/lines/0/net_price"),
    "a date": ({"due_date": date(2031, 4, 13)}, "/due_date"),
}


@pytest.mark.parametrize("kind", WORKED_OUT)
def test_what_the_layout_reader_worked_out_needs_review(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    more, pointer = WORKED_OUT[kind]
    read = readers.read_layout

    def read_and_work_out(pages: list[Page]) -> Reading:
        found = read(pages)
        return found.model_copy(update={"invoice": found.invoice.model_copy(update=more)})

    monkeypatch.setattr(readers, "read_layout", read_and_work_out)
    told = read_layout_only([page()])
    assert unprinted(told.invoice, told.evidence) == [pointer]
    assert told.needs_review


@pytest.mark.parametrize("code", [{"document_type": DocumentType.CREDIT_NOTE}, {"type_code": "380"}])
def test_a_code_that_no_invoice_prints_needs_no_evidence(code: dict[str, str]) -> None:
    assert not read_einvoice_on([page()], INVOICE.model_copy(update=code)).needs_review


def test_what_other_pages_may_show_is_not_said_to_stand_on_none() -> None:
    told = read_einvoice_on([page(frozenset({5}))], INVOICE)
    assert told.warnings == ("the attached e-invoice says what none of the pages read shows: /totals/grand_total",)
    assert told.invoice == INVOICE


class TestAnswersAboutParts:
    """A description that goes on over the page break is one text, if both halves are printed."""

    PAGES = (
        Page(number=1, width=595, height=842, words=[
            *_words("1", 60, 700), *_words("Paper", 90, 700), *_words("20.00", 400, 700),
            *_words("white and", 90, 715), *_words("Carried forward 20.00", 300, 800),
        ]),
        Page(number=2, width=595, height=842, words=[
            *_words("Northwind Paper Ltd, page 2", 60, 40), *_words("recycled", 90, 80),
            *_words("2", 60, 100), *_words("Ink", 90, 100), *_words("27.00", 400, 100),
        ]),
    )  # fmt: skip
    FIRST: ClassVar = {"lines": [{"id": "1", "name": "Paper", "net_amount": "20.00", "description": "white and"}]}

    def second(self, description: str) -> dict[str, object]:
        return {"lines": [{"description": description}, {"id": "2", "name": "Ink", "net_amount": "27.00"}]}

    def test_both_halves_are_printed(self) -> None:
        told = read_answer_on(self.PAGES, self.FIRST, self.second("recycled"))
        assert [line.description for line in told.invoice.lines] == ["white and recycled", None]
        assert told.evidence["/lines/0/description"].text == "white and"

    def test_one_half_is_invented(self) -> None:
        told = read_answer_on(self.PAGES, self.FIRST, self.second("and gilded"))
        assert [line.description for line in told.invoice.lines] == [None, None]
        assert any("gilded" in warning for warning in told.warnings)
