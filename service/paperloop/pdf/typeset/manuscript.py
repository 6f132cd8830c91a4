"""A résumé's view made ready to be set: every string cleaned and breakable, entries grouped by their form."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from paperloop.documents.resume.runs import Run
from paperloop.documents.resume.view import ContactView, Entry, Link, ResumeView, SectionView
from paperloop.pdf.typeset.expected import AnyOrder, Expected, InOrder, strings
from paperloop.pdf.typeset.wording import breakable, cleaned

Json = dict[str, Any]
Said = str | list[str | Json]
"""A text as themes get it: as it is where it has one style and no word that must be broken, as nearly all have, else
in parts. A part is a string, or `{"bold", "italic", "url", "pieces"}`, and a line may end between two pieces."""

_SCHEMES: Final = ("http://", "https://", "mailto:", "tel:")
_IDEOGRAPHS: Final = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
NAMELESS: Final = "CV"
"""What stands in the place of the name where there is none: a PDF/UA must have a title, and so a reader's window."""
_HEAD: Final = ("title", "subtitle", "location", "dates", "link")
_FOOT: Final = 60
"""Characters of a name that stand in the foot of a page beside its number."""
_WHOLE: Final = 700
"""Characters of an entry that goes over to the next page as a whole: eight lines or so."""
_WHOLE_GROUP: Final = 350
"""Characters of a list of short entries that is not parted."""
_LISTS: Final = ("text", "highlights", "keywords")


@dataclass(frozen=True, slots=True)
class Manuscript:
    """`content` is JSON for the themes; `expected` is what must be readable in what they make of it."""

    content: Json
    expected: Expected


def manuscript(view: ResumeView, order: Sequence[str] = ()) -> Manuscript:
    """`view`, sections of the kinds in `order` before all others."""
    sections = [section for each in _sorted(view.sections, order) if (section := _section(each))]
    name = _bare(view.name) or NAMELESS
    content = {
        "language": view.language,
        "direction": view.direction,
        "name": name,
        "foot": f"{plain(name)} – " if len(plain(name)) <= _FOOT else "",
        "headline": _text(view.headline),
        "contacts": [contact for each in view.contacts if (contact := _contact(each))["text"]],
        "sections": sections,
    }
    expected = AnyOrder(tuple(_expected(content)))
    ideographs = any(map(_IDEOGRAPHS.search, strings(expected)))
    return Manuscript({**content, "ideographs": ideographs}, expected)


def _sorted(sections: Iterable[SectionView], order: Sequence[str]) -> list[SectionView]:
    places = {kind: place for place, kind in enumerate(order)}
    return sorted(sections, key=lambda section: places.get(section.kind, len(places)))


def _contact(contact: ContactView) -> Json:
    return {
        "kind": contact.kind,
        "label": cleaned(contact.label).strip(" "),
        "named": contact.needs_label,
        "text": _linked(contact),
    }


def _linked(link: Link | ContactView | None) -> Said:
    """`text` and `url` as a text."""
    return _text((Run(link.text, url=link.url),)) if link else ""


def _section(section: SectionView) -> Json | None:
    title, entries = _bare(section.title), [entry for each in section.entries if (entry := _entry(each))]
    if not title and not entries:
        return None
    grouped = groupby(entries, key=lambda entry: entry["form"])
    return {
        "kind": section.kind,
        "title": title,
        "groups": [_group(form, list(group)) for form, group in grouped],
    }


def _group(form: str, entries: list[Json]) -> Json:
    return {"form": form, "whole": sum(entry["length"] for entry in entries) <= _WHOLE_GROUP, "entries": entries}


