"""When two values are the same."""

import pytest
from fields import same_amount, same_id, same_name, same_number, values_at


@pytest.mark.parametrize(
    ("given", "printed", "same"),
    [
        ("Brae Joinery Ltd", "Brae Joinery Ltd", True),
        ("BRAE  JOINERY, Ltd.", "Brae Joinery Ltd", True),
        ("Brae Joinery Ltd", "Brae Joinery", True),
        ("Brae Joinery", "Brae Joinery Ltd", True),
        ("Café Größe", "CAFÉ GRÖSSE", True),
        ("AB", "AB Tools Ltd", False),
        ("AB Tools Ltd", "AB", True),
        ("Brae Joiners", "Brae Joinery", False),
        ("Joinery Ltd", "Brae Joinery Ltd", False),
        ("Braeside Joinery", "Brae", False),
        ("...", "Brae Joinery", False),
    ],
)
def test_names_are_the_same_word_for_word_or_where_one_begins_the_other(given: str, printed: str, same: bool) -> None:
    assert same_name(given, printed) is same


@pytest.mark.parametrize(
    ("given", "printed", "same"),
    [
        ("240", "240.00", True),
        ("240.004", "240.00", True),
        ("240.01", "240.00", False),
        ("-240.00", "240.00", False),
        ("1E+30", "1E+30", True),
    ],
)
def test_amounts_are_the_same_to_the_cent(given: str, printed: str, same: bool) -> None:
    assert same_amount(given, printed) is same


@pytest.mark.parametrize(("given", "printed", "same"), [("2.0", "2", True), ("0.125", "0.12", False)])
def test_quantities_and_prices_are_the_same_as_numbers(given: str, printed: str, same: bool) -> None:
    assert same_number(given, printed) is same


@pytest.mark.parametrize(
    ("given", "printed", "same"),
    [
        ("DE 123 456", "de123456", True),
        ("2024/0815", "2024-0815", True),
        ("R.1 2", "R12", True),
        ("R12", "R13", False),
        ("R_12", "R12", False),
    ],
)
def test_identifiers_are_the_same_without_what_parts_them(given: str, printed: str, same: bool) -> None:
    assert same_id(given, printed) is same


@pytest.mark.parametrize(
    ("pointer", "values"),
    [
        ("/invoice_number", [("/invoice_number", "7")]),
        ("/seller/name", [("/seller/name", "Brae")]),
        ("/buyer/name", []),
        ("/due_date", []),
        ("/accounts/*/iban", [("/accounts/0/iban", "A"), ("/accounts/2/iban", "B")]),
        ("/lines/*/name", []),
    ],
)
def test_values_are_found_at_their_pointers(pointer: str, values: list[tuple[str, str]]) -> None:
    invoice = {
        "invoice_number": "7",
        "due_date": None,
        "seller": {"name": "Brae"},
        "accounts": [{"iban": "A"}, {"iban": None}, {"iban": "B"}],
    }
    assert list(values_at(invoice, pointer)) == values
