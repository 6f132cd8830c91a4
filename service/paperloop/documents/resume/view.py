"""What a theme is given: a résumé's final strings, in order. A theme decides how they look and nothing else.

Every string that is put in is readable in the PDF: a theme prints all of an entry, once.
"""

from dataclasses import dataclass
from typing import Literal

from paperloop.documents.resume.model import ContactKind, SectionKind
from paperloop.documents.resume.runs import Text


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
