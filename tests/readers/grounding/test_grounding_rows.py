"""A line stands where its values are printed as a model says it saw them."""

from decimal import Decimal

import pytest

from pages_made import of_line, page, row, texts
from paperloop.documents.invoice import Invoice, Line
from paperloop.readers.grounding import ground
from paperloop.readers.grounding.lookup import Lookup
from paperloop.readers.grounding.rows import Line as SeenLine
from paperloop.readers.grounding.rows import Rows
from paperloop.readers.grounding.words import Words

LAMP = {"name": "Lampe blau", "net_amount": "9,00"}


def test_of_equal_numbers_on_a_row_each_stands_where_it_was_seen():
    cells = row(100, (30, "1"), (60, "Lampe"), (200, "1,0000"), (260, "1"), (340, "1,00"))
    line = Line(id="1", name="Lampe", quantity=Decimal(1), net_price=Decimal("1.0000"), net_amount=Decimal("1.00"))
    said = {"id": "1", "name": "Lampe", "quantity": "1", "net_price": "1,0000", "net_amount": "1,00"}
    evidence = ground(Invoice(lines=(line,)), [page(*cells)], printed=of_line(0, said))
    assert texts(evidence, *of_line(0, said)) == list(said.values())
    assert [evidence[pointer].bbox[0] for pointer in of_line(0, said)] == [30, 60, 260, 200, 340]


def test_a_number_is_found_in_another_form_where_its_own_is_another_values():
    cells = row(100, (30, "1"), (60, "Lampe"), (200, "1,00"), (340, "9,00"))
    line = Line(id="1", name="Lampe", quantity=Decimal(1), net_amount=Decimal(9))
    said = {"id": "1", "name": "Lampe", "quantity": "1", "net_amount": "9,00"}
    evidence = ground(Invoice(lines=(line,)), [page(*cells)], printed=of_line(0, said))
    assert texts(evidence, *of_line(0, said)) == ["1", "Lampe", "1,00", "9,00"]


@pytest.mark.parametrize("name", ["Lampe", "Lampe 1 m"])
def test_a_word_that_two_values_were_seen_as_is_not_taken_for_the_first_of_them(name):
    cells = row(100, (30, "1."), (60, name), (200, "1"), (340, "9,00"))
    line = Line(id="1", name=name, quantity=Decimal(1), net_amount=Decimal(9))
    said = {"id": "1", "name": name, "quantity": "1", "net_amount": "9,00"}
    evidence = ground(Invoice(lines=(line,)), [page(*cells)], printed=of_line(0, said))
    assert texts(evidence, *of_line(0, said)) == ["1.", name, "1", "9,00"]
    assert evidence["/lines/0/quantity"].bbox[0] == 200


@pytest.mark.parametrize(
    ("said", "value", "cell"),
    [("5,00", "5", "5,00 %"), ("5,00", "5", "5,00 -"), ("1.234", "1.234", "1.234 1.000,00 2.000,00")],
    ids=["a percentage", "a minus behind it", "the document's own mark"],
)
def test_the_letters_alone_are_no_evidence_of_an_amount(said, value, cell):
    cells = row(100, (60, "Lampe"), (340, cell))
    line = Line(name="Lampe", net_amount=Decimal(value))
    printed = of_line(0, {"name": "Lampe", "net_amount": said})
    evidence = ground(Invoice(lines=(line,)), [page(*cells)], printed=printed)
    assert texts(evidence, *printed) == ["Lampe", None]


def test_equal_lines_stand_on_rows_in_order_and_not_where_less_of_them_is_printed():
    pages = [
        page((50, 60, "Lampe blau"), *row(100, (50, "Lampe blau"), (300, "9,00")), (50, 112, "Bestellt 9,00")),
        page(*row(40, (50, "Lampe blau"), (300, "9,00")), number=2),
    ]
    same = Line(name="Lampe blau", net_amount=Decimal(9))
    printed = {**of_line(0, LAMP), **of_line(1, LAMP)}
    evidence = ground(Invoice(lines=(same, same)), pages, printed=printed)
    assert [(found.page, found.bbox[1]) for found in evidence.values()] == [(1, 100), (1, 100), (2, 40), (2, 40)]


def test_a_line_of_which_next_to_nothing_is_printed_has_no_row():
    line = Line(id="1", name="Lampe", quantity=Decimal(1))
    said = of_line(0, {"id": "1", "name": "Lampe", "quantity": "1"})
    assert ground(Invoice(lines=(line,)), [page((50, 100, "Seite 1"), (50, 120, "1 19%"))], printed=said) == {}


def test_of_a_number_that_its_row_prints_twice_the_amount_is_the_one_to_the_right():
    cells = row(100, (60, "Lampe"), (260, "9,00"), (340, "9,00"))
    printed = of_line(0, {"name": "Lampe", "net_amount": "9,00"})
    evidence = ground(Invoice(lines=(Line(name="Lampe", net_amount=Decimal(9)),)), [page(*cells)], printed=printed)
    assert evidence["/lines/0/net_amount"].bbox[0] == 340


def test_a_number_that_is_seen_in_a_name_alone_is_looked_for_in_another_form():
    cells = row(100, (60, "Lampe 1 m"), (200, "1,00"), (340, "9,00"))
    line = Line(name="Lampe 1 m", quantity=Decimal(1), net_amount=Decimal(9))
    printed = of_line(0, {"name": "Lampe 1 m", "quantity": "1", "net_amount": "9,00"})
    evidence = ground(Invoice(lines=(line,)), [page(*cells)], printed=printed)
    assert texts(evidence, *printed) == ["Lampe 1 m", "1,00", "9,00"]


def test_of_rows_that_touch_each_line_has_its_own():
    cells = [*row(100, (60, "Lampe"), (200, "2")), *row(106, (60, "Dose"), (200, "3"), (340, "9,00"))]
    lines = tuple(
        Line(name=name, quantity=Decimal(count), net_amount=Decimal(9)) for name, count in (("Lampe", 2), ("Dose", 3))
    )
    printed = {
        **of_line(0, {"name": "Lampe", "quantity": "2", "net_amount": "9,00"}),
        **of_line(1, {"name": "Dose", "quantity": "3", "net_amount": "9,00"}),
    }
    evidence = ground(Invoice(lines=lines), [page(*cells)], printed=printed)
    assert texts(evidence, *printed) == ["Lampe", "2", None, "Dose", "3", "9,00"]


def test_a_name_that_goes_on_on_the_next_page_is_found_on_the_row_where_it_begins():
    pages = [page(*row(100, (40, "7"), (300, "9,00"), (60, "Lampe"))), page((60, 40, "blau"), number=2)]
    line = Line(id="7", name="Lampe blau", net_amount=Decimal(9))
    printed = of_line(0, {"id": "7", **LAMP})
    evidence = ground(Invoice(lines=(line,)), pages, printed=printed)
    assert texts(evidence, *printed) == ["7", "Lampe", "9,00"]
    assert {found.page for found in evidence.values()} == {1}


def test_of_a_word_that_a_row_repeats_without_end_few_places_are_looked_at():
    words = Words([page((50, 100, "1 " * 400))])
    rows = Rows(words)
    line = Line(quantity=Decimal(1), net_amount=Decimal(1))
    seen = SeenLine(Lookup(words, of_line(0, {"quantity": "1", "net_amount": "1"}), is_credit=False), "/lines/0", line)
    band = rows.band(words.depths[0] - 1, words.depths[0] + 1)
    assert len(band["1"]) == 400
    assert 2 <= len(rows.cells(seen, "quantity", band, {})) < 40
