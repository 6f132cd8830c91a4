"""Every value of an invoice is found where the pages print it, in whatever form, and nowhere else."""

import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperloop.documents.extraction import Evidence
from paperloop.documents.invoice import Account, Address, DocumentType, Invoice, Line, Party, Totals, VatRow
from paperloop.documents.pages import Page, Word
from paperloop.readers.grounding import ground, unprinted

WIDTH, HEIGHT = 5.0, 10.0
"""Of one character, in points. A blank is half as wide as a character."""


def printed(text: str, x: float, y: float, *, hidden: bool = False) -> Iterator[Word]:
    """The words of `text` on one line that begins at x and has its top at y."""
    for part in text.split():
        yield Word(x, y, x + len(part) * WIDTH, y + HEIGHT, part, HEIGHT, hidden)
        x += (len(part) + 0.5) * WIDTH


def page(*lines: tuple[float, float, str], number: int = 1) -> Page:
    """A page that prints texts at (x, y)."""
    words = [word for x, y, text in lines for word in printed(text, x, y)]
    return Page(number=number, width=600, height=840, words=words)


def box(text: str, x: float, y: float) -> tuple[float, float, float, float]:
    words = list(printed(text, x, y))
    return x, y, words[-1].x1, y + HEIGHT


def row(y: float, *cells: tuple[float, str]) -> list[tuple[float, float, str]]:
    return [(x, y, text) for x, text in cells]


def texts(evidence: dict[str, Evidence], *pointers: str) -> list[str | None]:
    return [evidence[pointer].text if pointer in evidence else None for pointer in pointers]


def heights(evidence: dict[str, Evidence], *pointers: str) -> list[float]:
    return [evidence[pointer].bbox[1] for pointer in pointers]


GROSS = "/totals/grand_total"


def gross(value: str, text: str) -> Evidence | None:
    invoice = Invoice(totals=Totals(grand_total=Decimal(value)))
    return ground(invoice, [page((50, 100, f"Summe: {text} zahlbar"))]).get(GROSS)


@pytest.mark.parametrize(
    ("value", "text", "found"),
    [
        ("1234.56", "1.234,56", "1.234,56"),
        ("1234.56", "1,234.56", "1,234.56"),
        ("1234.56", "1 234,56", "1 234,56"),
        ("1234.56", "1'234.56", "1'234.56"),
        ("1234.56", "1’234.56", "1’234.56"),
        ("1234567.89", "1 234 567,89", "1 234 567,89"),
        ("1234.56", "1234,56", "1234,56"),
        ("1234.56", "€1.234,56", "€1.234,56"),
        ("1234.56", "1.234,56€", "1.234,56€"),
        ("1234.56", "EUR 1.234,56", "1.234,56"),
        ("1234.56", "(1.234,56)", None),
        ("1234.5", "1.234,50", "1.234,50"),
        ("1234.50", "1234.5", "1234.5"),
        ("1234.00", "1.234", "1.234"),
        ("100", "100,00", "100,00"),
        ("100", "100,--", "100,--"),
        ("-27.80", "-27,80", "-27,80"),
        ("-27.80", "27,80-", "27,80-"),
        ("-27.80", "(27.80)", "(27.80)"),
        ("-27.80", "−27,80", "−27,80"),
        ("-27.80", "- 27,80", "- 27,80"),
        ("-27.80", "27,80 -", "27,80 -"),
        ("-27.80", "27,80", None),
        ("27.80", "-27,80", None),
        ("27.80", "- 27,80", None),
        ("27.80", "27,80 − 10 %", "27,80"),
        ("-27.80", "27,80 − 10 %", None),
        ("5", "05", None),
        ("5", "5%", None),
        ("5", "A5", None),
        ("5", "1.5", None),
        ("20245", "RE-2024-5", None),
        ("1234.56", "12.34,56", None),
        ("1234.56", "123456", None),
        ("0", "0,00", "0,00"),
    ],
)
def test_an_amount_is_found_in_any_form_of_the_same_number(value, text, found):
    evidence = gross(value, text)
    assert (evidence.text if evidence else None) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("19%", "19%"),
        ("19,00 %", "19,00"),
        ("19.0%", "19.0%"),
        ("(19%)", "(19%)"),
        ("19", "19"),
        ("1.9%", None),
    ],
)
def test_a_rate_is_found_with_or_without_its_sign(text, found):
    invoice = Invoice(vat_breakdown=(VatRow(rate=Decimal(19)),))
    assert texts(ground(invoice, [page((50, 100, f"MwSt {text} auf"))]), "/vat_breakdown/0/rate") == [found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("15.11.2024", "15.11.2024"),
        ("15.11.24", "15.11.24"),
        ("2024-11-15", "2024-11-15"),
        ("15/11/2024", "15/11/2024"),
        ("11/15/2024", "11/15/2024"),
        ("15-Nov-2024", "15-Nov-2024"),
        ("(15.11.2024)", "(15.11.2024)"),
        ("15 novembre 2024", "15 novembre 2024"),
        ("15. November 2024", "15. November 2024"),
        ("Nov 15, 2024", "Nov 15, 2024"),
        ("November 15th, 2024", "November 15th, 2024"),
        ("15 de noviembre de 2024", "15 de noviembre de 2024"),
        ("14.11.2024", None),
        ("15 Stück 2024", None),
    ],
)
def test_a_date_is_found_in_any_form_of_the_same_day(text, found):
    evidence = ground(Invoice(issue_date=date(2024, 11, 15)), [page((50, 100, f"Datum: {text} und"))])
    assert texts(evidence, "/issue_date") == [found]


