"""Sections: which kind one is by its name, and reading its items."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from paperloop.documents.json_pointers import Pointer
from paperloop.documents.resume.fields import Fields, Source, members, name_of
from paperloop.documents.resume.items import READERS, keywords_in, other, positions, project, says_something
from paperloop.documents.resume.model import Bullet, Item, Labelled, Other, Paragraph, Section, SectionKind, Skill
from paperloop.documents.resume.runs import plain
from paperloop.documents.resume.wording import readable
from paperloop.documents.strict_json import type_name

_NAMES: Final[Mapping[SectionKind, str]] = {
    "work": "work experience experiences employment workexperience professionalexperience workhistory",
    "volunteer": "volunteer volunteering volunteerwork volunteerexperience",
    "education": "education educations studies",
    "projects": "projects project",
    "skills": "skills technicalskills",
    "languages": "languages",
    "publications": "publications papers",
    "awards": "awards honors honours awardsandhonors honorsandawards",
    "certificates": "certificates certifications certification licenses licences",
    "affiliations": "affiliations memberships professionalaffiliations",
    "interests": "interests hobbies",
    "references": "references",
    "summary": "summary professionalsummary",
}
KINDS: Final[Mapping[str, SectionKind]] = {name: kind for kind, names in _NAMES.items() for name in names.split()}
"""Kinds of sections by the names they go by, as `name_of` makes them."""


_OF_ONE_ITEM: Final = frozenset({"name", "title", "keywords", "category", "label"})
"""Fields that an item has and a group of items does not."""


def sections_of(top: Fields, titles: Mapping[str, str]) -> Iterator[Section]:
    """Of all that is unread, in the document's order. `titles` are the document's own, by kinds of sections."""
    for key in top.unread():
        value, at = top.take(key)
        kind = KINDS.get(name_of(key), name_of(key))
        section = section_of(str(key), value, at, top.source, titles.get(kind, ""))
        if section:
            yield section


def section_of(key: str, value: Any, at: Pointer, source: Source, title: str = "") -> Section | None:
    """The section that the document has under `key`; None when nothing in it can be printed.

    A name that nobody knows makes a custom section under that name made readable, unless it was given a `title`.
    """
    kind = KINDS.get(name_of(key), "custom")
    loose = kind in {"custom", "summary"}
    found = loose_items(value, at, source) if loose else _items(kind, value, at, source)
    items = tuple(filter(says_something, found))
    if kind == "custom" and items:
        source.remark(at, "this section is unknown here; it is printed under its own name")
        title = title or readable(key)
    return Section(kind=kind, key=key, title=title, items=items) if items else None


def _items(kind: SectionKind, value: Any, at: Pointer, source: Source) -> Iterator[Item]:
    primary, read = READERS[kind]
    if kind == "skills" and is_grouped(value):
        for key, (inner, member) in zip(value, members(value, at), strict=True):
            keywords = tuple(keywords_in(member, inner, source))
            if keywords:
                yield Skill(key=str(key), keywords=keywords)
    elif kind == "projects" and is_grouped(value):
        for group, (inner, member) in zip(value, members(value, at), strict=True):
            found = filter(says_something, map(project, source.objects(member, inner, primary)))
            yield from (replace(each, category=str(group)) for each in found)
    else:
        if not isinstance(value, list | tuple):
            source.remark(at, f"{type_name(value)} where a list was expected; it is read as the only member")
        for fields in source.objects(value, at, primary):
            yield from positions(fields) if kind == "work" else [read(fields)]


def is_grouped(value: Any) -> bool:
    """Is it an object of categories, and not an item?"""
    return isinstance(value, dict) and _OF_ONE_ITEM.isdisjoint(map(name_of, value))


def loose_items(value: Any, at: Pointer, source: Source) -> Iterator[Item]:
    """Strings of a list are bullets, a string alone is paragraphs, objects are entries of their own kind."""
    if isinstance(value, list | tuple):
        found = map(other, source.objects(value, at, "name"))
        yield from (Bullet(text=each.title) if each == Other(title=each.title) else each for each in found)
    elif isinstance(value, dict):
        for extra in Fields(value, at, source).extras():
            yield Labelled(label=plain(extra.label), details=extra.text)
    else:
        yield from (Paragraph(text=text) for text in source.paragraphs(value, at))
