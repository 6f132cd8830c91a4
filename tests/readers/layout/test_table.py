import pytest

from paperloop.readers.layout.sheet import Sheet
from paperloop.readers.layout.table import headings


def kinds(pages):
    return [[column.kind for column in heading.columns] for heading in headings(Sheet(pages))]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("Description   Qty   Unit price   Amount", ["description", "quantity", "price", "amount"]),
        (
            "Pos   Beschreibung   Menge   Preis   USt.   Betrag",
            ["position", "description", "quantity", "price", "rate", "amount"],
        ),
        ("Amount   Product   VAT   Price   Total", ["quantity", "description", "rate", "price", "amount"]),
        ("Description   Qty   Unit Price   Price w/o Tax", ["description", "quantity", "price", "amount"]),
        ("Invoice\nVAT   Base   VAT Amount", []),
    ],
)
def test_headings_name_their_columns(typed, text, columns):
    assert kinds(typed(text)) == [columns]


def test_a_heading_may_take_several_rows(typed):
    text = "            Unit    Line\nDescription   Qty   Price   Amount\n                    EUR     EUR"
    assert kinds(typed(text)) == [["description", "quantity", "price", "amount"]]


@pytest.mark.parametrize(
    "text", ["Please note the description and the price", "Total   12.00", "Description: a   Amount: 3.00"]
)
def test_running_text_and_rows_with_money_are_no_headings(typed, text):
    assert kinds(typed(text)) == []
