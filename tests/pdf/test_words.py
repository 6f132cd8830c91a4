"""The words of a page: where they stand as shown, and which of them nobody sees."""

import math
from collections.abc import Callable

import pymupdf
import pytest

from paperloop.documents.pages import Word
from paperloop.errors import DocumentTooComplex
from paperloop.pdf.words import MAX_WORDS, PageText, page_text
from pdf_made import Handmade, drawn, mapped, one_page, shown, texts


def read(data: bytes) -> PageText:
    with pymupdf.open(stream=data) as pdf:
        return page_text(pdf[0], 1)


def words(data: bytes) -> list[Word]:
    return list(read(data).page.words)


def ink(data: bytes) -> tuple[float, float, float, float]:
    """The box of all that is drawn on the first page, in points."""
    with pymupdf.open(stream=data) as pdf:
        picture = pdf[0].get_pixmap(dpi=144, colorspace=pymupdf.csGRAY)
    dark = [divmod(at, picture.stride) for at, level in enumerate(picture.samples) if level < 128]
    rows, columns = zip(*dark, strict=True)
    return min(columns) / 2, min(rows) / 2, max(columns) / 2, max(rows) / 2


@pytest.mark.parametrize("rotate", [0, 90, 180, 270, -90, 450, 45])
@pytest.mark.parametrize("media", ["[0 0 300 200]", "[-50 -30 300 200]", "[300 200 0 0]"])
@pytest.mark.parametrize("crop", ["", "/CropBox [10 5 250 180]"])
def test_a_words_box_is_where_its_ink_is_shown(rotate: int, media: str, crop: str) -> None:
    data = one_page(shown("TOTAL", size=20), page=f"/Rotate {rotate}{crop}", media=media)
    (word,) = words(data)
    x0, y0, x1, y1 = ink(data)
    assert word.x0 - 1 <= x0 <= x1 <= word.x1 + 1
    assert word.y0 - 1 <= y0 <= y1 <= word.y1 + 1
    assert max(x1 - x0, y1 - y0) > 0.9 * max(word.x1 - word.x0, word.y1 - word.y0)


@pytest.mark.parametrize("unit", [1, 2])
def test_the_user_unit_scales_page_and_words_alike(unit: int) -> None:
    page = read(one_page(shown("TOTAL"), page=f"/UserUnit {unit}")).page
    assert (page.width, page.height) == (300 * unit, 200 * unit)
    assert page.words[0].x0 == pytest.approx(20 * unit)


@pytest.mark.parametrize(
    ("matrix", "turn"),
    [("1 0 0 1 0 0", 0), ("0 -1 1 0 0 200", 90), ("-1 0 0 -1 300 200", 180), ("0 1 -1 0 200 0", 270)],
)
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_words_know_how_their_text_is_turned(matrix: str, turn: int, rotate: int) -> None:
    content = f"q {matrix} cm ".encode() + shown("TOTAL 124.80") + b"Q"
    assert {word.turn for word in words(one_page(content, page=f"/Rotate {rotate}"))} == {(turn + rotate) % 360}


def test_words_have_their_font_size_as_shown() -> None:
    content = shown("large", size=20) + b"q .5 0 0 .5 0 0 cm " + shown("half", size=20) + b"Q"
    assert [(word.text, word.size) for word in words(one_page(content))] == [("large", 20.0), ("half", 10.0)]


WHITE, BLACK = b"1 g ", b"0 g "
BOX = b"10 80 200 60 re f "


