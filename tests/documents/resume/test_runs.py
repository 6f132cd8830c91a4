"""Text of a résumé: its words, its paragraphs."""

import pytest

from paperloop.documents.resume.runs import joined, paragraphs, plain, whole_words, words_of


@pytest.mark.parametrize(("texts", "said"), [
    ([], ""), (["a"], "a"), (["a", "", "b"], "a, b"), (["", ""], ""), (["", "b"], "b"),
])  # fmt: skip
def test_texts_are_joined_where_they_say_something(texts: list[str], said: str) -> None:
    assert words_of(joined(map(plain, texts), ", ")) == said


@pytest.mark.parametrize(("text", "word", "stands"), [
    ("an ai at work", "ai", True), ("maintainer", "ai", False), ("ai", "ai", True), ("ai-led", "ai", True),
    ("said ai", "ai", True), ("c++ code", "c++", True), ("c++11", "c++", True), ("x", "", False), ("", "x", False),
    ("aim ai", "ai", True),
])  # fmt: skip
def test_whole_words(text: str, word: str, stands: bool) -> None:
    assert any(True for _ in whole_words(text, word)) == stands


@pytest.mark.parametrize(("text", "parts"), [
    ("one", ["one"]), ("one\ntwo", ["one\ntwo"]), ("one\n\ntwo", ["one", "two"]), ("one\r\n\r\ntwo", ["one", "two"]),
    ("a:\n- b\n- c", ["a:", "- b", "- c"]), ("a\n1. b\n2) c", ["a", "1. b", "2) c"]), ("\n\n", []),
])  # fmt: skip
def test_paragraphs(text: str, parts: list[str]) -> None:
    assert paragraphs(text) == parts
