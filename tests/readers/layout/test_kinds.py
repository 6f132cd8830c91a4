import sys

import pytest

from paperloop.readers.layout.kinds import LONGEST_KEPT, by_kind
from paperloop.readers.layout.labels import key_of


@pytest.mark.parametrize(
    ("word", "kinds"),
    [
        ("Lavandula", set()), ("VAT", set()), ("EUR", {"sign"}), ("kr", {"sign"}), ("zł", {"sign"}),
        ("4.46", {"number"}), ("(12,00", {"number"}), ("14T", {"number"}), ("0" * 25, set()),
        ("15.11.2024", {"number", "date"}), ("15.", {"number", "date"}), ("15-Nov-24", {"number", "date"}),
        ("Nov.2024", {"number", "date"}), ("13.5", {"number"}),
        ("DE123456789", {"number", "id"}), ("DE89370400440532013000123", {"id"}), ("CHE-1", {"number", "date"}),
        ("a@b.example", {"link"}), ("www.b.example", {"link"}), ("https://b.example?4", {"number", "link"}),
    ],
)  # fmt: skip
def test_a_word_tells_by_its_signs_what_it_may_be(word, kinds):
    assert {kind for kind, words in by_kind([word]).items() if word in words} == kinds


@pytest.mark.parametrize(("longer", "kept"), [(0, True), (1, False)])
@pytest.mark.parametrize("ending", ["x", "7", "é"])
def test_a_long_word_is_held_by_nobody_once_it_is_told(longer, kept, ending):
    word = "-" * (LONGEST_KEPT - 1 + longer) + ending
    holders = sys.getrefcount(word)
    key_of(word)
    by_kind([word])
    assert (sys.getrefcount(word) > holders) is kept
