"""Items as entries of a view."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from babel.units import format_unit

from paperloop.documents.resume import model
from paperloop.documents.resume.headings import Wording
from paperloop.documents.resume.links import link_to, shown
from paperloop.documents.resume.model import Item, Keyword
from paperloop.documents.resume.periods import period_shown
from paperloop.documents.resume.runs import Run, Text, joined, labelled, plain, words_of
from paperloop.documents.resume.view import Entry, Link
from paperloop.documents.resume.wording import readable


def entry_of(item: Item, wording: Wording) -> Entry:
    """What the item's kind says of it, with what an item of any kind may have."""
    of_kind = _SHAPES[type(item)](item, wording)
    keywords = () if isinstance(item, _LISTING) else keywords_shown(item, wording)
    extras = [labelled(extra.label, extra.text) for extra in item.extras]
    entry = replace(
        of_kind,
        location=item.location,
        dates=period_shown(item.period, wording.locale, wording.present),
        link=of_kind.link or link_of(item.url),
        text=(*of_kind.text, *item.summary, *extras),
        highlights=tuple([highlight.text for highlight in item.highlights]),
        keywords=tuple(map(words_of, keywords)),
    )
    return entry if entry.form == "entry" else _on_one_line(entry)


def _on_one_line(entry: Entry) -> Entry:
    """Forms that have no place for dates, bullets and the like bear them at the end of their text."""
    link: Text = (Run(entry.link.text, url=entry.link.url),) if entry.link else ()
    keywords = joined(map(plain, entry.keywords), ", ")
    others = [plain(entry.dates), entry.location, *entry.highlights, keywords, link]
    bare = Entry(form=entry.form, number=entry.number)
    if entry.form == "labelled":
        return replace(bare, label=entry.label, details=joined([entry.details, *entry.text, *others], "; "))
    return replace(bare, text=(joined([*entry.text, *others], "; "),))


def link_of(address: str) -> Link | None:
    return Link(text=shown(address), url=link_to(address)) if address else None


def keywords_shown(item: Item, wording: Wording) -> tuple[Text, ...]:
    return tuple([_keyword(keyword, wording) for keyword in item.keywords])


def _keyword(keyword: Keyword, wording: Wording) -> Text:
    """`AWS (expert, 5 years: EC2, S3)`."""
    grade = joined([keyword.level, _years(keyword.years, wording)], ", ")
    inner = joined([grade, joined(keyword.parts, ", ")], ": ")
    return (*keyword.text, *plain(" ("), *inner, *plain(")")) if inner else keyword.text


def _years(years: Text, wording: Wording) -> Text:
    """A count of years in words, free text as it is."""
    count = re.fullmatch(r"(\d{1,2})\+?", words_of(years), re.ASCII)
    if not count:
        return years
    return plain(str(format_unit(int(count[1]), "duration-year", locale=wording.locale)).replace(count[1], count[0]))


def _entry(title: Text, subtitle: Text, text: tuple[Text, ...] = (), link: Link | None = None) -> Entry:
    """The subtitle goes first where there is no title."""
    title, subtitle = (title, subtitle) if title else (subtitle, ())
    return Entry(form="entry", title=title, subtitle=subtitle, text=text, link=link)


def _position(item: model.Position, wording: Wording) -> Entry:
    return _entry(item.position, item.organization)


def _study(item: model.Study, wording: Wording) -> Entry:
    score = labelled(wording.labels["score"], item.score) if item.score else ()
    courses = labelled(wording.labels["courses"], joined(item.courses, ", ")) if item.courses else ()
    return _entry(joined([item.degree, item.area], ", "), item.institution, _those(score, courses))


def _project(item: model.Project, wording: Wording) -> Entry:
    return _entry(item.name, joined([joined(item.roles, ", "), item.entity, item.type], " · "))


def _publication(item: model.Publication, wording: Wording) -> Entry:
    doi = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", item.doi, flags=re.IGNORECASE)
    address = plain(shown(item.url)) if doi else ()
    text = _those(joined(item.authors, ", "), tuple(replace(run, url=link_to(item.url)) for run in address))
    venue = joined([item.venue, item.place], ", ")
    return _entry(
        item.title, venue, text, Link(text=f"doi.org/{doi}", url=link_to(f"https://doi.org/{doi}")) if doi else None
    )


def _award(item: model.Award, wording: Wording) -> Entry:
    return _entry(item.title, item.awarder)


def _certificate(item: model.Certificate, wording: Wording) -> Entry:
    return _entry(
        item.name, item.issuer, _those(labelled(wording.labels["number"], item.number) if item.number else ())
    )


def _skill(item: model.Skill, wording: Wording) -> Entry:
    """Its level goes behind the name where there are keywords, else in their place."""
    label = item.name or plain(wording.skills.get(item.key.lower(), readable(item.key)))
    details = joined(keywords_shown(item, wording), ", ")
    if not details or not label:
        return Entry(form="labelled", label=label, details=joined([item.level, details], ": "))
    level = (*plain(" ("), *item.level, *plain(")")) if item.level else ()
    return Entry(form="labelled", label=(*label, *level), details=details)


def _language(item: model.Language, wording: Wording) -> Entry:
    return Entry(form="labelled", label=item.language, details=item.fluency)


def _interest(item: model.Interest, wording: Wording) -> Entry:
    return Entry(form="labelled", label=item.name, details=joined(keywords_shown(item, wording), ", "))


def _reference(item: model.Reference, wording: Wording) -> Entry:
    return _entry(item.name, item.role, item.reference)


def _other(item: model.Other, wording: Wording) -> Entry:
    return _entry(item.title, item.subtitle)


def _paragraph(item: model.Paragraph, wording: Wording) -> Entry:
    return Entry(form="text", text=(item.text,))


def _bullet(item: model.Bullet, wording: Wording) -> Entry:
    return Entry(form="bullet", text=(item.text,))


def _numbered(item: model.Numbered, wording: Wording) -> Entry:
    return Entry(form="numbered", text=(item.text,))


def _labelled(item: model.Labelled, wording: Wording) -> Entry:
    return Entry(form="labelled", label=item.label, details=item.details)


def _those(*texts: Text) -> tuple[Text, ...]:
    return tuple([text for text in texts if text])


_LISTING = (model.Skill, model.Interest)
"""Kinds whose keywords are their details."""

_SHAPES: Final[Mapping[type[Item], Callable[[Any, Wording], Entry]]] = {
    model.Position: _position,
    model.Study: _study,
    model.Project: _project,
    model.Publication: _publication,
    model.Award: _award,
    model.Certificate: _certificate,
    model.Skill: _skill,
    model.Language: _language,
    model.Interest: _interest,
    model.Reference: _reference,
    model.Other: _other,
    model.Paragraph: _paragraph,
    model.Bullet: _bullet,
    model.Numbered: _numbered,
    model.Labelled: _labelled,
}
