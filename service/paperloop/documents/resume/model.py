"""One résumé, whatever shape it came in: a superset of JSON Resume's schema v1.

Beyond it: any item may be kept for some variants (`emphasize_for`), sections stand in an order and may have titles and
kinds of their own, and what a shape does not know is kept as `extras`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from paperloop.documents.resume.runs import Text

SectionKind = Literal[
    "summary", "work", "volunteer", "education", "projects", "skills", "languages", "publications", "awards",
    "certificates", "affiliations", "interests", "references", "custom",
]  # fmt: skip
ContactKind = Literal["email", "phone", "url", "location", "profile", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """When it was: `date` alone, or from `start` to `end`. Each is YYYY, YYYY-MM, YYYY-MM-DD or free text, "" unknown.

    A start without an end is still going on.
    """

    start: str = ""
    end: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """A bullet of an item."""

    text: Text
    emphasize_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    """A skill or technology by name. `years` is a count, or free text."""

    text: Text
    level: Text = ()
    years: Text = ()
    parts: tuple[Text, ...] = ()
    emphasize_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """A value that the item's kind has no field for, under its key made readable."""

    label: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What any item of a section may have."""

    location: Text = ()
    period: Period = Period()
    url: str = ""
    summary: tuple[Text, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    keywords: tuple[Keyword, ...] = ()
    extras: tuple[Extra, ...] = ()
    emphasize_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Item):
    """Work, paid or not, and membership."""

    position: Text = ()
    organization: Text = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Study(Item):
    institution: Text = ()
    degree: Text = ()
    area: Text = ()
    score: Text = ()
    courses: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Item):
    """`category` is the group that a variant chooses by, "" for none."""

    name: Text = ()
    roles: tuple[Text, ...] = ()
    entity: Text = ()
    type: Text = ()
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication(Item):
    """`venue` is the journal, conference or publisher; `place` the volume, pages and the like."""

    title: Text = ()
    authors: tuple[Text, ...] = ()
    venue: Text = ()
    place: Text = ()
    doi: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Award(Item):
    title: Text = ()
    awarder: Text = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate(Item):
    name: Text = ()
    issuer: Text = ()
    number: Text = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill(Item):
    """A group of skills, its members being `keywords`; or one skill, without any. `key` is what variants call it.

    `name` is () where the document has a key alone, such as `ai_ml`.
    """

    key: str = ""
    name: Text = ()
    level: Text = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Language(Item):
    language: Text = ()
    fluency: Text = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest(Item):
    name: Text = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Item):
    """`role` is what the person is, and where."""

    name: Text = ()
    role: Text = ()
    reference: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Other(Item):
    """An entry of a section that only this document has."""

    title: Text = ()
    subtitle: Text = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph(Item):
    text: Text = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullet(Item):
    text: Text = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered(Item):
    """`reversed`: the numbers count down, so that the last one is 1."""

    text: Text = ()
    reversed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled(Item):
    label: Text = ()
    details: Text = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """`title` is the document's own, "" where the heading of `kind` is meant. `key` is the document's name for it."""

    kind: SectionKind
    key: str
    title: str = ""
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """`label` is a network's name or that of an unknown field, "" where `kind` says all. `url` is safe to link to."""

    kind: ContactKind
    text: str
    label: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """What a variant of a résumé shows. Empty members choose everything; `max_bullets` is for each job."""

    name: str
    title: str = ""
    description: str = ""
    summary_key: str = ""
    skill_sections: tuple[str, ...] = ()
    skill_order: tuple[str, ...] = ()
    project_categories: tuple[str, ...] = ()
    max_bullets: int = 4
    emphasize_keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """`summaries` are those that variants name by their `summary_key`; `summary` is the one for everybody.

    `photo` is a data URI, "" for none. `language` is a BCP 47 tag where the document tells its own.
    """

    name: str = ""
    headline: Text = ()
    photo: str = ""
    language: str = ""
    contacts: tuple[Contact, ...] = ()
    summary: tuple[Text, ...] = ()
    summary_title: str = ""
    summaries: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    variants: tuple[Variant, ...] = ()
