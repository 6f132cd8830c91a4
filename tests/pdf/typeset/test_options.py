"""Paper and standards, by the names that people write."""

import pytest

from paperloop.errors import InvalidParameter
from paperloop.pdf.typeset.options import paper_named, standards_named


@pytest.mark.parametrize(
    ("names", "standards"),
    [
        ("", ()),
        ("PDF/A-2b", ("a-2b",)),
        ("pdf/a-3b", ("a-3b",)),
        ("ua-1", ("ua-1",)),
        ("PDF/UA-1,PDF/A-2b", ("a-2b", "ua-1")),
        ("a-3b+ua-1", ("a-3b", "ua-1")),
        ("a-2b, a-2b", ("a-2b",)),
    ],
)
def test_standards_have_many_spellings_and_one_order(names: str, standards: tuple[str, ...]) -> None:
    assert standards_named(names) == standards


@pytest.mark.parametrize("names", ["PDF/A-9z", "a-2b,x", "PDF/A-2b,PDF/A-3b"])
def test_an_unknown_standard_or_two_that_exclude_each_other_are_refused(names: str) -> None:
    with pytest.raises(InvalidParameter, match="standard"):
        standards_named(names)


@pytest.mark.parametrize(
    ("name", "paper"), [("A4", "a4"), ("a4", "a4"), ("Letter", "us-letter"), ("us-letter", "us-letter")]
)
def test_papers_have_names(name: str, paper: str) -> None:
    assert paper_named(name) == paper


def test_another_paper_is_refused() -> None:
    with pytest.raises(InvalidParameter, match="A4"):
        paper_named("B7")
