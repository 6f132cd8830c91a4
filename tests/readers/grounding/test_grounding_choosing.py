"""Of several places the right one is told by its neighbours."""

from datetime import date
from decimal import Decimal

from pages_made import GROSS, heights, page, row, texts
from paperloop.documents.invoice import Address, Invoice, Line, Party, Totals, VatRow
from paperloop.readers.grounding import ground


def test_the_values_of_a_line_stand_on_one_row_and_rows_in_order():
    cells = [(50, "Lampe"), (200, "2"), (260, "5,00"), (340, "10,00")]
    pages = [page((50, 60, "2 von 10,00 Lampe"), *row(100, *cells), *row(115, *cells), *row(130, *cells))]
    same = Line(name="Lampe", quantity=Decimal(2), net_price=Decimal(5), net_amount=Decimal(10))
    evidence = ground(Invoice(lines=(same, same, same)), pages)
    fields = ("name", "quantity", "net_price", "net_amount")
    for number, y in enumerate((100, 115, 130)):
        assert heights(evidence, *(f"/lines/{number}/{field}" for field in fields)) == [y] * 4


def test_equal_numbers_of_a_row_are_told_apart_by_their_columns():
    pages = [page(*row(100, (30, "1"), (60, "Lampe"), (200, "1"), (260, "1,00"), (340, "1,00")))]
    line = Line(id="1", name="Lampe", quantity=Decimal(1), net_price=Decimal(1), net_amount=Decimal(1))
    evidence = ground(Invoice(lines=(line,)), pages)
    fields = ("id", "quantity", "net_price", "net_amount")
    assert [evidence[f"/lines/0/{field}"].bbox[0] for field in fields] == [30, 200, 260, 340]


def test_an_id_stands_at_the_height_of_its_name():
    cells = row(100, (30, "1"), (120, "Stehlampe"), (300, "60,00"))
    line = Line(id="1", name="Stehlampe", net_amount=Decimal(60))
    evidence = ground(Invoice(lines=(line,)), [page((20, 96, "1"), *cells)])
    assert heights(evidence, "/lines/0/id", "/lines/0/name", "/lines/0/net_amount") == [100] * 3


def test_a_line_stands_where_most_of_it_is_printed_though_a_value_is_printed_once_elsewhere():
    cells = row(300, (50, "Lampe"), (200, "2"), (260, "5,00"), (340, "10,00"))
    pages = [page((50, 60, "Lampe"), (50, 100, "Mondschein"), *cells)]
    line = Line(
        name="Lampe", description="Mondschein", quantity=Decimal(2), net_price=Decimal(5), net_amount=Decimal(10)
    )
    evidence = ground(Invoice(lines=(line,)), pages)
    assert heights(evidence, "/lines/0/name", "/lines/0/quantity", "/lines/0/net_amount") == [300] * 3


def test_rows_go_on_over_a_page_break():
    first = page(*row(800, (50, "Lampe"), (300, "10,00")))
    second = page(*row(50, (50, "Lampe"), (300, "10,00")), (50, 90, "Summe 20,00"), number=2)
    same = Line(name="Lampe", net_amount=Decimal(10))
    evidence = ground(Invoice(lines=(same, same), totals=Totals(grand_total=Decimal(20))), [first, second])
    assert [evidence[f"/lines/{n}/net_amount"].page for n in (0, 1)] == [1, 2]


def test_a_number_of_another_row_is_no_evidence():
    pages = [page(*row(100, (50, "Lampe"), (300, "10,00")), (50, 300, "3 Stück"))]
    evidence = ground(Invoice(lines=(Line(name="Lampe", quantity=Decimal(3), net_amount=Decimal(10)),)), pages)
    assert texts(evidence, "/lines/0/quantity", "/lines/0/net_amount") == [None, "10,00"]


def test_a_lines_vat_rate_may_stand_with_the_totals_alone():
    pages = [page(*row(100, (50, "Lampe"), (300, "10,00")), (50, 300, "19 Stück"), (50, 400, "MwSt 19 % 1,90"))]
    line = Line(name="Lampe", vat_rate=Decimal(19), net_amount=Decimal(10))
    evidence = ground(Invoice(lines=(line,)), pages)
    assert heights(evidence, "/lines/0/vat_rate", "/lines/0/net_amount") == [400, 100]