def test_a_date_with_day_and_month_in_either_order_is_found():
    for value in (date(2024, 3, 4), date(2024, 4, 3)):
        assert texts(ground(Invoice(issue_date=value), [page((50, 100, "03/04/2024"))]), "/issue_date") == [
            "03/04/2024"
        ]


@pytest.mark.parametrize(
    ("value", "text", "found"),
    [
        ("Torfleger Lampen GmbH", "Torfleger Lampen GmbH", "Torfleger Lampen GmbH"),
        ("Torfleger Lampen GmbH", "TORFLEGER LAMPEN GMBH,", "TORFLEGER LAMPEN GMBH,"),
        ("Torfleger-Lampen", "Torfleger‐Lampen", "Torfleger‐Lampen"),
        ("L'Atelier “Brume”", 'L’Atelier "Brume"', 'L’Atelier "Brume"'),
        ("Effizienz GmbH", "Eﬃzienz GmbH", "Eﬃzienz GmbH"),
        ("Straße AG", "STRASSE AG", "STRASSE AG"),
        ("Torfleger", "Torflegerei", None),
        ("Torfleger GmbH", "Torfleger AG", None),
        ("Kiesel & Söhne", "Kiesel & Söhne", "Kiesel & Söhne"),
    ],
)
def test_a_name_is_found_in_its_normal_form(value, text, found):
    evidence = ground(Invoice(seller=Party(name=value)), [page((50, 100, f"von {text} an"))])
    assert texts(evidence, "/seller/name") == [found]


def test_a_name_is_found_across_a_line_end():
    evidence = ground(
        Invoice(seller=Party(name="Torfleger Lampen GmbH")), [page((50, 100, "Torfleger"), (50, 112, "Lampen GmbH"))]
    )
    assert evidence["/seller/name"] == Evidence(page=1, bbox=(50, 100, 102.5, 122), text="Torfleger Lampen GmbH")


def test_a_name_wrapped_in_its_cell_is_found_between_the_other_cells():
    pages = [page(*row(100, (50, "Stehlampe"), (200, "2"), (300, "9,00")), *row(112, (50, "Mondschein")))]
    evidence = ground(Invoice(lines=(Line(name="Stehlampe Mondschein", net_amount=Decimal(9)),)), pages)
    assert evidence["/lines/0/name"] == Evidence(page=1, bbox=(50, 100, 100, 122), text="Stehlampe Mondschein")


@pytest.mark.parametrize("name", ["Stehlampe Mondschein", "Stehlampe Mondschein blau"])
def test_words_on_two_pages_are_no_one_value(name):
    first, *others = name.split()
    pages = [page((50, 800, first)), page((50, 40, " ".join(others)), number=2)]
    assert ground(Invoice(seller=Party(name=name), notes=(name,)), pages) == {}


def test_a_name_by_itself_comes_before_one_in_a_web_address():
    pages = [page((50, 100, "www.torfleger.example/agb"), (50, 120, "Torfleger, Nebelstadt"))]
    assert texts(ground(Invoice(seller=Party(name="Torfleger")), pages), "/seller/name") == ["Torfleger,"]
    assert texts(ground(Invoice(seller=Party(name="Agb")), pages), "/seller/name") == ["www.torfleger.example/agb"]


