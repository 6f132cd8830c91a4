"""Inline Markdown, and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperloop.documents.resume.markdown import parse, with_bold
from paperloop.documents.resume.runs import Run, Text, plain, words_of

LINK = "https://a.example"


@pytest.mark.parametrize(("text", "runs"), [
    ("plain", [Run("plain")]),
    ("", []),
    ("a **bold** b", [Run("a "), Run("bold", bold=True), Run(" b")]),
    ("__bold__", [Run("bold", bold=True)]),
    ("an *italic* b", [Run("an "), Run("italic", italic=True), Run(" b")]),
    ("_italic_", [Run("italic", italic=True)]),
    ("***both***", [Run("both", bold=True, italic=True)]),
    ("**bold *both* bold**", [Run("bold ", bold=True), Run("both", bold=True, italic=True), Run(" bold", bold=True)]),
    ("*a **b** c*", [Run("a ", italic=True), Run("b", bold=True, italic=True), Run(" c", italic=True)]),
    ("`code * x`", [Run("code * x", code=True)]),
    (f"[here]({LINK})", [Run("here", url=LINK)]),
    (f"[**b** c]({LINK})", [Run("b", bold=True, url=LINK), Run(" c", url=LINK)]),
    (f"**see [here]({LINK})**", [Run("see ", bold=True), Run("here", bold=True, url=LINK)]),
    (f"[]({LINK})", [Run(LINK, url=LINK)]),
    (f"<{LINK}>", [Run(LINK, url=LINK)]),
    (f"[wiki]({LINK}/a_(b))", [Run("wiki", url=f"{LINK}/a_(b)")]),
    ("C\\* \\_x\\_", [Run("C* _x_")]),
    ("**Rust**acean", [Run("Rust", bold=True), Run("acean")]),
    ("(**a**), *b*.", [Run("("), Run("a", bold=True), Run("), "), Run("b", italic=True), Run(".")]),
    ("**Tools:** Git", [Run("Tools:", bold=True), Run(" Git")]),
    ("**强（x）**大", [Run("强（x）", bold=True), Run("大")]),
])  # fmt: skip
def test_marks_make_runs(text: str, runs: list[Run]) -> None:
    assert list(parse(text)) == runs


@pytest.mark.parametrize("text", [
    "snake_case_names", "2 * 3 * 4", "a * b", "**open", "close**", "* item", "C:\\dir", "5 < 6 > 4", "<b>html</b>",
    "![alt](https://a.example/x.png)", "[click](javascript:alert(1))", "[x](file:///etc/passwd)", "[x](//evil.example)",
    "[x] (y)", "[[x]]", "``", "#read(\"/etc/passwd\")", "<script>", "<javascript:alert(1)>", "a ** b ** c", "_x",
    "A. Ek*, B. Fyr*, C. Om", "2**8 and 3**2", "a*b*c",
])  # fmt: skip
def test_what_is_no_markup_stays_as_it_is(text: str) -> None:
    assert parse(text) == plain(text)


@given(st.text("*_`[]()\\<> ab", max_size=60))
def test_letters_are_never_lost_and_nothing_raises(text: str) -> None:
    def letters(said: str) -> list[str]:
        return [letter for letter in said if letter in "ab"]

    assert letters(words_of(parse(text))) == letters(text)


@pytest.mark.parametrize("bomb", ["*a " * 6000, "`" * 20_000, "[" * 20_000, "[a](" * 5000, "**a" * 6000 + "a**" * 900])
def test_long_strings_of_marks_are_read_to_their_end(bomb: str) -> None:
    assert len(words_of(parse(bomb))) > 900


@pytest.mark.parametrize(("text", "words", "runs"), [
    ("Go and Golang", ["Go"], [Run("Go", bold=True), Run(" and Golang")]),
    ("I like C++", ["C++"], [Run("I like "), Run("C++", bold=True)]),
    ("machine learning", ["learning", "machine learning"], [Run("machine learning", bold=True)]),
    ("x", [], [Run("x")]),
    ("x", [""], [Run("x")]),
    ("a b c", ["a b", "b c"], [Run("a b", bold=True), Run(" c")]),
    ("a, a", ["a"], [Run("a", bold=True), Run(", "), Run("a", bold=True)]),
])  # fmt: skip
def test_keywords_are_bold_as_whole_words(text: str, words: list[str], runs: list[Run]) -> None:
    assert list(with_bold(plain(text), words)) == runs


def test_keywords_keep_the_style_of_the_text_they_stand_in() -> None:
    text: Text = (Run("see Go", italic=True, url=LINK),)
    assert with_bold(text, ["Go"]) == (Run("see ", italic=True, url=LINK), Run("Go", bold=True, italic=True, url=LINK))
