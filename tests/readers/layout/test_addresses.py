import pytest

from paperloop.readers.layout.parties import find_parties
from paperloop.readers.layout.sheet import Sheet


@pytest.mark.parametrize(
    ("lines", "address"),
    [
        (
            "Möbel Weber GmbH\nIndustriestr. 44\n70565 Stuttgart",
            {"line1": "Industriestr. 44", "postcode": "70565", "city": "Stuttgart"},
        ),
        (
            "Möbel Weber GmbH\nHof 3\nIndustriestr. 44\nDE 70565 Bad Stuttgart",
            {
                "line1": "Hof 3",
                "line2": "Industriestr. 44",
                "postcode": "70565",
                "city": "Bad Stuttgart",
                "country": "DE",
            },
        ),
        (
            "Le Client\n58 rue de la mer\n06000 NICE, FR",
            {"line1": "58 rue de la mer", "postcode": "06000", "city": "NICE", "country": "FR"},
        ),
        (
            "Northgate School\n12 High Street\nLeeds LS1 4DY",
            {"line1": "12 High Street", "postcode": "LS1 4DY", "city": "Leeds"},
        ),
        (
            "Name:  Möbel Weber AG\nAnschrift:  Weg 4\n            DE 70565 Ulm",
            {"line1": "Weg 4", "postcode": "70565", "city": "Ulm", "country": "DE"},
        ),
        (
            "Harbour Hotel Ltd\n2 Quay Street\nPortmurragh A00 SH02",
            {"line1": "2 Quay Street", "postcode": "A00 SH02", "city": "Portmurragh"},
        ),
        (
            "Castle Books, 22 Bridge Street, Bristol BS1 5TR",
            {"line1": "22 Bridge Street", "postcode": "BS1 5TR", "city": "Bristol"},
        ),
        ("Globex\nSomewhere", {}),
    ],
)
def test_an_address_is_what_stands_between_name_and_postcode(typed, lines, address):
    found = find_parties(Sheet(typed(f"Bill to:\n{lines}"))).addresses["buyer"]
    assert {field: value.value for field, value in found.items()} == address


@pytest.mark.parametrize(
    ("line", "address"),
    [
        (
            "Holz & Schmidt KG · Waldweg 9 · 79098 Freiburg",
            {"line1": "Waldweg 9", "postcode": "79098", "city": "Freiburg"},
        ),
        (
            "SARL Dupont, 1242 chemin du Port, 84340 Malaucourt",
            {"line1": "1242 chemin du Port", "postcode": "84340", "city": "Malaucourt"},
        ),
    ],
)
def test_a_line_above_the_window_holds_the_senders_address(typed, line, address):
    window = "\nMöbel Weber GmbH\nIndustriestr. 44\n70565 Stuttgart"
    found = find_parties(Sheet(typed(line + window))).addresses["seller"]
    assert {field: value.value for field, value in found.items()} == address
