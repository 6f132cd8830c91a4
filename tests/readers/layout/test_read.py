from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperloop.documents.pages import Page, Word
from paperloop.documents.pointers import leaves
from paperloop.readers.layout import read_layout
from readers.layout.conftest import typed as typed_pages

LANGUAGES = {
    "de": ("Rechnungsnummer", "Rechnungsdatum", "Fälligkeitsdatum", "Nettobetrag", "MwSt", "Gesamtbetrag"),
    "en": ("Invoice No", "Invoice Date", "Due Date", "Net Total", "VAT", "Grand Total"),
    "fr": ("Facture N°", "Date de facture", "Date d'échéance", "Total HT", "Total TVA", "Total TTC"),
    "nl": ("Factuurnummer", "Factuurdatum", "Vervaldatum", "Totaal excl. BTW", "BTW", "Totaal incl. BTW"),
    "es": ("Número de factura", "Fecha de factura", "Fecha de vencimiento", "Base imponible", "IVA", "Total factura"),
    "it": ("Numero fattura", "Data fattura", "Data di scadenza", "Totale imponibile", "Totale IVA", "Totale fattura"),
    "pt": ("Número da fatura", "Data da fatura", "Data de vencimento", "Total sem IVA", "Total IVA", "Total com IVA"),
    "ro": ("Număr factură", "Data facturii", "Data scadenței", "Total fără TVA", "Total TVA", "Total cu TVA"),
    "pl": ("Numer faktury", "Data wystawienia", "Termin płatności", "Wartość netto", "Kwota VAT", "Wartość brutto"),
    "sv": ("Fakturanummer", "Fakturadatum", "Förfallodatum", "Summa exkl. moms", "Moms", "Totalt inkl. moms"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_invoice_is_read_in_every_language(typed, language):
    values = ("2024-17", "05.03.2024", "04.04.2024", "1.000,00 EUR", "250,00 EUR", "1.250,00 EUR")
    text = "\n".join(f"{label:<30}{value}" for label, value in zip(LANGUAGES[language], values, strict=True))
    invoice = read_layout(typed(text)).invoice
    assert (invoice.invoice_number, invoice.issue_date, invoice.due_date, invoice.currency) == (
        "2024-17",
        date(2024, 3, 5),
        date(2024, 4, 4),
        "EUR",
    )
    totals = invoice.totals
    assert (totals.tax_basis_total, totals.tax_total, totals.grand_total) == (1000, 250, 1250)


INVOICE = """
Holz Schmidt KG ● Waldweg 9 ● 79098 Freiburg
Möbel Weber GmbH
Industriestr. 44
70565 Stuttgart

Rechnung Nr. 2024-17 vom 05.03.2024

Pos   Beschreibung          Menge     Einzelpreis      Betrag
1     Eichenbrett               3           45,00      135,00
2     Leimholz                  2           20,00       40,00

                         Nettosumme               175,00 €
                         zzgl. 19% MwSt.           33,25 €
                         Gesamtbetrag             208,25 €
IBAN DE89 3704 0044 0532 0130 00
"""


def test_every_value_has_its_words_on_the_page_and_a_confidence(typed):
    reading = read_layout(typed(INVOICE))
    assert reading.evidence.keys() == reading.confidence.keys()
    assert dict(leaves(reading.invoice)).keys() - reading.evidence.keys() == {"/document_type"}
    assert reading.evidence["/totals/grand_total"].text == "208,25 €"
    assert reading.evidence["/accounts/0/iban"].text == "DE89 3704 0044 0532 0130 00"
    assert reading.evidence["/lines/1/net_amount"].text == "40,00"
    assert all(0 <= confidence <= 1 for confidence in reading.confidence.values())


def test_the_parts_of_an_invoice_agree(typed):
    invoice = read_layout(typed(INVOICE)).invoice
    assert (invoice.seller.name, invoice.buyer.name) == ("Holz Schmidt KG", "Möbel Weber GmbH")
    assert [line.name for line in invoice.lines] == ["Eichenbrett", "Leimholz"]
    assert sum(line.net_amount for line in invoice.lines) == invoice.totals.line_total == Decimal("175.00")


def test_hidden_words_say_nothing(typed):
    page = typed(INVOICE)[0]
    lie = [word._replace(hidden=True) for word in typed("Gesamtbetrag  9.999,00 €\nRechnung Nr. 666")[0].words]
    lying = Page(number=1, width=page.width, height=page.height, words=[*lie, *page.words])
    assert read_layout([lying]) == read_layout([page])


def test_pages_without_words_say_so():
    assert read_layout([Page(number=1, width=595, height=842, words=[])]).warnings == ("the pages print no words",)


def test_nothing_to_pay_and_no_lines_are_read_as_they_are(typed):
    invoice = read_layout(typed("Invoice No. 4711\n\nTotal    0.00 EUR")).invoice
    assert (str(invoice.totals.grand_total), invoice.lines) == ("0.00", ())


WORDS = [
    "Total", "MwSt", "Rechnung", "12,50", "Summe", "IBAN", "15.11.2024", "12345", "Berlin", "Käufer", "Verkäufer", "€",
    "Name:", "EUR", "19%", "%", "Menge", "Preis", "Nr.", "vom", "●", "Pos", "GmbH", "DE89370400440532013000", "@a.de",
    "0,00",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(0, 600),
            st.floats(0, 850),
            st.floats(0.1, 40),
            st.sampled_from(WORDS) | st.text(min_size=1, max_size=9),
        ),
        max_size=80,
    )
)
def test_no_page_raises(placed):
    words = [Word(x, y, x + size * len(text) / 2, y + size, text) for x, y, size, text in placed]
    read_layout([Page(number=1, width=600, height=850, words=words)])


