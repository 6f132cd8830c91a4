"""Typesetting: a view goes in, a PDF that says all of it comes out."""

import re
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from paperloop.errors import InvalidParameter, UnprintableCharacters
from paperloop.pdf.render_calls import Typeset
from paperloop.pdf.typeset.catalogue import themes
from paperloop.pdf.typeset.options import STANDARDS, PdfStandard
from paperloop.pdf.typeset.typesetter import SCALES, ResumeLook, typeset_view
from views_made import View, contact, entry, generated, runs, said, section, shown, texts, view

THEMES = tuple(themes())
MARGINS = pymupdf.Rect(15, 15, -15, -15)
"""Points at the edges that many printers leave blank."""
INK = pymupdf.Rect(0.5, 2, -0.5, -2)
"""What a word's box is wider and higher than its letters, in points."""
every_theme = pytest.mark.parametrize("theme", THEMES)


def typeset(folder: Path, made: View, **options: Any) -> tuple[Typeset, pymupdf.Document]:
    to = folder / "resume.pdf"
    done = typeset_view(shown(made), to, ResumeLook(**options))
    return done, pymupdf.open(to)


@every_theme
@pytest.mark.parametrize("seed", range(3))
def test_everything_that_was_put_in_can_be_read_in_order(tmp_path: Path, theme: str, seed: int) -> None:
    done, _ = typeset(tmp_path, generated(seed, jobs=3 + 3 * seed), theme=theme)
    assert (done.readback, done.unreadable) == (1.0, ())


@every_theme
@pytest.mark.parametrize("words", [
    "தமிழ் பொறியாளர்", "తెలుగు ఇంజనీర్", "ಕನ್ನಡ", "മലയാളം", "ગુજરાતી", "ਪੰਜਾਬੀ", "ଓଡ଼ିଆ", "සිංහල", "ລາວ", "አማርኛ", "বাংলা",
    "🚀 ✅ 👍🏽 🇩🇪 👨\u200d💻 1️⃣", "★★★☆ ✔ ➤ ☎ ⚡",
])  # fmt: skip
def test_scripts_and_signs_that_people_use_are_printed_and_read_back(tmp_path: Path, theme: str, words: str) -> None:
    work = section("work", "Work", entry(title=words, subtitle=words, highlights=[words]))
    done, pdf = typeset(tmp_path, view(work, name=words), theme=theme)
    assert (done.readback, done.warnings) == (1.0, ())
    assert not missing_glyphs(pdf)


@every_theme
def test_a_section_may_have_no_title_and_a_place_alone_stands_beside_the_name(tmp_path: Path, theme: str) -> None:
    letter = section("custom", "", entry("text", text=["Dear Ms Ek,"]))
    work = section("work", "Work", entry(title="Fjord", location="Lund"))
    done, pdf = typeset(tmp_path, view(letter, work), theme=theme)
    assert done.readback == 1.0
    assert [title for level, title, _ in pdf.get_toc() if level < 3] == ["Ada Example", "Work"]
    places = {word[4]: word for word in pdf[0].get_text("words")}
    if theme in {"classic", "modern", "sidebar"}:
        assert places["Fjord"][3] == pytest.approx(places["Lund"][3], abs=2)


@pytest.mark.parametrize("theme", ["classic", "modern", "academic"])
@pytest.mark.parametrize("name", ["Ottoline Brackwater-Szczepańska", "Maria Magdalena Hohenstaufen-Lichtenberg"])
def test_a_name_that_is_made_to_fit_its_line_is_not_parted_at_its_hyphen(tmp_path: Path, theme: str, name: str) -> None:
    _, pdf = typeset(tmp_path, view(name=name), theme=theme)
    assert name in pdf[0].get_text().splitlines()


@every_theme
def test_the_same_view_makes_the_same_bytes(tmp_path: Path, theme: str) -> None:
    made = []
    for seed in (4, 5, 4):
        typeset(tmp_path, generated(seed), theme=theme)
        made.append((tmp_path / "resume.pdf").read_bytes())
    assert made[0] == made[2] != made[1]


