"""The words of a nursery's invoices: those of all invoices, but for a few of its own."""

from dataclasses import replace
from typing import Final, Literal

from paperloop.documents.printed.wording import Wording, wording_of

Language = Literal["en", "de"]

_OWN: Final = {
    "en": {
        "carried": "Carried forward",
        "charge_total": "Delivery charge",
        "prepaid": "Deposit paid",
        "registration": "Registered",
        "email": "E-mail",
    },
    "de": {
        "carried": "Übertrag",
        "invoice_number": "Rechnungsnr.",
        "item": "Artikelnr.",
        "charge_total": "Versandkosten",
        "tax_number": "Steuernr.",
        "registration": "Handelsregister",
    },
}


def sample_wording(language: Language) -> Wording:
    wording = wording_of(language)
    return replace(wording, words={**wording.words, **_OWN[language]})
