"""JSON Resume of every age, and what people make of it."""

from typing import Any

import pytest

from paperloop.documents.resume.arrange import view_of
from paperloop.documents.resume.json_resume import from_json_resume
from paperloop.documents.resume.model import Certificate, Item, Position, Project, Publication, Skill, Study
from paperloop.documents.resume.runs import Run, words_of
from paperloop.errors import InvalidResume
from texts_printed import printed_texts


def items(section: str, *members: Any) -> tuple[Item, ...]:
    """The items that a section of these members is read as."""
    sections = from_json_resume({section: list(members)})[0].sections
    return sections[0].items if sections else ()


def remarks(document: Any) -> dict[str, str]:
    return {remark.pointer: remark.detail for remark in from_json_resume(document)[1]}


def printed(document: Any) -> list[str]:
    return printed_texts(view_of(from_json_resume(document)[0]))


def texts(*found: Any) -> list[str]:
    return [words_of(text) for text in found]


@pytest.mark.parametrize("work", [
    {"name": "Northwind", "position": "Clerk", "url": "https://northwind.example"},
    {"company": "Northwind", "position": "Clerk", "website": "https://northwind.example"},
    {"organization": "Northwind", "title": "Clerk", "link": "https://northwind.example"},
])  # fmt: skip
def test_work_is_understood_under_the_names_of_every_version(work: dict[str, str]) -> None:
    (item,) = items("work", work)
    assert isinstance(item, Position)
    assert (*texts(item.organization, item.position), item.url) == ("Northwind", "Clerk", "https://northwind.example")
    assert remarks({"work": [work]}) == {}


@pytest.mark.parametrize("tongue", [{"language": "de-CH"}, {"lang": "german"}, {"locale": "de_DE.UTF-8"}])
def test_headings_are_in_the_language_that_the_document_is_in(tongue: dict[str, str]) -> None:
    document = {"meta": tongue, "education": ["Ulm"]}
    assert printed(document) == ["Ausbildung", "Ulm"]
    assert remarks(document) == {}


def test_a_language_without_headings_is_told() -> None:
    document = {"meta": {"language": "da"}, "education": ["Aarhus"]}
    assert printed(document) == ["Education", "Aarhus"]
    (detail,) = remarks(document).values()
    assert "They are in English, unless `language` asks for another" in detail


@pytest.mark.parametrize("grade", ["score", "gpa"])
def test_a_grade_is_understood_under_both_names(grade: str) -> None:
    (item,) = items("education", {"institution": "Leeds", "studyType": "BSc", "area": "Optics", grade: 3.8})
    assert isinstance(item, Study)
    assert texts(item.institution, item.degree, item.area, item.score) == ["Leeds", "BSc", "Optics", "3.8"]


@pytest.mark.parametrize("section", ["certificates", "certifications"])
def test_certificates_are_understood_under_both_names(section: str) -> None:
    (item,) = items(section, {"name": "Welder", "issuer": "Guild"})
    assert isinstance(item, Certificate)
    assert texts(item.name, item.issuer) == ["Welder", "Guild"]


@pytest.mark.parametrize("skill", [
    {"name": "Glass", "keywords": ["Blowing", "Cutting"]},
    {"category": "Glass", "keywords": ["Blowing", "Cutting"]},
    {"name": "Glass", "keyword": ["Blowing", "Cutting"]},
])  # fmt: skip
def test_skills_are_understood_under_the_names_seen(skill: Any) -> None:
    (item,) = items("skills", skill)
    assert isinstance(item, Skill)
    assert texts(item.name, *(keyword.text for keyword in item.keywords)) == ["Glass", "Blowing", "Cutting"]


@pytest.mark.parametrize("picture", ["image", "picture"])
def test_a_photo_is_a_data_uri_and_an_address_is_not_fetched(picture: str) -> None:
    inline = from_json_resume({"basics": {picture: "data:image/png;base64,AAAA"}})[0]
    assert inline.photo == "data:image/png;base64,AAAA"
    address = {"basics": {picture: "https://ada.example/me.jpg"}}
    assert from_json_resume(address)[0].photo == ""
    assert "data URI" in remarks(address)[f"/basics/{picture}"]


@pytest.mark.parametrize("end", [{}, {"endDate": None}, {"endDate": ""}, {"endDate": "  "}, {"endDate": "Present"}])
def test_no_end_means_present(end: dict[str, Any]) -> None:
    assert "Apr 2018 – present" in printed({"work": [{"name": "Northwind", "startDate": "2018-04", **end}]})