@every_theme
@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_no_word_leaves_the_page(tmp_path: Path, theme: str, paper: str) -> None:
    long = "x" * 300, "https://example.org/" + "deep/" * 40, "Rindfleischetikettierungsüberwachungsgesetz" * 2
    texts = (*long, "漢字" * 90)
    made = view(
        section("work", long[2], *(entry(title=text, subtitle=text, location=text, dates=text[:60]) for text in texts)),
        section("skills", "Skills", *(entry("labelled", label=text, details=text) for text in texts)),
        name="Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh " * 2,
        headline=runs(long[0]),
        contacts=[contact("url", text) for text in texts],
    )
    done, pdf = typeset(tmp_path, made, theme=theme, paper=paper)
    assert done.readback == 1.0
    for page in pdf:
        outside = [word for word in page.get_text("words") if not (MARGINS + page.rect).contains(word[:4])]
        assert not outside


@every_theme
@pytest.mark.parametrize(
    "head",
    [
        {"title": "Engineer", "dates": "2019 – 2023"},
        {"title": "WWWWWWWWWW MMMMMMMMMM", "dates": "WWWWWWWWW"},
        {"title": "W" * 28, "dates": "2019 – 2023"},
        {"title": "Wide words in a title that goes on and on until its line is full", "dates": "March 2019 – May 2023"},
        {"title": "", "dates": "2019 – 2023"},
        {"title": "工程师" * 6, "dates": "二〇一九年至二〇二三年"},
    ],
    ids=["short", "wide", "widest", "long", "no title", "ideographs"],
)
def test_the_sides_of_a_head_never_meet(tmp_path: Path, theme: str, head: dict[str, str]) -> None:
    others = ({}, {"subtitle": "Northwind", "location": "Springfield"}, {"location": "Springfield"})
    link = {"text": "example.org/" + "deep/" * 12, "url": None}
    entries = [entry(**head, **other, link=each) for other in others for each in (None, link)]
    done, pdf = typeset(tmp_path, view(section("work", "Work", *entries)), theme=theme)
    assert done.readback == 1.0
    for page in pdf:
        boxes = [INK + pymupdf.Rect(word[:4]) for word in page.get_text("words")]
        assert not [one for at, one in enumerate(boxes) for other in boxes[at + 1 :] if one.intersects(other)]


@every_theme
def test_many_contacts_and_skills_stay_on_their_pages(tmp_path: Path, theme: str) -> None:
    many = [f"number {number} of many" for number in range(90)]
    made = view(
        section("skills", "Skills", *(entry("labelled", label=each, details=each) for each in many)),
        section("languages", "Languages", entry("labelled", label="English", details="fluent")),
        contacts=[contact("url", each) for each in many],
    )
    done, pdf = typeset(tmp_path, made, theme=theme)
    assert done.readback == 1.0
    assert all((MARGINS + page.rect).contains(word[:4]) for page in pdf for word in page.get_text("words"))


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("us-letter", (612, 792))])
def test_the_paper_is_the_one_asked_for(tmp_path: Path, paper: str, size: tuple[int, int]) -> None:
    _, pdf = typeset(tmp_path, said("words"), paper=paper)
    assert (round(pdf[0].rect.width), round(pdf[0].rect.height)) == size


@every_theme
def test_the_pdf_is_tagged_and_says_whose_it_is_and_in_which_language(tmp_path: Path, theme: str) -> None:
    _, pdf = typeset(tmp_path, generated(1) | {"language": "pt-BR", "name": "Ana Prova"}, theme=theme)
    catalog = pdf.xref_object(pdf.pdf_catalog())
    assert "/MarkInfo" in catalog
    assert "/StructTreeRoot" in catalog
    assert "/Lang (pt-BR)" in catalog
    assert pdf.metadata is not None
    assert (pdf.metadata["title"], pdf.metadata["author"]) == ("Ana Prova", "Ana Prova")


@pytest.mark.parametrize("language", ["", "klingon!", "zz-ZZZZZZ", "x", "de_DE"])
def test_what_is_no_language_does_not_stop_it(tmp_path: Path, language: str) -> None:
    assert typeset(tmp_path, said("words", language=language))[0].readback == 1.0


