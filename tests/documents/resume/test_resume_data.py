"""The shape of `resume_data`."""

from typing import Any

import pytest

from paperloop.documents.resume.arrange import view_of
from paperloop.documents.resume.resume_data import from_resume_data
from paperloop.documents.resume.runs import words_of
from paperloop.documents.resume.view import ContactView
from paperloop.errors import InvalidResume
from texts_printed import printed_texts


def printed(language: str | None = None, **document: Any) -> list[str]:
    return printed_texts(view_of(from_resume_data(document)[0], language))


def remarks(**document: Any) -> list[str]:
    return [remark.pointer for remark in from_resume_data(document)[1]]


def contacts(**contact: Any) -> list[ContactView]:
    return list(view_of(from_resume_data({"contact": contact})[0]).contacts)


@pytest.mark.parametrize("document", [
    {"professional_summary": {"base": "A text."}}, {"professional_summary": "A text."}, {"summary": "A text."},
    {"summary": {"base": "A text."}}, {"professional_summary": {"variants": {"backend": "A text."}}},
    {"professional_summary": {"backend": "A text."}}, {"professional_summary": ["A text."]},
])  # fmt: skip
def test_a_summary_is_printed_however_it_is_given(document: dict[str, Any]) -> None:
    assert printed(**document) == ["Summary", "A text."]


def test_summaries_of_variants_are_kept_under_their_keys() -> None:
    given = {"base": "One.", "variants": {"backend": "Two.", "ml_ai": ""}}
    resume, _ = from_resume_data({"professional_summary": given})
    assert {key: [words_of(text) for text in texts] for key, texts in resume.summaries.items()} == {
        "base": ["One."],
        "backend": ["Two."],
    }


def test_name_title_and_credentials_head_the_resume() -> None:
    contact = {"name": "Ada Bell", "title": "Engineer", "credentials": ["PhD", "CEng"]}
    assert printed(contact=contact) == ["Ada Bell", "Engineer · PhD, CEng"]


@pytest.mark.parametrize(("location", "shown"), [
    ("Leeds, UK", "Leeds, UK"),
    ({"city": "Springfield", "state": "IL", "zip": 62704, "country": "USA"}, "Springfield, IL 62704, USA"),
    ({"city": "Springfield", "state": "IL", "zip": "62704"}, "Springfield, IL 62704"),
    ({"city": "Wien", "zip": "1010", "country": "Austria"}, "1010 Wien, Austria"),
    ({"city": "Wien", "state": "Wien", "zip": "1010", "country": "Austria"}, "1010 Wien, Wien, Austria"),
    ({"city": "Ulm", "state": "BW", "postcode": "89073"}, "89073 Ulm, BW"),
])  # fmt: skip
def test_location_is_a_string_or_an_object(location: Any, shown: str) -> None:
    assert [contact.text for contact in contacts(location=location)] == [shown]


@pytest.mark.parametrize(("key", "value", "text", "url"), [
    ("github", "https://github.com/ada", "github.com/ada", "https://github.com/ada"),
    ("github", "github.com/ada", "github.com/ada", "https://github.com/ada"),
    ("github", "ada", "github.com/ada", "https://github.com/ada"),
    ("linkedin", "https://www.linkedin.com/in/ada/", "linkedin.com/in/ada/", "https://www.linkedin.com/in/ada/"),
    ("website", "https://ada.example", "ada.example", "https://ada.example"),
    ("website", "javascript:alert(1)", "javascript:alert(1)", None),
])  # fmt: skip
def test_urls_become_links(key: str, value: str, text: str, url: str | None) -> None:
    (contact,) = contacts(urls={key: value})
    assert (contact.text, contact.url, contact.needs_label) == (text, url, False)


@pytest.mark.parametrize(("skill", "shown"), [
    ("Python", "Python"),
    ({"name": "Python"}, "Python"),
    ({"name": "Python", "level": "expert"}, "Python (expert)"),
    ({"name": "Python", "years": 5}, "Python (5 years)"),
    ({"name": "Python", "years": 1}, "Python (1 year)"),
    ({"name": "Python", "years": "10+"}, "Python (10+ years)"),
    ({"name": "Python", "years": "since school"}, "Python (since school)"),
    ({"name": "AWS", "services": ["EC2", "S3"]}, "AWS (EC2, S3)"),
    ({"name": "AWS", "level": "expert", "years": 5, "services": ["EC2"]}, "AWS (expert, 5 years: EC2)"),
    ({"name": "AWS", "mood": "grey"}, "AWS (Mood: grey)"),
    ({"level": "expert"}, "expert"),
    (7, "7"),
])  # fmt: skip
def test_a_skill_is_printed_with_all_that_is_told_of_it(skill: Any, shown: str) -> None:
    assert printed(skills={"backend": [skill]}) == ["Skills", "Backend", shown]


def test_skills_stand_under_their_categories_in_the_language_where_it_knows_them() -> None:
    skills = {"programming_languages": ["Go"], "glass_blowing": ["Vases"], "empty": []}
    assert printed("de", skills=skills) == ["Kenntnisse", "Programmiersprachen", "Go", "Glass Blowing", "Vases"]


