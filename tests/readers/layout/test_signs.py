import pytest

from paperloop.readers.layout import read_layout

LETTERHEAD = """
{seller}
7 Orchard Lane
Leeds LS1 4DY
{details}

Bill to:
Castle Books LLP
22 Bridge Street
Bristol BS1 5TR

Invoice number:   2025-0381
Invoice date:     5 March 2025

Total             240.00 GBP
{foot}
"""
VAT_ID = "VAT No: GB586020697"


def trust(typed, *, seller="Bramley Joinery", details="", foot=""):
    reading = read_layout(typed(LETTERHEAD.format(seller=seller, details=details, foot=foot)))
    assert reading.invoice.seller.name == seller
    return reading.confidence["/seller/name"]


def test_a_letterhead_with_the_sellers_details_beside_a_labelled_buyer_needs_no_review(typed):
    assert trust(typed, details=VAT_ID) >= 0.8


@pytest.mark.parametrize(
    "more",
    [{"details": VAT_ID}, {"foot": "Account holder: Bramley Joinery"}, {"details": "www.bramley-joinery.example"}],
)
def test_each_sign_adds_to_the_trust(typed, more):
    assert trust(typed, **more) > trust(typed)


def test_a_buyer_without_a_label_is_trusted_where_no_other_block_could_be_his(typed):
    text = LETTERHEAD.replace("Bill to:\n", "")
    one = read_layout(typed(text.format(seller="Bramley Joinery Ltd", details=VAT_ID, foot="")))
    assert one.invoice.buyer.name == "Castle Books LLP"
    assert one.confidence["/buyer/name"] >= 0.8


def test_a_name_in_one_place_only_is_not_trusted(typed):
    reading = read_layout(typed("Castle Books\n22 Bridge Street\nBristol BS1 5TR\n\nInvoice 7\nTotal   240.00 GBP"))
    assert reading.confidence.get("/seller/name", 0.0) < 0.8
    assert reading.confidence.get("/buyer/name", 0.0) < 0.8


def test_a_name_that_holds_a_title_gains_no_trust(typed):
    text = LETTERHEAD.replace("Bill to:\nCastle Books LLP", "Castle Books Credit Note")
    reading = read_layout(typed(text.format(seller="Bramley Joinery Ltd", details=VAT_ID, foot="")))
    assert reading.confidence.get("/buyer/name", 0.0) < 0.8