@pytest.mark.parametrize(
    ("content", "more"),
    [
        pytest.param(WHITE + shown("secret"), {}, id="white on paper"),
        pytest.param(b".97 .99 1 rg " + shown("secret"), {}, id="nearly white on paper"),
        pytest.param(BLACK + BOX + shown("secret"), {}, id="black on a black box"),
        pytest.param(b".2 .3 .4 rg " + BOX + shown("secret"), {}, id="in the colour of its box"),
        pytest.param(shown("secret") + WHITE + BOX, {}, id="painted over"),
        pytest.param(WHITE + BOX + shown("secret"), {}, id="white on a white box"),
        pytest.param(shown("124.80") + WHITE + shown("secret"), {}, id="white over other text"),
        pytest.param(shown("secret", before="3 Tr"), {}, id="neither filled nor stroked"),
        pytest.param(shown("secret", before="7 Tr"), {}, id="a clipping path alone"),
        pytest.param(shown("secret", size=0.5), {}, id="under a point"),
        pytest.param(shown("secret", x=5000), {}, id="right of the page"),
        pytest.param(shown("secret", y=-300), {}, id="below the page"),
        pytest.param(b"/G gs " + shown("secret"), {"resources": "/ExtGState<</G<</ca 0/CA 0>>>>"}, id="transparent"),
    ],
)
def test_what_nobody_sees_is_marked_hidden(content: bytes, more: dict[str, str]) -> None:
    text = read(one_page(shown("seen", y=170) + content, **more))
    found = texts(list(text.page.words))
    assert ("~secret" in found, "seen" in found) == (True, True)
    assert "hidden text, which was not read" in text.remarks


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(shown("secret", before="0 Tz"), id="no width"),
        pytest.param(shown("secret", size=0), id="no size"),
        pytest.param(b"q 0 0 1 1 re W n " + shown("secret") + b"Q", id="clipped away"),
        pytest.param(b"q 1e38 1e38 1e38 1e38 1e38 1e38 cm " + shown("secret") + b"Q", id="no finite place"),
    ],
)
def test_what_has_no_place_on_the_page_is_no_word(content: bytes) -> None:
    assert texts(words(one_page(shown("seen") + content))) == ["seen"]


def test_an_optional_layer_that_is_off_is_not_read() -> None:
    pdf = Handmade()
    layer = pdf.add("<</Type/OCG/Name(layer)>>")
    content = shown("seen") + b"/OC /L BDC " + shown("secret", y=50) + b" EMC"
    off = f"/OCProperties<</OCGs[{layer} 0 R]/D<</OFF[{layer} 0 R]>>>>"
    data = one_page(content, pdf=pdf, resources=f"/Properties<</L {layer} 0 R>>", catalogue=off)
    assert texts(words(data)) == ["seen"]


def white_on_image(page: pymupdf.Page) -> None:
    picture = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 10, 10), False)
    picture.clear_with(60)
    page.insert_image((40, 100, 240, 160), pixmap=picture)
    page.insert_text((60, 140), "plain", color=(1, 1, 1))


@pytest.mark.parametrize(
    "draw",
    [
        pytest.param(white_on_image, id="white on an image"),
        pytest.param(
            lambda page: (
                page.draw_rect((40, 100, 240, 160), fill=(0, 0, 0.5)),
                page.insert_text((60, 140), "plain", color=(1, 1, 1)),
            ),
            id="white on a dark box",
        ),
        pytest.param(
            lambda page: (
                page.insert_text((60, 140), "plain"),
                page.draw_rect((40, 100, 240, 160), fill=(1, 1, 0), fill_opacity=0.6),
            ),
            id="under a marker",
        ),
        pytest.param(
            lambda page: (
                page.draw_circle((100, 135), 60, fill=(0.6, 0, 0)),
                page.insert_text((60, 140), "plain", color=(1, 1, 1)),
            ),
            id="white on a disc",
        ),
        pytest.param(lambda page: page.insert_text((60, 140), "plain", color=(0.6, 0.6, 0.6)), id="grey"),
        pytest.param(lambda page: page.insert_text((60, 140), "plain", render_mode=1), id="an outline"),
        pytest.param(lambda page: page.insert_text((60, 140), "plain", fontsize=4), id="small print"),
    ],
)
def test_what_is_seen_is_not_marked(draw: Callable[[pymupdf.Page], object]) -> None:
    assert texts(words(drawn(draw))) == ["Page", "1", "plain"]


def test_a_hidden_digit_before_a_printed_sum_stays_apart() -> None:
    content = b"BT /F1 12 Tf 20 100 Td 3 Tr (9) Tj 0 Tr (124.80) Tj ET"
    hidden, printed = words(one_page(content))
    assert texts([hidden, printed]) == ["~9", "124.80"]
    assert hidden.x1 == pytest.approx(printed.x0)


def test_actual_text_does_not_replace_what_is_drawn() -> None:
    content = b"/Span <</ActualText(TOTAL 0.00)>> BDC " + shown("TOTAL 124.80") + b" EMC"
    assert texts(words(one_page(content))) == ["TOTAL", "124.80"]


