"""What a corpus consists of."""

from pathlib import Path

import pytest
from facts import UNKNOWN, facts_of, language_of

from documents_made import invoice


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Please pay by the end of this month, with the number of our invoice", "English"),
        ("Der Betrag ist zahlbar mit der nächsten Lieferung und für die Ware", "German"),
        ("Merci pour votre commande, le montant est dû avec les intérêts du mois", "French"),
        ("El importe de los productos por las unidades del pedido", "Spanish"),
        ("Il totale della fattura è dovuto alla consegna di beni per il mese", "Italian"),
        ("Het bedrag van uw bestelling op de factuur met een korting", "Dutch"),
        ("Należność przez okres do 14 dni od daty, nie jest płatna na konto", "Polish"),
        ("Os valores dos produtos não incluem uma taxa para com os dias", "Portuguese"),
        ("Suma este în lei și nu este plătită pentru produse cu TVA din ofertă", "Romanian"),
        ("Vi tackar för köpet och ber att beloppet är på kontot inte till vid", "Swedish"),
        ("4711 EUR 12,50", UNKNOWN),
    ],
)
def test_small_words_tell_the_language(text: str, language: str) -> None:
    assert language_of(text) == language


def test_facts_count_pages_words_and_files_that_do_not_open(tmp_path: Path) -> None:
    good, odd = tmp_path / "good.pdf", tmp_path / "odd.pdf"
    good.write_bytes(invoice())
    odd.write_bytes(b"no PDF")
    facts = facts_of([good, odd])
    assert facts.pages == (1, 0)
    assert facts.wordless == 1