def test_an_iban_and_a_vat_id_match_with_other_blanks():
    invoice = Invoice(seller=Party(vat_id="DE136695976"), accounts=(Account(iban="DE89370400440532013000"),))
    pages = [page((50, 100, "USt-IdNr.: DE 136 695 976"), (50, 120, "IBAN: DE89 3704 0044 0532 0130 00"))]
    evidence = ground(invoice, pages)
    assert texts(evidence, "/seller/vat_id", "/accounts/0/iban") == ["DE 136 695 976", "DE89 3704 0044 0532 0130 00"]


@pytest.mark.parametrize(
    ("value", "text", "found"),
    [
        ("471102", "Nr.:471102", "Nr.:471102"),
        ("RE-2024/7", "RE 2024-7", "RE 2024-7"),
        ("4711", "4 711", None),
        ("12", "12,50", None),
        ("12", "3.12", None),
        ("12", "12", "12"),
    ],
)
def test_an_id_is_no_part_of_another_number(value, text, found):
    evidence = ground(Invoice(invoice_number=value), [page((50, 100, f"Beleg {text} vom"))])
    assert texts(evidence, "/invoice_number") == [found]


@pytest.mark.parametrize(
    ("currency", "text", "found"),
    [
        ("EUR", "12,00 EUR", "EUR"),
        ("EUR", "12,00 €", "€"),
        ("EUR", "12,00€", "12,00€"),
        ("USD", "$12.00", "$12.00"),
        ("GBP", "£ 12.00", "£"),
        ("CHF", "Fr. 12.00", "Fr."),
        ("USD", "12,00 €", None),
        ("EUR", "12,00", None),
    ],
)
def test_a_currency_is_found_by_its_code_or_its_sign(currency, text, found):
    evidence = ground(Invoice(currency=currency), [page((50, 100, f"zahlen {text} bitte"))])
    assert texts(evidence, "/currency") == [found]


def test_codes_are_found_only_where_they_are_printed_as_such():
    invoice = Invoice(
        document_type=DocumentType.INVOICE, type_code="380", seller=Party(address=Address(country="DE")),
        lines=(Line(name="Lampe", unit="H87", net_amount=Decimal(9)),),
    )  # fmt: skip
    pages = [page((50, 100, "Rechnung de 380"), *row(120, (50, "Lampe"), (200, "H87"), (300, "9,00")))]
    evidence = ground(invoice, pages)
    assert sorted(evidence) == ["/lines/0/name", "/lines/0/net_amount", "/lines/0/unit"]
    assert unprinted(invoice, evidence) == []


def test_hidden_words_print_nothing():
    words = [*printed("Summe 12,00", 50, 100, hidden=True)]
    invoice = Invoice(totals=Totals(grand_total=Decimal(12)))
    assert ground(invoice, [Page(number=1, width=600, height=840, words=words)]) == {}


def test_what_is_not_printed_is_told():
    invoice = Invoice(
        document_type=DocumentType.INVOICE, type_code="380", invoice_number="R-7", currency="EUR",
        notes=("danke", "nirgends"),
        seller=Party(name="Torfleger", address=Address(city="Nebelstadt", country="DE", region="SN")),
        totals=Totals(allowance_total=Decimal("0.00"), grand_total=Decimal(9)),
        vat_breakdown=(VatRow(category="S", rate=Decimal(19)),),
        lines=(Line(unit="H87", name="Lampe"),),
    )  # fmt: skip
    evidence = ground(invoice, [page((50, 100, "Torfleger sagt Danke"))])
    assert unprinted(invoice, evidence) == [
        "/invoice_number",
        "/currency",
        "/notes/1",
        "/seller/address/city",
        GROSS,
        "/vat_breakdown/0/rate",
        "/lines/0/name",
    ]


def test_an_empty_document_prints_nothing():
    invoice = Invoice(invoice_number="7", issue_date=date(2024, 1, 1), totals=Totals(grand_total=Decimal(1)))
    assert ground(invoice, []) == {}
    assert ground(invoice, [page()]) == {}
    assert ground(Invoice(), [page((50, 100, "Rechnung 7"))]) == {}


