"""Truth files and e-invoices as truth."""

import json
from typing import Any

import pytest
from truths import BadTruth, TrueLine, read_invoice, read_row

from paperloop.testing.documents import short_invoice


def row(**keys: Any) -> str:
    return json.dumps({"pdf": "a.pdf"} | keys)


LINE = {"name": "Spade", "net_amount": "5", "quantity": "2", "net_price": "2.5"}


def test_an_invoice_tells_the_fields_that_are_printed() -> None:
    truth = {
        "invoice_number": "7",
        "due_date": "2024-01-31",
        "seller": {"name": "Brae", "address": {"country": "GB"}},
        "iban": ["A", "B"],
        "profile": "anything",
    }
    printed = {"invoice_number": True, "seller_name": True, "due_date": False, "iban": True}
    name, read = read_row(row(truth=truth, printed=printed, source="somewhere"))
    assert name == "a.pdf"
    assert read.values == {"invoice_number": ("7",), "seller_name": ("Brae",), "iban": ("A", "B")}
    assert read.complete
    assert read.country == "GB"
    assert read.lines is None


def test_without_a_word_on_what_is_printed_everything_is() -> None:
    _, read = read_row(row(truth={"due_date": "2024-01-31", "accounts": [{"iban": "A"}], "lines": [LINE]}))
    assert read.values == {"due_date": ("2024-01-31",), "iban": ("A",)}
    assert read.lines == (TrueLine(**LINE),)


@pytest.mark.parametrize(
    ("keys", "lines"),
    [
        ({"lines_scorable": False}, None),
        ({"printed": {}}, (TrueLine(name="Spade", net_amount="5"),)),
        ({"printed": {"lines_qty_all": True}}, (TrueLine(name="Spade", net_amount="5", quantity="2"),)),
        ({"printed": {"lines_price_all": True}}, (TrueLine(name="Spade", net_amount="5", net_price="2.5"),)),
    ],
)
def test_lines_are_known_as_far_as_the_page_prints_them(
    keys: dict[str, Any], lines: tuple[TrueLine, ...] | None
) -> None:
    _, read = read_row(row(truth={"lines": [LINE]}, **keys))
    assert read.lines == lines


def test_some_fields_may_be_known_by_name() -> None:
    _, read = read_row(row(fields={"grand_total": "4.11", "vat_id": "X1", "seller_name": "Brae", "due_date": None}))
    assert read.values == {"grand_total": ("4.11",), "seller_vat_id": ("X1",), "seller_name": ("Brae",)}
    assert not read.complete


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "Invalid JSON"),
        ('{"truth": {}}', "pdf: Field required"),
        (row(), "it needs one of"),
        (row(truth={}, fields={}), "it needs one of"),
        (row(fields={"grand_total": "1,50"}), "grand_total: '1,50' is no decimal number"),
        (row(truth={"lines": [LINE | {"net_price": "2,5"}]}), "lines: net_price: '2,5' is no decimal number"),
        (row(truth={"lines": [{"name": "Spade"}]}), "lines: net_amount: 'None' is no decimal number"),
    ],
)
def test_a_row_that_cannot_be_used_says_why(text: str, said: str) -> None:
    with pytest.raises(BadTruth, match=said):
        read_row(text)


def test_an_einvoice_is_the_truth_for_what_the_page_shows() -> None:
    invoice = short_invoice()
    names = [f"/lines/{index}/{name}" for index in range(3) for name in ("name", "net_amount")]
    read = read_invoice(invoice, {"/invoice_number", "/totals/grand_total", "/lines/0/quantity", *names})
    assert read.values.keys() == {"invoice_number", "grand_total"}
    assert read.lines is not None
    assert [line.quantity is None for line in read.lines] == [False, True, True]


def test_lines_of_an_einvoice_are_not_scored_where_the_page_lacks_an_amount() -> None:
    names = {f"/lines/{index}/{name}" for index in range(3) for name in ("name", "net_amount")}
    assert read_invoice(short_invoice(), names - {"/lines/2/net_amount"}).lines is None


def test_an_invoice_that_is_wholly_printed_is_wholly_known() -> None:
    read = read_invoice(short_invoice())
    assert len(read.values) == 13
    assert read.lines is not None
    assert all(line.quantity and line.net_price for line in read.lines)
