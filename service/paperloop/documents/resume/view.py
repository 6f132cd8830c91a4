"""What a theme is given: a résumé's final strings, in order. A theme decides how they look and nothing else.

Every string that is put in is readable in the PDF: a theme prints all of an entry, once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter

from paperloop.documents.resume.model import ContactKind, SectionKind
from paperloop.documents.resume.runs import Text, words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """`text` is printed, and linked to `url` where there is one."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactView:
    """`label` is in the view's language; with `needs_label` it is printed, else a theme may leave it out."""

    kind: ContactKind
    label: str
    needs_label: bool
    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One shape for all; members that a form does not have are empty.

    `text` and `bullet` have `text`, `numbered` a `number` before it, `labelled` a label and details of which one may
    be missing, `entry` any of the others.
    """

    form: Literal["text", "bullet", "numbered", "labelled", "entry"]
    number: int | None = None
    title: Text = ()
    subtitle: Text = ()
    location: Text = ()
    dates: str = ""
    link: Link | None = None
    text: tuple[Text, ...] = ()
    highlights: tuple[Text, ...] = ()
    keywords: tuple[str, ...] = ()
    label: Text = ()
    details: Text = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    kind: SectionKind
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeView:
    """`language` is a BCP 47 tag. `photo`: there is one; its bytes go another way."""

    language: str
    direction: Literal["ltr", "rtl"]
    name: str
    headline: Text
    photo: bool
    contacts: tuple[ContactView, ...]
    sections: tuple[SectionView, ...]


_ADAPTER = TypeAdapter(ResumeView)


def view_json(view: ResumeView) -> str:
    """`view` as JSON, every member of every object there."""
    return _ADAPTER.dump_json(view).decode()


def printed_texts(view: ResumeView) -> list[str]:
    """Every string that can be read in the printed résumé, in the order of the view."""
    return [text for text in _texts(view) if text]


def _texts(view: ResumeView) -> Iterator[str]:
    yield view.name
    yield words_of(view.headline)
    for contact in view.contacts:
        yield contact.label if contact.needs_label else ""
        yield contact.text
    for section in view.sections:
        yield section.title
        for entry in section.entries:
            yield from _texts_of(entry)


def _texts_of(entry: Entry) -> Iterator[str]:
    """A number is printed with its sign of a list, so it is no text of its own."""
    yield from map(words_of, (entry.label, entry.details, entry.title))
    yield entry.dates
    yield from map(words_of, (entry.subtitle, entry.location))
    yield entry.link.text if entry.link else ""
    yield from map(words_of, (*entry.text, *entry.highlights))
    yield from entry.keywords
