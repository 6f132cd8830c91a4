import marked
import pytest

PAGE = f"# Name\n{marked.mark('make figures')}\nold\n{marked.END}\nmore\n{marked.mark('make more')}\n{marked.END}\n"


def test_a_page_gets_the_text_between_its_marks_and_keeps_the_rest() -> None:
    written = marked.replaced(PAGE, r"new \1 figures", "make figures")
    assert written == PAGE.replace("old", r"new \1 figures")
    assert marked.replaced(written, "again", "make figures") == marked.replaced(PAGE, "again", "make figures")


def test_a_page_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="no place for what make other writes"):
        marked.replaced(PAGE, "new", "make other")
