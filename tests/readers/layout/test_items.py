from decimal import Decimal

import pytest

from paperloop.readers.layout.items import bare_items, items_of
from paperloop.readers.layout.sheet import Sheet
from paperloop.readers.layout.table import headings


def _text(item, field):
    return " ".join(word.text for _, word in item.texts.get(field, ()))


def items(pages):
    sheet = Sheet(pages)
    return items_of(sheet, list(headings(sheet)), ())


def lines(pages, *targets):
    sheet = Sheet(pages)
    wanted = {Decimal(target) for target in targets}
    return [
        (_text(item, "name"), str(item.amount.value))
        for item in items_of(sheet, list(headings(sheet)), wanted) or bare_items(sheet, wanted)
    ]


PLAIN = """
Pos   Description          Qty     Unit price      Amount
1     Blue widget            2          10.00       20.00
2     Bolt M8                5           1.00        5.00

      Subtotal                                      25.00
      Total                                         25.00
"""


def test_rows_under_a_heading_are_lines_up_to_the_totals(typed):
    assert lines(typed(PLAIN)) == [("Blue widget", "20.00"), ("Bolt M8", "5.00")]


def test_quantity_price_unit_and_position_stand_under_their_headings(typed):
    text = """
Pos   Beschreibung      Menge Einheit      Einzelpreis      Betrag
7     Schraube          12 Stk                    0,50        6,00
"""
    item = items(typed(text))[0]
    assert (_text(item, "id"), str(item.number("quantity").value), _text(item, "unit")) == ("7", "12", "Stk")
    assert str(item.prices()["net_price"].value) == "0.50"


def test_an_item_number_in_a_column_of_its_own_is_no_part_of_the_name(typed):
    text = """
Item no.   Description          Qty     Unit price      Amount
W-100      Blue widget            2          10.00       20.00
Bolt without a number             1           5.00        5.00
"""
    found = items(typed(text))
    assert [(_text(item, "seller_item_id"), _text(item, "name")) for item in found] == [
        ("W-100", "Blue widget"),
        ("", "Bolt without a number"),
    ]


def test_a_description_that_wraps_belongs_to_the_line_above(typed):
    text = """
Description          Qty     Unit price      Amount
Blue widget            2          10.00       20.00
with a long neck
Bolt                   1           5.00        5.00
Total                                         25.00
"""
    found = items(typed(text))
    assert [_text(item, "description") for item in found] == ["with a long neck", ""]


def test_a_table_goes_on_over_page_breaks_without_the_pages_furniture(typed):
    head = "Acme Ltd                              Page {}\nDescription          Qty     Unit price      Amount\n"
    pages = typed(
        head.format(1) + "Blue widget            2          10.00       20.00",
        head.format(2)
        + "Bolt                   1           5.00        5.00\nTotal                                         25.00",
    )
    assert lines(pages) == [("Blue widget", "20.00"), ("Bolt", "5.00")]


def test_the_same_article_at_the_same_height_of_two_pages_is_two_lines(typed):
    page = (
        "Acme Ltd                              Page {}\nDescription          Qty     Unit price      Amount\n"
        "Blue widget            2          10.00       20.00\nBolt                   1           5.00        5.00"
    )
    pages = typed(page.format(1), page.format(2) + "\nTotal                                         50.00")
    assert lines(pages) == [("Blue widget", "20.00"), ("Bolt", "5.00")] * 2


def test_a_tax_table_is_no_line_table(typed):
    text = PLAIN.replace(
        "      Total ", "\nVAT rate   Taxable   VAT Amount\n20%          20.83         4.17\n\n      Total "
    )
    assert lines(typed(text)) == [("Blue widget", "20.00"), ("Bolt M8", "5.00")]


def test_freight_is_a_line_only_where_lines_have_no_quantities(typed):
    text = """
Description                    Amount
Blue widget                     20.00
Shipping                         5.00
Total                           25.00
"""
    assert lines(typed(text), "25.00") == [("Blue widget", "20.00"), ("Shipping", "5.00")]


def test_an_unlabelled_sum_of_the_lines_is_no_line(typed):
    text = PLAIN.replace("Subtotal", "        ")
    assert lines(typed(text)) == [("Blue widget", "20.00"), ("Bolt M8", "5.00")]


def test_an_amount_printed_a_little_lower_completes_its_line(typed):
    text = """
Description          Qty     Unit price      Amount
Blue widget            2          10.00
                                              20.00
"""
    page = typed(text)[0]
    words = [word._replace(y0=word.y0 - 5, y1=word.y1 - 5) if word.text == "20.00" else word for word in page.words]
    assert lines([type(page)(number=1, width=595, height=842, words=words)]) == [("Blue widget", "20.00")]


@pytest.mark.parametrize("count", [2, 130])
def test_a_receipt_keeps_every_row_when_they_add_up(typed, count):
    rows = [f"ARTICLE {number:<20}{number + 1:>6}.25 A" for number in range(count)]
    total = Decimal(count * (count + 1) // 2) + Decimal("0.25") * count
    pages = typed(*["\n".join(rows[start : start + 50]) for start in range(0, count, 50)], f"TOTAL {total}")
    assert len(lines(pages, str(total))) == count


def test_rows_that_do_not_add_up_are_no_receipt(typed):
    assert lines(typed("A      1.00\nB      2.00\nTOTAL  4.00"), "4.00") == []


def test_without_a_heading_for_it_the_last_text_column_is_the_description(typed):
    text = """
Line  Item                 Qty     Unit price      Amount
1     Blue widget            2          10.00       20.00
"""
    assert [(_text(item, "id"), _text(item, "name")) for item in items(typed(text))] == [("1", "Blue widget")]


def test_a_quantity_close_to_the_description_is_no_part_of_it(typed):
    text = """
  Qty Description              Price       Amount
   12 Blue widget              10.00       120.00
"""
    assert [_text(item, "name") for item in items(typed(text))] == ["Blue widget"]


@pytest.mark.parametrize(
    ("discount", "amount"), [("10 %", "18.00"), ("10", "18.00"), ("-2.00", "18.00"), ("1.00", "18.00")]
)
def test_a_price_before_discount_is_the_gross_price(typed, discount, amount):
    text = f"""
Description          Qty     Unit price     Discount      Amount
Blue widget            2          10.00     {discount:>8}       {amount}
"""
    assert {field: str(price.value) for field, price in items(typed(text))[0].prices().items()} == {
        "gross_price": "10.00"
    }


def test_a_discount_that_does_not_lead_to_the_amount_explains_nothing(typed):
    text = """
Description          Qty     Unit price     Discount      Amount
Blue widget            2          10.00         10 %       17.00
"""
    assert items(typed(text))[0].prices().keys() == {"net_price"}


@pytest.mark.parametrize(
    ("name", "is_line"), [("Delivery crate", True), ("Delivery", False), ("Delivery: by van", False)]
)
def test_an_article_may_begin_like_a_charge(typed, name, is_line):
    text = f"""
Description                                 Amount
Blue widget                                  20.00
{name:<18}                            5.00
Total                                        20.00
"""
    assert ("5.00" in [amount for _, amount in lines(typed(text), "20.00")]) == is_line


def test_tax_on_the_only_line_is_no_second_line(typed):
    text = """
Bezeichnung          Menge     Einzelpreis      Betrag
Beratung                 1          734,21      734,21
Zwischensumme                                   734,21
zzgl. 19 % MwSt.                                139,50
Gesamt                                          873,71
"""
    assert lines(typed(text), "734.21", "873.71") == [("Beratung", "734.21")]
