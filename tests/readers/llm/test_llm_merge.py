"""Answers about the parts of one document, put together by rules."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperloop.readers.llm.answer import read_answer
from paperloop.readers.llm.merge import merge
from paperloop.readers.llm.shape import Shaped, shaped

Answer = dict[str, Any]

PAPER = {"id": "1", "name": "Paper", "quantity": "2", "net_price": "10.00", "net_amount": "20.00"}
PENS = {"id": "2", "name": "Pens", "quantity": "1", "net_price": "5.00", "net_amount": "5.00"}
INK = {"id": "3", "name": "Ink", "quantity": "3", "net_price": "9.00", "net_amount": "27.00"}


def printed(*rows: Answer) -> str:
    """A page's text grid with these rows."""
    return "\n".join("   ".join(row.values()) for row in rows)


def merged(*answers: Answer, grid: str = "") -> tuple[Answer, tuple[str, ...]]:
    """The merged answer as a model would give it, without nulls, and what is told."""
    result = merge([shaped(answer) for answer in answers], lambda: [grid])
    return plain(result.answer), result.warnings


def plain(answer: Shaped) -> Answer:
    tables = {table: [dict(row.words) for row in rows] for table, rows in answer.tables.items() if rows}
    return {**answer.header.words, **tables, **({"notes": list(answer.notes)} if answer.notes else {})}


