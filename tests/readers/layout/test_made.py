"""Invoices of random content in many arrangements and ten languages, held against what was put in."""

from collections import Counter
from functools import cache

import pymupdf
import pytest

from paperloop.documents.extraction import Reading
from paperloop.pdf.words import page_text
from paperloop.readers.reading import read_layout_only
from readers.layout.made import WORDS, Made, made

SEEDS = range(80)
TOTALS = ("tax_basis_total", "tax_total", "grand_total", "due_payable", "prepaid", "line_total", "allowance_total")
PARTS = ("seller_name", "buyer_name", "seller_vat_id", "buyer_vat_id", "seller_email", "seller_phone")
FIELDS = ("invoice_number", "issue_date", "due_date", "delivery_date", "currency", "purchase_order", "payment_terms")


def value(reading: Reading, field: str):
    invoice = reading.invoice
    if field in TOTALS:
        return getattr(invoice.totals, field)
    if field in PARTS:
        role, _, part = field.partition("_")
        return getattr(getattr(invoice, role), part)
    if field == "iban":
        return invoice.accounts[0].iban if invoice.accounts else None
    return getattr(invoice, field)


def agrees(field: str, got, wanted) -> bool:
    if field == "payment_terms":
        return got in wanted
    return got == wanted


@cache
def read(seed: int) -> tuple[Made, Reading]:
    one = made(seed)
    return one, read_layout_only(one.pages)


@cache
def verdicts() -> Counter[tuple[str, str]]:
    """How many values of each field are right, wrong and missing over all seeds."""
    counts: Counter[tuple[str, str]] = Counter()
    for one, reading in map(read, SEEDS):
        for field in (*FIELDS, *TOTALS, *PARTS, "iban"):
            wanted = one.truth.get(field)
            got = value(reading, field)
            if wanted is not None:
                counts[field, "missing" if got is None else "right" if agrees(field, got, wanted) else "wrong"] += 1
    return counts


@pytest.mark.parametrize("field", [*FIELDS, *TOTALS, *PARTS, "iban"])
def test_a_field_is_read_or_left_out_and_seldom_wrong(field):
    right, wrong, missing = (verdicts()[field, verdict] for verdict in ("right", "wrong", "missing"))
    assert right >= 0.85 * (right + wrong + missing) > 0
    assert wrong <= 0.02 * (right + wrong)


def test_what_is_given_without_review_is_right():
    wrong = [
        (seed, field, value(reading, field), one.truth[field])
        for seed, (one, reading) in zip(SEEDS, map(read, SEEDS), strict=True)
        if not reading.needs_review
        for field in (*FIELDS, *TOTALS, *PARTS)
        if one.truth.get(field) is not None
        and value(reading, field) is not None
        and not agrees(field, value(reading, field), one.truth[field])
    ]
    assert wrong == []


def test_lines_are_kept_with_their_amounts_and_names():
    for one, reading in map(read, SEEDS):
        lines = [(line.net_amount or line.gross_amount, line.quantity) for line in reading.invoice.lines]
        wanted = [(amount, quantity) for _, quantity, amount in one.truth["lines"]]
        if not reading.needs_review:
            assert [amount for amount, _ in lines] == [amount for amount, _ in wanted]
            assert all(got in (None, quantity) for (_, got), (_, quantity) in zip(lines, wanted, strict=True))


@pytest.mark.parametrize("language", WORDS)
def test_a_long_invoice_keeps_every_row_over_all_its_pages(language):
    one = made(7, language=language, rows=120)
    assert len(one.pages) > 2
    lines = read_layout_only(one.pages).invoice.lines
    assert [line.net_amount or line.gross_amount for line in lines] == [amount for *_, amount in one.truth["lines"]]


@pytest.mark.parametrize("language", WORDS)
def test_it_reads_the_same_from_a_real_pdf(language):
    one = made(3, language=language)
    font = pymupdf.Font("helv")
    with pymupdf.open() as pdf:
        for page in one.pages:
            sheet = pdf.new_page(width=page.width, height=page.height)
            writer = pymupdf.TextWriter(sheet.rect)
            for word in page.words:
                fitting = (word.x1 - word.x0) / font.text_length(word.text, fontsize=1)
                writer.append((word.x0, word.y1 - 0.25 * word.size), word.text, font=font, fontsize=fitting)
            writer.write_text(sheet)
        pages = [page_text(page, page.number + 1).page for page in pdf]
    reading = read_layout_only(pages)
    for field in ("invoice_number", "issue_date", "seller_name", "buyer_name", "grand_total"):
        assert value(reading, field) == one.truth[field]
