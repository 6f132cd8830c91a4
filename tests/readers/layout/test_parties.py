import pytest

from paperloop.readers.layout import read_layout
from paperloop.readers.layout.blocks import postcode_in
from paperloop.readers.layout.parties import find_parties
from paperloop.readers.layout.sheet import Sheet


def names(pages):
    parties = find_parties(Sheet(pages))
    return (
        parties.seller.value if parties.seller else None,
        parties.buyer.value if parties.buyer else None,
    )


LABELLED = """
Verkäufer
Nummer:          549910
Name:            Holz Schmidt GmbH
Anschrift:       Waldweg 9
                 DE 79098 Freiburg


Käufer/Leistungsempfänger
Nummer:          GE2020211
Name:            Möbel Weber AG
Anschrift:       Industriestr. 44
"""

WINDOW = """


Holz Schmidt KG ● Waldweg 9 ● 79098 Freiburg
Möbel Weber GmbH
Industriestr. 44
70565 Stuttgart


Rechnung Nr. 7
"""

BILL_TO = """
Naturwerk Limited                    Bill to
935 Third Road                       Felix Beispiel
Richmond, BC V6Y 0L4                 Musterufer 4
sales@naturwerk.example              06108 Halle
"""

LETTERHEAD = """
                                          De Vries Techniek B.V.
                                          Kerkstraat 12
                                          1017 GC Amsterdam
                                          KvK 12345678
                                          info@devriestechniek.example


Jansen Bouw
Dorpsweg 88
3511 AB Utrecht


Factuurnummer  7
"""


BESIDE = """
Invoice

Seller:      Bramley Joinery Ltd
             7 Orchard Lane
             Leeds LS1 4DY
VAT ID:      GB586020697
Buyer:       Castle Books
             22 Bridge Street
             Bristol BS1 5TR

Description            Quantity    Unit price      Amount
Varnish 2024 series           1        120.00      120.00
"""

BESIDE_EACH_OTHER = """
Client:   Castle Books          Seller:   Bramley Joinery Ltd
          22 Bridge Street                7 Orchard Lane
          Bristol BS1 5TR                 Leeds LS1 4DY
"""

ONE_LINE = """
Seller: Bramley Joinery Ltd, 7 Orchard Lane, Leeds LS1 4DY
Buyer: Castle Books, 22 Bridge Street, Bristol BS1 5TR

Description            Quantity    Unit price      Amount
"""


@pytest.mark.parametrize(
    ("text", "seller", "buyer"),
    [
        (LABELLED, "Holz Schmidt GmbH", "Möbel Weber AG"),
        (WINDOW, "Holz Schmidt KG", "Möbel Weber GmbH"),
        (BILL_TO, "Naturwerk Limited", "Felix Beispiel"),
        (LETTERHEAD, "De Vries Techniek B.V.", "Jansen Bouw"),
        (BESIDE, "Bramley Joinery Ltd", "Castle Books"),
        (BESIDE_EACH_OTHER, "Bramley Joinery Ltd", "Castle Books"),
        (ONE_LINE, "Bramley Joinery Ltd", "Castle Books"),
        ("Spett.le\nBianchi S.p.A.\nVia Roma 1\nFattura n. 7 del 12/06/2024", None, "Bianchi S.p.A."),
        ("Hello world", None, None),
    ],
    ids=[
        "labelled",
        "window",
        "bill-to",
        "letterhead",
        "beside",
        "beside-each-other",
        "one-line",
        "buyer-alone",
        "none",
    ],
)
def test_parties_are_named_by_label_window_and_letterhead(typed, text, seller, buyer):
    got = names(typed(text))
    assert got[1] == buyer
    assert seller is None or got[0] == seller


def test_a_label_beside_the_middle_of_two_lines_names_both(typed):
    page = typed("Verkäufer\n     Verein der Freunde\nName:  zu Musterstadt a.G.")[0]
    words = [word._replace(y0=word.y0 - 4, y1=word.y1 - 4) if word.y0 > 60 else word for word in page.words]
    words = [word._replace(x0=word.x0 + 5, x1=word.x1 + 5) if 55 < word.y0 < 65 else word for word in words]
    parties = names([type(page)(number=1, width=595, height=842, words=words)])
    assert "zu Musterstadt a.G." in parties[0]


def test_a_labelled_name_is_trusted_and_a_guess_is_not(typed):
    labelled = find_parties(Sheet(typed(LABELLED)))
    guessed = find_parties(Sheet(typed("Some Words\n\n\nRechnung Nr. 7")))
    assert labelled.seller.confidence >= 0.9
    assert guessed.seller is None or guessed.seller.confidence < 0.5


