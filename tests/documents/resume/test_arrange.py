"""A résumé in a language, arranged for a theme."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from babel import Locale

from paperloop.documents.resume import headings
from paperloop.documents.resume.arrange import view_of
from paperloop.documents.resume.headings import languages, wording_of
from paperloop.documents.resume.json_resume import from_json_resume
from paperloop.documents.resume.rendercv import from_rendercv
from paperloop.documents.resume.runs import Run, words_of
from paperloop.documents.resume.view import ResumeView
from paperloop.errors import InvalidParameter
from texts_printed import printed_texts
from views_made import dumped

FILES = sorted(Path(headings.__file__).parent.joinpath("headings").glob("*.toml"))


def view(language: str | None = None, **document: Any) -> ResumeView:
    return view_of(from_json_resume(document)[0], language)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_language_has_all_words_once(file: Path) -> None:
    words, english = (tomllib.loads(each.read_text()) for each in (file, file.with_name("en.toml")))
    assert {part: list(words[part]) for part in words if part != "present"} == {
        part: list(english[part]) for part in english if part != "present"
    }
    assert words["present"]
    assert len(set(words["sections"].values())) == len(words["sections"])
    assert Locale(file.stem).language == file.stem


def test_the_languages_asked_for_are_there() -> None:
    assert {"en", "de", "fr", "es", "nl", "pt"} <= set(languages())


@pytest.mark.parametrize(("tag", "language", "direction", "heading"), [
    ("de", "de", "ltr", "Ausbildung"), ("pt-BR", "pt-BR", "ltr", "Formação"), ("en_GB", "en-GB", "ltr", "Education"),
    ("ar", "ar", "rtl", "التعليم"), ("he", "he", "rtl", "השכלה"), (" FR ", "fr", "ltr", "Formation"),
    (None, "en", "ltr", "Education"),
])  # fmt: skip
def test_headings_are_in_the_language(tag: str | None, language: str, direction: str, heading: str) -> None:
    found = view(tag, education=["Leeds"])
    assert (found.language, found.direction, found.sections[0].title) == (language, direction, heading)


@pytest.mark.parametrize("tag", ["tlh", "fi", "english", "../en", "e" * 500, "\x00", "-"])
def test_a_language_without_headings_is_refused_with_those_that_are_there(tag: str) -> None:
    with pytest.raises(InvalidParameter, match="de, en, es") as caught:
        wording_of(tag)
    assert caught.value.facts["parameter"] == "language"


@pytest.mark.parametrize(("told", "asked", "language"), [
    ("german", None, "de"), ("german", "fr", "fr"), ("klingon", None, "en"), ("", None, "en"), ("de", None, "de"),
])  # fmt: skip
def test_the_documents_own_language_is_taken_when_none_is_asked_for(told: str, asked: Any, language: str) -> None:
    resume, _ = from_rendercv({"cv": {"name": "Ada"}, "locale": {"language": told}})
    assert view_of(resume, asked).language == language


def test_labels_of_contacts_are_in_the_language() -> None:
    found = view("de", basics={"phone": "+49 30 123", "email": "a@b.example", "location": "Ulm"})
    assert [(contact.label, contact.needs_label) for contact in found.contacts] == [
        ("E-Mail", False), ("Telefon", False), ("Adresse", False),
    ]  # fmt: skip


def test_labels_within_entries_are_in_the_language() -> None:
    found = view("de", education=[{"institution": "Ulm", "score": "1,3", "courses": ["Optik"]}])
    assert found.sections[0].entries[0].text == (
        (Run("Note:", bold=True), Run(" "), Run("1,3")),
        (Run("Kurse:", bold=True), Run(" "), Run("Optik")),
    )


def test_the_view_as_json_has_every_member() -> None:
    found = json.loads(dumped(view(basics={"name": "Ada"}, work=[{"name": "Northwind", "url": "https://n.example"}])))
    assert found["name"] == "Ada"
    assert found["sections"][0]["entries"][0] == {
        "form": "entry", "number": None, "location": [], "dates": "", "text": [], "highlights": [], "keywords": [],
        "title": [{"text": "Northwind", "bold": False, "italic": False, "code": False, "url": None}], "subtitle": [],
        "link": {"text": "n.example", "url": "https://n.example"}, "label": [], "details": [],
    }  # fmt: skip


def test_printed_texts_stand_in_reading_order() -> None:
    job = {
        "name": "Northwind", "position": "Clerk", "startDate": "2019", "endDate": "2020", "url": "https://n.example",
        "location": "Leeds", "summary": "Counted.", "highlights": ["Won"], "keywords": ["Excel"],
    }  # fmt: skip
    person = {"name": "Ada", "label": "Engineer", "email": "a@b.example", "pronouns": "she"}
    skill = {"name": "X", "keywords": ["y"]}
    assert printed_texts(view(basics={**person, "summary": "Short."}, work=[job], skills=[skill])) == [
        "Ada", "Engineer", "a@b.example", "Pronouns", "she", "Summary", "Short.", "Experience", "Clerk", "2019 – 2020",
        "Northwind", "Leeds", "n.example", "Counted.", "Won", "Excel", "Skills", "X", "y",
    ]  # fmt: skip


def test_bullets_at_the_end_of_the_summary_are_bullets() -> None:
    entries = view(basics={"summary": "An engineer.\n- of bridges\n- of roads"}).sections[0].entries
    assert [(entry.form, *map(words_of, entry.text)) for entry in entries] == [
        ("text", "An engineer."), ("bullet", "of bridges"), ("bullet", "of roads"),
    ]  # fmt: skip


def test_a_photo_is_told_and_not_held() -> None:
    assert view(basics={"image": "data:image/png;base64,AAAA"}).photo
    assert "base64" not in dumped(view(basics={"image": "data:image/png;base64,AAAA"}))


@pytest.mark.parametrize(("skill", "label", "details"), [
    ({"name": "Glass"}, "Glass", ""), ({"name": "Glass", "level": "good"}, "Glass", "good"),
    ({"name": "Glass", "level": "good", "keywords": ["Vases"]}, "Glass (good)", "Vases"),
    ({"keywords": ["Vases", "Cups"]}, "", "Vases, Cups"),
    ({"name": "Glass", "keywords": ["Vases"], "since": 2010}, "Glass", "Vases; Since: 2010"),
    ({"name": "Glass", "url": "https://g.example"}, "Glass", "g.example"),
])  # fmt: skip
def test_skills_are_labels_with_details(skill: Any, label: str, details: str) -> None:
    (entry,) = view(skills=[skill]).sections[0].entries
    assert (entry.form, words_of(entry.label), words_of(entry.details)) == ("labelled", label, details)
