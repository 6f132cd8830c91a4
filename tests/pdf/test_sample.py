"""The sample invoice on paper: every value of it is printed, page by page, and stays where it is."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pymupdf
import pytest

from paperloop.documents.invoice import Invoice, Line
from paperloop.documents.pointers import leaves
from paperloop.documents.printed.wording import Wording
from paperloop.pdf.sample import draw_invoice
from paperloop.pdf.sample.wording import Language, sample_wording
from paperloop.testing.documents import long_invoice, sample_invoice, write_long, write_sample

LANGUAGES: tuple[Language, ...] = ("en", "de")
_CODED = re.compile("/(document_type|type_code)$|/unit$|/country$")
"""Printed as words of the language, or not at all."""


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return request.param


@pytest.fixture
def sample(tmp_path: Path, language: Language) -> Path:
    path = tmp_path / "sample.pdf"
    write_sample(path, language=language)
    return path


def pages_of(path: Path) -> list[str]:
    """The text of each page, with single blanks for all white space."""
    with pymupdf.open(path) as pdf:
        return [" ".join(page.get_text().split()) for page in pdf]


def printed(value: str | Decimal | date, wording: Wording) -> str:
    if isinstance(value, Decimal):
        return wording.number(value)
    return wording.date(value) if isinstance(value, date) else value


def test_it_is_two_pages_of_a_real_invoices_size(sample: Path) -> None:
    assert len(pages_of(sample)) == 2
    assert 100_000 < sample.stat().st_size < 250_000


def test_every_value_is_printed(sample: Path, language: Language) -> None:
    text = "".join(pages_of(sample)).replace(" ", "")
    wording = sample_wording(language)
    values = {at: value for at, value in leaves(sample_invoice(language)) if not _CODED.search(at)}
    missing = {at: value for at, value in values.items() if printed(value, wording).replace(" ", "") not in text}
    assert len(values) > 200
    assert missing == {}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Invoice FT-2024-00417", "15 November 2024", "8,175.80", "13.5 %", "48 pcs", "Ireland", "Page 1 of 2"]),
        ("de", ["Rechnung FT-2024-00417", "15.11.2024", "7.809,62", "19 %", "48 Stk.", "Deutschland", "Seite 1 von 2"]),
    ],
    ids=LANGUAGES,
)
def test_words_numbers_and_dates_are_the_languages(tmp_path: Path, language: Language, words: list[str]) -> None:
    path = tmp_path / "sample.pdf"
    write_sample(path, language=language)
    text = " ".join(pages_of(path))
    assert [word for word in words if word not in text] == []


def test_the_table_goes_on_with_its_heads_and_the_sum_so_far(sample: Path, language: Language) -> None:
    first, second = pages_of(sample)
    wording = sample_wording(language)
    for page in (first, second):
        assert wording["price"] in page
        assert f"{wording['carried']} 4{',' if language == 'en' else '.'}200" in page
    assert wording["due_payable"] not in first
    assert wording["due_payable"] in second


def test_the_sum_carried_is_that_of_the_pages_before(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    write_long(path, pages=4)
    lines = {line.id: line.net_amount for line in long_invoice(500).lines}
    for page in pages_of(path)[1:]:
        carried, first = re.findall(r"Carried forward ([\d,.]+) (\d+)", page)[0]
        before = sum(lines[str(number)] or Decimal(0) for number in range(1, int(first)))
        assert carried == f"{before:,}"


def test_the_same_invoice_gives_the_same_bytes(tmp_path: Path) -> None:
    paths = [tmp_path / "one.pdf", tmp_path / "other.pdf"]
    for path in paths:
        write_sample(path, einvoice=True)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_fonts_are_embedded_and_the_head_has_a_picture(sample: Path) -> None:
    with pymupdf.open(sample) as pdf:
        assert {kind for page in pdf for _, _, kind, *_ in page.get_fonts()} == {"Type0"}
        assert [len(page.get_images()) for page in pdf] == [1, 0]


def test_nothing_is_written_beyond_the_margins(sample: Path) -> None:
    with pymupdf.open(sample) as pdf:
        for page in pdf:
            boxes = [word[:4] for word in page.get_text("words")]
            assert min(box[0] for box in boxes) > 50
            assert max(box[2] for box in boxes) < 545
            assert max(box[3] for box in boxes) < 835


def test_no_two_words_lie_over_each_other(sample: Path) -> None:
    with pymupdf.open(sample) as pdf:
        for page in pdf:
            words = [
                (pymupdf.Rect(word[0], word[1] + 2, word[2], word[3] - 2), word[4]) for word in page.get_text("words")
            ]
            overlaps = [
                (one, other)
                for index, (box, one) in enumerate(words)
                for below, other in words[index + 1 :]
                if not (box & below).is_empty
            ]
            assert overlaps == []


def test_an_invoice_of_nothing_is_a_page(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    draw_invoice(path, Invoice())
    assert pages_of(path)[0].startswith("Invoice")


def test_a_long_name_is_wrapped_and_a_foreign_unit_printed_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "wrapped.pdf"
    name = "A hedge of hornbeam, hazel and hawthorn that was planted in a winter long ago"
    draw_invoice(path, Invoice(lines=(Line(id="1", name=name, unit="yards"),)))
    with pymupdf.open(path) as pdf:
        words = {word[4]: word for word in pdf[0].get_text("words")}
    assert all(word in words for word in name.split())
    assert words["hornbeam,"][1] < words["winter"][1]
    assert words["winter"][2] < words["yards"][0]
