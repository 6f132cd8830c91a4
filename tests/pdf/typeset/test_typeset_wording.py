"""Strings that can be set, and where they may break."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperloop.pdf.typeset.wording import breakable, cleaned


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("plain words", "plain words"),
        ("two  blanks\tand\nlines", "two blanks and lines"),
        ("nul\x00 bell\x07 del\x7f", "nul bell del "),
        ("a\u2028b\u3000c\u200bd", "a b c d"),
        ("fixed\u00a0and\u202fnarrow", "fixed\u00a0and\u00a0narrow"),
        ("e\u0301", "é"),
        ("right\u202eto left\u202c, \u2066isolated\u2069", "rightto left, isolated"),
        ("\ud83d\ude00", "😀"),
        ("lone \ud800 half", "lone ? half"),
        ("lost \ufffd", "lost ?"),
        ("none \ufffe\ufdd0\U0001ffff", "none "),
        ("tag\U000e0041", "tag"),
        ("heart ❤\ufe0f", "heart ❤"),
        ("joined می\u200cخواهم", "joined می\u200cخواهم"),
    ],
)
def test_what_can_not_be_printed_is_left_out_or_a_blank(text: str, clean: str) -> None:
    assert cleaned(text) == clean


@given(st.text(st.characters()))
def test_cleaning_twice_changes_nothing_and_leaves_no_control(text: str) -> None:
    once = cleaned(text)
    assert cleaned(once) == once
    once.encode()
    assert not any(character < " " or "\x7f" <= character < "\xa0" for character in once)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("short words break at their blanks alone", ["short words break at their blanks alone"]),
        ("see www.example.org/a-page", ["see www.", "example.", "org/", "a-page"]),
        ("ada.lovelace@example.com", ["ada.", "lovelace@", "example.com"]),
        ("Donaudampfschifffahrtsgesellschaft", ["Donaudampfschifffahrtsgesellschaft"]),
        ("0123456789" * 3, ["012345", "678901", "234567", "890123", "456789"]),
        ("漢字" * 30, ["漢字" * 30]),
        ("", [""]),
    ],
)
def test_addresses_break_after_punctuation_and_other_long_words_anywhere(text: str, pieces: list[str]) -> None:
    assert breakable(text) == pieces


@pytest.mark.parametrize("character", ["x", "1", "e\u0301", "\u00a0", "/"])
def test_no_piece_of_a_word_is_wider_than_a_column(character: str) -> None:
    assert max(map(len, breakable(character * 200))) <= 40


@pytest.mark.parametrize("token", ["x", "a/", "[a](b", "<b>", "e\u0301"])
def test_what_is_no_word_any_more_is_parted_into_few_pieces(token: str) -> None:
    text = token * (20_000 // len(token))
    assert len(breakable(text)) <= len(text) / 10


@given(st.text())
def test_the_pieces_join_to_the_text(text: str) -> None:
    assert "".join(breakable(text)) == text
