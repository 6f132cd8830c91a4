"""Keys made readable."""

import pytest

from paperloop.documents.resume.wording import readable


@pytest.mark.parametrize(("key", "heading"), [
    ("ai_tools", "AI Tools"), ("birthDate", "Birth Date"), ("github", "GitHub"), ("GitHub", "GitHub"), ("phd", "PhD"),
    ("selected-honors", "Selected Honors"), ("Any title, really", "Any title, really"), ("URLs", "URLs"), ("", ""),
    ("_", "_"), ("über_mich", "Über Mich"), ("職歴", "職歴"), (7, "7"), ("x\u202ey", "Xy"),
])  # fmt: skip
def test_keys_are_made_readable(key: object, heading: str) -> None:
    assert readable(key) == heading
