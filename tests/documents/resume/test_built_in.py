"""The built-in variants, and the documentation of them."""

import re
from pathlib import Path

import pytest

from paperloop.documents.resume import limits
from paperloop.documents.resume.built_in import BUILT_IN
from paperloop.documents.resume.headings import languages, wording_of
from paperloop.documents.resume.variants import short_name

DOCUMENTED = Path(__file__, "../../../../docs/resumes.md").resolve().read_text()


def test_the_built_in_variants_stand_in_the_documentation() -> None:
    assert ", ".join(short_name(variant.name) for variant in BUILT_IN) in " ".join(DOCUMENTED.split())


def test_the_languages_stand_in_the_documentation() -> None:
    assert ", ".join(languages()) in " ".join(DOCUMENTED.split())


@pytest.mark.parametrize("limit", [limits.MAX_STRING, limits.MAX_MEMBERS, limits.MAX_DEPTH, limits.MAX_VALUES,
                                   limits.MAX_PHOTO])  # fmt: skip
def test_the_limits_stand_in_the_documentation(limit: int) -> None:
    assert re.search(rf"(?<![\d,]){limit:,}(?![\d,])", DOCUMENTED.partition("## Limits")[2])


def test_every_group_that_a_built_in_variant_names_has_a_heading() -> None:
    assert {name for variant in BUILT_IN for name in variant.skill_sections} == set(wording_of("en").skills)
