"""Extracted text made fit for reading, JSON and comparison."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paperloop.pdf.characters import MAX_WORD, are_plain, cleaned


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("124.80", "124.80"),
        ("Müller", "Müller"),
        ("Mu\u0308ller", "Müller"),
        ("\ufb01nal", "final"),
        ("a\ufb04uent", "affluent"),
        ("\uff11\uff12", "12"),
        ("\u0132sland", "IJsland"),
        ("hy\u00adphen", "hyphen"),
        ("1\u200b2\ufeff4", "124"),
        ("\u202e4.80\u202c", "4.80"),
        ("a\U000e0041b", "ab"),
        ("a\x00\x1b\x7fb", "ab"),
        ("\ufffe\ud83d", "\ufffe\ufffd"),
        ("\u200b", ""),
        ("1\u00a0234", "1234"),
        ("10²", "10²"),
        ("½", "½"),
        ("€", "€"),
        ("№", "№"),
        ("\u05d7\u05e9", "\u05d7\u05e9"),
        ("\ufedf\ufe8d", "\u0644\u0627"),
    ],
)
def test_only_what_prints_stays_and_it_stays_as_printed(text: str, clean: str) -> None:
    assert cleaned(text) == clean


@settings(derandomize=True, deadline=None)
@given(st.text(st.characters(), max_size=40))
@example(" ")
@example("a b")
def test_what_is_cleaned_is_clean_and_can_be_written(text: str) -> None:
    clean = cleaned(text)
    assert cleaned(clean) == clean
    assert clean.split() == ([clean] if clean else [])
    assert json.loads(json.dumps(clean, ensure_ascii=False).encode()) == clean


@settings(derandomize=True, deadline=None)
@given(st.lists(st.text(st.characters(blacklist_categories=["Zs", "Cc"]), min_size=1, max_size=10)))
def test_plain_text_needs_no_cleaning(texts: list[str]) -> None:
    if are_plain(texts):
        assert [cleaned(text) for text in texts] == texts


def test_a_page_of_european_text_is_plain() -> None:
    assert are_plain(["Größe", "“à", "côté”", "Žluťoučký", "Łódź", "1.234,56", "€", "–", "№"[:0], "Ελλάδα", "Счёт"])


def test_a_word_without_end_is_not_plain() -> None:
    assert not are_plain(["a" * (MAX_WORD + 1)])
