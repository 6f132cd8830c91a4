"""RenderCV's document: nine types of entries under any title."""

import datetime
from typing import Any

import pytest

from paperloop.documents.resume.arrange import view_of
from paperloop.documents.resume.rendercv import from_rendercv
from paperloop.documents.resume.runs import Run, words_of
from paperloop.documents.resume.view import ContactView, Entry, SectionView
from paperloop.errors import InvalidResume
from texts_printed import printed_texts


def section(*entries: Any, title: str = "Odds and ends", **beside: Any) -> SectionView:
    document = {"cv": {"name": "Ada", "sections": {title: list(entries)}}, **beside}
    (only,) = view_of(from_rendercv(document)[0]).sections
    return only


def entry(value: Any, **beside: Any) -> Entry:
    (only,) = section(value, **beside).entries
    return only


def contacts(**cv: Any) -> list[ContactView]:
    return list(view_of(from_rendercv({"cv": cv})[0]).contacts)


@pytest.mark.parametrize(("value", "form", "said"), [
    ("Just text.", "text", ["Just text."]),
    ({"bullet": "A point"}, "bullet", ["A point"]),
    ({"number": "A patent"}, "numbered", ["A patent"]),
    ({"reversed_number": "A talk"}, "numbered", ["A talk"]),
    ({"label": "Tongues", "details": "Welsh, Breton"}, "labelled", ["Tongues", "Welsh, Breton"]),
    ({"label": "Tongues", "details": ["Welsh", "Breton"]}, "labelled", ["Tongues", "Welsh, Breton"]),
    ({"name": "Fair", "date": 2020, "location": "Leeds", "summary": "Loud.", "highlights": ["Won"]}, "entry",
     ["Fair", "2020", "Leeds", "Loud.", "Won"]),
    ({"company": "Northwind", "position": "Clerk", "start_date": "2020-01", "end_date": "present"}, "entry",
     ["Clerk", "Jan 2020 – present", "Northwind"]),
    ({"institution": "Leeds", "area": "Optics", "degree": "BSc", "start_date": 2010, "end_date": 2013}, "entry",
     ["BSc, Optics", "2010 – 2013", "Leeds"]),
    ({"title": "On light", "authors": ["*Ada*", "Bob"], "doi": "10.1/x", "journal": "Optica", "date": "2020-05"},
     "entry", ["On light", "May 2020", "Optica", "doi.org/10.1/x", "Ada, Bob"]),
])  # fmt: skip
def test_entries_are_told_apart_by_their_keys(value: Any, form: str, said: list[str]) -> None:
    document = {"cv": {"sections": {"Odds": [value]}}}
    resume, remarks = from_rendercv(document)
    view = view_of(resume)
    assert [found.form for found in view.sections[0].entries] == [form]
    assert printed_texts(view) == ["Odds", *said]
    assert remarks == ()


@pytest.mark.parametrize("title", ["education", "skills", "Odds"])
def test_any_section_may_have_entries_of_any_type(title: str) -> None:
    kinds = [found.form for found in section("text", {"bullet": "x"}, {"name": "y"}, title=title).entries]
    assert kinds == ["text", "bullet", "entry"]


def test_numbers_count_up_and_reversed_ones_down() -> None:
    up = section({"number": "a"}, {"number": "b"}).entries
    down = section({"reversed_number": "a"}, {"reversed_number": "b"}).entries
    assert [found.number for found in (*up, *down)] == [1, 2, 2, 1]


@pytest.mark.parametrize(("key", "kind", "title"), [
    ("experience", "work", "Berufserfahrung"),
    ("education", "education", "Ausbildung"),
    ("Experience", "work", "Experience"),
    ("Work Experience", "work", "Work Experience"),
    ("certifications", "certificates", "Certifications"),
    ("selected_honors", "custom", "Selected Honors"),
    ("Über mich & mehr", "custom", "Über mich & mehr"),
])  # fmt: skip
def test_titles_are_the_documents_own(key: str, kind: str, title: str) -> None:
    found = section("x", title=key, locale={"language": "german"})
    assert (found.kind, found.title) == (kind, title)


