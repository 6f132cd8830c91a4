"""Pages whose text runs sideways or upside down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperloop.documents.extraction import Evidence
from paperloop.documents.pages import Page, Word
from paperloop.readers.reading import read_layout_only
from paperloop.readers.upright import as_shown, upright

TURNS = [90, 180, 270]
INVOICE = [
    ("Northwind", 60, 60), ("Paper", 125, 60), ("Ltd", 165, 60),
    ("Invoice", 60, 120), ("number:", 105, 120), ("2026-0417", 160, 120),
    ("Date:", 60, 140), ("2026-11-21", 160, 140),
    ("Net", 60, 300), ("EUR", 400, 300), ("104.00", 440, 300),
    ("VAT", 60, 320), ("20%", 90, 320), ("EUR", 400, 320), ("20.80", 440, 320),
    ("Total", 60, 340), ("EUR", 400, 340), ("124.80", 440, 340),
]  # fmt: skip


def page(turn: int) -> Page:
    """The invoice above on a sheet of 595 by 842 points, its text turned clockwise by `turn`."""
    words = [Word(x, y, x + 6.0 * len(text), y + 10, text) for text, x, y in INVOICE]
    sheet = Page(number=1, width=595, height=842, words=words)
    turned = {0: lambda *box: box, 90: _quarter, 180: _half, 270: _three_quarters}[turn]
    shown = [Word(*turned(*word[:4]), word.text, turn=turn) for word in words]
    return (
        Page(
            number=1,
            width=595 if turn in (0, 180) else 842,
            height=842 if turn in (0, 180) else 595,
            words=shown,
        )
        if turn
        else sheet
    )


def _quarter(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
    return 842 - y1, x0, 842 - y0, x1


def _half(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
    return 595 - x1, 842 - y1, 595 - x0, 842 - y0


def _three_quarters(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
    return y0, 595 - x1, y1, 595 - x0


@pytest.mark.parametrize("turn", TURNS)
def test_a_turned_page_is_read_like_an_upright_one(turn: int) -> None:
    assert upright(page(turn)).words == page(0).words
    assert read_layout_only([page(turn)]).invoice == read_layout_only([page(0)]).invoice
    assert str(read_layout_only([page(turn)]).invoice.totals.grand_total) == "124.80"


@pytest.mark.parametrize("turn", TURNS)
def test_boxes_are_told_on_the_page_as_shown(turn: int) -> None:
    shown = {word.text: word[:4] for word in page(turn).words}
    evidence = read_layout_only([page(turn)]).evidence
    assert evidence["/totals/grand_total"].bbox == pytest.approx(shown["124.80"])
    assert evidence["/invoice_number"].bbox == pytest.approx(shown["2026-0417"])


def test_an_upright_page_is_left_as_it_is() -> None:
    assert upright(page(0)) == page(0)


def test_hidden_words_do_not_turn_a_page() -> None:
    hidden = [Word(0, 0, 5, 500, "x" * 500, hidden=True, turn=90)]
    sheet = Page(number=1, width=595, height=842, words=[*page(0).words, *hidden])
    assert upright(sheet) is sheet


@given(
    turn=st.sampled_from(TURNS),
    x=st.floats(0, 500), y=st.floats(0, 500), width=st.floats(1, 90), height=st.floats(1, 90),
)  # fmt: skip
def test_what_is_turned_comes_back(turn: int, x: float, y: float, width: float, height: float) -> None:
    sheet = Page(number=3, width=595, height=842, words=[Word(x, y, x + width, y + height, "word", turn=turn)])
    (word,) = upright(sheet).words
    found = {"/invoice_number": Evidence(page=3, bbox=word[:4], text="word")}
    assert as_shown(found, [sheet])["/invoice_number"].bbox == pytest.approx((x, y, x + width, y + height))
