import pytest

from paperloop.documents.invoice import DocumentType
from paperloop.readers.layout import header
from paperloop.readers.layout.sheet import Sheet


def value(found):
    return found.value if found else None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Invoice No.: 2024-117", "2024-117"),
        ("Invoice # RE-20201121/508   issued at 2020-11-21", "RE-20201121/508"),
        ("Handelsrechnung (380) Nr. 471102 vom 15.11.2024", "471102"),
        ("HANDELSRECHNUNG(380)   Nr. KR87654321012", "KR87654321012"),
        ("Rechnung\nRechnungs-Nr      02581\nKunde   4", "02581"),
        ("Facture   FA-2017-0010", "FA-2017-0010"),
        ("Facture n°562044387 du 02 Juillet 2015", "562044387"),
        ("Fatura FT 2024/231\nData   02-05-2024", "FT 2024/231"),
        ("DATE DE FACTURE   NUMERO DE FACTURE\n31/10/2017        2017-TEST-01", "2017-TEST-01"),
        ("Invoice   103767", "103767"),
        ("N° DE FACTURE ASSOCIÉE : F20220003\nFACTURE N° :   F20220030", "F20220030"),
        ("Please quote your invoice number", None),
        ("Invoice date   12.03.2024", None),
        ("Invoice 2024", None),
    ],
)
def test_the_number_stands_behind_or_under_its_label_or_behind_the_title(typed, text, number):
    assert value(header.invoice_number(Sheet(typed(text)))) == number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Rechnungswährung: GBP\nTotal  12,00 €", "GBP"),
        ("Total  $4.11\nTax  $0.00", "USD"),
        ("Unit price (EUR)   Total (EUR)\n1.00   2.00", "EUR"),
        ("Total  12.00", None),
    ],
)
def test_the_currency_is_the_labels_else_that_of_most_amounts(typed, text, code):
    assert value(header.currency(Sheet(typed(text)))) == code


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Gutschrift Nr. 7", DocumentType.CREDIT_NOTE),
        ("Facture 7", DocumentType.INVOICE),
        ("PAYMENT RECEIPT", DocumentType.RECEIPT),
        ("Hello", None),
    ],
)
def test_the_title_says_what_the_paper_is(typed, text, kind):
    assert header.document_type(Sheet(typed(text))) == kind


def test_kronor_are_those_of_the_documents_language(typed):
    assert header.currency(Sheet(typed("Faktura\nFakturanummer 7\nAtt betala   12,00 kr"))).value == "SEK"
    assert header.currency(Sheet(typed("Invoice\nTotal   12.00 kr"))) is None


def test_a_number_that_is_only_called_so_is_believed_less(typed):
    bare, named = (
        header.invoice_number(Sheet(typed(text))) for text in ("Facture\nNuméro:  F-12", "Facture N°:  F-12")
    )
    assert bare.value == named.value == "F-12"
    assert 0.8 <= bare.confidence < named.confidence


def test_of_two_numbers_that_are_only_called_so_none_is_trusted(typed):
    assert header.invoice_number(Sheet(typed("Facture\nNuméro:  F-12\nNuméro:  4711"))).confidence < 0.8
