"""Whatever else an attachment may be is refused without an exception."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from einvoices_read import DATA
from paperloop.readers.einvoice import read_einvoice


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"not xml",
        b"<Invoice>",
        b"<Invoice/>",
        b"<html><body/></html>",
        b"<?xml version='1.0' encoding='klingon'?><Invoice><ID>1</ID></Invoice>",
        b"<?xml version='1.0' encoding='utf-8'?><Invoice><ID>\xff</ID></Invoice>",
        b"<Invoice xmlns='urn:sfti:documents:BasicInvoice:1:0'><ID>1</ID></Invoice>",
        b"%PDF-1.7",
        b"\x00\x01\x02",
        b"<StandardBusinessDocument><Order/></StandardBusinessDocument>",
    ],
)
def test_what_is_no_invoice_gives_none(xml):
    assert read_einvoice(xml) is None


@settings(deadline=None)
@given(data=st.data())
def test_a_damaged_invoice_never_raises(data):
    xml = bytearray((DATA / data.draw(st.sampled_from(["cii_en16931.xml", "ubl_invoice.xml"]))).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(xml)))
        xml[start : start + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=8))
    read_einvoice(bytes(xml))
