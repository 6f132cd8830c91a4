"""A résumé in a language, arranged for a theme."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from paperloop.documents.resume.entries import entry_of
from paperloop.documents.resume.headings import DEFAULT, Wording, wording_of, wording_or_none
from paperloop.documents.resume.items import parted
from paperloop.documents.resume.model import Bullet, Contact, Item, Numbered, Paragraph, Resume, Section
from paperloop.documents.resume.runs import joined
from paperloop.documents.resume.view import ContactView, Entry, ResumeView, SectionView
from paperloop.documents.resume.wording import readable


def view_of(resume: Resume, language: str | None = None) -> ResumeView:
    """Headings and dates are in `language` (BCP 47), else in the document's own, else in English.

    Raises:
        InvalidParameter: there are no headings in this language.
    """
    wording = wording_of(language) if language else own_wording(resume)
    return ResumeView(
        language=wording.tag,
        direction=wording.direction,
        name=resume.name,
        headline=resume.headline,
        photo=bool(resume.photo),
        contacts=tuple([_contact(contact, wording) for contact in resume.contacts]),
        sections=tuple([_section(section, wording) for section in (*_summary(resume), *resume.sections)]),
    )


def own_wording(resume: Resume) -> Wording:
    """Of the language that the document says it is in, where there are headings in it."""
    return (wording_or_none(resume.language) if resume.language else None) or wording_of(DEFAULT)


def _summary(resume: Resume) -> Iterator[Section]:
    if resume.summary:
        texts, bullets = parted(resume.summary)
        items = (*(Paragraph(text=text) for text in texts), *(Bullet(text=bullet.text) for bullet in bullets))
        yield Section(kind="summary", key="summary", title=resume.summary_title, items=items)


def _contact(contact: Contact, wording: Wording) -> ContactView:
    """A network's name is needed where the address does not tell it."""
    label = contact.label or wording.labels.get(contact.kind, "")
    told = _letters(contact.label) in _letters(contact.text)
    return ContactView(kind=contact.kind, label=label, needs_label=not told, text=contact.text, url=contact.url)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())


def _section(section: Section, wording: Wording) -> SectionView:
    title = section.title or wording.sections.get(section.kind) or readable(section.key)
    entries = [entry_of(item, wording) for item in section.items]
    return SectionView(kind=section.kind, title=title, entries=tuple(_listed(_counted(entries, section.items))))


def _counted(entries: Iterable[Entry], items: Sequence[Item]) -> Iterator[Entry]:
    """Numbered entries with their numbers, from 1 or down to it."""
    for how, group in groupby(zip(entries, items, strict=True), key=lambda pair: _counting(pair[1])):
        members = [entry for entry, _ in group]
        numbers = range(len(members), 0, -1) if how == "down" else range(1, len(members) + 1)
        for number, entry in zip(numbers, members, strict=True):
            yield replace(entry, number=number) if how else entry


def _counting(item: Item) -> str:
    if not isinstance(item, Numbered):
        return ""
    return "down" if item.reversed else "up"


def _listed(entries: Iterable[Entry]) -> list[Entry]:
    """Labels without details, of which a list of plain names is made, on one line."""
    entries = list(entries)
    if len(entries) > 1 and all(entry.form == "labelled" and entry.label and not entry.details for entry in entries):
        return [Entry(form="labelled", details=joined([entry.label for entry in entries], ", "))]
    return entries
