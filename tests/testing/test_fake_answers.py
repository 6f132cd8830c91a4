"""The fake model reads plain invoices, copies what they print, and invents nothing."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from paperloop.readers.llm import messages, parts_of, validate
from paperloop.testing.answers import Answer, Seen, answer_from, seen_in

ENGLISH = """\
Northwind Paper Ltd                                    INVOICE
12 Mill Lane, Leeds                                    Invoice number: NP-2026-0042
VAT ID: GB123456789                                    Invoice date:   3 May 2026
hello@northwind.example                                Due date:       2 June 2026

Bill to:                                               PO number: 4711-A
Example Trading GmbH
1 High Street

Pos   Description            Qty      Unit price   VAT    Amount
1     Paper, A4, white       2 boxes  1,000.00     19 %   2,000.00
2     Delivery               1            150.00   19 %     150.00
Subtotal                                                  2,150.00
VAT 19 %                                                    408.50
Total EUR                                                 2,558.50
Amount due                                                2,558.50

IBAN: GB33 BUKB 2020 1555 5555 55   BIC: BUKBGB22XXX
"""

GERMAN = """\
Papierhaus Nord GmbH
Rechnungsnummer: 2026/117     Rechnungsdatum: 03.05.2026     Fällig: 02.06.2026
USt-IdNr.: DE123456789
Kunde: Beispiel AG

Bezeichnung                Menge   Einzelpreis    Betrag
Papier, A4, weiß           10      12,50          125,00

Nettobetrag                                       125,00 €
MwSt 19 %                                          23,75 €
Gesamtbetrag                                      148,75 €
"""


def read(text: str) -> Answer:
    return answer_from(Seen(text))


@pytest.mark.parametrize(
    ("text", "name", "printed"),
    [
        (ENGLISH, "invoice_number", "NP-2026-0042"),
        (ENGLISH, "issue_date", "3 May 2026"),
        (ENGLISH, "due_date", "2 June 2026"),
        (ENGLISH, "purchase_order", "4711-A"),
        (ENGLISH, "currency", "EUR"),
        (ENGLISH, "seller_name", "Northwind Paper Ltd"),
        (ENGLISH, "seller_vat_id", "GB123456789"),
        (ENGLISH, "buyer_name", "Example Trading GmbH"),
        (ENGLISH, "tax_basis_total", "2,150.00"),
        (ENGLISH, "tax_total", "408.50"),
        (ENGLISH, "grand_total", "2,558.50"),
        (ENGLISH, "due_payable", "2,558.50"),
        (ENGLISH, "prepaid", None),
        (GERMAN, "invoice_number", "2026/117"),
        (GERMAN, "issue_date", "03.05.2026"),
        (GERMAN, "due_date", "02.06.2026"),
        (GERMAN, "currency", "€"),
        (GERMAN, "seller_name", "Papierhaus Nord GmbH"),
        (GERMAN, "seller_vat_id", "DE123456789"),
        (GERMAN, "buyer_name", "Beispiel AG"),
        (GERMAN, "tax_basis_total", "125,00"),
        (GERMAN, "tax_total", "23,75"),
        (GERMAN, "grand_total", "148,75"),
    ],
)
def test_a_labelled_value_is_given_as_printed(text: str, name: str, printed: str | None) -> None:
    assert read(text)[name] == printed


def test_a_table_is_read_by_its_columns() -> None:
    rows = [
        (row["id"], row["name"], row["quantity"], row["unit"], row["net_price"], row["vat_rate"], row["net_amount"])
        for row in read(ENGLISH)["lines"]
    ]
    assert rows == [
        ("1", "Paper, A4, white", "2", "boxes", "1,000.00", "19 %", "2,000.00"),
        ("2", "Delivery", "1", None, "150.00", "19 %", "150.00"),
    ]


def test_rates_and_accounts_are_rows() -> None:
    answer = read(ENGLISH)
    assert answer["vat_breakdown"] == [{"rate": "19 %", "basis": None, "amount": "408.50"}]
    assert [(row["iban"], row["bic"]) for row in answer["accounts"]] == [("GB33 BUKB 2020 1555 5555 55", "BUKBGB22XXX")]


def words(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for member in value.values() if isinstance(value, dict) else value:
            yield from words(member)
    elif value is not None:
        yield value


@pytest.mark.parametrize("text", [ENGLISH, GERMAN, "", "No invoice at all", "Total", "12.50"])
def test_nothing_is_said_that_is_not_printed(text: str) -> None:
    answer = read(text)
    answer_without_kind = {name: value for name, value in answer.items() if name != "document_type"}
    assert [word for word in words(answer_without_kind) if word not in text] == []
    assert validate(answer) == []


WINDOW = """\
Northwind Paper Ltd                                     12 Mill Lane, Leeds