@pytest.mark.parametrize(("told", "odd"), [
    ("german", False), ("Mandarin_Chinese", False), ("pt-BR", False), ("", False), ("danish", True), ("da", True),
])  # fmt: skip
def test_a_language_without_headings_is_told_with_those_that_have_some(told: str, odd: bool) -> None:
    remarks = from_rendercv({"cv": {"name": "Jo"}, "locale": {"language": told}}, "/rendercv")[1]
    assert [remark.pointer for remark in remarks] == ["/rendercv/locale/language"] * odd
    assert all(f"“{told}” is no language with headings; there are ar, de" in remark.detail for remark in remarks)


def test_text_is_inline_markdown_everywhere() -> None:
    found = entry({"name": "[Lens](https://lens.example)", "highlights": ["**Big** news"]})
    assert found.title == (Run("Lens", url="https://lens.example"),)
    assert found.highlights == ((Run("Big", bold=True), Run(" news")),)


def test_bold_keywords_are_bold() -> None:
    found = entry({"bullet": "Go, not Golang"}, settings={"bold_keywords": ["Go"]})
    assert found.text == ((Run("Go", bold=True), Run(", not Golang")),)


def test_more_bold_keywords_than_anybody_needs_are_refused() -> None:
    document = {"cv": {"name": "Ada"}, "settings": {"bold_keywords": [f"word {n}" for n in range(101)]}}
    with pytest.raises(InvalidResume, match="/rendercv/settings/bold_keywords has 101 keywords; the limit is 100"):
        from_rendercv(document, "/rendercv")


@pytest.mark.parametrize(("value", "shown"), [
    ({"date": "2021"}, "2021"), ({"date": 2021}, "2021"), ({"date": "Fall 2021"}, "Fall 2021"),
    ({"date": datetime.date(2021, 9, 3)}, "Sep 3, 2021"), ({"start_date": "2021-09"}, "Sep 2021 – present"),
    ({"start_date": "2021-09", "end_date": "2021-09"}, "Sep 2021"), ({"end_date": "2021-09"}, "Sep 2021"),
    ({"start_date": "2021-09", "end_date": "present", "date": None}, "Sep 2021 – present"),
    ({"date": "2020 (twice)", "start_date": "2021", "end_date": "2022"}, "2020 (twice), 2021 – 2022"),
])  # fmt: skip
def test_dates_of_every_form_are_shown(value: dict[str, Any], shown: str) -> None:
    assert entry({"name": "Fair", **value}).dates == shown


@pytest.mark.parametrize("many", [["a@x.example", "b@x.example"], "a@x.example"])
def test_mail_may_be_one_or_several(many: Any) -> None:
    wanted = many if isinstance(many, list) else [many]
    assert [contact.text for contact in contacts(email=many)] == wanted
    assert [contact.url for contact in contacts(email=many)] == [f"mailto:{each}" for each in wanted]


@pytest.mark.parametrize(("network", "username", "text", "url"), [
    ("LinkedIn", "ada", "linkedin.com/in/ada", "https://www.linkedin.com/in/ada"),
    ("ORCID", "0000-0001", "orcid.org/0000-0001", "https://orcid.org/0000-0001"),
    ("Google Scholar", "X7", "scholar.google.com/citations?user=X7", "https://scholar.google.com/citations?user=X7"),
    ("Mastodon", "@ada@toot.example", "@ada@toot.example", "https://toot.example/@ada"),
    ("Nowhere", "ada", "ada", None),
])  # fmt: skip
def test_social_networks_become_links(network: str, username: str, text: str, url: str | None) -> None:
    (contact,) = contacts(social_networks=[{"network": network, "username": username}])
    assert (contact.text, contact.url, contact.label) == (text, url, network)


