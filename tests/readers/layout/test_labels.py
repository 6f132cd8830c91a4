import tomllib
from collections import Counter
from importlib import resources

import pytest

from paperloop.readers.layout.labels import LEXICON, hits_of, key_of, languages_of, matches_in
from paperloop.readers.layout.lines import rows_of
from paperloop.readers.layout.sheet import Sheet

FILES = sorted(resources.files("paperloop.readers.layout").joinpath("labels").iterdir(), key=lambda file: file.name)
NEEDED = {
    "title_invoice", "title_credit", "number", "issue_date", "due_date", "net", "tax", "gross", "total", "due",
    "line_total", "vat_id", "buyer", "seller", "iban",
}  # fmt: skip


def hits(pages, phrases=LEXICON.labels):
    found = [match for row in rows_of(pages) for match in matches_in(row, [key_of(w.text) for w in row.words], phrases)]
    return [(hit.field, hit.row.text(hit.start, hit.end)) for hit in hits_of(found, languages_of(found))]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_language_names_what_an_invoice_needs(file):
    language = tomllib.loads(file.read_text(encoding="utf-8"))
    assert set(language["labels"]) >= NEEDED
    assert set(language["columns"]) >= {"description", "quantity", "price", "rate", "amount"}


def test_ten_languages_are_there():
    assert {file.name for file in FILES} >= {
        "de.toml",
        "en.toml",
        "es.toml",
        "fr.toml",
        "it.toml",
        "nl.toml",
        "pl.toml",
        "pt.toml",
        "ro.toml",
        "sv.toml",
    }


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("USt.-Id.-Nr.:", "ustidnr"),
        ("N°", "nr"),
        ("Échéance", "echeance"),
        ("#", "nr"),
        ("-", ""),
        ("Größe", "grosse"),
        ("(380)", "380"),
    ],
)
def test_words_are_compared_without_case_accents_and_signs(word, key):
    assert key_of(word) == key


def test_the_longest_label_wins(typed):
    assert hits(typed("Gesamtbetrag der Zuschläge   3,00")) == [("charge", "Gesamtbetrag der Zuschläge")]


def test_a_label_does_not_reach_over_a_wide_gap(typed):
    assert hits(typed("Valoare   TVA")) != [("tax", "Valoare TVA")]


def test_signs_between_words_do_not_count(typed):
    assert hits(typed("Invoice : No. 7")) == [("number", "Invoice : No.")]


def test_a_word_means_what_it_means_in_the_documents_language(typed):
    spanish = typed("Factura\nFecha de vencimiento   1.2.2024\nNombre   Ana\nBase imponible   1,00")
    french = typed("Facture\nDate d'échéance   1.2.2024\nNombre   3\nTotal HT   1,00\nNet à payer   2,00")
    assert ("name", "Nombre") in hits(spanish)
    assert ("name", "Nombre") not in hits(french)


@pytest.mark.parametrize("table", ["labels", "alone", "columns"])
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_phrase_means_one_thing_in_a_language(file, table):
    fields = tomllib.loads(file.read_text(encoding="utf-8")).get(table, {})
    phrases = [tuple(filter(None, map(key_of, text.split()))) for texts in fields.values() for text in texts]
    assert [phrase for phrase, count in Counter(phrases).items() if count > 1] == []


@pytest.mark.parametrize("number", ["No.", "Nr", "N°", "Nº", "#", "Num."])
def test_number_is_written_in_many_ways(typed, number):
    assert hits(typed(f"Invoice {number} 7"))[0][0] == "number"


def test_some_words_are_labels_only_where_they_stand_alone(typed):
    assert "seller" in Sheet(typed("Invoice\nFrom:\nAcme Ltd")).hits
    assert "seller" not in Sheet(typed("Invoice\nLetter from Acme Ltd")).hits


@pytest.mark.parametrize(
    "text",
    [
        "Factura Número de factura 2025-0381 Fecha 3 de marzo de 2025",
        "Facture Numéro de facture 2025-0381 Date 3 mars 2025",
        "Fattura Numero fattura 2025-0381 Data 3 marzo 2025",
        "Fatura Número da fatura 2025-0381 Data 3 de março de 2025",
        "Faktura Numer faktury 2025-0381 Data 3 marca 2025",
    ],
)
def test_a_title_before_a_label_of_its_own_words_is_not_taken_for_part_of_it(typed, text):
    (line,) = Sheet(typed(text)).lines
    number = next(hit for hit in line.hits if hit.field == "number")
    assert line.row.texts[number.end] == "2025-0381"
