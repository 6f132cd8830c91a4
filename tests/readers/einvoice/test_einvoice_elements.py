"""XML is parsed safely, and what its elements say is read or none."""

from datetime import date

import pytest

from einvoices_read import cii, read
from paperloop.documents.invoice import DocumentType, Invoice
from paperloop.readers.einvoice import read_einvoice


def test_decimals_keep_the_scale_they_were_written_in():
    assert str(read("cii_en16931").lines[0].net_price) == "90.0000"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('<DateTimeString format="102">20310214</DateTimeString>', date(2031, 2, 14)),
        ('<DateTimeString format="102"> 20310214 </DateTimeString>', date(2031, 2, 14)),
        ('<DateTimeString format="102">2031-02-14</DateTimeString>', date(2031, 2, 14)),
        ('<DateTimeString format="203">203102141530</DateTimeString>', date(2031, 2, 14)),
        ('<DateTimeString format="610">203102</DateTimeString>', date(2031, 2, 1)),
        ('<DateTimeString format="616">203107</DateTimeString>', date(2031, 2, 10)),
        ("<DateTime>2031-02-14T10:00:00+01:00</DateTime>", date(2031, 2, 14)),
        ("2031-02-14", date(2031, 2, 14)),
        ('<DateTimeString format="102">20310231</DateTimeString>', None),
        ('<DateTimeString format="102">14.02.2031</DateTimeString>', None),
        ('<DateTimeString format="102">soon</DateTimeString>', None),
        ('<DateTimeString format="102">²0310214</DateTimeString>', None),
        ('<DateTimeString format="610">203113</DateTimeString>', None),
        ('<DateTimeString format="616">203154</DateTimeString>', None),
        ('<DateTimeString format="102"/>', None),
        ("", None),
    ],
)
def test_dates_are_read_in_their_formats_and_malformed_ones_are_none(written, meant):
    assert cii(document=f"<IssueDateTime>{written}</IssueDateTime>").issue_date == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("10.00", "10.00"),
        (" -0.5 ", "-0.5"),
        ("+7", "7"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1,50", None),
        ("1E3", None),
        ("NaN", None),
        ("Infinity", None),
        ("٣", None),
        ("9" * 31, None),
        ("", None),
    ],
)
def test_a_malformed_amount_is_none(written, meant):
    summation = "SpecifiedTradeSettlementHeaderMonetarySummation"
    settlement = f"<{summation}><GrandTotalAmount>{written}</GrandTotalAmount></{summation}>"
    total = cii(settlement=settlement).totals.grand_total
    assert (None if total is None else str(total)) == meant


BOMB = b"""<?xml version="1.0"?><!DOCTYPE Invoice [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><Invoice><ID>&c;</ID></Invoice>"""


OUTSIDE = b"""<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/hostname">]><Invoice><ID>&x;</ID></Invoice>"""


DTD = b"""<!DOCTYPE Invoice SYSTEM "http://invoice.example/i.dtd"><Invoice><ID>1</ID></Invoice>"""


@pytest.mark.parametrize("xml", [BOMB, OUTSIDE, DTD])
def test_document_types_and_entities_are_refused(xml):
    assert read_einvoice(xml) is None


def test_deep_nesting_is_no_problem():
    assert read_einvoice(b"<Invoice>" + b"<a>" * 50_000 + b"</a>" * 50_000 + b"</Invoice>") == Invoice(
        document_type=DocumentType.INVOICE
    )


def test_encodings_other_than_utf_8_are_read():
    xml = '<?xml version="1.0" encoding="{}"?><Invoice><ID>Nº 7 ß</ID></Invoice>'
    for name in ("iso-8859-1", "utf-16", "windows-1252"):
        invoice = read_einvoice(xml.format(name).encode(name))
        assert invoice is not None
        assert invoice.invoice_number == "Nº 7 ß"
