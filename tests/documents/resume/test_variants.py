"""What a variant keeps of a résumé."""

import copy
from typing import Any

import pytest

from paperloop.documents.resume.arrange import view_of
from paperloop.documents.resume.built_in import BUILT_IN
from paperloop.documents.resume.json_resume import from_json_resume
from paperloop.documents.resume.model import Resume
from paperloop.documents.resume.rendercv import from_rendercv
from paperloop.documents.resume.resume_data import from_resume_data
from paperloop.documents.resume.runs import words_of
from paperloop.documents.resume.variants import applied, short_name
from paperloop.errors import InvalidParameter, InvalidResume

SHORT_NAMES = ["base", "backend", "ml_ai", "fullstack", "devops", "leadership"]


def resume(**document: Any) -> Resume:
    return from_resume_data(document)[0]


def labels(shown: Resume) -> list[str]:
    return [words_of(e.label) for section in view_of(shown).sections for e in section.entries]


def titles(shown: Resume) -> list[str]:
    return [words_of(e.title) for section in view_of(shown).sections for e in section.entries]


def bullets(variant: str, *given: Any, **document: Any) -> list[str]:
    shown, _ = applied(resume(experience=[{"company": "Northwind", "bullets": list(given)}], **document), variant)
    return [words_of(text) for text in view_of(shown).sections[0].entries[0].highlights]


def test_the_built_in_variants_have_short_names_titles_and_descriptions() -> None:
    assert [short_name(variant.name) for variant in BUILT_IN] == SHORT_NAMES
    assert all(variant.title and variant.description for variant in BUILT_IN)


@pytest.mark.parametrize(("name", "short"), [
    ("backend", "backend"), ("v1.1.0-backend", "backend"), ("v2-backend", "backend"), ("V1.1.0-Backend", "backend"),
    ("v1.2.0-ml_ai", "ml_ai"), ("ML AI", "ml_ai"), ("ml-ai", "ml_ai"), ("vendor-view", "vendor_view"), ("v1", "v1"),
])  # fmt: skip
def test_short_names(name: str, short: str) -> None:
    assert short_name(name) == short


@pytest.mark.parametrize(("asked", "listed", "kept"), [
    ("backend", "backend", True), ("backend", "v1.1.0-backend", True), ("v1.1.0-backend", "backend", True),
    ("v1.1.0-backend", "v1.1.0-backend", True), ("ml_ai", "ML-AI", True), ("backend", "devops", False),
    ("base", "backend", False),
])  # fmt: skip
def test_an_item_is_kept_for_the_variants_it_names_by_either_name(asked: str, listed: str, kept: bool) -> None:
    skills = {"backend": ["Go", {"name": "Rust", "emphasize_for": [listed]}]}
    shown, _ = applied(resume(skills=skills), asked)
    details = words_of(view_of(shown).sections[0].entries[0].details)
    assert details == ("Go, Rust" if kept else "Go")


@pytest.mark.parametrize(("variant", "summary"), [
    ("backend", "For servers."), ("v1.1.0-backend", "For servers."), ("devops", "For all."), ("base", "For all."),
    ("mine", "For me."), ("short", "For me."),
])  # fmt: skip
def test_the_summary_is_the_variants_else_everybodys(variant: str, summary: str) -> None:
    given = {"base": "For all.", "variants": {"backend": "For servers.", "me": "For me."}}
    own = {"mine": {"summary_key": "me"}, "v9-short": {"summary_key": "me"}}
    shown, _ = applied(resume(professional_summary=given, variants=own), variant)
    assert [words_of(text) for text in shown.summary] == [summary]


def test_skill_sections_stand_in_the_variants_order_and_others_are_left_out() -> None:
    skills = {"databases": ["SQL"], "gardening": ["Roses"], "backend": ["Go"], "programming_languages": ["C"]}
    shown, remarks = applied(resume(skills=skills), "backend")
    assert labels(shown) == ["Programming Languages", "Backend", "Databases"]
    assert remarks == ()