def test_a_salutation_is_no_name(typed):
    text = "Muster AG, Bahnhofstrasse 10, 8001 Zürich\nHerr\nPeter Keller\nSeeweg 3\n6003 Luzern\n\n\nRechnung Nr. 7"
    assert names(typed(text))[1] == "Peter Keller"


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("79098 Freiburg", "79098"),
        ("D-63571 Gelnhausen", "63571"),
        ("1017 GC Amsterdam", "1017 GC"),
        ("00-238 Warszawa", "00-238"),
        ("1250-147 Lisboa", "1250-147"),
        ("111 51 Stockholm", "111 51"),
        ("LS1 4DY", "LS1 4DY"),
        ("Springfield, IL 62701", "62701"),
        ("Richmond BC V6Y 0L4", "V6Y 0L4"),
        ("Bengaluru - 560001", "560001"),
        ("Waldweg 9", None),
        ("Invoice 12345", None),
        ("Musterstraße 1212", None),
    ],
)
def test_a_postcode_is_known_by_its_countrys_shape(text, postcode):
    assert postcode_in(text) == postcode


def test_a_footer_of_one_line_names_the_seller(typed):
    body = "Invoice\n\nBill to\nJane Doe\n14 High Street\nLeeds LS1 4DY\n" + "\n" * 42
    footer = "Harper Studio, 3 Mill Lane, Bristol BS1 5TR, VAT No.: GB586020697"
    assert names(typed(body + footer)) == ("Harper Studio", "Jane Doe")


def test_a_wide_gap_parts_two_blocks_of_one_column(typed):
    text = """
Timmerwerk De Boer B.V.
Stationsweg 8
9711 LM Groningen
E-mail: info@timmerwerk.example

Factuur

Waterkant Advies BV
Dorpsstraat 3a
5611 EM Eindhoven
"""
    assert names(typed(text)) == ("Timmerwerk De Boer B.V.", "Waterkant Advies BV")


@pytest.mark.parametrize("word", ["Hylla ek", "Plata se face", "produselor sau"])
def test_a_short_word_in_small_letters_is_no_legal_form(typed, word):
    assert names(typed(f"Faktura\n{word}"))[1] is None
    assert names(typed(f"Snickeri Lind AB\n\nFaktura\n{word}"))[0] == "Snickeri Lind AB"


def test_a_street_is_no_name(typed):
    text = """
Acme Ltd, 3 Mill Lane, Bristol BS1 5TR


221 Station Road
Leeds LS1 4DY
"""
    assert names(typed(text))[1] != "221 Station Road"


def test_a_line_that_begins_with_the_street_names_nobody(typed):
    text = """
HOTEL ALPENBLICK
Dorfstrasse 8, 3818 Grindelwald, Tel. +41 33 555 01 02

Herr
Max Muster
Seeweg 3
8001 Zürich
"""
    assert names(typed(text)) == ("HOTEL ALPENBLICK", "Max Muster")


def test_a_state_may_be_written_out():
    assert postcode_in("San Francisco, California 94104") == "94104"


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ("Buchladen am Tor\nOHG\nWeg 4", "Buchladen am Tor OHG"),
        ("Librairie du\nPont\n22 rue du Pont", "Librairie du Pont"),
        ("Smith &\nJones\n4 High Street", "Smith & Jones"),
        ("Castle Books\nAccounts\n22 Bridge Street", "Castle Books"),
        ("Le Client dep\nPierre Marchand\n22 rue du Pont", "Le Client dep"),
        ("Jansen Bouw\nDorpsweg 88", "Jansen Bouw"),
        ("Boekhandel De\nBrug\nBrugstraat 22", "Boekhandel De Brug"),
    ],
)
def test_a_name_that_is_longer_than_its_line_goes_on_below(typed, lines, name):
    buyer = find_parties(Sheet(typed(f"Bill to:\n{lines}"))).buyer
    assert buyer.value == name
    assert " ".join(word.text for word in buyer.words) == name


def test_a_row_of_a_table_is_no_address(typed):
    text = """
Description            Quantity    Unit price      Amount
Oak shelf                     1         20.00       20.00
Varnish 2024 series           1        120.00      120.00
"""
    buyer = read_layout(typed(text)).invoice.buyer
    assert (buyer.name, buyer.address.postcode) == (None, None)


@pytest.mark.parametrize("name", ["Consultores do Tejo, Lda", "Granite Software, Inc.", "Bramley Joinery Ltd"])
def test_a_seller_stands_in_the_foot_right_under_a_short_document(typed, name):
    text = f"""
Castle Books LLP
22 Bridge Street
Bristol BS1 5TR

Invoice 2025-0381
Oak shelf                     1         20.00       20.00
Total                                               20.00

{name} • 7 Orchard Lane • Leeds LS1 4DY
"""
    assert names(typed(text)) == (name, "Castle Books LLP")


def test_an_entry_of_a_register_is_no_name(typed):
    text = (
        "Estudio Marina S.Coop.\nInscrita en el Registro Mercantil de Madrid\nCalle Manzano 7\n28001 Madrid\nFactura 7"
    )
    assert names(typed(text))[0] == "Estudio Marina S.Coop."
