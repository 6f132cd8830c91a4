"""Country names as invoices print them."""

import pytest

from paperloop.documents.countries import country_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Germany", "DE"), ("DEUTSCHLAND", "DE"), ("Allemagne", "DE"), ("Niemcy", "DE"), ("de", "DE"), ("DE", "DE"),
        ("France", "FR"), ("Pays-Bas", "NL"), ("Österreich", "AT"), ("España", "ES"), ("Sverige", "SE"),
        ("Italia", "IT"), ("România", "RO"), ("United Kingdom", "GB"), ("UK", "GB"), ("USA", "US"), ("U.S.A.", "US"),
        ("United  States", "US"), ("(Switzerland)", "CH"), ("Italia.", "IT"),
        ("", None), ("Leeds", None), ("EU", None), ("150", None), ("XX", None),
    ],
)  # fmt: skip
def test_names_and_codes(text: str, code: str | None) -> None:
    assert country_code(text) == code