class TestTheRightOneOfSeveral:
    def test_the_values_of_a_line_stand_on_one_row_and_rows_in_order(self):
        cells = [(50, "Lampe"), (200, "2"), (260, "5,00"), (340, "10,00")]
        pages = [page((50, 60, "2 von 10,00 Lampe"), *row(100, *cells), *row(115, *cells), *row(130, *cells))]
        same = Line(name="Lampe", quantity=Decimal(2), net_price=Decimal(5), net_amount=Decimal(10))
        evidence = ground(Invoice(lines=(same, same, same)), pages)
        fields = ("name", "quantity", "net_price", "net_amount")
        for number, y in enumerate((100, 115, 130)):
            assert heights(evidence, *(f"/lines/{number}/{field}" for field in fields)) == [y] * 4

    def test_equal_numbers_of_a_row_are_told_apart_by_their_columns(self):
        pages = [page(*row(100, (30, "1"), (60, "Lampe"), (200, "1"), (260, "1,00"), (340, "1,00")))]
        line = Line(id="1", name="Lampe", quantity=Decimal(1), net_price=Decimal(1), net_amount=Decimal(1))
        evidence = ground(Invoice(lines=(line,)), pages)
        fields = ("id", "quantity", "net_price", "net_amount")
        assert [evidence[f"/lines/0/{field}"].bbox[0] for field in fields] == [30, 200, 260, 340]

    def test_an_id_stands_at_the_height_of_its_name(self):
        cells = row(100, (30, "1"), (120, "Stehlampe"), (300, "60,00"))
        line = Line(id="1", name="Stehlampe", net_amount=Decimal(60))
        evidence = ground(Invoice(lines=(line,)), [page((20, 96, "1"), *cells)])
        assert heights(evidence, "/lines/0/id", "/lines/0/name", "/lines/0/net_amount") == [100] * 3

    def test_a_line_stands_where_most_of_it_is_printed_though_a_value_is_printed_once_elsewhere(self):
        cells = row(300, (50, "Lampe"), (200, "2"), (260, "5,00"), (340, "10,00"))
        pages = [page((50, 60, "Lampe"), (50, 100, "Mondschein"), *cells)]
        line = Line(
            name="Lampe", description="Mondschein", quantity=Decimal(2), net_price=Decimal(5), net_amount=Decimal(10)
        )
        evidence = ground(Invoice(lines=(line,)), pages)
        assert heights(evidence, "/lines/0/name", "/lines/0/quantity", "/lines/0/net_amount") == [300] * 3

    def test_rows_go_on_over_a_page_break(self):
        first = page(*row(800, (50, "Lampe"), (300, "10,00")))
        second = page(*row(50, (50, "Lampe"), (300, "10,00")), (50, 90, "Summe 20,00"), number=2)
        same = Line(name="Lampe", net_amount=Decimal(10))
        evidence = ground(Invoice(lines=(same, same), totals=Totals(grand_total=Decimal(20))), [first, second])
        assert [evidence[f"/lines/{n}/net_amount"].page for n in (0, 1)] == [1, 2]

    def test_a_number_of_another_row_is_no_evidence(self):
        pages = [page(*row(100, (50, "Lampe"), (300, "10,00")), (50, 300, "3 Stück"))]
        evidence = ground(Invoice(lines=(Line(name="Lampe", quantity=Decimal(3), net_amount=Decimal(10)),)), pages)
        assert texts(evidence, "/lines/0/quantity", "/lines/0/net_amount") == [None, "10,00"]

    def test_a_line_of_which_next_to_nothing_is_printed_has_no_row(self):
        pages = [page((50, 100, "Seite 1"), (50, 120, "1 19%"))]
        evidence = ground(Invoice(lines=(Line(id="1", name="Lampe", quantity=Decimal(1)),)), pages)
        assert evidence == {}

    def test_totals_are_the_last_ones_and_not_a_lines(self):
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

    def test_equal_totals_stand_each_beside_its_label(self):
        pages = [page(*row(300, (200, "Zahlbetrag"), (300, "119,00")), *row(312, (200, "Gesamt"), (300, "119,00")))]
        totals = Totals(grand_total=Decimal(119), due_payable=Decimal(119))
        evidence = ground(Invoice(totals=totals), pages)
        assert heights(evidence, GROSS, "/totals/due_payable") == [312, 300]

    def test_totals_stand_under_the_heads_of_their_columns(self):
        heads = row(300, (100, "Total HT"), (200, "Total TVA"), (300, "Total TTC"))
        pages = [page(*heads, *row(316, (100, "50,00"), (200, "0,00"), (300, "50,00")))]
        totals = Totals(tax_basis_total=Decimal(50), tax_total=Decimal(0), grand_total=Decimal(50))
        evidence = ground(Invoice(totals=totals), pages)
        assert [evidence[f"/totals/{name}"].bbox[0] for name in ("tax_basis_total", "tax_total", "grand_total")] == [
            100,
            200,
            300,
        ]

    def test_a_deduction_may_be_printed_with_a_minus_sign(self):
        evidence = ground(Invoice(totals=Totals(prepaid=Decimal(20))), [page((50, 100, "Anzahlung -20,00"))])
        assert texts(evidence, "/totals/prepaid") == ["-20,00"]

    def test_a_credit_note_may_print_its_amounts_with_minus_signs(self):
        invoice = Invoice(document_type=DocumentType.CREDIT_NOTE, totals=Totals(grand_total=Decimal(20)))
        assert texts(ground(invoice, [page((50, 100, "Gutschrift -20,00"))]), GROSS) == ["-20,00"]

    def test_a_vat_row_stands_on_one_row(self):
        pages = [page((50, 40, "19,00 100,00"), *row(300, (50, "19%"), (100, "100,00"), (200, "19,00")))]
        invoice = Invoice(vat_breakdown=(VatRow(rate=Decimal(19), basis=Decimal(100), amount=Decimal(19)),))
        assert (
            heights(ground(invoice, pages), *(f"/vat_breakdown/0/{f}" for f in ("rate", "basis", "amount")))
            == [300] * 3
        )

    def test_two_parties_of_one_town_have_each_their_own(self):
        left = [(50.0, 100.0, "Torfleger"), (50.0, 112.0, "Moorweg 5"), (50.0, 124.0, "01234 Nebelstadt")]
        right = [(400.0, 100.0, "Morgenrot"), (400.0, 112.0, "Am Kai 1"), (400.0, 124.0, "01234 Nebelstadt")]
        sender = Party(name="Torfleger", address=Address(line1="Moorweg 5", postcode="01234", city="Nebelstadt"))
        taker = Party(name="Morgenrot", address=Address(line1="Am Kai 1", postcode="01234", city="Nebelstadt"))
        evidence = ground(Invoice(seller=sender, buyer=taker), [page(*left, *right)])
        assert [evidence[f"/{party}/address/city"].bbox[0] for party in ("seller", "buyer")] == [77.5, 427.5]

    def test_a_header_value_is_the_one_on_the_first_page_or_beside_its_label(self):
        pages = [page((50, 100, "Datum 15.11.2024")), page((50, 100, "am 15.11.2024"), number=2)]
        assert ground(Invoice(issue_date=date(2024, 11, 15)), pages)["/issue_date"].page == 1
        pages = [page((50, 100, "Datum 15.11.2024"), (50, 120, "Fällig am 15.11.2024"))]
        invoice = Invoice(issue_date=date(2024, 11, 15), due_date=date(2024, 11, 15))
        assert heights(ground(invoice, pages), "/issue_date", "/due_date") == [100, 120]