def _entry(entry: Entry) -> Json | None:
    """The entry without what is empty; None when nothing is left."""
    found: Json = {
        "title": _text(entry.title),
        "subtitle": _text(entry.subtitle),
        "location": _text(entry.location),
        "dates": _bare(entry.dates),
        "link": _linked(entry.link),
        "text": [text for each in entry.text if (text := _text(each))],
        "highlights": [text for each in entry.highlights if (text := _text(each))],
        "keywords": [keyword for each in entry.keywords if (keyword := _bare(each))],
        "label": _text(entry.label),
        "details": _text(entry.details),
    }
    filled = {member for member, value in found.items() if value}
    length = sum(map(len, _plain_of(found, found)))
    kind = {"form": _form(entry.form, filled), "number": entry.number}
    return {**kind, "length": length, "whole": length <= _WHOLE, **found} if filled else None


def _form(asked: str, filled: Collection[str]) -> str:
    """The form that shows all that is `filled`, whatever was asked for."""
    if any(member in filled for member in _HEAD):
        return "entry"
    if "label" in filled or "details" in filled:
        return "labelled"
    return asked if asked in ("bullet", "numbered") else "text"


def _text(runs: Iterable[Run]) -> Said:
    """The runs, blanks at both ends of the text and doubled ones between two runs left out."""
    made: list[Json] = []
    blank = True
    for run in runs:
        text = cleaned(run.text)
        text = text.lstrip(" ") if blank else text
        if text:
            made.append({"bold": run.bold, "italic": run.italic, "url": _safe(run.url), "pieces": text})
            blank = text.endswith(" ")
    while made and not (stripped := made[-1]["pieces"].rstrip(" ")):
        made.pop()
    if not made:
        return ""
    made[-1]["pieces"] = stripped
    return _said(list(map(_part, made)))


def _said(parts: list[str | Json]) -> Said:
    return parts[0] if len(parts) == 1 and isinstance(parts[0], str) else parts


def _part(run: Json) -> str | Json:
    pieces = breakable(run["pieces"])
    styled = run["bold"] or run["italic"] or run["url"]
    return {**run, "pieces": pieces} if styled or len(pieces) > 1 else pieces[0]


def _safe(url: str | None) -> str | None:
    """`url` if a click on it is harmless: other schemes, such as javascript:, are no links."""
    cleansed = "" if url is None else cleaned(url).replace(" ", "")
    return cleansed if cleansed.lower().startswith(_SCHEMES) and len(cleansed) > len("https://") else None


def _bare(text: str | None) -> Said:
    """A text without styles."""
    stripped = cleaned(text or "").strip(" ")
    return _said([_part({"bold": False, "italic": False, "url": None, "pieces": stripped})]) if stripped else ""


def _expected(content: Json) -> Iterator[Expected]:
    yield from _plain_of(content, ("name", "headline"))
    line = AnyOrder if content["direction"] == "rtl" else InOrder
    for contact in content["contacts"]:
        text = plain(contact["text"])
        yield line((contact["label"], text)) if contact["named"] and contact["label"] else text
    for section in content["sections"]:
        yield InOrder(tuple(_expected_section(section)))


def _expected_section(section: Json) -> Iterator[Expected]:
    yield from _plain_of(section, ("title",))
    for group in section["groups"]:
        for entry in group["entries"]:
            yield _expected_entry(entry)


def _expected_entry(entry: Json) -> Expected:
    if entry["form"] == "labelled":
        return InOrder(tuple(_plain_of(entry, ("label", "details", *_LISTS))))
    lists = (InOrder(tuple(_plain_of(entry, (member,)))) for member in _LISTS if entry[member])
    return AnyOrder((*_plain_of(entry, _HEAD), *lists, *_plain_of(entry, ("label", "details"))))


def _plain_of(content: Json, members: Iterable[str]) -> Iterator[str]:
    """What these members say: texts, and those of _LISTS lists of texts. Empty ones say nothing."""
    for member in members:
        value = content[member]
        if value and member in _LISTS:
            yield from map(plain, value)
        elif value:
            yield plain(value)


def plain(text: Said) -> str:
    """What `text` says."""
    return text if isinstance(text, str) else "".join(map(_plain_part, text))


def _plain_part(part: str | Json) -> str:
    return part if isinstance(part, str) else "".join(part["pieces"])
