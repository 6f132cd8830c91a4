"""Which addresses become links, and how they are printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperloop.documents.resume.links import link_to, mail_link, phone_link, shown


@pytest.mark.parametrize(("address", "url"), [
    ("https://a.example/x?y=1#z", "https://a.example/x?y=1#z"),
    ("HTTP://A.example", "HTTP://A.example"),
    ("mailto:ada@a.example", "mailto:ada@a.example"),
    ("tel:+44123", "tel:+44123"),
    ("a.example", "https://a.example"),
    ("a.example:8080/x", "https://a.example:8080/x"),
    ("www.a.example/ada", "https://www.a.example/ada"),
    ("ada@a.example", "mailto:ada@a.example"),
    (" https://a.example ", "https://a.example"),
    ("https://exämple.example/ü", "https://xn--exmple-cua.example/%C3%BC"),
    ("https://a.example/a%20b", "https://a.example/a%20b"),
    ("https://a.example/(x)", "https://a.example/(x)"),
])  # fmt: skip
def test_safe_addresses_become_links(address: str, url: str) -> None:
    assert link_to(address) == url


@pytest.mark.parametrize("address", [
    "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x",
    "ftp://a.example", "https://a.example/<x>", "https://a.example\\b",
    "//evil.example", "/etc/passwd", "", "ada", "not a link", "https://", "http://[", "https://a b.example",
    "https://a.example/\"onclick", "https://" + "x" * 2000 + ".example",
    "java\tscript:alert(1)", "1.5", "e.g.", "http:a.example",
])  # fmt: skip
def test_others_stay_text(address: str) -> None:
    assert link_to(address) is None


@given(st.text(max_size=40))
def test_no_text_makes_a_link_of_another_scheme(address: str) -> None:
    for url in (link_to(address), link_to(f"https://{address}"), phone_link(address), mail_link(address)):
        assert url is None or (url.isascii() and url.lower().startswith(("http://", "https://", "mailto:", "tel:")))


@pytest.mark.parametrize(("number", "url"), [
    ("+44 20 7946-0000", "tel:+442079460000"), ("(912) 555-4321", "tel:9125554321"), ("tel:+1-212-555", "tel:+1212555"),
    ("555-CALL", None), ("1", None), ("", None), ("12 or 345", None), ("٣٤٥٦", None),
])  # fmt: skip
def test_telephone_numbers(number: str, url: str | None) -> None:
    assert phone_link(number) == url


@pytest.mark.parametrize(("address", "url"), [
    ("ada@a.example", "mailto:ada@a.example"), ("https://a.example", None), ("ada at a.example", None),
    ("ada@a.example?bcc=x@y.example", None),
])  # fmt: skip
def test_mail_addresses(address: str, url: str | None) -> None:
    assert mail_link(address) == url


@pytest.mark.parametrize(("address", "text"), [
    ("https://a.example/", "a.example"), ("http://a.example/x/", "a.example/x/"),
    ("mailto:ada@a.example", "ada@a.example"),
    ("tel:+44", "+44"), ("javascript:alert(1)", "javascript:alert(1)"), ("https://", "https://"), ("/", "/"),
])  # fmt: skip
def test_addresses_are_printed_without_their_scheme(address: str, text: str) -> None:
    assert shown(address) == text
