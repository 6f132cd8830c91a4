"""JSON Resume (schema v1, draft-07) and the names of its 0.x versions."""

from collections.abc import Iterator
from typing import Any

from paperloop.documents.json_pointers import Pointer
from paperloop.documents.resume.contacts import location_of, profiles_of, reached_by
from paperloop.documents.resume.fields import Fields, Source, name_of
from paperloop.documents.resume.limits import check_limits
from paperloop.documents.resume.model import Contact, Resume
from paperloop.documents.resume.own_language import own_language
from paperloop.documents.resume.person import others_of, person_of, photo_of, sections_within
from paperloop.documents.resume.remarks import Remark
from paperloop.documents.resume.sections import KINDS, sections_of
from paperloop.documents.resume.variants import variants_in


def from_json_resume(document: Any, at: Pointer = "") -> tuple[Resume, tuple[Remark, ...]]:
    """`at` is where the document stands in what the client sent: remarks and errors bear whole pointers.

    Raises:
        InvalidResume: the document is no object, or larger than a résumé may be.
    """
    check_limits(document, at)
    source = Source()
    top = Fields(document, at, source)
    person = person_of(top, "basics")
    language, titles = _meta(top)
    name, headline = person.word("name"), person.text("label", "headline", "title")
    photo = photo_of(person, "image", "picture", "photo", "avatar")
    summary = person.paragraphs("summary", "about")
    resume = Resume(
        name=name, headline=headline, photo=photo, language=language, summary=summary,
        contacts=tuple(_contacts(person)),
        summary_title=titles.get("summary", ""),
        variants=tuple(variants_in(top)),
        sections=(*sections_of(top, titles), *sections_of(person, titles)),
    )  # fmt: skip
    return resume, source.remarks()


def _contacts(person: Fields) -> Iterator[Contact]:
    """The contacts; what else is told about the person goes behind them."""
    yield from reached_by(person)
    for value, at in person.each("location"):
        yield from location_of(value, at, person.source)
    yield from profiles_of(person.objects("profiles", primary="url"))
    yield from others_of(person, but=sections_within(person))


def _meta(top: Fields) -> tuple[str, dict[str, str]]:
    """The language, and titles of sections by their kinds, where some themes look for them."""
    for _ in top.each("$schema"):
        pass
    meta = top.object_at("meta", primary="version")
    if not meta:
        return "", {}
    options = meta.object_at("themeoptions", primary="name") or meta
    given = options.object_at("sectiontitles", primary="name")
    return own_language(meta, "language", "lang", "locale"), dict(_titles(given)) if given else {}


def _titles(given: Fields) -> Iterator[tuple[str, str]]:
    for key in given.unread():
        yield KINDS.get(name_of(key), name_of(key)), given.source.string(*given.take(key))
