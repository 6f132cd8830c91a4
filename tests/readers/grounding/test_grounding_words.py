"""Texts are found however they are split into words, lines and cells."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages_made import NOISE, box, page, printed, row, spread, texts
from paperloop.documents.extraction import Evidence
from paperloop.documents.invoice import Account, Invoice, Line, Party, Totals
from paperloop.documents.pages import Page
from paperloop.readers.grounding import ground


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


@pytest.mark.parametrize(("here", "there"), [("Bezahlt", "wird sofort"), ("Bezahlt wird", "sofort")])
def test_a_text_that_goes_on_on_the_next_page_stands_where_its_part_on_the_first_does(here, there):
    pages = [page((50, 800, here)), page((50, 40, there), number=2)]
    evidence = ground(Invoice(notes=("Bezahlt wird sofort",)), pages)
    assert evidence == {"/notes/0": Evidence(page=1, bbox=box(here, 50, 800), text=here)}


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


def test_hidden_words_print_nothing():
    words = [*printed("Summe 12,00", 50, 100, hidden=True)]
    invoice = Invoice(totals=Totals(grand_total=Decimal(12)))
    assert ground(invoice, [Page(number=1, width=600, height=840, words=words)]) == {}


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