def test_a_work_entry_that_is_a_list_is_read_as_its_members() -> None:
    document = {"work": [[{"name": "Northwind"}, {"name": "Contoso"}], {"name": "Fabrikam"}]}
    names = [words_of(item.organization) for item in items("work", *document["work"]) if isinstance(item, Position)]
    assert names == ["Northwind", "Contoso", "Fabrikam"]
    assert list(remarks(document)) == ["/work/0"]


def test_several_positions_at_one_place_are_entries_of_their_own() -> None:
    held = [{"title": "Clerk", "startDate": "2019", "endDate": "2020"}, {"title": "Head", "startDate": "2020"}]
    document = {"work": [{"name": "Northwind", "location": "Leeds", "positions": held}]}
    assert printed(document) == [
        "Experience", "Clerk", "2019 – 2020", "Northwind", "Leeds", "Head", "2020 – present", "Northwind", "Leeds",
    ]  # fmt: skip
    document["work"][0]["summary"] = "Trade."
    assert printed(document)[:3] == ["Experience", "Northwind", "Leeds"]


@pytest.mark.parametrize("highlights", ["- Won\n- Sold", ["• Won", "* Sold"], [{"text": "– Won"}, "Sold"]])
def test_bullets_that_somebody_typed_are_taken_off(highlights: Any) -> None:
    assert printed({"work": [{"name": "Northwind", "highlights": highlights}]})[2:] == ["Won", "Sold"]


def test_an_object_in_place_of_a_list_is_its_only_member() -> None:
    document = {"education": {"institution": "Leeds"}}
    assert "Leeds" in printed(document)
    assert list(remarks(document)) == ["/education"]


@pytest.mark.parametrize(("section", "said"), [
    ("work", "Clerk at Northwind"), ("skills", "Glass"), ("languages", "Welsh"), ("awards", "Best in show"),
    ("interests", "Chess"), ("references", "She is good."), ("education", "Leeds"), ("publications", "On light"),
    ("projects", "Telescope"), ("volunteer", "Kitchen"), ("certificates", "Welder"),
])  # fmt: skip
def test_a_string_where_an_object_is_expected_is_printed(section: str, said: str) -> None:
    assert said in printed({section: [said]})


def test_numbers_are_printed_as_they_are() -> None:
    document = {"education": [{"institution": "Leeds", "endDate": 2014, "score": 3}], "basics": {"phone": 5551234}}
    assert {"2014", "Grade: 3", "5551234"} <= set(printed(document))


def test_location_is_printed_in_the_order_of_its_country() -> None:
    place = {"address": "1 Hill St", "postalCode": "LS1", "city": "Leeds", "region": "Yorkshire", "countryCode": "GB"}
    assert "1 Hill St, Leeds, Yorkshire LS1, GB" in printed({"basics": {"location": place}})
    place = {"address": "Weg 1", "postalCode": 1010, "city": "Wien", "countryCode": "AT"}
    assert "Weg 1, 1010 Wien, AT" in printed({"basics": {"location": place}})
    assert "Leeds" in printed({"basics": {"location": "Leeds"}})


@pytest.mark.parametrize(("profile", "label", "text", "url"), [
    ({"network": "GitHub", "username": "ada", "url": "https://github.com/ada"}, None, "github.com/ada",
     "https://github.com/ada"),
    ({"network": "GitHub", "username": "ada", "url": ""}, None, "github.com/ada", "https://github.com/ada"),
    ({"network": "Tin Can", "username": "ada"}, "Tin Can", "ada", None),
    ({"network": "Tin Can", "username": "ada", "url": "https://cans.example/u/17"}, "Tin Can",
     "ada (cans.example/u/17)", "https://cans.example/u/17"),
    ({"network": "Tin Can", "url": "https://tincan.example/ada"}, None, "tincan.example/ada",
     "https://tincan.example/ada"),
    ({"network": "Tin Can", "username": "ada", "url": "javascript:alert(1)"}, "Tin Can", "ada (javascript:alert(1))",
     None),
    ("https://tincan.example/ada", None, "tincan.example/ada", "https://tincan.example/ada"),
])  # fmt: skip
def test_a_profile_is_printed_so_that_it_can_be_found(profile: Any, label: str | None, text: str, url: Any) -> None:
    (contact,) = view_of(from_json_resume({"basics": {"profiles": [profile]}})[0]).contacts
    assert (contact.label if contact.needs_label else None, contact.text, contact.url) == (label, text, url)


@pytest.mark.parametrize(("value", "shown"), [
    ("nimble", "nimble"), (5, "5"), (["nimble", "quick"], "nimble, quick"), ({"feet": "nimble"}, "nimble"),
])  # fmt: skip
def test_an_unknown_field_of_an_item_is_printed_under_its_name_and_told(value: Any, shown: str) -> None:
    document = {"work": [{"name": "Northwind", "dailyMood": value}]}
    assert f"Daily Mood: {shown}" in printed(document)
    assert list(remarks(document)) == ["/work/0/dailyMood"]


