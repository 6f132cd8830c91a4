"""Two readers of one invoice: what they agree on, what the rules decide between them, and what is left in doubt."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from paperloop.documents.extraction import Evidence, Reading
from paperloop.documents.invoice import Account, Address, Invoice, Line, Party, Totals, VatRow
from paperloop.documents.pages import Page
from paperloop.documents.pointers import having, leaves
from paperloop.readers.cross_check import AGREED, DOUBTED, cross_checked, telling

IBAN, OTHER_IBAN, WRONG_IBAN = "DE89370400440532013000", "GB33BUKB20201555555555", "DE88370400440532013000"
INVOICE = Invoice(
    invoice_number="NW-2031-7",
    issue_date=date(2031, 3, 14),
    due_date=date(2031, 4, 13),
    currency="EUR",
    seller=Party(name="Northwind Paper Ltd", vat_id="DE136695976", address=Address(city="Leeds")),
    buyer=Party(name="Brae Joinery"),
    accounts=(Account(iban=IBAN),),
    totals=Totals(tax_basis_total=Decimal("200.00"), tax_total=Decimal("40.00"), grand_total=Decimal("240.00")),
    vat_breakdown=(VatRow(rate=Decimal(20), basis=Decimal("200.00"), amount=Decimal("40.00")),),
    lines=(Line(name="Paper", net_amount=Decimal("150.00")), Line(name="Ink", net_amount=Decimal("50.00"))),
)
BARE = INVOICE.model_copy(update={"lines": (), "totals": Totals(grand_total=Decimal("240.00")), "vat_breakdown": ()})
"""Without a sum that could tell a right total from a wrong one."""


def amounts(**named: str | None) -> dict[str, Any]:
    return {f"/totals/{name}": None if value is None else Decimal(value) for name, value in named.items()}


def reading(changes: dict[str, Any] | None = None, *, trust: float = 0.9, of: Invoice = INVOICE) -> Reading:
    """A reader's word: `of` with some values changed or, for None, left out. Its evidence tells the readers apart."""
    invoice = having(of, changes or {})
    where = {pointer: Evidence(page=1, bbox=(trust, 0, 1, 1), text=str(value)) for pointer, value in leaves(invoice)}
    return Reading(invoice=invoice, evidence=where, confidence=dict.fromkeys(where, trust))


def layout(changes: dict[str, Any] | None = None, *, trust: float = 0.95, of: Invoice = INVOICE) -> Reading:
    return reading(changes, trust=trust, of=of.model_copy(update={"lines": ()}))


def value_at(told: Reading, pointer: str) -> Any:
    return dict(leaves(told.invoice)).get(pointer)


def test_what_both_say_is_trusted_and_leaves_no_doubt() -> None:
    told, doubtful = cross_checked(reading(), layout())
    assert (told.invoice, told.warnings, doubtful) == (INVOICE, (), False)
    alone = {pointer for pointer, confidence in told.confidence.items() if confidence != AGREED}
    assert alone == {"/lines/0/name", "/lines/0/net_amount", "/lines/1/name", "/lines/1/net_amount"}


@pytest.mark.parametrize(
    ("pointer", "ours", "theirs"),
    [
        ("/seller/name", "NORTHWIND Paper, Ltd.", "Northwind Paper Ltd"),
        ("/invoice_number", "NW 2031/7", "NW-2031-7"),
        ("/totals/grand_total", Decimal(240), Decimal("240.00")),
    ],
)
def test_the_same_in_other_letters_is_the_same(pointer: str, ours: Any, theirs: Any) -> None:
    told, doubtful = cross_checked(reading({pointer: ours}), layout({pointer: theirs}))
    assert (told.confidence[pointer], value_at(told, pointer), doubtful) == (AGREED, ours, False)


def test_more_of_the_same_place_is_neither_agreement_nor_doubt() -> None:
    told, doubtful = cross_checked(reading(), layout({"/seller/name": "Northwind Paper Ltd, Leeds"}))
    assert (told.confidence["/seller/name"], told.warnings, doubtful) == (0.9, (), False)


DECIDED: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "net and tax add up to the layout reader's total": (
        amounts(grand_total="0.01"), {}, amounts(grand_total="240.00"),
    ),
    "a whole story that only the lines belie": (
        amounts(tax_basis_total="1.00", tax_total="0.20", grand_total="1.20"), {},
        amounts(tax_basis_total="200.00", tax_total="40.00", grand_total="240.00"),
    ),
    "the total is the layout reader's, what is due the model's": (
        amounts(grand_total="250.00", due_payable="240.00"), amounts(due_payable="999.00"),
        amounts(grand_total="240.00", due_payable="240.00"),
    ),
    "sums that the model left out count too": (
        amounts(grand_total="0.01", tax_total=None), {}, amounts(grand_total="240.00"),
    ),
    "nobody pays before the invoice is issued": (
        {"/due_date": date(2031, 1, 4)}, {}, {"/due_date": date(2031, 4, 13)},
    ),
    "check digits of an account": ({"/accounts/0/iban": WRONG_IBAN}, {}, {"/accounts/0/iban": IBAN}),
    "check digits of a VAT id": (
        {"/seller/vat_id": "DE136695975"}, {}, {"/seller/vat_id": "DE136695976"},
    ),
    "a currency that there is": ({"/currency": "EUX"}, {}, {"/currency": "EUR"}),
}  # fmt: skip


