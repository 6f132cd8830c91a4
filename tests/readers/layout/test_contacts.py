import pytest

from paperloop.readers.layout.contacts import contacts, payment_terms
from paperloop.readers.layout.parties import find_parties
from paperloop.readers.layout.sheet import Sheet


def found(pages):
    sheet = Sheet(pages)
    return {field: one.value for field, one in contacts(sheet, find_parties(sheet).blocks).items()}


def test_an_address_and_a_number_are_those_of_the_block_that_holds_them(typed):
    text = """
Seller:                        Bill to:
Harper Ltd                     Jane Doe
3 Mill Lane                    14 High Street
Bristol BS1 5TR                Leeds LS1 4DY
Tel. +44 117 496 0123          Phone: 0113 496 0456
billing@harper.example         jane@doe.example
"""
    assert found(typed(text)) == {
        "seller/email": "billing@harper.example",
        "buyer/email": "jane@doe.example",
        "seller/phone": "+44 117 496 0123",
        "buyer/phone": "0113 496 0456",
    }


def test_what_stands_outside_all_blocks_is_the_sellers(typed):
    assert found(typed("Rechnung\nTelefon: (030) 123-45 67\nE-Mail: info@holz.example.")) == {
        "seller/email": "info@holz.example",
        "seller/phone": "(030) 123-45 67",
    }


@pytest.mark.parametrize("text", ["Tel. on request", "Phone 12", "Telefon DE89370400440532013000", "12/03/2024"])
def test_a_phone_number_is_made_of_digits_behind_its_label(typed, text):
    assert found(typed(text)) == {}


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Invoice\nPayment terms: 30 days net", "30 days net"),
        ("Invoice\nPayment is due within 14 days.", "Payment is due within 14 days."),
        ("Rechnung\nZahlbar innerhalb von 14 Tagen ohne Abzug.", "Zahlbar innerhalb von 14 Tagen ohne Abzug."),
        ("Rechnung\nZahlungsziel: 14 Tage", "14 Tage"),
        ("Facture\nConditions de paiement : 30 jours fin de mois", "30 jours fin de mois"),
        ("Factuur\nGelieve binnen 8 dagen te betalen", "Gelieve binnen 8 dagen te betalen"),
        ("Faktura\nBetalningsvillkor   30 dagar netto", "30 dagar netto"),
        ("Rechnung\nZahlungsziel: 15.11.2024", None),
        ("Facture\nMode de paiement : VIREMENT", None),
        ("Rechnung\nZahlungsart: 58 - SEPA", None),
    ],
)
def test_terms_of_payment_stand_behind_a_label_or_in_a_sentence(typed, text, terms):
    one = payment_terms(Sheet(typed(text)))
    assert (one.value if one else None) == terms


def test_a_sentence_of_terms_goes_on_in_the_next_line(typed):
    text = """
Rechnung
Zahlbar innerhalb von 30 Tagen netto bis zum Fälligkeitsdatum der Rechnung,
bei Zahlung in 8 Tagen 2 % Skonto.
"""
    assert payment_terms(Sheet(typed(text))).value.endswith("2 % Skonto.")