LAMP = {"name": "Lampe blau", "net_amount": "9,00"}


def of_line(number: int, said: dict[str, str]) -> dict[str, str]:
    """`said` by the pointers of a line's fields."""
    return {f"/lines/{number}/{field}": word for field, word in said.items()}


class TestWhatAModelSaysItSaw:
    def test_the_printed_string_comes_first(self):
        pages = [page((50, 100, "Summe 1234.50"), (50, 120, "Total: 1.234,50"))]
        invoice = Invoice(totals=Totals(grand_total=Decimal("1234.50")))
        assert texts(ground(invoice, pages, printed={GROSS: "1234.50"}), GROSS) == ["1234.50"]
        assert texts(ground(invoice, pages, printed={GROSS: "1.234,50 EUR"}), GROSS) == ["1.234,50"]

    def test_a_printed_name_is_looked_up_instead_of_the_value(self):
        pages = [page((50, 100, "Torfleger GmbH"), (50, 120, "Nebel AG"))]
        evidence = ground(Invoice(seller=Party(name="nebel ag")), pages, printed={"/seller/name": "Nebel AG"})
        assert texts(evidence, "/seller/name") == ["Nebel AG"]

    def test_a_string_that_is_not_printed_falls_back_to_the_value(self):
        pages = [page((50, 100, "Torfleger GmbH"))]
        evidence = ground(Invoice(seller=Party(name="Torfleger GmbH")), pages, printed={"/seller/name": "Unsinn"})
        assert texts(evidence, "/seller/name") == ["Torfleger GmbH"]

    def test_of_equal_numbers_on_a_row_each_stands_where_it_was_seen(self):
        cells = row(100, (30, "1"), (60, "Lampe"), (200, "1,0000"), (260, "1"), (340, "1,00"))
        line = Line(id="1", name="Lampe", quantity=Decimal(1), net_price=Decimal("1.0000"), net_amount=Decimal("1.00"))
        said = {"id": "1", "name": "Lampe", "quantity": "1", "net_price": "1,0000", "net_amount": "1,00"}
        evidence = ground(Invoice(lines=(line,)), [page(*cells)], printed=of_line(0, said))
        assert texts(evidence, *of_line(0, said)) == list(said.values())
        assert [evidence[pointer].bbox[0] for pointer in of_line(0, said)] == [30, 60, 260, 200, 340]

    def test_a_number_is_found_in_another_form_where_its_own_is_another_values(self):
        cells = row(100, (30, "1"), (60, "Lampe"), (200, "1,00"), (340, "9,00"))
        line = Line(id="1", name="Lampe", quantity=Decimal(1), net_amount=Decimal(9))
        said = {"id": "1", "name": "Lampe", "quantity": "1", "net_amount": "9,00"}
        evidence = ground(Invoice(lines=(line,)), [page(*cells)], printed=of_line(0, said))
        assert texts(evidence, *of_line(0, said)) == ["1", "Lampe", "1,00", "9,00"]

    @pytest.mark.parametrize("name", ["Lampe", "Lampe 1 m"])
    def test_a_word_that_two_values_were_seen_as_is_not_taken_for_the_first_of_them(self, name):
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
    def test_the_letters_alone_are_no_evidence_of_an_amount(self, said, value, cell):
        cells = row(100, (60, "Lampe"), (340, cell))
        line = Line(name="Lampe", net_amount=Decimal(value))
        printed = of_line(0, {"name": "Lampe", "net_amount": said})
        evidence = ground(Invoice(lines=(line,)), [page(*cells)], printed=printed)
        assert texts(evidence, *printed) == ["Lampe", None]

    def test_equal_lines_stand_on_rows_in_order_and_not_where_less_of_them_is_printed(self):
        pages = [
            page((50, 60, "Lampe blau"), *row(100, (50, "Lampe blau"), (300, "9,00")), (50, 112, "Bestellt 9,00")),
            page(*row(40, (50, "Lampe blau"), (300, "9,00")), number=2),
        ]
        same = Line(name="Lampe blau", net_amount=Decimal(9))
        printed = {**of_line(0, LAMP), **of_line(1, LAMP)}
        evidence = ground(Invoice(lines=(same, same)), pages, printed=printed)
        assert [(found.page, found.bbox[1]) for found in evidence.values()] == [(1, 100), (1, 100), (2, 40), (2, 40)]

    def test_a_line_of_which_next_to_nothing_is_printed_has_no_row(self):
        line = Line(id="1", name="Lampe", quantity=Decimal(1))
        said = of_line(0, {"id": "1", "name": "Lampe", "quantity": "1"})
        assert ground(Invoice(lines=(line,)), [page((50, 100, "Seite 1"), (50, 120, "1 19%"))], printed=said) == {}

    def test_an_invented_number_has_no_evidence(self):
        invoice = Invoice(totals=Totals(grand_total=Decimal("99.99")))
        evidence = ground(invoice, [page((50, 100, "Summe 12,00"))], printed={GROSS: "99,99"})
        assert evidence == {}
        assert unprinted(invoice, evidence) == [GROSS]