def test_skills_may_be_a_list_as_in_json_resume() -> None:
    assert printed(skills=[{"name": "Glass", "keywords": ["Vases"]}]) == ["Skills", "Glass", "Vases"]


def test_plain_names_stand_on_one_line() -> None:
    assert printed(skills=["Glass", "Brass", {"name": "Wood"}]) == ["Skills", "Glass, Brass, Wood"]


def test_a_job_has_bullets_as_strings_or_objects() -> None:
    job = {
        "company": "Northwind", "title": "Clerk", "start_date": "2020-01", "end_date": None, "location": "Leeds",
        "bullets": ["Counted", {"text": "Sorted", "skills": ["Excel"], "emphasize_for": ["backend"]}],
    }  # fmt: skip
    assert printed(experience=[job]) == [
        "Experience", "Clerk", "Jan 2020 – present", "Northwind", "Leeds", "Counted", "Sorted",
    ]  # fmt: skip
    assert remarks(experience=[job]) == ["/experience/0/bullets/1/skills"]


def test_tags_of_bullets_are_told_once() -> None:
    bullets = [{"text": "Sorted", "skills": ["Excel"]}, {"text": "Counted", "skills": ["Excel"]}]
    assert len(remarks(experience=[{"company": "Northwind", "bullets": bullets}])) == 1


@pytest.mark.parametrize("study", [
    {"institution": "Leeds", "degree": "BSc", "field": "Optics", "graduation_date": "2015-06"},
    {"institution": "Leeds", "studyType": "BSc", "area": "Optics", "endDate": "2015-06"},
])  # fmt: skip
def test_education_is_understood_in_both_spellings(study: dict[str, str]) -> None:
    assert printed(education=[study]) == ["Education", "BSc, Optics", "Jun 2015", "Leeds"]


def test_a_publication_is_cited_with_its_year() -> None:
    publication = {
        "authors": "A. Bell, B. Cole", "year": 2019, "title": "On light", "type": "journal", "journal": "Optica",
        "volume": 3, "issue": 2, "pages": "1–9", "doi": "https://doi.org/10.1/x",
    }  # fmt: skip
    assert printed(publications=[publication]) == [
        "Publications", "On light", "2019", "Optica, 3(2), 1–9", "doi.org/10.1/x", "A. Bell, B. Cole",
    ]  # fmt: skip
    assert remarks(publications=[publication]) == ["/publications/0/type"]


def test_certifications_and_affiliations_are_printed() -> None:
    certification = {"name": "Welder", "issuer": "Guild", "license_number": "W-1"}
    assert printed(certifications=[certification]) == ["Certificates", "Welder", "Guild", "Number: W-1"]
    assert printed(affiliations=[{"organization": "Guild", "role": "Member"}]) == ["Affiliations", "Member", "Guild"]


def test_a_projects_enhanced_description_stands_in_place_of_the_plain_one() -> None:
    project = {
        "name": "Lens", "description": "plain", "enhanced_description": "better", "url": "https://lens.example",
        "highlighted_technologies": ["Go"], "technologies": ["Go", "C"], "achievement_highlights": ["Won"],
        "highlights": ["Won", "Sold"],
    }  # fmt: skip
    for projects in ({"optics": [project]}, [project]):
        assert printed(projects=projects) == [
            "Projects", "Lens", "lens.example", "better", "Won", "Sold", "Go", "C",
        ]  # fmt: skip


def test_empty_projects_are_not_printed() -> None:
    assert printed(projects={"optics": [{"featured": True}, {}]}) == []


def test_what_is_about_the_file_is_not_printed() -> None:
    assert printed(meta={"version": "1", "last_updated": "2020", "author": "me"}) == []
    assert remarks(meta={"version": "1"}) == []


def test_unknown_parts_are_printed_and_told() -> None:
    document = {"contact": {"name": "Ada", "fax": "123"}, "fairs": ["Spring"]}
    assert printed(**document) == ["Ada", "Fax", "123", "Fairs", "Spring"]
    assert remarks(**document) == ["/contact/fax", "/fairs"]


def test_a_person_may_stand_at_the_top() -> None:
    assert printed(name="Ada", email="ada@x.example") == ["Ada", "ada@x.example"]


def test_own_variants_are_read_and_their_unknown_members_told() -> None:
    own = {"description": "Short", "skill_sections": ["backend"], "max_bullets_per_job": 2, "font": "Arial"}
    resume, found = from_resume_data({"variants": {"mine": own, "odd": "just words"}})
    assert [(v.name, v.description, v.skill_sections, v.max_bullets) for v in resume.variants] == [
        ("mine", "Short", ("backend",), 2),
        ("odd", "just words", (), 4),
    ]
    assert [remark.pointer for remark in found] == ["/variants/mine/font"]


@pytest.mark.parametrize("bullets", [0, -1, "many", True, 2.5, [3]])
def test_a_number_of_bullets_that_is_none_is_told(bullets: Any) -> None:
    resume, found = from_resume_data({"variants": {"mine": {"max_bullets_per_job": bullets}}})
    assert resume.variants[0].max_bullets == 4
    assert [remark.pointer for remark in found] == ["/variants/mine/max_bullets_per_job"]


def test_a_document_that_is_no_object_is_refused() -> None:
    with pytest.raises(InvalidResume):
        from_resume_data([{"contact": {}}])
