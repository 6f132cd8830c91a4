import pytest

from paperloop.readers.layout.accounts import bic, ibans, vat_ids
from paperloop.readers.layout.parties import find_parties
from paperloop.readers.layout.sheet import Sheet


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("IBAN: DE89 3704 0044 0532 0130 00 BIC: COBADEFFXXX", ["DE89370400440532013000"]),
        ("pay to NL91 ABNA 0417 1643 00 today", ["NL91ABNA0417164300"]),
        ("IBAN\nDE89 3704 0044\n0532 0130 00", ["DE89370400440532013000"]),
        ("IBAN DE88370400440532013000", ["DE88370400440532013000"]),
        ("order DE88370400440532013000", []),
        ("IBAN FR76 ****", []),
    ],
)
def test_an_account_number_needs_its_check_digits_or_its_label(typed, text, found):
    assert [finding.value for finding in ibans(Sheet(typed(text)))] == found


def test_wrong_check_digits_are_trusted_less(typed):
    good, bad = (ibans(Sheet(typed(f"IBAN {n}370400440532013000")))[0].confidence for n in ("DE89", "DE88"))
    assert bad < 0.9 <= good


def test_a_bic_stands_behind_its_label(typed):
    assert bic(Sheet(typed("IBAN DE89370400440532013000 BIC: COBADEFFXXX"))).value == "COBADEFFXXX"


def found_in(pages):
    sheet = Sheet(pages)
    return {role: found.value for role, found in vat_ids(sheet, find_parties(sheet).blocks).items()}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("USt-IdNr. DE 232 446 240", {"seller": "DE232446240"}),
        ("TVA : FR11999999998 - SIRET : 99999999800010", {"seller": "FR11999999998"}),
        ("Customer VAT Number   ESA12345674\nVAT No   DE123456789", {"seller": "DE123456789", "buyer": "ESA12345674"}),
        ("Invoice\nTVA : FR11999999998", {"seller": "FR11999999998"}),
        ("N° TVA : FR 11 123 456 782", {"seller": "FR11123456782"}),
        ("VAT 20.00", {}),
    ],
)
def test_a_vat_id_is_the_sellers_unless_its_label_says_otherwise(typed, text, found):
    assert found_in(typed(text)) == found


def test_a_vat_id_in_the_buyers_block_is_the_buyers(typed):
    text = "Verkäufer\nName:  A GmbH\nUSt.-Id.-Nr.:  DE123456789\n\n\n\nKäufer\nName:  B AG\nUSt.-Id.-Nr.:  DE987654321"
    assert found_in(typed(text)) == {"seller": "DE123456789", "buyer": "DE987654321"}


def test_of_two_parties_side_by_side_each_has_its_own_vat_id(typed):
    text = """
Fournisseur:                             Facturé à:
Hélène Garnier                           Marc Dubreuil
69003 Lyon                               13001 Marseille
Tél. 030 123                             N° TVA: FR24621013986
N° TVA: FR52264106246
"""
    sheet = Sheet(typed(text))
    found = vat_ids(sheet, find_parties(sheet).blocks)
    assert {role: one.value for role, one in found.items()} == {"seller": "FR52264106246", "buyer": "FR24621013986"}
