"""An extraction against the truth."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from scoring import UNSURE, Outcome, Score, score
from truths import TrueLine, Truth

from paperloop.documents.checks import check
from paperloop.documents.extraction import DocumentFacts, Extraction, Timings
from paperloop.documents.invoice import Invoice

RIGHT, WRONG, MISSING = Outcome


def extraction(
    invoice: Mapping[str, Any], *, confidence: Mapping[str, float] | None = None, **facts: Any
) -> Extraction:
    return Extraction(
        invoice=Invoice.model_validate(invoice),
        reader="layout",
        needs_review=facts.pop("needs_review", False),
        evidence={},
        confidence=confidence or {},
        checks=facts.pop("checks", ()),
        document=DocumentFacts(sha256="", pages=1),
        timings_ms=Timings(upload=0, parse=0, read=0, total=0),
    )


def scored(truth: Truth, invoice: Mapping[str, Any], **facts: Any) -> Score:
    return score("a.pdf", truth, extraction(invoice, **facts))


@pytest.mark.parametrize(
    ("field", "printed", "invoice", "outcome"),
    [
        ("invoice_number", "A-7", {"invoice_number": "A7"}, RIGHT),
        ("invoice_number", "A-7", {"invoice_number": "A8"}, WRONG),
        ("invoice_number", "A-7", {}, MISSING),
        ("issue_date", "2024-02-01", {"issue_date": "2024-02-01"}, RIGHT),
        ("issue_date", "2024-02-01", {"issue_date": "2024-01-02"}, WRONG),
        ("grand_total", "10", {"totals": {"grand_total": "10.00"}}, RIGHT),
        ("grand_total", "10", {"totals": {"grand_total": "10.01"}}, WRONG),
        ("seller_name", "Brae Ltd", {"buyer": {"name": "Brae Ltd"}}, MISSING),
        ("iban", "DE1 2", {"accounts": [{"iban": "DE99"}, {"iban": "DE12"}]}, RIGHT),
        ("iban", "DE1 2", {"accounts": [{"iban": "DE99"}]}, WRONG),
        ("iban", "DE1 2", {"accounts": [{"bic": "QTBKDEFF"}]}, MISSING),
    ],
)
def test_a_value_is_right_wrong_or_missing(field: str, printed: str, invoice: dict[str, Any], outcome: Outcome) -> None:
    (judged,) = scored(Truth(values={field: (printed,)}), invoice).header
    assert judged.outcome is outcome
    assert judged.wanted == printed


def test_what_the_truth_does_not_name_is_not_scored() -> None:
    assert scored(Truth(values={}), {"invoice_number": "7", "lines": [{"net_amount": "5"}]}).header == ()
    assert scored(Truth(values={}), {"lines": [{"net_amount": "5"}]}).rows == ()


def test_a_value_has_the_confidence_it_was_given() -> None:
    truth = Truth(values={"invoice_number": ("7",), "iban": ("B",), "due_date": ("2024-01-31",)})
    given = {"invoice_number": "8", "accounts": [{"iban": "A"}, {"iban": "B"}]}
    confidence = {"/invoice_number": 0.4, "/accounts/0/iban": 0.5, "/accounts/1/iban": 0.9}
    sure = {value.field: value.confidence for value in scored(truth, given, confidence=confidence).header}
    assert sure == {"invoice_number": 0.4, "iban": 0.9, "due_date": 0.0}


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ([{"name": "Garden spade", "net_amount": "5.00"}], 1),
        ([{"name": "spade, steel", "net_amount": "5"}], 1),
        ([{"name": "T-1", "description": "Garden spade", "net_amount": "5"}], 1),
        ([{"name": "Garden spade", "net_amount": "5.01"}], 0),
        ([{"name": "Rake", "net_amount": "5"}], 0),
        ([{"net_amount": "5"}], 0),
        ([{"name": "Garden spade", "gross_amount": "5"}], 0),
        ([{"name": "Garden spade", "net_amount": "5"}] * 2, 1),
        ([], 0),
    ],
)
def test_a_line_is_right_by_its_amount_and_half_of_its_name(given: list[dict[str, Any]], right: int) -> None:
    truth = Truth(values={}, lines=(TrueLine(name="Garden spade", net_amount="5"),))
    result = scored(truth, {"lines": given})
    assert result.lines == (right, len(given), 1)
    outcomes = [value.outcome for value in result.rows if value.field == "lines/net_amount"]
    assert outcomes.count(RIGHT) == right
    assert outcomes.count(MISSING) == 1 - right
    assert outcomes.count(WRONG) == len(given) - right


def test_each_given_line_answers_one_printed_line() -> None:
    spade = TrueLine(name="Spade", net_amount="5")
    result = scored(Truth(values={}, lines=(spade, spade)), {"lines": [{"name": "Spade", "net_amount": "5"}]})
    assert result.lines == (1, 1, 2)


def test_a_line_without_a_name_is_right_by_its_amount() -> None:
    truth = Truth(values={}, lines=(TrueLine(name="", net_amount="5"),))
    assert scored(truth, {"lines": [{"name": "Anything", "net_amount": "5"}]}).lines.right == 1


def test_quantity_and_price_are_compared_in_lines_that_are_right() -> None:
    line = TrueLine(name="Spade", net_amount="5", quantity="2", net_price="2.50")
    given = {"name": "Spade", "net_amount": "5", "quantity": "3"}
    result = scored(Truth(values={}, lines=(line,)), {"lines": [given]}, confidence={"/lines/0/quantity": 0.7})
    assert [(value.field, value.outcome, value.confidence) for value in result.rows] == [
        ("lines/net_amount", RIGHT, 0.0),
        ("lines/name", RIGHT, 0.0),
        ("lines/quantity", WRONG, 0.7),
        ("lines/net_price", MISSING, 0.0),
    ]


@pytest.mark.parametrize(
    ("given", "exact"),
    [
        ({"currency": "EUR", "invoice_number": "7"}, True),
        ({"currency": "EUR"}, False),
        ({"invoice_number": "7"}, False),
    ],
)
def test_a_document_is_exact_when_every_core_field_known_is_right(given: dict[str, Any], exact: bool) -> None:
    truth = Truth(values={"currency": ("EUR",), "invoice_number": ("7",), "due_date": ("2024-01-31",)})
    assert scored(truth, given).exact is exact


def test_a_refused_document_lacks_every_value_and_is_for_review() -> None:
    truth = Truth(values={"currency": ("EUR",)}, lines=(TrueLine(name="Spade", net_amount="5"),))
    result = score("a.pdf", truth, "the document can't be read")
    assert [value.outcome for value in (*result.header, *result.rows)] == [MISSING, MISSING]
    assert result.lines == (0, 0, 1)
    assert result.needs_review
    assert result.refused == "the document can't be read"


def test_reasons_for_review_are_broken_rules_and_shaky_values() -> None:
    broken = Invoice.model_validate(
        {"totals": {"tax_basis_total": Decimal(1), "tax_total": Decimal(1), "grand_total": Decimal(3)}}
    )
    result = scored(Truth(values={}), {}, checks=check(broken), needs_review=True)
    assert result.reasons == {"net + tax = gross", UNSURE}