def test_sections_and_entries_are_headings(tmp_path: Path) -> None:
    _, pdf = typeset(tmp_path, generated(1))
    assert [title for _, title, _ in pdf.get_toc()][:3] == ["Ada Example-Byron", "Summary", "Experience"]


STANDARD_MARKS = {
    "a-2b": ("<pdfaid:part>2<", "<pdfaid:conformance>B<"),
    "a-3b": ("<pdfaid:part>3<", "<pdfaid:conformance>B<"),
    "ua-1": ("<pdfuaid:part>1<",),
}


@pytest.mark.parametrize(
    ("theme", "standards"),
    [*(("classic", (one,)) for one in STANDARDS), *((theme, ("a-3b", "ua-1")) for theme in THEMES)],
)
def test_a_standard_that_is_asked_for_is_kept_and_told(
    tmp_path: Path, theme: str, standards: tuple[str, ...], portrait: Path
) -> None:
    done, pdf = typeset(tmp_path, generated(2), theme=theme, standards=standards, photo=portrait)
    assert done.standards == standards
    told = pdf.get_xml_metadata().replace("\n", "")
    assert all(mark in re.sub(r">\s+", ">", told) for standard in standards for mark in STANDARD_MARKS[standard])


def test_no_standard_is_claimed_unasked(tmp_path: Path) -> None:
    _, pdf = typeset(tmp_path, said("words"))
    assert "pdfaid" not in pdf.get_xml_metadata()


@pytest.mark.parametrize(
    ("character", "name"),
    [("\uf8fe", "(U+F8FE)"), ("𓀀", "𓀀 (U+13000)"), ("o\u20dd", "o (U+006F)")],
)
def test_a_character_that_no_font_has_is_refused_by_name_where_a_standard_forbids_it(
    tmp_path: Path, character: str, name: str
) -> None:
    with pytest.raises(UnprintableCharacters, match=re.escape(name)):
        typeset(tmp_path, said(f"party {character}"), standards=("a-2b",))


@pytest.mark.parametrize(("character", "name"), [("𓀀", "U+13000"), ("o\u20dd", "U+006F")])
def test_the_standard_is_dropped_with_a_warning_when_the_caller_would_rather(
    tmp_path: Path, character: str, name: str
) -> None:
    done, _ = typeset(tmp_path, said(f"party {character}"), standards=("ua-1",), unprintable="drop-standard")
    assert done.standards == ()
    assert name in done.warnings[0]
    assert "keeps no standard" in done.warnings[1]


def test_without_a_standard_a_missing_character_is_a_warning(tmp_path: Path) -> None:
    done, _ = typeset(tmp_path, said("party 𓀀 𓀀"))
    assert len(done.warnings) == 1
    assert done.warnings[0].count("U+13000") == 1


@pytest.mark.parametrize(
    "text",
    [
        "Żółć Ğüneş Nguyễn Đặng Ștefănescu Œuvre ﬁnal",
        "Ελληνικά, Українська їжак, Հայերեն, ქართული",
        "山田太郎は東京で働く。简体中文 繁體中文 한국어",
        "مهندسة برمجيات لديها خبرة 14 عامًا في Python.",
        "מהנדסת תוכנה בעלת ניסיון",
        "งานออกแบบระบบ",
        "A → B ≥ C ✓ ★ ☎ ∑ № € ₹ ½ ×",
        "re\u00adentry a\u00a0b\u202fc d\u200be\u2009f",
        "e\u0301 and \u00e9",
    ],
)
@pytest.mark.parametrize("theme", ["classic", "sidebar"])
def test_scripts_and_signs_are_printed_and_read_back(tmp_path: Path, theme: str, text: str) -> None:
    done, pdf = typeset(tmp_path, said(text), theme=theme)
    assert (done.readback, done.warnings) == (1.0, ())
    assert not missing_glyphs(pdf)


def missing_glyphs(pdf: pymupdf.Document) -> list[int]:
    """Glyph 0 is the box that a font shows for what it does not have."""
    return [char[0] for page in pdf for span in page.get_texttrace() for char in span["chars"] if char[1] == 0]


def test_a_box_is_printed_for_what_no_font_has(tmp_path: Path) -> None:
    assert missing_glyphs(typeset(tmp_path, said("party 𓀀"))[1])