@settings(max_examples=60, deadline=None)
@given(
    prices=st.lists(st.tuples(st.integers(1, 99), st.integers(1, 99_999)), min_size=1, max_size=12),
    rate=st.sampled_from([5, 7, 19, 20, 25]),
    style=st.sampled_from([("de", ".", ","), ("en", ",", "."), ("fr", " ", ",")]),
)
def test_an_invoice_of_random_content_reads_back_to_its_own_numbers(prices, rate, style):
    language, group, mark = style

    def printed(cents: int) -> str:
        return f"{cents // 100:,}".replace(",", group) + f"{mark}{cents % 100:02}"

    net = sum(quantity * cents for quantity, cents in prices)
    tax = (net * rate + 50) // 100
    _, _, _, net_label, tax_label, gross_label = LANGUAGES[language]
    rows = [
        f"Article {'ABCDEFGHIJKL'[i]:<20}{quantity:>6}{printed(cents):>14}{printed(quantity * cents):>16}"
        for i, (quantity, cents) in enumerate(prices)
    ]
    heading = {
        "de": "Bezeichnung                  Menge   Einzelpreis          Betrag",
        "en": "Description                    Qty    Unit price          Amount",
        "fr": "Désignation                    Qté Prix unitaire      Montant HT",
    }[language]
    totals = [(net_label, net), (f"{tax_label} {rate}%", tax), (gross_label, net + tax)]
    text = "\n".join([heading, *rows, "", *(f"{'':10}{label:<34}{printed(cents):>20}" for label, cents in totals)])
    invoice = read_layout(typed_pages(text)).invoice
    assert [line.net_amount for line in invoice.lines] == [Decimal(q * c).scaleb(-2) for q, c in prices]
    assert invoice.totals.tax_basis_total == Decimal(net).scaleb(-2)
    assert invoice.totals.grand_total == Decimal(net + tax).scaleb(-2)


@pytest.mark.parametrize("note", ["Reverse charge: VAT to be accounted for by the customer.", "Autoliquidation"])
def test_where_no_tax_is_charged_a_lone_total_leaves_the_lines_net(typed, note):
    text = """
Description    Qty   Unit price    Amount
Consulting      10       100.00  1,000.00
Total                           £1,000.00
"""
    invoice = read_layout(typed(f"{text}\n{note}")).invoice
    (line,) = invoice.lines
    assert (str(line.net_amount), line.gross_amount) == ("1000.00", None)
    assert invoice.totals.tax_basis_total == invoice.totals.grand_total == line.net_amount
