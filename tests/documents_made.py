"""Small PDFs with known content, as bytes."""

from collections.abc import Iterator
from typing import Final

import pymupdf

INVOICE: Final = """\
Nordlicht Tools Ltd
12 Harbour Street
Leith EH6 6AA
VAT ID: GB123456782

INVOICE

Invoice number: NT-2031-117
Invoice date: 14 March 2031
Due date: 13 April 2031
Currency: EUR

Description        Quantity     Unit price     Amount
Torque wrench             2          50.00     100.00
Spirit level              4          25.00     100.00

Net total                                      200.00
VAT 20%                                         40.00
Total                                          240.00
"""

CII: Final = """\
<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
 xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
 <rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter>
  <ram:ID>urn:factur-x.eu:1p0:minimum</ram:ID>
 </ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
 <rsm:ExchangedDocument><ram:ID>NT-2031-117</ram:ID><ram:TypeCode>380</ram:TypeCode>
  <ram:IssueDateTime><udt:DateTimeString format="102">20310314</udt:DateTimeString></ram:IssueDateTime>
 </rsm:ExchangedDocument>
 <rsm:SupplyChainTradeTransaction>
  <ram:ApplicableHeaderTradeAgreement>
   <ram:SellerTradeParty><ram:Name>Nordlicht Tools Ltd</ram:Name></ram:SellerTradeParty>
   <ram:BuyerTradeParty><ram:Name>Brae Joinery</ram:Name></ram:BuyerTradeParty>
  </ram:ApplicableHeaderTradeAgreement>
  <ram:ApplicableHeaderTradeDelivery/>
  <ram:ApplicableHeaderTradeSettlement>
   <ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
   <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
    <ram:TaxBasisTotalAmount>200.00</ram:TaxBasisTotalAmount>
    <ram:TaxTotalAmount currencyID="EUR">40.00</ram:TaxTotalAmount>
    <ram:GrandTotalAmount>240.00</ram:GrandTotalAmount>
    <ram:DuePayableAmount>240.00</ram:DuePayableAmount>
   </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
  </ram:ApplicableHeaderTradeSettlement>
 </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>
"""


def invoice(*, einvoice: bool = False, password: str | None = None) -> bytes:
    """One A4 page that prints INVOICE; with `einvoice` the same as Factur-X."""
    pdf = _pages(INVOICE)
    if einvoice:
        pdf.embfile_add("factur-x.xml", CII.encode(), filename="factur-x.xml", ufilename="factur-x.xml")
    return _written(pdf, password)


def printed(text: str) -> bytes:
    """One A4 page with these lines."""
    return _written(_pages(text))


def numbered(pages: int) -> bytes:
    """A4 pages of which each prints `page N of PAGES`."""
    return _written(_pages(*(f"page {number} of {pages}" for number in range(1, pages + 1))))


def book(pages: int, *, words_a_page: int = 400) -> bytes:
    """Pages full of words, for work that takes a while."""
    words = [f"word{number}" for number in range(words_a_page)]
    lines = (" ".join(words[line::50]) for line in range(50))
    pdf = _pages("\n".join(lines))
    for _ in range(pages - 1):
        pdf.fullcopy_page(0)
    return _written(pdf)


def padded(document: bytes, size: int) -> Iterator[bytes]:
    """`document` with a comment behind it, `size` bytes in all, in pieces of 256 KB, never whole in memory."""
    yield document + b"\n%"
    left = size - len(document) - 2
    piece = b" " * 2**18
    while left > 0:
        yield piece[:left]
        left -= len(piece)


def padded_whole(document: bytes, size: int) -> bytes:
    """As `padded`, in one piece."""
    return b"".join(padded(document, size))


def appended(first: bytes, second: bytes) -> bytes:
    """The pages of both."""
    with pymupdf.open(stream=first) as pdf, pymupdf.open(stream=second) as more:
        pdf.insert_pdf(more)
        return bytes(pdf.tobytes())


def sized(width: float, height: float) -> bytes:
    """One empty page of `width` by `height` points."""
    pdf = pymupdf.open()
    pdf.new_page(width=width, height=height)
    return _written(pdf)


def _pages(*texts: str) -> pymupdf.Document:
    pdf = pymupdf.open()
    for text in texts:
        pdf.new_page().insert_text((50, 60), text, fontname="cour", fontsize=9)
    return pdf


def _written(pdf: pymupdf.Document, password: str | None = None) -> bytes:
    with pdf:
        if password is None:
            return bytes(pdf.tobytes())
        locked = pymupdf.PDF_ENCRYPT_AES_256
        return bytes(pdf.tobytes(encryption=locked, user_pw=password, owner_pw=f"owner of {password}"))


def followed_by(first: bytes, second: bytes) -> bytes:
    """The pages of both."""
    with pymupdf.open(stream=first) as pdf, pymupdf.open(stream=second) as more:
        pdf.insert_pdf(more)
        return pdf.tobytes()