@every_theme
@pytest.mark.parametrize("length", range(20, 64, 6))
def test_no_word_is_printed_over_another(tmp_path: Path, theme: str, length: int) -> None:
    dates = ("mar. de 2020 – fev. de 2022 " * 3)[:length].strip()
    jobs = [entry(title="Staff Engineer", subtitle="Company", location=dates[:most], dates=dates) for most in (9, 90)]
    done, pdf = typeset(tmp_path, view(section("work", "Experience", *jobs)), theme=theme)
    boxes = [pymupdf.Rect(word[:4]) for word in pdf[0].get_text("words")]
    middles = [pymupdf.Rect(box.x0, (box.y0 + box.y1) / 2, box.x1, (box.y0 + box.y1) / 2 + 1) for box in boxes]
    assert done.readback == 1.0
    assert not [box for box in middles if sum(box.intersects(other) for other in middles) > 1]


@pytest.mark.parametrize("theme", ["classic", "modern", "sidebar", "academic"])
def test_a_short_address_stands_beside_the_company_and_a_long_one_below(tmp_path: Path, theme: str) -> None:
    links = [{"text": f"example.org/{'x' * count}", "url": "https://example.org"} for count in (3, 60)]
    jobs = [entry(title="Engineer", subtitle=f"Company{place}", link=link) for place, link in enumerate(links)]
    _, pdf = typeset(tmp_path, view(section("work", "Experience", *jobs)), theme=theme)
    below = {word[4][:11]: round(word[3]) for word in pdf[0].get_text("words") if word[4].startswith("Company")}
    addresses = [round(word[3]) for word in pdf[0].get_text("words") if word[4].startswith("example.org")]
    assert abs(addresses[0] - below["Company0"]) <= 1
    assert addresses[1] - below["Company1"] > 5


@every_theme
def test_two_paragraphs_stand_further_apart_than_two_lines(tmp_path: Path, theme: str) -> None:
    paragraphs = [f"{first} " + "word " * 60 for first in ("one", "two")]
    job = entry(title="Engineer", text=paragraphs)
    summary = section("summary", "Summary", *(entry("text", text=[each]) for each in paragraphs))
    for part in (summary, section("work", "Experience", job)):
        _, pdf = typeset(tmp_path, view(part), theme=theme)
        words = pdf[0].get_text("words")
        lines = sorted({round(word[3], 1) for word in words if word[4] in {"one", "two", "word"}})
        starts = {word[4]: round(word[3], 1) for word in words if word[4] in {"one", "two"}}
        gap = starts["two"] - lines[lines.index(starts["two"]) - 1]
        assert gap > 1.05 * (lines[1] - lines[0])


@every_theme
def test_numbers_in_a_document_that_is_read_from_the_right_count_in_any_order(tmp_path: Path, theme: str) -> None:
    made = view(
        section("education", "التعليم", entry(title="علوم الحاسوب", subtitle="الجامعة", dates="2008 – 2012")),
        section("skills", "المهارات", entry("labelled", label="لغات", details="Python, Rust")),
        name="ليلى حداد",
        direction="rtl",
        language="ar",
        contacts=[
            contact("email", "layla@example.org", label="البريد الإلكتروني"),
            contact("phone", "+961 1 234 567", label="الهاتف"),
            contact("profile", "layla", label="GitHub"),
        ],
    )
    assert typeset(tmp_path, made, theme=theme)[0].unreadable == ()


CODE = (
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.3.0": *',
    "#sys.inputs",
    '#include "classic.typ"',
    '"; panic("broken out") //',
    "= Heading *bold* _italic_ $x^2$ `raw` <label> @reference \\ ~ --- ...",
    "\\u{48} \\n {{7*7}} ${7*7} <script>alert(1)</script>",
    '{"name": "json"}',
    "// comment /* comment */",
)


@every_theme
def test_markup_and_code_are_printed_as_they_are(tmp_path: Path, theme: str) -> None:
    entries = [entry(title=code, subtitle=code, dates=code, highlights=[code], keywords=[code]) for code in CODE]
    made = view(*(section("work", code, each) for code, each in zip(CODE, entries, strict=True)), name=CODE[0])
    done, pdf = typeset(tmp_path, made, theme=theme)
    assert done.readback == 1.0
    printed = re.sub(r"\s", "", texts(list(pdf)))
    assert all(printed.count(re.sub(r"\s", "", code)) >= 5 for code in CODE)
    assert "root:x" not in printed