def test_an_unknown_field_of_the_person_is_a_contact_with_its_name() -> None:
    document = {"basics": {"name": "Ada", "pronouns": "she/her"}}
    (contact,) = view_of(from_json_resume(document)[0]).contacts
    assert (contact.kind, contact.label, contact.needs_label, contact.text) == ("other", "Pronouns", True, "she/her")
    assert list(remarks(document)) == ["/basics/pronouns"]


@pytest.mark.parametrize(("value", "form", "shown"), [
    (["Open day", "Fair"], "bullet", ["Open day", "Fair"]),
    ("By train.\n\nOr by boat.", "text", ["By train.", "Or by boat."]),
    ({"noticePeriod": "3 months"}, "labelled", ["Notice Period", "3 months"]),
    ([{"name": "Fair", "date": "2020", "note": "loud"}], "entry", ["Fair", "2020", "Note: loud"]),
])  # fmt: skip
def test_an_unknown_section_is_printed_under_its_name(value: Any, form: str, shown: list[str]) -> None:
    document = {"openThings": value}
    (section,) = view_of(from_json_resume(document)[0]).sections
    assert (section.kind, section.title, {entry.form for entry in section.entries}) == ("custom", "Open Things", {form})
    assert printed(document) == ["Open Things", *shown]
    assert "/openThings" in remarks(document)


@pytest.mark.parametrize("value", [
    None, "", [], {}, [None], [{}], [""], "\u200b", [{"featured": True}], [{"emphasize_for": ["x"]}],
    [{"name": "\u200b"}], [True], [float("nan")],
])  # fmt: skip
def test_an_empty_section_is_not_printed(value: Any) -> None:
    assert from_json_resume({"work": value, "fairs": value})[0].sections == ()


def test_a_boolean_is_not_printed_and_told() -> None:
    assert remarks({"skills": [{"name": "Glass", "featured": True}]}) == {"/skills/0/featured": "true is not printed"}


def test_a_number_without_end_is_not_printed_and_told() -> None:
    assert remarks({"work": [{"name": float("inf"), "position": "x"}]}) == {
        "/work/0/name": "a number without end is not printed"
    }


def test_what_is_about_the_file_is_neither_printed_nor_told() -> None:
    document = {"$schema": "https://schema.example", "meta": {"canonical": "https://c.example", "version": "v1.0.0"}}
    assert printed(document) == []
    assert remarks(document) == {}


def test_sections_stand_in_the_order_of_the_document() -> None:
    document = {"skills": ["Glass"], "basics": {"summary": "Short."}, "work": ["Clerk"]}
    assert [section.kind for section in view_of(from_json_resume(document)[0]).sections] == [
        "summary",
        "skills",
        "work",
    ]


def test_titles_of_sections_may_stand_where_themes_look_for_them() -> None:
    document = {
        "work": ["Clerk"],
        "skills": ["Glass"],
        "meta": {"themeOptions": {"sectionTitles": {"work": "My days"}}},
    }
    assert [section.title for section in view_of(from_json_resume(document)[0], "de").sections] == [
        "My days",
        "Kenntnisse",
    ]


def test_a_project_has_roles_entity_and_type() -> None:
    members = {
        "name": "Telescope",
        "roles": ["Lead", "Smith"],
        "entity": "Guild",
        "type": "hardware",
        "keywords": ["Brass"],
    }
    (item,) = items("projects", members)
    assert isinstance(item, Project)
    assert printed({"projects": [members]}) == ["Projects", "Telescope", "Lead, Smith · Guild · hardware", "Brass"]


def test_a_publication_has_publisher_and_date() -> None:
    members = {
        "name": "On light",
        "publisher": "Guild Press",
        "releaseDate": "2014-10-07",
        "website": "http://p.example",
    }
    (item,) = items("publications", members)
    assert isinstance(item, Publication)
    assert printed({"publications": [members]}) == [
        "Publications",
        "On light",
        "Oct 7, 2014",
        "Guild Press",
        "p.example",
    ]


def test_a_language_is_a_label_with_details() -> None:
    (section,) = view_of(from_json_resume({"languages": [{"language": "Welsh", "fluency": "fluent"}]})[0]).sections
    assert [(words_of(entry.label), words_of(entry.details)) for entry in section.entries] == [("Welsh", "fluent")]


def test_an_address_that_repeats_is_printed_once() -> None:
    work = {"name": "Northwind", "url": "https://northwind.example", "website": "https://northwind.example"}
    assert printed({"work": [work]}) == ["Experience", "Northwind", "northwind.example"]


