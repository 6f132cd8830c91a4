"""What a sample invoice says besides its values, in English and in German, and how it writes numbers and dates."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from babel import Locale
from babel.dates import format_date

Language = Literal["en", "de"]

_UNITS = {
    "H87": ("pcs", "Stk."),
    "SET": ("set", "Satz"),
    "KGM": ("kg", "kg"),
    "MTR": ("m", "m"),
    "MTQ": ("m³", "m³"),
    "LTR": ("l", "l"),
    "HUR": ("h", "Std."),
}
"""Codes of UN/ECE Recommendation 20, and how they are printed."""

_WORDS = {
    "invoice": ("Invoice", "Rechnung"),
    "credit_note": ("Credit note", "Gutschrift"),
    "receipt": ("Receipt", "Quittung"),
    "other": ("Document", "Beleg"),
    "invoice_number": ("Invoice no.", "Rechnungsnr."),
    "issue_date": ("Invoice date", "Rechnungsdatum"),
    "delivery_date": ("Delivery date", "Lieferdatum"),
    "due_date": ("Due date", "Fällig am"),
    "purchase_order": ("Your order", "Ihre Bestellung"),
    "contract": ("Contract", "Vertrag"),
    "buyer_reference": ("Your reference", "Ihr Zeichen"),
    "buyer_vat_id": ("Your VAT ID", "Ihre USt-IdNr."),
    "currency": ("Currency", "Währung"),
    "position": ("Pos.", "Pos."),
    "item": ("Item no.", "Artikelnr."),
    "name": ("Description", "Bezeichnung"),
    "quantity": ("Qty", "Menge"),
    "unit": ("Unit", "Einheit"),
    "price": ("Unit price", "Einzelpreis"),
    "rate": ("VAT", "USt."),
    "amount": ("Amount", "Betrag"),
    "list_price": ("List price", "Listenpreis"),
    "carried": ("Carried forward", "Übertrag"),
    "line_total": ("Subtotal", "Zwischensumme"),
    "allowance_total": ("Discount", "Rabatt"),
    "charge_total": ("Delivery charge", "Versandkosten"),
    "tax_basis_total": ("Net total", "Nettobetrag"),
    "tax_total": ("VAT", "Umsatzsteuer"),
    "grand_total": ("Total incl. VAT", "Gesamtbetrag"),
    "prepaid": ("Deposit paid", "Anzahlung"),
    "rounding": ("Rounding", "Rundung"),
    "due_payable": ("Amount due", "Zahlbetrag"),
    "category": ("Code", "Code"),
    "vat_rate": ("VAT rate", "Steuersatz"),
    "vat_basis": ("Net amount", "Netto"),
    "vat_amount": ("VAT amount", "Steuerbetrag"),
    "payment": ("Payment", "Zahlung"),
    "payment_reference": ("Payment reference", "Verwendungszweck"),
    "account_name": ("Account holder", "Kontoinhaber"),
    "account_number": ("Account no.", "Kontonr."),
    "iban": ("IBAN", "IBAN"),
    "bic": ("BIC", "BIC"),
    "vat_id": ("VAT ID", "USt-IdNr."),
    "tax_number": ("Tax no.", "Steuernr."),
    "registration": ("Registered", "Handelsregister"),
    "email": ("E-mail", "E-Mail"),
    "phone": ("Phone", "Telefon"),
    "page": ("Page {page} of {pages}", "Seite {page} von {pages}"),
}


@dataclass(frozen=True)
class Wording:
    """One language's words and formats."""

    language: Language

    def __getitem__(self, word: str) -> str:
        return _WORDS[word][self._choice]

    def page(self, number: int, count: int) -> str:
        return self["page"].format(page=number, pages=count)

    def number(self, value: Decimal) -> str:
        """With thousands grouped: 1,234.56 or 1.234,56, in the scale that `value` has."""
        english = f"{value:,f}"
        return english if self.language == "en" else english.translate(str.maketrans(",.", ".,"))

    def rate(self, value: Decimal) -> str:
        return f"{self.number(value)} %"

    def date(self, value: date) -> str:
        """15 November 2024 or 15.11.2024."""
        pattern = "d MMMM y" if self.language == "en" else "dd.MM.y"
        return format_date(value, pattern, locale=self.language)

    def unit(self, code: str) -> str:
        """The printed unit; a code that is none of the known ones is printed as it is."""
        return _UNITS[code][self._choice] if code in _UNITS else code

    def country(self, code: str) -> str:
        return str(self._locale.territories.get(code, code))

    @property
    def _choice(self) -> int:
        return 0 if self.language == "en" else 1

    @cached_property
    def _locale(self) -> Locale:
        return Locale(self.language)