Northwind Paper Ltd · 12 Mill Lane · Leeds              Invoice no.      NP-7
Example Trading GmbH                                    Your VAT ID      DE123456789
1 High Street                                           Contract         C-12

 Pos.  Item no.  Description            Qty  Unit    Unit price   VAT       Amount
                 Carried forward                                             10.00
 1     P-10      Paper, A4, 80 g         2 boxes          10.00   19 %       20.00
                 recycled
 2     P-11      Pens                    5                 1.00    7 %        5.00

VAT rate      Net amount     VAT amount        Sum of items                  25.00
19 %               20.00           3.80        Rebate                        -0.00
7 %                 5.00           0.35        Prepaid                      -10.00

VAT ID: GB123456789
"""


def test_a_letter_with_a_window_has_its_buyer_under_the_return_address() -> None:
    answer = read(WINDOW)
    assert (answer["seller_name"], answer["buyer_name"]) == ("Northwind Paper Ltd", "Example Trading GmbH")
    assert (answer["seller_vat_id"], answer["buyer_vat_id"]) == ("GB123456789", "DE123456789")


def test_rows_keep_article_numbers_and_what_stands_below_them() -> None:
    rows = [
        (row["seller_item_id"], row["name"], row["description"], row["quantity"], row["unit"], row["net_amount"])
        for row in read(WINDOW)["lines"]
    ]
    assert rows == [
        ("P-10", "Paper, A4, 80 g", "recycled", "2", "boxes", "20.00"),
        ("P-11", "Pens", None, "5", None, "5.00"),
    ]


def test_a_table_of_rates_is_known_by_its_arithmetic() -> None:
    assert read(WINDOW)["vat_breakdown"] == [
        {"rate": "19 %", "basis": "20.00", "amount": "3.80"},
        {"rate": "7 %", "basis": "5.00", "amount": "0.35"},
    ]


def test_the_document_is_what_the_prompt_quotes() -> None:
    (part,) = parts_of([ENGLISH.rstrip(), GERMAN.rstrip()])
    assert seen_in(messages(part)).text == f"{ENGLISH}{GERMAN}".rstrip()


def test_a_part_is_seen_as_a_part() -> None:
    rows = (f"{n}     Paper, kind {n}         2 boxes  10.00     19 %   20.00" for n in range(400))
    long = "\n".join([*ENGLISH.split("\n")[:10], *rows])
    first, *others = [seen_in(messages(part)) for part in parts_of([long])]
    assert (first.begins, first.inside, first.head) == (True, False, "")
    assert {(seen.begins, seen.inside, seen.head.split()[0]) for seen in others} == {(False, True, "Pos")}
    answers = [answer_from(seen) for seen in (first, *others)]
    assert [row["name"] for answer in answers for row in answer["lines"]] == [f"Paper, kind {n}" for n in range(400)]
    assert [answer["seller_name"] for answer in answers] == ["Northwind Paper Ltd", *[None] * len(others)]


def test_a_prompt_that_quotes_nothing_is_itself_the_document() -> None:
    asked = [{"role": "system", "content": "x"}, {"role": "user", "content": "Total 1.00"}]
    assert seen_in(asked) == Seen("Total 1.00")


def test_a_long_document_costs_little() -> None:
    rows = "\n".join(f"{n}     Paper, kind {n}         2 boxes  10.00     19 %   20.00" for n in range(500))
    started = time.thread_time()
    answer = read(ENGLISH.replace("Subtotal", f"{rows}\nSubtotal"))
    assert time.thread_time() - started < 0.2
    assert len(answer["lines"]) == 502