def test_groups_are_found_whatever_the_shape_and_spelling() -> None:
    groups = [{"name": "Cloud & DevOps", "keywords": ["AWS"]}, {"name": "Gardening", "keywords": ["Roses"]}]
    shown, _ = applied(from_json_resume({"skills": groups})[0], "devops")
    assert labels(shown) == ["Cloud & DevOps"]
    entries = [{"label": "Backend", "details": "Go"}, {"label": "Gardening", "details": "Roses"}]
    shown, _ = applied(from_rendercv({"cv": {"sections": {"skills": entries}}})[0], "devops")
    assert labels(shown) == ["Backend"]


@pytest.mark.parametrize("variant", SHORT_NAMES)
def test_a_resume_of_other_categories_does_not_come_out_empty(variant: str) -> None:
    document = {"skills": {"gardening": ["Roses"]}, "projects": {"parks": [{"name": "Fountain"}]}}
    shown, remarks = applied(resume(**document), variant)
    assert (labels(shown)[0], titles(shown)[1]) == ("Gardening", "Fountain")
    assert len([remark for remark in remarks if "all are shown" in remark.detail]) == 2


def test_plain_lists_have_no_categories_to_choose_by() -> None:
    shown, remarks = applied(resume(projects=[{"name": "Fountain"}]), "backend")
    assert (titles(shown), remarks) == (["Fountain"], ())


def test_projects_stand_by_categories_in_the_variants_order() -> None:
    projects = {"devops": [{"name": "D"}], "parks": [{"name": "P"}], "backend": [{"name": "B"}, {"name": "C"}]}
    assert titles(applied(resume(projects=projects), "backend")[0]) == ["B", "C", "D"]


@pytest.mark.parametrize(("variant", "given", "kept"), [
    ("backend", ["Fed cats", "Built the API"], ["Built the API"]),
    ("backend", ["Fed cats", "Ran"], ["Fed cats", "Ran"]),
    ("backend", ["BACKEND work", "Scalability."], ["BACKEND work", "Scalability."]),
    ("ml_ai", ["Was maintainer", "Sent email", "Trained an AI"], ["Trained an AI"]),
    ("ml_ai", ["Machine Learning at sea", "Fed cats"], ["Machine Learning at sea"]),
    ("leadership", ["Scheduled calls", "Led a team"], ["Led a team"]),
    ("backend", ["1", "2", "3", "4", "5", "6"], ["1", "2", "3", "4", "5"]),
    ("base", ["1", "2", "3", "4", "5", "6"], ["1", "2", "3", "4"]),
    ("backend", [f"api {n}" for n in range(7)], [f"api {n}" for n in range(5)]),
    ("backend", ["Fed cats", {"text": "Slept", "emphasize_for": ["v1.1.0-backend"]}], ["Slept"]),
    ("backend", ["Fed cats", {"text": "Slept", "emphasize_for": ["devops"]}], ["Fed cats", "Slept"]),
])  # fmt: skip
def test_bullets_are_those_that_speak_the_variants_words_else_the_first(
    variant: str, given: list[Any], kept: list[str]
) -> None:
    assert bullets(variant, *given) == kept


def test_more_keywords_than_anybody_needs_are_refused() -> None:
    own = {"mine": {"emphasize_keywords": [f"word {n}" for n in range(101)]}}
    with pytest.raises(InvalidResume, match=r"/variants/mine/emphasize_keywords has 101 keywords; the limit is 100"):
        bullets("mine", "word 1", variants=own)


def test_own_variants_win_over_built_in_ones() -> None:
    own = {"backend": {"max_bullets_per_job": 1, "emphasize_keywords": ["cats"]}}
    assert bullets("v1.1.0-backend", "Built the API", "Fed cats", "More cats", variants=own) == ["Fed cats"]


