"""HTML that people paste into a résumé says its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperloop.documents.resume.pasted_html import as_markdown, as_words, has_html


@pytest.mark.parametrize(("html", "said"), [
    ("<b>Bold</b> and <em>lean</em>", "**Bold** and *lean*"),
    ("<p>One.</p><p class='x'>Two.</p>", "\n\nOne.\n\n\n\nTwo.\n\n"),
    ("<ul><li>One</li><li>Two</li></ul>", "\n\n\n- One\n- Two\n\n"),
    ('see <a target="_blank" href="https://ada.example/cv">my page</a>.', "see [my page](https://ada.example/cv)."),
    ("<a href='javascript:alert(1)'>here</a>", "here"),
    ("R&amp;D, caf&eacute;, a &lt; b, &#8364; &#x20AC;", "R&D, café, a < b, € €"),
    ("a <SPAN style='color:red'>red</SPAN> word", "a red word"),
    ("<UL><LI>One<LI>Two</UL>", "\n\n\n- One\n- Two\n\n"),
    ("One<P>Two<BR>\nthree<BR>", "One\n\nTwo\n\nthree\n"),
    ("One<P>Two</P> three", "One\n\nTwo\n\n three"),
    ("very<B>bold</B>", "very**bold**"),
    ("Vec<P> <p>in Rust</p>", "Vec<P> \n\nin Rust\n\n"),
])  # fmt: skip
def test_tags_become_what_they_mean(html: str, said: str) -> None:
    assert has_html(html)
    assert as_markdown(html) == said


@pytest.mark.parametrize("text", [
    "List<String>", "a < b > c", "<video> players", "the <b> tag", "AT&T; R&D", "&nosuchname;", "&#0; &#55296;", "x<y",
])  # fmt: skip
def test_what_only_looks_like_html_is_text(text: str) -> None:
    assert as_markdown(text) == as_words(text) == text


@pytest.mark.parametrize("code", [
    "Vec<P>", "an Option<Li> is", "HashMap<K, Vec<P>>", "Vec::<P>::new()", "fn sum<P>(all: Box<P>)", "Rc<B>, Rc<I>",
    "class Cache<P extends Page>", "Vec<P>\nBox<Div>",
])  # fmt: skip
def test_a_parameter_of_a_type_is_text(code: str) -> None:
    assert not has_html(code)
    assert as_markdown(code) == as_words(code) == code
    assert as_markdown(f"{code} in <b>bold</b>") == f"{code} in **bold**"


def test_a_name_keeps_its_words_and_no_marks() -> None:
    assert as_words("Ada<br>King &amp; <b>Co</b>") == "Ada\nKing & Co"


@given(st.text(alphabet="<>/&;#abilpr=\"' x1", max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(as_markdown(text) + as_words(text), str)