@pytest.mark.parametrize("address", ["https://a.example/_x_/", "https://a.example/*x*", "a_b_c@a.example"])
def test_addresses_are_no_markdown(address: str) -> None:
    found = contacts(website=address) if "://" in address else contacts(email=address)
    assert [contact.text for contact in found] == [address.removeprefix("https://")]


def test_custom_connections_are_printed_and_linked() -> None:
    connection = {"fontawesome_icon": "calendar", "placeholder": "Book a call", "url": "https://call.example"}
    (contact,) = contacts(custom_connections=[connection])
    assert (contact.text, contact.url) == ("Book a call", "https://call.example")


def test_unknown_fields_are_printed_and_told() -> None:
    resume, remarks = from_rendercv({"cv": {"mood": "glad", "sections": {"Odds": [{"bullet": "x", "tone": "low"}]}}})
    assert printed_texts(view_of(resume)) == ["Mood", "glad", "Odds", "x; Tone: low"]
    assert {remark.pointer for remark in remarks} == {"/cv/mood", "/cv/sections/Odds/0/tone"}


def test_what_stands_beside_cv_is_not_printed_and_the_unknown_is_told() -> None:
    resume, remarks = from_rendercv({"cv": {"name": "Ada"}, "design": {"theme": "classic"}, "plans": "none"})
    assert printed_texts(view_of(resume)) == ["Ada"]
    assert [remark.pointer for remark in remarks] == ["/plans"]


def test_a_document_without_cv_around_it_is_read_too() -> None:
    resume, _ = from_rendercv({"name": "Ada", "sections": {"Odds": ["x"]}})
    assert printed_texts(view_of(resume)) == ["Ada", "Odds", "x"]


@pytest.mark.parametrize("sections", [None, {}, {"Odds": None}, {"Odds": []}, {"Odds": [None, {}]}, []])
def test_empty_sections_are_not_printed(sections: Any) -> None:
    assert view_of(from_rendercv({"cv": {"sections": sections}})[0]).sections == ()


def test_a_document_that_is_no_object_is_refused() -> None:
    with pytest.raises(InvalidResume):
        from_rendercv("cv: {}")


def test_words_of_a_label_are_kept_when_details_are_missing() -> None:
    assert words_of(entry({"label": "Patience"}).label) == "Patience"


def test_the_first_versions_had_their_sections_beside_the_name() -> None:
    cv = {
        "name": "Jo",
        "summary": "An engineer.",
        "section_order": ["Education", "My Boats"],
        "work_experience": [{"company": "Gears", "position": "Engineer"}],
        "education": [{"institution": "Bern", "study_type": "BSc"}],
        "skills": [{"name": "Tools", "details": "Git"}],
        "custom_sections": [
            {"title": "My Boats", "entry_type": "OneLineEntry", "entries": [{"name": "Ark", "details": "1"}]}
        ],
    }
    resume, told = from_rendercv({"cv": cv})
    assert printed_texts(view_of(resume)) == [
        "Jo", "Education", "BSc", "Bern", "My Boats", "Ark", "1", "Summary", "An engineer.",
        "Work Experience", "Engineer", "Gears", "Skills", "Tools", "Git",
    ]  # fmt: skip
    assert told == ()


def test_several_roles_at_one_company_are_entries_of_their_own() -> None:
    roles = [{"position": "Lead", "start_date": "2020-01", "end_date": "present"}, {"position": "Clerk"}]
    entries = section({"company": "Gears", "roles": roles, "highlights": ["Grew"]}).entries
    assert [words_of(each.title) for each in entries] == ["Gears", "Lead", "Clerk"]


def test_the_order_of_entries_is_the_documents() -> None:
    (remark,) = from_rendercv({"cv": {"name": "Jo", "sort_entries": "none"}})[1]
    assert (remark.pointer, "not printed" in remark.detail) == ("/cv/sort_entries", True)