@pytest.mark.parametrize("aside", [0, 0.3, 0.5])
def test_a_word_drawn_twice_is_one_word(aside: float) -> None:
    content = shown("TOTAL 124.80") + shown("TOTAL 124.80", x=20 + aside, y=100 - aside)
    assert texts(words(one_page(content))) == ["TOTAL", "124.80"]


def test_a_page_drawn_twice_is_read_once() -> None:
    rows = b"".join(shown("0,00 EUR", y=20 * row) for row in range(1, 9))
    assert texts(words(one_page(rows + rows))) == ["0,00", "EUR"] * 8


def test_a_hidden_double_does_not_take_the_printed_words_place() -> None:
    content = shown("124.80", before="3 Tr") + shown("124.80", before="0 Tr")
    assert texts(words(one_page(content))) == ["~124.80", "124.80"]


def test_a_word_printed_in_two_places_is_two_words() -> None:
    assert texts(words(one_page(shown("0,00") + shown("0,00", y=85)))) == ["0,00", "0,00"]


@pytest.mark.parametrize(
    ("text", "spacing", "found"),
    [
        ("TOTAL 124.80", 6, ["TOTAL", "124.80"]),
        ("TOTAL EUR 12", 5, ["TOTAL", "EUR", "12"]),
        ("RECHNUNG", 4, ["RECHNUNG"]),
        ("A B C D E", 0, ["A", "B", "C", "D", "E"]),
        ("1 x 2", 0, ["1", "x", "2"]),
    ],
)
def test_letter_spaced_words_are_made_whole(text: str, spacing: int, found: list[str]) -> None:
    assert texts(words(one_page(shown(text, before=f"{spacing} Tc")))) == found


def test_ligatures_are_their_letters_and_soft_hyphens_nothing() -> None:
    pdf, font = mapped({"!": "fi", '"': "ffl", "#": "\ufb01", "$": "\u00ad"})
    data = one_page(shown('in!nite a"uent #nal hy$phen'), font=font, pdf=pdf)
    assert texts(words(data)) == ["infinite", "affluent", "final", "hyphen"]


def test_characters_that_hide_something_are_removed_and_reported() -> None:
    pdf, font = mapped({"A": "\u202e", "B": "\u200b", "C": "\ufeff", "D": "\U000e0041"})
    text = read(one_page(shown("TOTBD 124C80"), font=font, pdf=pdf))
    assert texts(list(text.page.words)) == ["TOT", "12480"]
    assert "invisible control characters, which were removed" in text.remarks


@pytest.mark.parametrize("letter", ["\ue041", "\ud800"])
def test_text_without_meaning_is_reported_as_garbled(letter: str) -> None:
    pdf, font = mapped(dict.fromkeys("ABC", letter))
    text = read(one_page(shown("ABC"), font=font, pdf=pdf))
    assert "garbled text: the fonts don't say which letters they draw" in text.remarks
    "".join(texts(list(text.page.words))).encode()


def test_a_page_of_pictures_has_no_text_layer() -> None:
    assert read(one_page(BOX)).remarks == ("no text layer",)


def test_a_page_with_an_invisible_text_layer_is_told_from_one_without() -> None:
    assert read(one_page(shown("scanned", before="3 Tr"))).remarks == ("the text layer is invisible and was not read",)


def test_too_many_words_are_refused() -> None:
    row = b"(%s) Tj T*" % b" ".join(b"w%d" % number for number in range(100))
    content = b"BT /F1 1 Tf 1 TL 5 195 Td " + row * (MAX_WORDS // 100 + 1) + b" ET"
    with pytest.raises(DocumentTooComplex, match="words"):
        read(one_page(content, media="[0 0 2000 2000]"))


def test_a_word_without_end_is_cut() -> None:
    (word,) = words(one_page(shown("a" * 5000, size=1), media="[0 0 9000 200]"))
    assert len(word.text) == 1000


@pytest.mark.parametrize("media", ["[0 0 1e38 99999999999999999999999999999999999999]", "[0 0 0 0]", "[/a (b) null]"])
def test_whatever_the_page_box_says_the_numbers_are_finite(media: str) -> None:
    page = read(one_page(shown("TOTAL"), media=media)).page
    assert all(math.isfinite(number) for number in (page.width, page.height, *page.words[0][:4]))