RULES: dict[str, tuple[list[Answer], Answer]] = {
    "header fields come from the first part that prints them": (
        [{"invoice_number": "A-1"}, {"due_date": "3 May 2026"}, {"invoice_number": "a-1", "due_date": "03.05.2026"}],
        {"invoice_number": "A-1", "due_date": "3 May 2026"},
    ),
    "a part without a title has no say in the type": (
        [{"document_type": "other"}, {"document_type": "credit_note"}],
        {"document_type": "credit_note"},
    ),
    "the type is other where no part has a title": (
        [{"document_type": "other"}, {"document_type": "other"}],
        {"document_type": "other"},
    ),
    "totals come from the last part": (
        [{"grand_total": "1.190,00"}, {"tax_total": "190,00"}, {"grand_total": "1190,00"}],
        {"grand_total": "1190,00", "tax_total": "190,00"},
    ),
    "an account is known by its number, however it is printed": (
        [
            {"accounts": [{"iban": "DE89 3704 0044 0532 0130 00", "bic": "COBADEFF"}]},
            {"accounts": [{"iban": "DE89370400440532013000", "name": "Northwind"}, {"account_number": "77"}]},
        ],
        {
            "accounts": [
                {"iban": "DE89370400440532013000", "bic": "COBADEFF", "name": "Northwind"},
                {"account_number": "77"},
            ]
        },
    ),
    "VAT rows are known by their rate": (
        [
            {"vat_breakdown": [{"rate": "19 %", "amount": "19.00"}]},
            {"vat_breakdown": [{"rate": "7%", "basis": "10.00", "amount": "0.70"}]},
            {"vat_breakdown": [{"rate": "19,0 %", "basis": "100.00", "amount": "19.00"}]},
        ],
        {
            "vat_breakdown": [
                {"rate": "19,0 %", "basis": "100.00", "amount": "19.00"},
                {"rate": "7%", "basis": "10.00", "amount": "0.70"},
            ]
        },
    ),
    "two VAT rows of one rate in one part are two": (
        [
            {"invoice_number": "A-1"},
            {"vat_breakdown": [{"rate": "19%", "basis": "1.00"}, {"rate": "19%", "basis": "2.00"}]},
        ],
        {
            "invoice_number": "A-1",
            "vat_breakdown": [{"rate": "19%", "basis": "1.00"}, {"rate": "19%", "basis": "2.00"}],
        },
    ),
    "a note is told once": (
        [{"notes": ["No VAT, § 19"]}, {"notes": ["no VAT,  § 19", "Thank you"]}],
        {"notes": ["no VAT, § 19", "Thank you"]},
    ),
    "lines keep their order": ([{"lines": [PAPER]}, {"lines": [PENS, INK]}], {"lines": [PAPER, PENS, INK]}),
    "a part without lines is between two that have some": (
        [{"lines": [PAPER]}, {"lines": []}, {"lines": [PENS]}],
        {"lines": [PAPER, PENS]},
    ),
    "text at the beginning of a part goes on with the row before": (
        [{"lines": [PAPER]}, {"lines": [{"description": "recycled,"}, PENS]}],
        {"lines": [{**PAPER, "description": "recycled,"}, PENS]},
    ),
    "text that was taken for a name, too": (
        [{"lines": [{**PAPER, "description": "white"}]}, {"lines": [{"name": "and recycled"}]}],
        {"lines": [{**PAPER, "description": "white\nand recycled"}]},
    ),
    "text that repeats its row's id, too": (
        [{"lines": [PAPER]}, {"lines": [{"id": "1", "description": "recycled"}]}],
        {"lines": [{**PAPER, "description": "recycled"}]},
    ),
    "figures at the beginning of a part belong to a row that has none": (
        [{"lines": [{"id": "1", "name": "Paper"}]}, {"lines": [{"quantity": "2", "net_amount": "20.00"}]}],
        {"lines": [{"id": "1", "name": "Paper", "quantity": "2", "net_amount": "20.00"}]},
    ),
    "figures that a row has already are another row's": (
        [{"lines": [PAPER]}, {"lines": [{"quantity": "2", "net_amount": "20.00"}]}],
        {"lines": [PAPER, {"quantity": "2", "net_amount": "20.00"}]},
    ),
    "an id that begins again is another row": (
        [{"lines": [PAPER]}, {"lines": [{**PENS, "id": "1"}]}],
        {"lines": [PAPER, {**PENS, "id": "1"}]},
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_rule(rule: str) -> None:
    answers, expected = RULES[rule]
    assert merged(*answers) == (expected, ())


@pytest.mark.parametrize(
    ("answers", "kept", "told"),
    [
        (
            [{"invoice_number": "A-1"}, {"invoice_number": "B-2"}],
            {"invoice_number": "A-1"},
            "/invoice_number: the first part says 'A-1', another one 'B-2'",
        ),
        (
            [{"grand_total": "10.00"}, {"grand_total": "20.00"}, {"grand_total": "30.00"}],
            {"grand_total": "30.00"},
            "/totals/grand_total: the last part says '30.00', another one '10.00', '20.00'",
        ),
        (
            [{"vat_breakdown": [{"rate": "7%", "amount": amount}]} for amount in ("1.00", "2.00")],
            {"vat_breakdown": [{"rate": "7%", "amount": "2.00"}]},
            "/vat_breakdown: an earlier part says '7% | 1.00', a later one other amounts at this rate",
        ),
    ],
)  # fmt: skip
def test_parts_that_disagree_are_told(answers: list[Answer], kept: Answer, told: str) -> None:
    assert merged(*answers) == (kept, (told,))


class TestRowsThatTwoPartsGive:
    BOTH = ({"lines": [PAPER, PENS]}, {"lines": [PENS, INK]})

    def test_what_is_printed_once_is_one_row_and_told(self) -> None:
        answer, told = merged(*self.BOTH, grid=printed(PAPER, PENS, INK))
        assert answer["lines"] == [PAPER, PENS, INK]
        assert told == ("/lines: two parts give the row '2 | Pens | 1 | 5.00 | 5.00', which is printed once",)

    def test_what_is_printed_twice_is_two_rows(self) -> None:
        answer, told = merged(*self.BOTH, grid=printed(PAPER, PENS, PENS, INK))
        assert (answer["lines"], told) == ([PAPER, PENS, PENS, INK], ())

    def test_several_rows_are_found_together(self) -> None:
        answers = {"lines": [PAPER, PENS, INK]}, {"lines": [PENS, INK]}
        assert merged(*answers, grid=printed(PAPER, PENS, INK))[0]["lines"] == [PAPER, PENS, INK]

    def test_the_same_id_and_figures_are_the_same_row_in_other_words(self) -> None:
        answers = {"lines": [PAPER, PENS]}, {"lines": [{**PENS, "description": "blue"}]}
        assert merged(*answers, grid=printed(PAPER, PENS))[0]["lines"] == [PAPER, PENS]

    def test_the_pages_are_looked_at_only_where_it_matters(self) -> None:
        def never() -> Sequence[str]:
            raise AssertionError

        assert merge([shaped({"lines": [PAPER]}), shaped({"lines": [PENS]})], never).warnings == ()


SUMS: dict[str, tuple[list[Answer], str, list[str]]] = {
    "a carry-over at a page's end and the next one's beginning": (
        [PAPER, PENS, {"name": "Carried", "net_amount": "25.00"}, {"name": "Brought", "net_amount": "25.00"}, INK],
        "52.00",
        ["Paper", "Pens", "Ink"],
    ),
    "subtotals of sections": (
        [PAPER, PENS, {"name": "Sum", "net_amount": "25.00"}, INK, PENS, {"name": "Sum", "net_amount": "32.00"}],
        "57.00",
        ["Paper", "Pens", "Ink", "Pens"],
    ),
    "a line that only looks like a sum": (
        [PAPER, PENS, {"name": "Delivery", "net_amount": "25.00"}],
        "50.00",
        ["Paper", "Pens", "Delivery"],
    ),
    "a line with a quantity": (
        [PAPER, PENS, {"name": "Chair", "quantity": "1", "net_amount": "25.00"}],
        "25.00",
        ["Paper", "Pens", "Chair"],
    ),
    "no total that shows it": (
        [PAPER, PENS, {"name": "Sum", "net_amount": "25.00"}],
        "99.00",
        ["Paper", "Pens", "Sum"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SUMS)
def test_rows_that_sum_up_others_are_left_out_where_the_total_shows_it_and_told(case: str) -> None:
    lines, total, names = SUMS[case]
    read = read_answer({"lines": lines, "tax_basis_total": total})
    assert [line.name for line in read.invoice.lines] == names
    assert len(read.warnings) == len(lines) - len(names)
    assert all("sums up others" in warning for warning in read.warnings)


words = st.text("abc", min_size=1, max_size=4)
amounts = st.decimals("0.01", "99.99", places=2).map(str)
lines = st.fixed_dictionaries(
    {"name": words, "net_amount": amounts},
    optional={"description": words, "quantity": st.sampled_from("123"), "net_price": amounts},
)


@given(st.lists(lines, min_size=1, max_size=12), st.data())
def test_lines_cut_anywhere_merge_back_to_themselves(rows: list[Answer], data: st.DataObject) -> None:
    numbered = data.draw(st.booleans())
    rows = [{"id": str(number), **row} for number, row in enumerate(rows)] if numbered else rows
    cuts = sorted(data.draw(st.lists(st.integers(0, len(rows)), max_size=5)))
    parts: list[Answer] = [{"lines": rows[start:stop]} for start, stop in pairwise([0, *cuts, len(rows)])]
    parts[0] |= {"invoice_number": "A-1", "seller_name": "Northwind"}
    parts[-1] |= {"grand_total": "77.00", "vat_breakdown": [{"rate": "7%", "amount": "1.00"}]}
    (whole,) = ({"lines": rows, **parts[0], **parts[-1], **{"lines": rows}},)
    assert merged(*parts, grid=printed(*rows)) == merged(whole)
