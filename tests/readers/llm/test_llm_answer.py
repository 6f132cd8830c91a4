"""What becomes of a model's words: values, printed strings, warnings. Nothing vanishes."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from paperloop.documents.invoice import DocumentType, Invoice
from paperloop.documents.pointers import leaves
from paperloop.errors import LlmInvalidAnswer
from paperloop.readers.llm import read_answer, validate


def test_an_answer_becomes_an_invoice_and_keeps_its_printed_words() -> None:
    reading = read_answer(
        {
            "document_type": "credit_note",
            "invoice_number": " GS-7 ",
            "issue_date": "3. Mai 2026",
            "currency": "€",
            "seller_name": "Northwind  Paper",
            "seller_vat_id": "de 123 456 789",
            "seller_country": "Deutschland",
            "buyer_city": "Leeds",
            "grand_total": "1.234,56-",
            "accounts": [{"iban": "DE89 3704 0044 0532 0130 00"}],
            "vat_breakdown": [{"rate": "19 %", "amount": "-197,12"}],
            "lines": [{"name": "Paper", "quantity": "2", "net_amount": "-1.037,44"}],
            "notes": ["No VAT"],
        }
    )
    assert dict(leaves(reading.invoice)) == {
        "/document_type": DocumentType.CREDIT_NOTE,
        "/invoice_number": "GS-7",
        "/issue_date": date(2026, 5, 3),
        "/currency": "EUR",
        "/seller/name": "Northwind Paper",
        "/seller/vat_id": "DE123456789",
        "/seller/address/country": "DE",
        "/buyer/address/city": "Leeds",
        "/totals/grand_total": Decimal("-1234.56"),
        "/accounts/0/iban": "DE89370400440532013000",
        "/vat_breakdown/0/rate": Decimal(19),
        "/vat_breakdown/0/amount": Decimal("-197.12"),
        "/lines/0/name": "Paper",
        "/lines/0/quantity": Decimal(2),
        "/lines/0/net_amount": Decimal("-1037.44"),
        "/notes/0": "No VAT",
    }
    assert reading.warnings == ()
    assert reading.printed["/totals/grand_total"] == "1.234,56-"
    assert reading.printed["/seller/address/country"] == "Deutschland"
    assert reading.printed["/currency"] == "€"
    assert set(reading.printed) == {pointer for pointer, _ in leaves(reading.invoice)} - {"/document_type"}


@pytest.mark.parametrize("answer", [{}, {"lines": None, "notes": None, "grand_total": None}, {"lines": []}])
def test_nothing_found_is_an_empty_invoice(answer: dict[str, Any]) -> None:
    reading = read_answer(answer)
    assert (reading.invoice, dict(reading.printed), reading.warnings) == (Invoice(), {}, ())


@pytest.mark.parametrize("word", ["", "  ", "null", "None", "N/A", "\x00"])
def test_words_for_nothing_are_nothing(word: str) -> None:
    assert read_answer({"invoice_number": word}).invoice == Invoice()


@pytest.mark.parametrize(
    ("others", "word", "amount"),
    [
        (["10,00"], "1.234", "1234"),
        (["10.00"], "1.234", "1.234"),
        (["10.00"], "1,234", "1234"),
        ([], "1.234", "1234"),
    ],
)
def test_all_numbers_of_the_document_settle_an_ambiguous_one(others: list[str], word: str, amount: str) -> None:
    reading = read_answer({"grand_total": word, "lines": [{"net_amount": other} for other in others]})
    assert reading.invoice.totals.grand_total == Decimal(amount)


@pytest.mark.parametrize(
    ("due", "issued", "warned"),
    [
        ("31/05/2026", date(2026, 4, 3), False),
        ("05/31/2026", date(2026, 3, 4), False),
        ("03/05/2026", date(2026, 4, 3), True),
        (None, date(2026, 4, 3), True),
    ],
)
def test_one_date_shows_how_the_others_are_written(due: str | None, issued: date, warned: bool) -> None:
    reading = read_answer({"issue_date": "03/04/2026", "due_date": due})
    assert reading.invoice.issue_date == issued
    assert any("/issue_date" in warning for warning in reading.warnings) is warned


@pytest.mark.parametrize(
    ("given", "printed"),
    [(10, "10"), (10.5, "10.5"), (Decimal("10.00"), "10.00"), (-3, "-3")],
)
def test_a_number_is_taken_for_the_digits_it_came_with(given: Any, printed: str) -> None:
    reading = read_answer({"grand_total": given})
    assert reading.printed["/totals/grand_total"] == printed
    assert str(reading.invoice.totals.grand_total) == printed


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ({"grand_total": "about ten"}, ['"about ten"', "/totals/grand_total", "no number"]),
        ({"issue_date": "soon"}, ['"soon"', "/issue_date", "no date"]),
        ({"currency": "shells"}, ['"shells"', "/currency", "no currency"]),
        ({"seller_country": "Atlantis"}, ['"Atlantis"', "/seller/address/country", "no country"]),
        ({"document_type": "poem"}, ['"poem"', "/document_type", "no type of document"]),
        ({"vat_breakdown": [{"rate": "some", "amount": "1.00"}]}, ['"some"', "/vat_breakdown/0/rate", "no percentage"]),
        ({"lines": [{"name": "a"}, {"name": None}]}, ["row 2", "lines"]),
        ({"lines": [{"net_amount": "ten"}]}, ['"ten"', "/lines/0/net_amount"]),
        ({"total": "1", "lines": []}, ["`total`", "not asked for"]),
        ({"lines": [{"name": "a", "colour": "red"}]}, ["`colour` in /lines/0", "not asked for"]),
        ({"grand_total": Decimal("1E+999999999")}, ["1E+999999999", "no number"]),
    ],
)
def test_what_cannot_be_used_is_a_warning_that_quotes_it(answer: dict[str, Any], says: list[str]) -> None:
    reading = read_answer(answer)
    assert [text for text in says if not any(text in warning for warning in reading.warnings)] == []


@pytest.mark.parametrize(
    ("totals", "prepaid", "allowance"),
    [
        ({"grand_total": "8,175.80", "prepaid": "-500.00", "due_payable": "7,675.80"}, "500.00", None),
        ({"grand_total": "8,175.80", "prepaid": "500.00", "due_payable": "7,675.80"}, "500.00", None),
        ({"grand_total": "8,175.80", "prepaid": "-500.00"}, "500.00", None),
        ({"grand_total": "-100.00", "prepaid": "-40.00", "due_payable": "-60.00"}, "-40.00", None),
        ({"grand_total": "100.00", "prepaid": "-40.00", "due_payable": "3.00"}, "-40.00", None),
        ({"prepaid": "-40.00"}, "-40.00", None),
        (
            {
                "line_total": "6,879.30",
                "allowance_total": "-75.00",
                "charge_total": "118.50",
                "tax_basis_total": "6,922.80",
            },
            None,
            "75.00",
        ),
        ({"line_total": "100.00", "allowance_total": "10.00", "tax_basis_total": "90.00"}, None, "10.00"),
    ],
)
def test_what_is_taken_off_has_the_sign_with_which_the_sum_holds(
    totals: dict[str, str], prepaid: str | None, allowance: str | None
) -> None:
    read = read_answer(totals).invoice.totals
    assert read.prepaid == (prepaid and Decimal(prepaid))
    assert read.allowance_total == (allowance and Decimal(allowance))


def test_an_empty_row_leaves_no_gap() -> None:
    reading = read_answer({"lines": [{"name": "a"}, {}, {"name": "b"}]})
    assert [line.name for line in reading.invoice.lines] == ["a", "b"]
    assert reading.printed == {"/lines/0/name": "a", "/lines/1/name": "b"}


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ({}, "none of the fields"),
        ({"answer": {"grand_total": "1"}}, "none of the fields"),
        ({"grand_total": {"value": "1"}}, "grand_total: "),
        ({"grand_total": True}, "grand_total: "),
        ({"grand_total": "1" * 3000}, "at most 2000"),
        ({"grand_total": 10**3000}, "at most 2000"),
        ({"grand_total": Decimal("0." + "1" * 3000)}, "at most 2000"),
        ({"lines": {"name": "a"}}, "lines: "),
        ({"lines": ["a"]}, "lines/0: "),
        ({"lines": [{"name": ["a"]}]}, "lines/0/name: "),
        ({"notes": [{"a": 1}]}, "notes/0: "),
    ],
)
def test_faults_of_shape_are_named_for_the_model(answer: dict[str, Any], fault: str) -> None:
    assert any(fault in said for said in validate(answer))


@pytest.mark.parametrize("answer", [{"lines": 3}, {"grand_total": []}])
def test_another_shape_is_no_answer(answer: dict[str, Any]) -> None:
    with pytest.raises(LlmInvalidAnswer, match="another shape"):
        read_answer(answer)


def test_each_fault_is_named_once() -> None:
    assert len(validate({"grand_total": {}, "lines": [{"name": []}]})) == 2


def test_a_tolerable_answer_has_no_faults() -> None:
    assert validate({"grand_total": 1, "lines": None, "unasked": 3}) == []
