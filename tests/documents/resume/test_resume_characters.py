"""Strings of a caller made fit for printing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperloop.documents.resume.characters import cleaned, has_unprintable
from paperloop.documents.resume.json_resume import from_json_resume


@pytest.mark.parametrize(("text", "clean", "told"), [
    ("plain", "plain", False),
    ("  a \t b\r\nc\u2028d ", "a b c d", False),
    ("a\x00b\x07c\x7fd\x9be", "abcde", True),
    ("\u202eevil\u202c \u2066x\u2069", "evil x", True),
    ("zero\u200bwidth\ufeff", "zerowidth", True),
    ("soft\xadhyphen", "softhyphen", True),
    ("half \ud83d pair", "half \ufffd pair", True),
    ("tag\U000e0041s", "tags", True),
    ("e\u0301te\u0301", "été", False),
    ("می\u200cخواهم", "می\u200cخواهم", False),
    ("a\u200db", "ab", True),
    ("10\u00a0%", "10\u00a0%", False),
    ("\ufffe\uffff\ufdd0", "", True),
    ("Ⅷ ﬁ ½ 10²", "Ⅷ ﬁ ½ 10²", False),
])  # fmt: skip
def test_what_prints_nothing_is_taken_out_and_told(text: str, clean: str, told: bool) -> None:
    assert cleaned(text) == clean
    assert has_unprintable(text) == told


@given(st.text())
def test_clean_text_stays_as_it_is_and_can_be_sent(text: str) -> None:
    clean = cleaned(text)
    assert cleaned(clean) == clean
    assert not has_unprintable(clean)
    clean.encode()


def test_unprintable_characters_are_told_with_their_place() -> None:
    resume, remarks = from_json_resume({"basics": {"name": "A\u202eda"}})
    assert resume.name == "Ada"
    assert [remark.pointer for remark in remarks] == ["/basics/name"]
