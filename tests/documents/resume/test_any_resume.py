"""What holds of any document at all: it is read or refused, and nothing of it is lost in silence."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperloop.documents.json_pointers import step
from paperloop.documents.resume.arrange import view_of
from paperloop.documents.resume.fields import name_of
from paperloop.documents.resume.json_resume import from_json_resume
from paperloop.documents.resume.model import Resume
from paperloop.documents.resume.remarks import Remark
from paperloop.documents.resume.rendercv import from_rendercv
from paperloop.documents.resume.resume_data import from_resume_data
from paperloop.documents.resume.variants import applied
from paperloop.errors import InvalidResume
from texts_printed import printed_texts
from views_made import dumped

Adapter = Callable[[Any, str], tuple[Resume, tuple[Remark, ...]]]

every_shape = pytest.mark.parametrize("read", [from_json_resume, from_resume_data, from_rendercv])

_KEYS = """
basics contact cv meta variants work volunteer experience education skills projects publications awards certificates
certifications languages interests references affiliations summary professional_summary sections settings design locale
name label title image email phone url urls location profiles social_networks custom_connections credentials network
username address city postalCode zip region state country countryCode company website position organization startDate
endDate start_date end_date date year highlights bullets keywords text description details bullet number
reversed_number institution area studyType degree score gpa courses level fluency language reference issuer awarder
authors doi journal volume pages type roles entity category services years emphasize_for skills technologies
enhanced_description base backend github placeholder odd Odd-one sectionTitles themeOptions bold_keywords
skill_sections summary_key max_bullets_per_job license_number releaseDate publisher
"""
KEYS = _KEYS.split()

leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from([
    "2020-01", "2020-13-45", "javascript:alert(1)", "https://a.example/b", "**x** _y_ [z](w)", "\ud800", "\u202eabc",
    "http://[", "data:,x", "present", "http://\u0661.example/", "https://ex\u00e4mple.example/\u00fc", "#read(\"x\")",
])  # fmt: skip
anything = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=6)
    ),
    max_leaves=30,
)
documents = st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), anything, max_size=8) | anything


@every_shape
@settings(max_examples=60, deadline=None)
@given(document=documents, language=st.sampled_from(["en", "de", "ar", "ja", "pt-BR"]))
def test_any_document_makes_a_view_or_an_error_with_a_pointer(read: Adapter, document: Any, language: str) -> None:
    if not isinstance(document, dict):
        with pytest.raises(InvalidResume) as refused:
            read(document, "/here")
        assert refused.value.facts["pointer"] == "/here"
        return
    resume, remarks = read(document, "/here")
    assert all(remark.pointer.startswith("/here") and remark.detail for remark in remarks)
    for shown in (resume, applied(resume, "backend")[0]):
        view = view_of(shown, language)
        dumped(view).encode()
        assert all(printed_texts(view))


tokens = st.integers(10**6, 10**7).map("t{}q".format)
keys = st.sampled_from(KEYS)
told = tokens | st.none() | st.lists(tokens, max_size=2) | st.dictionaries(keys, tokens | st.lists(tokens), max_size=2)
fields = st.dictionaries(keys, told, max_size=5)
sections = tokens | st.lists(fields | tokens, max_size=2) | fields | st.dictionaries(keys, st.lists(fields, max_size=2))
shaped = st.dictionaries(keys, sections, max_size=4)

NOT_PRINTED = {
    "meta", "schema", "design", "settings", "locale", "emphasizefor", "variants", "category", "skills",
}  # fmt: skip
"""Fields that are about a résumé and not of it; `skills` of bullets are told of once for all of them."""


def strings_of(value: Any, at: str = "", names: tuple[str, ...] = ()) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Each string, its pointer and the names on the way to it."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield from strings_of(member, step(at, key), (*names, name_of(key)))
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from strings_of(member, step(at, index), names)
    elif isinstance(value, str):
        yield value, at, names


@every_shape
@settings(max_examples=60, deadline=None)
@given(document=shaped | st.fixed_dictionaries({"cv": st.fixed_dictionaries({"sections": shaped})}))
def test_no_string_is_lost_in_silence(read: Adapter, document: dict[str, Any]) -> None:
    resume, remarks = read(document, "")
    printed = dumped(view_of(resume))
    pointers = [remark.pointer for remark in remarks if "not printed" in remark.detail]
    for string, at, names in strings_of(document):
        is_told = any(at == pointer or at.startswith(f"{pointer}/") for pointer in pointers)
        assert string in printed or is_told or not NOT_PRINTED.isdisjoint(names), at