def test_a_line_of_which_next_to_nothing_is_printed_has_no_row():
    pages = [page((50, 100, "Seite 1"), (50, 120, "1 19%"))]
    evidence = ground(Invoice(lines=(Line(id="1", name="Lampe", quantity=Decimal(1)),)), pages)
    assert evidence == {}


def test_totals_are_the_last_ones_and_not_a_lines():
    pages = [
        page(
            (50, 40, "Gesamt 119,00"),
            *row(100, (50, "Lampe"), (300, "100,00")),
            *row(300, (200, "Netto"), (300, "100,00")),
            *row(312, (200, "MwSt"), (300, "19,00")),
            *row(324, (200, "Gesamt"), (300, "119,00")),
        )
    ]
    totals = Totals(tax_basis_total=Decimal(100), tax_total=Decimal(19), grand_total=Decimal(119))
    evidence = ground(Invoice(totals=totals, lines=(Line(name="Lampe", net_amount=Decimal(100)),)), pages)
    pointers = [f"/totals/{name}" for name in ("tax_basis_total", "tax_total", "grand_total")]
    assert heights(evidence, *pointers) == [300, 312, 324]
    assert heights(evidence, "/lines/0/net_amount") == [100]


def test_equal_totals_stand_each_beside_its_label():
    pages = [page(*row(300, (200, "Zahlbetrag"), (300, "119,00")), *row(312, (200, "Gesamt"), (300, "119,00")))]
    totals = Totals(grand_total=Decimal(119), due_payable=Decimal(119))
    evidence = ground(Invoice(totals=totals), pages)
    assert heights(evidence, GROSS, "/totals/due_payable") == [312, 300]


def test_totals_stand_under_the_heads_of_their_columns():
    heads = row(300, (100, "Total HT"), (200, "Total TVA"), (300, "Total TTC"))
    pages = [page(*heads, *row(316, (100, "50,00"), (200, "0,00"), (300, "50,00")))]
    totals = Totals(tax_basis_total=Decimal(50), tax_total=Decimal(0), grand_total=Decimal(50))
    evidence = ground(Invoice(totals=totals), pages)
    assert [evidence[f"/totals/{name}"].bbox[0] for name in ("tax_basis_total", "tax_total", "grand_total")] == [
        100,
        200,
        300,
    ]


def test_a_vat_row_stands_on_one_row():
    pages = [page((50, 40, "19,00 100,00"), *row(300, (50, "19%"), (100, "100,00"), (200, "19,00")))]
    invoice = Invoice(vat_breakdown=(VatRow(rate=Decimal(19), basis=Decimal(100), amount=Decimal(19)),))
    assert heights(ground(invoice, pages), *(f"/vat_breakdown/0/{f}" for f in ("rate", "basis", "amount"))) == [300] * 3


def test_two_parties_of_one_town_have_each_their_own():
    left = [(50.0, 100.0, "Torfleger"), (50.0, 112.0, "Moorweg 5"), (50.0, 124.0, "01234 Nebelstadt")]
    right = [(400.0, 100.0, "Morgenrot"), (400.0, 112.0, "Am Kai 1"), (400.0, 124.0, "01234 Nebelstadt")]
    sender = Party(name="Torfleger", address=Address(line1="Moorweg 5", postcode="01234", city="Nebelstadt"))
    taker = Party(name="Morgenrot", address=Address(line1="Am Kai 1", postcode="01234", city="Nebelstadt"))
    evidence = ground(Invoice(seller=sender, buyer=taker), [page(*left, *right)])
    assert [evidence[f"/{party}/address/city"].bbox[0] for party in ("seller", "buyer")] == [77.5, 427.5]


def test_a_header_value_is_the_one_on_the_first_page_or_beside_its_label():
    pages = [page((50, 100, "Datum 15.11.2024")), page((50, 100, "am 15.11.2024"), number=2)]
    assert ground(Invoice(issue_date=date(2024, 11, 15)), pages)["/issue_date"].page == 1
    pages = [page((50, 100, "Datum 15.11.2024"), (50, 120, "Fällig am 15.11.2024"))]
    invoice = Invoice(issue_date=date(2024, 11, 15), due_date=date(2024, 11, 15))
    assert heights(ground(invoice, pages), "/issue_date", "/due_date") == [100, 120]
