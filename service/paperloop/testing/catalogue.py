"""What the invented nursery sells, and the words that its invoices are written in."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from paperloop.documents.invoice import Account, Address, Party

Language = Literal["en", "de"]


@dataclass(frozen=True, slots=True)
class Article:
    """Names and remarks as (English, German). `unit` is a code of UN/ECE Recommendation 20, `off` per cent."""

    number: str
    names: tuple[str, str]
    quantity: str
    unit: str
    list_price: str
    is_plant: bool = True
    remarks: tuple[str, str] = ("", "")
    off: str = "0"
    gtin: str | None = None


_BARE_ROOT = ("Bare-root, height 40–60 cm", "Wurzelnackt, Höhe 40–60 cm")
_IN_POT = ("In a 2 l pot, flowering size", "Im 2-l-Topf, blühfähig")
_BY_HAND = ("Hand-forged, ash handle", "Handgeschmiedet, Stiel aus Esche")

ARTICLES = (
    Article("P-1040", ("Lavandula angustifolia", "Lavandula angustifolia"), "48", "H87", "4.95", True, _IN_POT, "10"),
    Article("P-1044", ("Salvia nemorosa 'Caradonna'", "Salvia nemorosa 'Caradonna'"), "36", "H87", "4.40"),
    Article("P-1051", ("Geranium 'Rozanne'", "Geranium 'Rozanne'"), "60", "H87", "5.80", True, _IN_POT, "10"),
    Article("P-1063", ("Alchemilla mollis", "Alchemilla mollis"), "40", "H87", "3.65"),
    Article("P-1072", ("Stipa tenuissima", "Stipa tenuissima"), "75", "H87", "3.90"),
    Article("P-1080", ("Hakonechloa macra", "Hakonechloa macra"), "24", "H87", "6.25", True, _IN_POT),
    Article("P-2011", ("Carpinus betulus, hedging", "Carpinus betulus, Hecke"), "220", "H87", "1.85", True, _BARE_ROOT),
    Article("P-2014", ("Taxus baccata, root ball", "Taxus baccata, mit Ballen"), "32", "H87", "21.50"),
    Article("P-2020", ("Amelanchier lamarckii", "Amelanchier lamarckii"), "3", "H87", "148.00"),
    Article("P-2033", ("Hydrangea paniculata", "Hydrangea paniculata"), "18", "H87", "12.75", True, _IN_POT, "5"),
    Article("P-3005", ("Fern collection, shade", "Farnsortiment, Schatten"), "2", "SET", "96.00"),
    Article("P-3009", ("Spring bulb mix", "Frühlingszwiebeln, gemischt"), "12.5", "KGM", "14.20"),
    Article("P-3017", ("Wildflower seed mix", "Wildblumensaat, Mischung"), "2.25", "KGM", "38.60"),
    Article("P-3022", ("Herb trays, assorted", "Kräuterkisten, sortiert"), "16", "H87", "9.90"),
    Article("T-0110", ("Planting spade", "Pflanzspaten"), "4", "H87", "54.90", False, _BY_HAND, gtin="2000000100104"),
    Article("T-0115", ("Border fork", "Staudengabel"), "2", "H87", "58.50", False, _BY_HAND, gtin="2000000100203"),
    Article("T-0121", ("Secateurs, bypass", "Gartenschere, Bypass"), "6", "H87", "36.40", False, gtin="2000000100302"),
    Article("T-0134", ("Kneeling pad", "Kniekissen"), "6", "H87", "11.25", False),
    Article("T-0140", ("Watering can, zinc, 9 l", "Gießkanne, Zink, 9 l"), "5", "H87", "32.00", False, off="15"),
    Article("T-0152", ("Drip hose, 13 mm", "Tropfschlauch, 13 mm"), "150", "MTR", "0.89", False),
    Article("T-0153", ("Hose connector set", "Schlauchverbinder-Set"), "8", "SET", "7.45", False),
    Article("T-0207", ("Terracotta pot, 40 cm", "Terrakottatopf, 40 cm"), "14", "H87", "27.90", False, off="5"),
    Article(
        "T-0209", ("Corten planter, 80 x 40 cm", "Pflanzkasten Cortenstahl, 80 x 40 cm"), "4", "H87", "189.00", False
    ),
    Article("T-0260", ("Bark mulch, coarse", "Rindenmulch, grob"), "3.5", "MTQ", "62.00", False),
    Article("T-0261", ("Peat-free compost, 50 l", "Torffreie Erde, 50 l"), "45", "H87", "8.15", False),
    Article("T-0270", ("Tree stake, chestnut, 2.4 m", "Baumpfahl, Kastanie, 2,4 m"), "9", "H87", "6.70", False),
    Article("T-0275", ("Jute tree tie", "Baumanbinder, Jute"), "24", "H87", "1.15", False),
    Article("S-0001", ("Planting crew", "Pflanztrupp"), "11.5", "HUR", "42.00", False, ("", "")),
)

SELLERS = {
    "en": Party(
        name="Fennel & Thrush Nurseries Ltd",
        vat_id="IE9999991CH",
        legal_registration_id="CRO 000417",
        email="accounts@fennelthrush.example",
        phone="+353 20 910 0142",
        address=Address(line1="14 Glenmoyle Road", postcode="A00 FT14", city="Rathcullen", country="IE"),
    ),
    "de": Party(
        name="Gärtnerei Fenchel & Drossel GmbH",
        vat_id="DE999999903",
        tax_number="999/123/00417",
        legal_registration_id="HRB 000417",
        email="buchhaltung@fencheldrossel.example",
        phone="+49 30 23125 142",
        address=Address(line1="Am Lindenhang 14", postcode="00714", city="Wiesenbrück", country="DE"),
    ),
}
"""Telephone numbers are from the ranges set aside for fiction; no bank, postcode or VAT id like these was given out."""

BUYERS = {
    "en": Party(
        name="The Saltmarsh Hotel Company Ltd",
        vat_id="IE9999992EH",
        address=Address(
            line1="Accounts Payable", line2="2 Harbour Terrace", postcode="A00 SH02", city="Portmurragh", country="IE"
        ),
    ),
    "de": Party(
        name="Hotel Salzwiese Betriebs GmbH",
        vat_id="DE999999911",
        address=Address(
            line1="Kreditorenbuchhaltung", line2="Hafenstiege 2", postcode="00722", city="Murrhafen", country="DE"
        ),
    ),
}

ACCOUNTS = {
    "en": Account(iban="IE60QTBK99000012345678", bic="QTBKIE2DXXX", name="Fennel & Thrush Nurseries Ltd"),
    "de": Account(iban="DE50999900000012345678", bic="QTBKDEFFXXX", name="Gärtnerei Fenchel & Drossel GmbH"),
}

RATES = {"en": (Decimal("13.5"), Decimal(23)), "de": (Decimal(7), Decimal(19))}
"""VAT on plants, and on everything else."""

TERMS = {
    "en": "Payable within 30 days without deduction.",
    "de": "Zahlbar innerhalb von 30 Tagen ohne Abzug.",
}

NOTES = {
    "en": (
        "Plants were inspected and watered before dispatch. Please report losses within 14 days.",
        "Goods remain our property until they are paid for in full.",
    ),
    "de": (
        "Die Pflanzen wurden vor dem Versand geprüft und gewässert. Ausfälle bitte binnen 14 Tagen melden.",
        "Die Ware bleibt bis zur vollständigen Bezahlung unser Eigentum.",
    ),
}
