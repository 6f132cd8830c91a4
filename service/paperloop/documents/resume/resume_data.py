"""The shape `resume_data`: contact, summaries, skills and projects by categories, bullets with tags, variants."""

from collections.abc import Iterator
from typing import Any

from paperloop.documents.json_pointers import Pointer, step
from paperloop.documents.resume.contacts import location_of, profile_of, profiles_of, reached_by
from paperloop.documents.resume.fields import Fields, Source, members
from paperloop.documents.resume.limits import check_limits
from paperloop.documents.resume.links import link_to
from paperloop.documents.resume.model import Contact, Resume
from paperloop.documents.resume.person import others_of, person_of, photo_of, sections_within
from paperloop.documents.resume.remarks import Remark
from paperloop.documents.resume.runs import Text, joined
from paperloop.documents.resume.sections import sections_of
from paperloop.documents.resume.variants import variants_in
from paperloop.documents.resume.wording import readable

Summaries = dict[str, tuple[Text, ...]]


def from_resume_data(document: Any, at: Pointer = "") -> tuple[Resume, tuple[Remark, ...]]:
    """`at` is where the document stands in what the client sent: remarks and errors bear whole pointers.

    Raises:
        InvalidResume: the document is no object, or larger than a résumé may be.
    """
    check_limits(document, at)
    source = Source()
    top = Fields(document, at, source)
    for _ in top.each("meta", "$schema"):
        pass
    person = person_of(top, "contact", "basics", "personalinfo", "personal")
    name, title = person.word("name"), person.text("title", "label", "headline")
    credentials = joined(person.texts("credentials"), ", ")
    photo = photo_of(person, "photo", "image", "picture", "avatar")
    summaries = _summaries(top)
    resume = Resume(
        name=name,
        headline=joined([title, credentials], " · "),
        photo=photo,
        contacts=tuple(_contacts(person)),
        summary=summaries.get("base", next(iter(summaries.values()), ())),
        summaries=summaries,
        variants=tuple(variants_in(top)),
        sections=(*sections_of(top, {}), *sections_of(person, {})),
    )
    return resume, source.remarks()


def _contacts(person: Fields) -> Iterator[Contact]:
    yield from reached_by(person)
    for value, at in person.each("location", "address"):
        yield from location_of(value, at, person.source)
    for value, at in person.each("urls", "links"):
        pairs = zip(value, members(value, at), strict=True) if isinstance(value, dict) else [("website", (at, value))]
        for key, (inner, address) in pairs:
            yield from _page(str(key), address, inner, person.source)
    yield from profiles_of(person.objects("profiles", primary="url"))
    yield from others_of(person, but=sections_within(person))


def _page(key: str, value: Any, at: Pointer, source: Source) -> Iterator[Contact]:
    """A page under a network's name: its address, or the user's name there."""
    for fields in source.objects(value, at, "url"):
        address, username = fields.word("url"), fields.word("username")
        if key.lower() in {"website", "homepage", "url", "web", "site"}:
            yield from reached_by(Fields({"url": address}, at, source))
        elif link_to(address) or "/" in address or ":" in address:
            yield from profile_of(readable(key), username, address)
        else:
            yield from profile_of(readable(key), username or address, "")
        yield from others_of(fields)


def _summaries(top: Fields) -> Summaries:
    """Texts by the keys that variants know them by; a text alone is `base`."""
    found = top.first("professionalsummary", "summary", "summaries")
    if not found:
        return {}
    value, at = found
    if not isinstance(value, dict):
        return {"base": tuple(top.source.paragraphs(value, at))}
    fields = Fields(value, at, top.source)
    texts = [("base", fields.paragraphs("base", "default", "text", "summary"))]
    variants = fields.object_at("variants", primary="base")
    for key in fields.unread():
        top.source.remark(step(fields.at, key), "not printed but for variants that name it as their summary")
    others = (*(_texts_of(variants) if variants else ()), *_texts_of(fields))
    return {key: text for key, text in (*texts, *others) if text}


def _texts_of(fields: Fields) -> Iterator[tuple[str, tuple[Text, ...]]]:
    for key in fields.unread():
        yield str(key), tuple(fields.source.paragraphs(*fields.take(key)))