@pytest.mark.parametrize("case", DECIDED)
def test_the_rules_decide(case: str) -> None:
    ours, theirs, right = DECIDED[case]
    told, doubtful = cross_checked(reading(ours), layout(theirs))
    assert {pointer: value_at(told, pointer) for pointer in right} == right
    overruled = {pointer for pointer, value in right.items() if ours.get(pointer, value) != value}
    assert doubtful == bool(overruled)
    for pointer in overruled:
        assert told.evidence[pointer].bbox[0] == 0.95
        assert any(pointer in each and repr(str(ours[pointer])) in each for each in told.warnings)


@pytest.mark.parametrize(
    ("pointer", "ours", "theirs"),
    [
        ("/totals/grand_total", Decimal("0.01"), Decimal("240.00")),
        ("/invoice_number", "NW-2031-8", "NW-2031-7"),
        ("/issue_date", date(2031, 3, 4), date(2031, 4, 3)),
        ("/buyer/name", "Other Joinery", "Brae Joinery"),
        ("/accounts/0/iban", OTHER_IBAN, IBAN),
    ],
)
def test_what_nothing_decides_is_kept_and_marked(pointer: str, ours: Any, theirs: Any) -> None:
    told, doubtful = cross_checked(reading({pointer: ours}, of=BARE), layout({pointer: theirs}, of=BARE))
    assert (value_at(told, pointer), told.confidence[pointer], doubtful) == (ours, DOUBTED, True)
    assert told.warnings == (f"{pointer}: the model says '{ours}', the layout reader '{theirs}'",)


def test_sums_decide_for_the_model_against_a_layout_reader_that_is_not_certain() -> None:
    told, doubtful = cross_checked(reading(), layout(amounts(grand_total="0.01"), trust=0.7))
    assert (value_at(told, "/totals/grand_total"), told.warnings, doubtful) == (Decimal("240.00"), (), False)


def test_sums_of_the_models_own_making_prove_nothing_against_a_certain_layout_reader() -> None:
    story = amounts(tax_basis_total="1.00", tax_total="0.00", grand_total="1.00")
    lines = (Line(name="All of it", net_amount=Decimal("1.00")),)
    told, doubtful = cross_checked(reading(story, of=INVOICE.model_copy(update={"lines": lines})), layout())
    assert doubtful
    assert {told.confidence[pointer] for pointer in story} == {DOUBTED}


def test_accounts_in_another_order_are_the_same() -> None:
    both = Account(iban=IBAN), Account(iban=OTHER_IBAN)
    model, other = (INVOICE.model_copy(update={"accounts": order}) for order in (both, both[::-1]))
    told, doubtful = cross_checked(reading(of=model), layout(of=other))
    assert (told.confidence["/accounts/0/iban"], told.confidence["/accounts/1/iban"]) == (AGREED, AGREED)
    assert not doubtful


@pytest.mark.parametrize(("pointer", "theirs"), [("/invoice_number", "B-2"), ("/due_date", date(2031, 5, 1))])
def test_a_layout_reader_that_is_not_sure_raises_no_doubt(pointer: str, theirs: Any) -> None:
    told, doubtful = cross_checked(reading(), layout({pointer: theirs}, trust=0.7))
    assert (told.confidence[pointer], told.warnings, doubtful) == (0.9, (), False)


def test_a_total_is_doubted_by_a_layout_reader_that_is_half_sure() -> None:
    _, doubtful = cross_checked(reading(amounts(grand_total="0.01"), of=BARE), layout(of=BARE, trust=0.6))
    assert doubtful


def test_a_total_that_the_model_left_out_is_taken_where_a_sum_bears_it_out() -> None:
    told, doubtful = cross_checked(reading(amounts(tax_total=None)), layout())
    assert (value_at(told, "/totals/tax_total"), doubtful) == (Decimal("40.00"), False)
    assert told.warnings == ("/totals/tax_total: the model gave none; the rules bear out '40.00'",)


@pytest.mark.parametrize(
    ("pointer", "of"), [("/totals/grand_total", BARE), ("/due_date", INVOICE), ("/seller/name", INVOICE)]
)
def test_other_values_that_the_model_left_out_stay_away_and_are_told(pointer: str, of: Invoice) -> None:
    told, doubtful = cross_checked(reading({pointer: None}, of=of), layout(of=of))
    assert (value_at(told, pointer), doubtful) == (None, False)
    assert [warning.partition(":")[0] for warning in told.warnings] == [pointer]


def test_what_the_model_invented_is_not_replaced() -> None:
    told, _ = cross_checked(reading(amounts(grand_total=None)), layout(), invented=["/totals/grand_total"])
    assert (value_at(told, "/totals/grand_total"), told.warnings) == (None, ())


@pytest.mark.parametrize(("pages", "read"), [(1, [1]), (20, list(range(1, 21))), (21, [1, 2, 3, 19, 20, 21])])
def test_of_a_long_document_both_ends_are_read(pages: int, read: list[int]) -> None:
    document = [Page(number=number, width=1, height=1, words=()) for number in range(1, pages + 1)]
    assert [page.number for page in telling(document)] == read