NOISE = st.lists(
    st.sampled_from(["Rechnung", "Nr.", "und", "Artikel", "%", "-", "12", "7,5", "03", "A4", "(x)", "€", "2019", "№"]),
    max_size=30,
)
FORMS = st.sampled_from([("{:,.2f}", ",."), ("{:,.2f}", ".,"), ("{:,.2f}", " ,"), ("{:,.2f}", "'."), ("{:.2f}", ",.")])


def spread(noise: list[str]) -> list[tuple[float, float, str]]:
    """Noise words over a page, four a line, far from each other."""
    return [(50.0 + 130 * (n % 4), 60.0 + 25 * (n // 4), text) for n, text in enumerate(noise)]


@settings(deadline=None)
@given(cents=st.integers(10_000, 10**9), form=FORMS, before=NOISE, after=NOISE, x=st.integers(0, 200))
def test_a_printed_amount_is_found_among_noise_with_its_box(cents, form, before, after, x):
    value = Decimal(cents) / 100
    pattern, (group, mark) = form
    text = pattern.format(value).translate(str.maketrans({",": group, ".": mark}))
    pages = [page(*spread(before), (x, 400, text), number=1), page(*spread(after), number=2)]
    evidence = ground(Invoice(totals=Totals(grand_total=value)), pages)
    assert evidence == {GROSS: Evidence(page=1, bbox=box(text, x, 400), text=text)}


MONTHS = tuple("January February March April May June July August September October November December".split())  # noqa: SIM905
DAYS = st.sampled_from(["{d:02}.{m:02}.{y}", "{y}-{m:02}-{d:02}", "{d}.{m}.{y}", "{d} {name} {y}", "{name} {d}, {y}"])


@settings(deadline=None)
@given(
    value=st.dates(date(2020, 1, 1), date(2035, 12, 31)), form=DAYS, before=NOISE, after=NOISE, x=st.integers(0, 200)
)
def test_a_printed_date_is_found_among_noise_with_its_box(value, form, before, after, x):
    text = form.format(d=value.day, m=value.month, y=value.year, name=MONTHS[value.month - 1])
    pages = [page(*spread(before), (x, 400, text), *spread([]), number=1), page(*spread(after), number=2)]
    evidence = ground(Invoice(issue_date=value), pages)
    assert evidence == {"/issue_date": Evidence(page=1, bbox=box(text, x, 400), text=text)}


@settings(deadline=None)
@given(
    name=st.lists(st.text("abcdefgäöüßéœ", min_size=3, max_size=9), min_size=1, max_size=4),
    upper=st.booleans(),
    before=NOISE,
    x=st.integers(0, 200),
)
def test_a_printed_name_is_found_among_noise_with_its_box(name, upper, before, x):
    text = " ".join(name).upper() if upper else " ".join(name).title()
    evidence = ground(Invoice(seller=Party(name=" ".join(name))), [page(*spread(before), (x, 400, text))])
    assert evidence == {"/seller/name": Evidence(page=1, bbox=box(text, x, 400), text=text)}


def receipt(lines: int, noise: int) -> tuple[Invoice, list[Page]]:
    """Lines that are alike but for their numbers, 50 a page, beside `noise` words a line that look like them."""
    rows = tuple(
        Line(id=str(n), name=f"Item {n}", quantity=Decimal(1), net_price=Decimal(n), net_amount=Decimal(n))
        for n in range(1, lines + 1)
    )
    pages = []
    for first in range(0, lines, 50):
        cells = []
        likes = "Item 1 1,00 x " * (noise // 4)
        for number in range(first + 1, min(first + 50, lines) + 1):
            y = 16.0 * (number - first)
            cells += [(30.0, y, str(number)), (60.0, y, f"Item {number}"), (200.0, y, "1")]
            cells += [(260.0, y, f"{number},00"), (400.0, y, f"{number},00"), (500.0, y, likes)]
        pages.append(page(*cells, number=first // 50 + 1))
    return Invoice(lines=rows), pages


def test_a_receipt_of_a_thousand_lines_is_grounded_line_by_line():
    invoice, pages = receipt(1000, 4)
    evidence = ground(invoice, pages)
    assert unprinted(invoice, evidence) == []
    fields = ("id", "name", "quantity", "net_price", "net_amount")
    for number in range(1000):
        pointers = [f"/lines/{number}/{field}" for field in fields]
        assert heights(evidence, *pointers) == [16.0 * (number % 50 + 1)] * 5
        assert {evidence[pointer].page for pointer in pointers} == {number // 50 + 1}


def test_the_work_on_a_hundred_thousand_words_grows_with_the_lines_and_no_faster():
    def cost(lines: int) -> float:
        invoice, pages = receipt(lines, 100_000 // lines)
        started = time.process_time()
        ground(invoice, pages)
        return time.process_time() - started

    assert cost(1000) < 6 * cost(250)