def test_an_own_variant_without_members_shows_everything_but_counts_bullets() -> None:
    document = {"skills": {"x": ["a"], "y": ["b"]}, "projects": {"p": [{"name": "P"}]}, "variants": {"mine": {}}}
    assert labels(applied(resume(**document), "mine")[0]) == ["X", "Y", ""]
    assert len(bullets("mine", *map(str, range(9)), variants={"mine": {"description": "all"}})) == 4


def test_what_an_own_variant_names_and_the_resume_lacks_is_told() -> None:
    own = {"mine": {"skill_sections": ["x", "nope"], "project_categories": ["gone"]}}
    _, remarks = applied(resume(skills={"x": ["a"]}, variants=own), "mine")
    assert ["`nope`" in remarks[0].detail, "`gone`" in remarks[1].detail, len(remarks)] == [True, True, 2]


@pytest.mark.parametrize(("order", "kinds"), [
    (["education", "skills"], ["education", "skills", "awards", "work"]),
    (["experience"], ["work", "awards", "skills", "education"]),
    (["nothing"], ["awards", "work", "skills", "education"]),
])  # fmt: skip
def test_skill_order_orders_sections(order: list[str], kinds: list[str]) -> None:
    document = {
        "awards": ["Best"], "experience": [{"company": "Northwind"}], "skills": {"x": ["a"]}, "education": ["Leeds"],
        "variants": {"mine": {"skill_order": order}},
    }  # fmt: skip
    assert [section.kind for section in applied(resume(**document), "mine")[0].sections] == kinds


def test_skill_order_orders_groups_of_skills_too() -> None:
    document = {"skills": {"x": ["a"], "y": ["b"], "z": ["c"]}, "variants": {"mine": {"skill_order": ["z", "y"]}}}
    assert labels(applied(resume(**document), "mine")[0]) == ["Z", "Y", "X"]


def test_a_section_kept_for_others_is_left_out_and_told() -> None:
    document = {"awards": [{"title": "Best", "emphasize_for": ["devops"]}], "education": ["Leeds"]}
    shown, remarks = applied(resume(**document), "backend")
    assert [section.kind for section in shown.sections] == ["education"]
    assert "awards" in remarks[0].detail


@pytest.mark.parametrize(("name", "meant"), [
    ("v7.0.0-backend", "backend"), ("senior-backend", "backend"), ("AI research", "ml_ai"), ("ml", "ml_ai"),
    ("full stack", "fullstack"), ("leadership_2026", "leadership"),
])  # fmt: skip
def test_an_unknown_name_is_taken_for_the_built_in_that_it_names(name: str, meant: str) -> None:
    given = resume(professional_summary={"base": "x", "variants": {meant: "Meant."}})
    shown, remarks = applied(given, name)
    assert [words_of(text) for text in shown.summary] == ["Meant."]
    assert len(remarks) == (short_name(name) != meant)


@pytest.mark.parametrize("name", ["", "gardener", "maintainer", "v1.0.0", "\r\nX: y", "x" * 5000])
def test_a_name_that_says_nothing_is_refused_with_those_that_are_known(name: str) -> None:
    with pytest.raises(InvalidParameter) as caught:
        applied(resume(variants={"mine": {}}), name)
    assert "mine, base, backend, ml_ai, fullstack, devops, leadership" in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("variant", [*SHORT_NAMES, "mine"])
def test_neither_the_document_nor_the_resume_is_changed(variant: str) -> None:
    document = {
        "professional_summary": {"base": "x", "variants": {"backend": "y"}},
        "skills": {"backend": ["Go", {"name": "C", "emphasize_for": ["devops"]}], "frontend": ["CSS"]},
        "experience": [{"company": "Northwind", "bullets": ["api", "ui", "led"]}],
        "projects": {"backend": [{"name": "P"}]},
        "variants": {"mine": {"skill_sections": ["frontend"]}},
    }
    before = copy.deepcopy(document)
    read, _ = from_resume_data(document)
    again = copy.deepcopy(read)
    applied(read, variant)
    assert (document, read) == (before, again)