@pytest.mark.parametrize("document", [None, [], "Ada", 7, True])
def test_a_document_that_is_no_object_is_refused(document: Any) -> None:
    with pytest.raises(InvalidResume) as caught:
        from_json_resume(document, "/json_resume")
    assert caught.value.facts["pointer"] == "/json_resume"
    assert "must be an object" in str(caught.value)


def test_remarks_bear_pointers_into_what_was_sent() -> None:
    found = from_json_resume({"a/b~c": [{"name": "x", "odd": "y"}]}, "/json_resume")[1]
    assert {remark.pointer for remark in found} == {"/json_resume/a~1b~0c", "/json_resume/a~1b~0c/0/odd"}


def test_markdown_and_html_are_read_as_what_they_mean() -> None:
    basics = {
        "name": "Pia<br>Lund",
        "label": "R&amp;D **lead**",
        "summary": "<p>A <i>b</i>.</p><p>[c](https://d.example)</p>",
    }
    resume, told = from_json_resume({"basics": basics})
    assert resume.name == "Pia Lund"
    assert resume.headline == (Run("R&D "), Run("lead", bold=True))
    assert resume.summary == ((Run("A "), Run("b", italic=True), Run(".")), (Run("c", url="https://d.example"),))
    assert ["HTML is read as its words" in remark.detail for remark in told] == [True]


@pytest.mark.parametrize("basics", [{"name": "R&amp;D"}, {"email": "<b>a@b.example</b>"}, {"summary": "<p>A</p>"}])
def test_html_is_told_wherever_it_stands(basics: dict[str, str]) -> None:
    (detail,) = remarks({"basics": basics}).values()
    assert detail.startswith("HTML is read as its words")


def test_bullets_at_the_end_of_a_summary_are_bullets() -> None:
    work = {"name": "Northwind", "summary": "Trade.\n\n- Won\n- Sold", "highlights": ["Led"]}
    (item,) = items("work", work)
    assert texts(*item.summary, *(highlight.text for highlight in item.highlights)) == ["Trade.", "Won", "Sold", "Led"]
    (item,) = items("work", {"name": "Northwind", "summary": "- Won\n\nThen it closed."})
    assert (texts(*item.summary), item.highlights) == (["- Won", "Then it closed."], ())


@pytest.mark.parametrize("held", ["positions", "roles"])
def test_positions_at_one_place_are_understood_under_both_names(held: str) -> None:
    work = {"name": "Northwind", held: [{"title": "Clerk", "startDate": "2019"}, {"title": "Head"}]}
    assert texts(*(item.position for item in items("work", work) if isinstance(item, Position))) == ["Clerk", "Head"]


def test_what_a_person_lacks_may_stand_at_the_top() -> None:
    document = {"name": "Jo Eppel", "email": 17, "basics": {"phone": "+49 30 12345", "email": "jo@example.org"}}
    resume, told = from_json_resume(document)
    assert (resume.name, [contact.text for contact in resume.contacts]) == (
        "Jo Eppel",
        ["jo@example.org", "+49 30 12345"],
    )
    assert [remark.pointer for remark in told] == ["/email"]


def test_entries_among_the_details_of_a_person_are_a_section() -> None:
    document = {"basics": {"name": "Jo", "skills": ["Go"], "boats": [{"name": "Ark"}], "born": "1990"}}
    resume, _ = from_json_resume(document)
    assert [section.key for section in resume.sections] == ["skills", "boats"]
    assert [contact.text for contact in resume.contacts] == ["1990"]


@pytest.mark.parametrize(("skills", "said"), [
    (["Languages: Go, C", "Tools: Git"], ["Skills", "Languages", "Go, C", "Tools", "Git"]),
    (["Go", "C"], ["Skills", "Go, C"]),
    (["Go", "I can juggle, and I sing"], ["Skills", "Go", "I can juggle, and I sing"]),
])  # fmt: skip
def test_strings_of_skills_may_say_more_than_a_name(skills: list[str], said: list[str]) -> None:
    assert printed({"skills": skills}) == said


def test_who_gives_a_reference_is_told_below_the_name() -> None:
    reference = {"name": "Mo Ed", "title": "CTO", "company": "Altair", "reference": "Good."}
    assert printed({"references": [reference]}) == ["References", "Mo Ed", "CTO, Altair", "Good."]


@pytest.mark.parametrize("username", ["github.com/ada", "https://github.com/ada", "www.github.com/ada"])
def test_an_address_in_place_of_a_user_name_is_an_address(username: str) -> None:
    (contact,) = from_json_resume({"basics": {"profiles": [{"network": "GitHub", "username": username}]}})[0].contacts
    assert contact.text == "github.com/ada"
