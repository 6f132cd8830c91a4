from decimal import Decimal

import pytest

from paperloop.readers.layout.sheet import Sheet
from paperloop.readers.layout.totals import solve_totals
from paperloop.readers.layout.vat import rate_rows


def solved(pages):
    sheet = Sheet(pages)
    return solve_totals(sheet, rate_rows(sheet))


def totals(pages):
    return {field: str(found.value) for field, found in solved(pages).items()}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Subtotal          100.00\nVAT 20%            20.00\nTotal             120.00",
            {"tax_basis_total": "100.00", "tax_total": "20.00", "grand_total": "120.00"},
        ),
        ("Invoice\nTotal EUR 250.00", {"grand_total": "250.00"}),
        (
            "Invoice\nBread   4.00\nTotal   12.00\nincl. VAT 20%   2.00\nTotal paid   12.50",
            {"tax_total": "2.00", "grand_total": "12.00"},
        ),
        ("Rechnung\nGesamt EUR 250,00", {"grand_total": "250.00"}),
        (
            "Total HT    Total TVA    Total TTC\n 100,80         7,02       107,82",
            {"tax_basis_total": "100.80", "tax_total": "7.02", "grand_total": "107.82"},
        ),
        (
            "Rechnung\nNetto  376,37\nMwSt  71,51\nBrutto  447,88\nAnzahlung  100,00\nRestbetrag  347,88",
            {"grand_total": "447.88", "prepaid": "100.00", "due_payable": "347.88"},
        ),
        (
            "Faktura\nNetto  12 745,50\nMoms 25%  3 186,38\nÖresavrundning  0,12\nAtt betala  15 932,00",
            {"tax_basis_total": "12745.50", "tax_total": "3186.38", "due_payable": "15932.00"},
        ),
        (
            "Nettobetrag  100,00\n7% MwSt  3,50\n19% MwSt  9,50\nGesamtbetrag  113,00",
            {"tax_basis_total": "100.00", "grand_total": "113.00"},
        ),
        (
            "Nettosumme  -175,00\nzzgl. 19% MwSt.  -33,25\nGesamtbetrag  -208,25",
            {"tax_basis_total": "-175.00", "tax_total": "-33.25", "grand_total": "-208.25"},
        ),
        (
            "Factura\nBase imponible  1.200,00\nIVA 21%  252,00\nRetención IRPF  -180,00\nTotal  1.272,00",
            {"tax_basis_total": "1200.00", "tax_total": "252.00", "due_payable": "1272.00"},
        ),
        (
            "Gesamtbetrag  338,50\nMwSt     Netto    Steuer    Brutto\n"
            "7%      274,77     19,23    294,00\n19%      37,39      7,11     44,50",
            {"grand_total": "338.50"},
        ),
        ("Total  5.00\nTotal  500.00\nVAT  100.00\nNet  400.00", {"grand_total": "500.00", "tax_total": "100.00"}),
        ("Subtotal  $19.00\nTotal  $19.00\nAmount due  $19.00", {"tax_basis_total": "19.00", "due_payable": "19.00"}),
    ],
)
def test_the_totals_are_the_amounts_that_add_up_under_their_labels(typed, text, found):
    assert totals(typed(text)).items() >= found.items()


def test_totals_that_add_up_are_trusted_and_others_are_not(typed):
    good = solved(typed("Net total  100.00\nTax  20.00\nGrand total  120.00"))
    bad = solved(typed("Net total  100.00\nTax  20.00\nGrand total  130.00"))
    assert good["grand_total"].confidence >= 0.9
    assert bad["grand_total"].confidence < 0.9


def test_what_was_paid_already_is_not_due(typed):
    assert "due_payable" not in totals(typed("Total  20.00\nPaid with card"))


def test_without_a_label_there_is_no_total(typed):
    assert totals(typed("Hello  12.00\nWorld  13.00")) == {}


@pytest.mark.parametrize(
    "line", ["Phone  +33 4 72 07 08 56  Balance in 30 days", "Total pages 3", "Amount due in 2024"]
)
def test_phone_numbers_counts_and_years_are_no_totals(typed, line):
    found = totals(typed(f"{line}\nTotal  20.00"))
    assert Decimal(found["grand_total"]) == 20
    assert found.get("due_payable", "20.00") == "20.00"


@pytest.mark.parametrize("printed", ["500.00", "-500.00", "500.00-"])
def test_a_deposit_takes_off_what_is_due_however_its_sign_is_printed(typed, printed):
    text = f"Total       1,500.00\nDeposit       {printed}\nAmount due  1,000.00"
    assert totals(typed(text))["prepaid"] == "500.00"


def test_what_lacks_between_total_and_due_was_paid_where_it_is_printed(typed):
    text = "Total HT  500,00\nTVA 20%  100,00\nTotal TTC  600,00\nSolde à payer  400,00\nVirement  5.11.2024  200,00"
    assert totals(typed(text))["prepaid"] == "200.00"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Net total  200.00\nVAT 20%  40.00\nTotal  240.00\nPaid  240.00\nBalance due  0.00",
            {"grand_total": "240.00", "prepaid": "240.00", "due_payable": "0.00"},
        ),
        (
            "Taxable Amount  ₹2,50,000.00\nCGST 9%  ₹22,500.00\nSGST 9%  ₹22,500.00\nTotal  ₹2,95,000.00",
            {"tax_basis_total": "250000.00", "tax_total": "45000.00", "grand_total": "295000.00"},
        ),
        (
            "Netto  100,31 kr\nMoms 25%  25,08 kr\nÖresavrundning  -0,39 kr\nAtt betala  125,00 kr",
            {"grand_total": "125.39", "rounding": "-0.39", "due_payable": "125.00", "tax_total": "25.08"},
        ),
        (
            "Zwischensumme  100.00\nMwSt 8.1%  8.10\nRundung  0.05\nTotal  CHF 108.15",
            {"grand_total": "108.10", "rounding": "0.05", "due_payable": "108.15", "tax_basis_total": "100.00"},
        ),
        (
            "Net total  100.01\nVAT 20%  20.00\nTotal  120.01\nRounding  0.01\nAmount due  120.00",
            {"grand_total": "120.01", "rounding": "-0.01", "due_payable": "120.00"},
        ),
    ],
)
def test_what_lies_between_the_totals_is_kept(typed, text, found):
    assert totals(typed(text)).items() >= found.items()


def test_twice_the_same_tax_on_one_page_is_no_sum_where_it_does_not_add_up(typed):
    found = totals(typed("Net  100.00\nVAT 20%  20.00\nTax total  20.00\nTotal  120.00"))
    assert (found["tax_basis_total"], found["tax_total"], found["grand_total"]) == ("100.00", "20.00", "120.00")