@pytest.mark.parametrize(
    ("url", "links"),
    [
        ("https://example.org/a", True),
        ("mailto:ada@example.org", True),
        ("tel:+4420", True),
        ("HTTPS://EXAMPLE.ORG/A", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("data:text/html,x", False),
        ("vbscript:x", False),
        ("https://", False),
        ("", False),
    ],
)
def test_only_harmless_addresses_are_links(tmp_path: Path, url: str, links: bool) -> None:
    done, pdf = typeset(tmp_path, view(contacts=[contact("url", "a page", url)]))
    assert done.readback == 1.0
    assert bool(pdf[0].get_links()) is links


def test_control_characters_are_left_out_and_the_text_around_them_is_read(tmp_path: Path) -> None:
    controls = "".join(map(chr, [*range(32), *range(127, 160), 0x200E, 0x202E, 0x2066, 0xFEFF, 0xFFFE, 0xE0041]))
    done, pdf = typeset(tmp_path, said(f"before{controls}after \ud800 {controls} end"))
    assert done.readback == 1.0
    assert not re.search(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202e]", texts(list(pdf)))


@every_theme
def test_an_empty_view_is_a_page(tmp_path: Path, theme: str) -> None:
    done, _ = typeset(tmp_path, view(name=""), theme=theme, standards=("a-2b", "ua-1"))
    assert (done.pages, done.readback) == (1, 1.0)


@every_theme
def test_it_shrinks_to_the_pages_asked_for(tmp_path: Path, theme: str) -> None:
    full, _ = typeset(tmp_path, generated(3, jobs=7), theme=theme, fit=9)
    done, pdf = typeset(tmp_path, generated(3, jobs=7), theme=theme, fit=full.pages - 1)
    fits = len(pdf) < full.pages
    assert (full.scale, full.warnings) == (1.0, ())
    assert fits == (done.scale < 1.0) == (done.warnings == ())


def test_it_shrinks_no_more_than_needed_and_says_when_it_can_not(tmp_path: Path) -> None:
    scales = {jobs: typeset(tmp_path, generated(6, jobs=jobs), fit=2)[0] for jobs in range(2, 9)}
    sizes = [done.scale for done in scales.values() if not done.warnings]
    assert len(set(sizes)) > 2
    assert sizes == sorted(sizes, reverse=True)
    assert set(sizes) <= {1.0, *SCALES}
    never = scales[8]
    assert (never.scale, never.pages > 2) == (1.0, True)
    assert "does not fit 2 pages" in never.warnings[0]


@pytest.mark.parametrize("theme", ["nope", "../classic", "shared/resume", ""])
def test_an_unknown_theme_is_refused_with_those_there_are(tmp_path: Path, theme: str) -> None:
    with pytest.raises(InvalidParameter, match="classic, compact"):
        typeset(tmp_path, said("words"), theme=theme)


def test_the_accent_colours_the_headings(tmp_path: Path) -> None:
    _, pdf = typeset(tmp_path, generated(1), accent="#b00020")
    colours = {span["color"] for page in pdf for span in page.get_texttrace()}
    assert any(abs(red - 0xB0 / 255) < 0.01 and green < 0.01 for red, green, _ in colours)


@pytest.mark.parametrize(("standards", "date"), [((), ""), (("a-2b",), "D:19700101000000Z")])
def test_only_a_standard_has_a_date_and_always_the_same(
    tmp_path: Path, standards: tuple[PdfStandard, ...], date: str
) -> None:
    metadata = typeset(tmp_path, said("words"), standards=standards)[1].metadata
    assert metadata
    assert metadata["creationDate"] == date


@pytest.fixture
def portrait(tmp_path: Path) -> Path:
    pixmap = pymupdf.Pixmap(pymupdf.csRGB, (0, 0, 60, 80), 0)
    pixmap.clear_with(200)
    path = tmp_path / "portrait.png"
    pixmap.save(path)
    return path
