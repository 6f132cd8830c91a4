"""RenderCV's document: a person, and sections of any title whose entries are told apart by their keys."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from paperloop.documents.json_pointers import Pointer
from paperloop.documents.resume import model
from paperloop.documents.resume.contacts import location_of, profiles_of, reached_by
from paperloop.documents.resume.fields import Fields, Source, members, name_of
from paperloop.documents.resume.items import common, other, positions, project, publication, says_something, study
from paperloop.documents.resume.limits import check_limits
from paperloop.documents.resume.links import link_to
from paperloop.documents.resume.markdown import parse, with_bold
from paperloop.documents.resume.model import Contact, Item, Resume, Section, SectionKind
from paperloop.documents.resume.own_language import own_language
from paperloop.documents.resume.person import others_of, person_of, photo_of, sections_within
from paperloop.documents.resume.remarks import Remark
from paperloop.documents.resume.runs import Text, joined
from paperloop.documents.resume.sections import KINDS
from paperloop.documents.resume.wording import readable


def from_rendercv(document: Any, at: Pointer = "") -> tuple[Resume, tuple[Remark, ...]]:
    """`at` is where the document stands in what the client sent: remarks and errors bear whole pointers.

    Raises:
        InvalidResume: the document is no object, or larger than a résumé may be.
    """
    check_limits(document, at)
    words = _bold_keywords(document, at)
    source = Source(parse=lambda text: with_bold(parse(text), words))
    top = Fields(document, at, source)
    language = _language(top)
    person = person_of(top, "cv") if top.has("cv") else top
    sections = [section for value, inside in person.each("sections") for section in _sections(value, inside, source)]
    order = person.words("sectionorder")
    resume = Resume(
        name=person.word("name"),
        headline=person.text("headline", "label"),
        photo=photo_of(person, "photo"),
        language=language,
        contacts=tuple(_contacts(person)),
        sections=(*_sections_of_old(person, order), *sections),
    )
    for key in top.unread():
        source.remark(top.take(key)[1], "this is not printed")
    return resume, source.remarks()


def _bold_keywords(document: Mapping[Any, Any], at: Pointer) -> tuple[str, ...]:
    """They are read first, since all text is made with them."""
    settings = Fields(document, at, Source()).object_at("settings", "rendercvsettings", primary="name")
    return settings.sought("boldkeywords") if settings else ()


def _language(top: Fields) -> str:
    """What else stands beside `cv` is about the look: themes have their own."""
    for _ in top.each("design", "settings", "rendercvsettings"):
        pass
    locale = top.object_at("locale", "localecatalog", primary="language")
    return own_language(locale, "language") if locale else ""


def _contacts(person: Fields) -> Iterator[Contact]:
    for value, at in person.each("location"):
        yield from location_of(value, at, person.source)
    yield from reached_by(person)
    yield from profiles_of(person.objects("socialnetworks", primary="url"))
    for _, at in person.each("sortentries"):
        person.source.remark(at, "not printed: entries stay in the document's order")
    for connection in person.objects("customconnections", primary="placeholder"):
        address = connection.word("url")
        text = connection.word("placeholder", "text", "label") or address
        yield Contact(kind="other", text=text, url=link_to(address or text))
        yield from others_of(connection)
    yield from others_of(person, but=sections_within(person))


def _sections(value: Any, at: Pointer, source: Source) -> Iterator[Section]:
    if not isinstance(value, dict):
        value = {"": value}
    for key, (inner, entries) in zip(value, members(value, at), strict=True):
        yield from _section(str(key), entries, inner, source)


def _section(key: str, value: Any, at: Pointer, source: Source) -> Iterator[Section]:
    kind = KINDS.get(name_of(key), "custom")
    items = tuple(filter(says_something, _entries(kind, value, at, source)))
    if items:
        yield Section(kind=kind, key=key, title=_title(key, kind), items=items)


def _sections_of_old(person: Fields, order: Sequence[str]) -> list[Section]:
    """The first versions had sections beside the name, those of other titles under `custom_sections`, and an order."""
    found: list[Section] = []
    for custom in list(person.objects("customsections", primary="title")):
        title = custom.word("title")
        for _ in custom.each("entrytype"):
            pass
        for value, at in custom.each("entries"):
            found.extend(_section(title, value, at, custom.source))
    for key in sections_within(person):
        found.extend(_section(str(key), *person.take(key), person.source))
    ranks = {name_of(name): rank for rank, name in enumerate(order)}
    return sorted(found, key=lambda section: ranks.get(name_of(section.title or section.key), len(order)))


def _title(key: str, kind: SectionKind) -> str:
    """Titles are the document's own; a plain `education` is the kind's, and so in the language that is asked for."""
    plain_names = {kind, "experience", "volunteering"}
    return "" if key in plain_names and kind != "custom" else readable(key)


def _entries(kind: SectionKind, value: Any, at: Pointer, source: Source) -> Iterator[Item]:
    if isinstance(value, list | tuple):
        for inner, member in members(value, at):
            yield from _entries(kind, member, inner, source)
    elif isinstance(value, dict):
        fields = Fields(value, at, source)
        if fields.unread():
            yield from _entry(kind, fields)
    else:
        yield from (model.Paragraph(text=text) for text in source.paragraphs(value, at))


def _entry(kind: SectionKind, fields: Fields) -> Iterator[Item]:
    """A place of work may be several entries."""
    if fields.has("company", "position"):
        yield from positions(fields)
    else:
        yield _entry_of_type(kind, fields)


def _entry_of_type(kind: SectionKind, fields: Fields) -> Item:
    """Of RenderCV's entry types the one that has these keys."""
    if fields.has("bullet"):
        return model.Bullet(text=fields.text("bullet"), **common(fields))
    if fields.has("number", "reversednumber"):
        down = fields.has("reversednumber")
        return model.Numbered(text=fields.text("reversednumber", "number"), reversed=down, **common(fields))
    if fields.has("label"):
        return model.Labelled(label=fields.text("label"), details=_details(fields), **common(fields))
    if {name_of(key) for key in fields.unread()} == {"name", "details"}:
        return model.Labelled(label=fields.text("name"), details=_details(fields))
    if fields.has("institution", "degree"):
        return study(fields)
    if fields.has("authors", "journal", "doi"):
        return publication(fields)
    return project(fields) if kind == "projects" else other(fields)


def _details(fields: Fields) -> Text:
    """A string; a list too, since its commas are easily forgotten."""
    return joined(fields.texts("details"), ", ")
