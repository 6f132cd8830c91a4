"""Items of each kind, from the fields that the three shapes have for them.

The shapes name the same things differently (`company`, `name`, `organization`); every name is understood in each.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from paperloop.documents.json_pointers import Pointer
from paperloop.documents.resume import model
from paperloop.documents.resume.contacts import address_line
from paperloop.documents.resume.fields import Fields, Source, are_strings, members
from paperloop.documents.resume.model import Highlight, Item, Keyword, Period, SectionKind
from paperloop.documents.resume.runs import Text, joined, plain, words_of

_DATES = ("date", "dates", "releasedate", "graduationdate", "issuedate", "issued", "year", "period", "duration")


def position(fields: Fields) -> model.Position:
    return model.Position(
        position=fields.text("position", "title", "role", "jobtitle"),
        organization=fields.text("name", "company", "organization", "organisation", "employer", "institution"),
        **common(fields),
    )


def says_something(item: Item) -> bool:
    return item != type(item)(emphasize_for=item.emphasize_for)


def positions(fields: Fields) -> Iterator[Item]:
    """The work told of in one object: several positions at one place may stand under `positions`."""
    held = [position(each) for each in fields.objects("positions", "roles", primary="position")]
    whole = position(fields)
    place = model.Position(organization=whole.organization, location=whole.location)
    if whole != place or not held:
        yield whole
    for each in held:
        location, organization = each.location or place.location, each.organization or place.organization
        yield replace(each, location=location, organization=organization)


def study(fields: Fields) -> Item:
    return model.Study(
        institution=fields.text("institution", "school", "university", "organization", "name"),
        degree=fields.text("studytype", "degree", "qualification"),
        area=fields.text("area", "field", "fieldofstudy", "major", "program", "programme"),
        score=fields.text("score", "gpa", "grade"),
        courses=fields.texts("courses", "coursework"),
        **common(fields),
    )


def project(fields: Fields) -> model.Project:
    better = fields.first("enhanceddescription")
    for _, at in fields.each("description") if better else ():
        fields.source.remark(at, "not printed: enhanced_description stands in its place")
    return model.Project(
        name=fields.text("name", "title"),
        roles=fields.texts("roles", "role"),
        entity=fields.text("entity", "organization", "company", "client"),
        type=fields.text("type"),
        category=fields.word("category"),
        **common(fields, lead=fields.source.paragraphs(*better) if better else ()),
    )


def publication(fields: Fields) -> Item:
    if fields.has("journal", "conference", "authors"):
        for _, at in fields.each("type"):
            fields.source.remark(at, "not printed: what a publication is, is told by where it was published")
    title = fields.text("title", "name")
    authors = fields.texts("authors", "author")
    venue = joined([fields.text(name) for name in ("journal", "conference", "publisher", "booktitle")], ", ")
    return model.Publication(
        title=title,
        authors=authors,
        venue=venue,
        place=joined(list(_numbers_of(fields)), ", "),
        doi=fields.word("doi"),
        **common(fields),
    )


def _numbers_of(fields: Fields) -> Iterator[Text]:
    """Volume, issue and pages as citations have them: 12(3), 45–67."""
    volume, issue, pages = fields.text("volume"), fields.text("issue", "number"), fields.text("pages")
    yield joined([volume, (*plain("("), *issue, *plain(")")) if issue else ()], "")
    yield pages


def award(fields: Fields) -> Item:
    return model.Award(
        title=fields.text("title", "name", "award"),
        awarder=fields.text("awarder", "issuer", "organization", "institution"),
        **common(fields),
    )


def certificate(fields: Fields) -> Item:
    return model.Certificate(
        name=fields.text("name", "title", "certificate", "certification"),
        issuer=fields.text("issuer", "organization", "authority", "awarder"),
        number=fields.text("licensenumber", "number", "credentialid"),
        **common(fields),
    )


def skill(fields: Fields) -> Item:
    """A bare string may be more than a name: "Languages: Python, Go", or a sentence."""
    if fields.bare:
        return _bare_skill(fields.text("name"))
    name = fields.text("name", "category", "skill", "label", "title")
    return model.Skill(key=words_of(name), name=name, level=fields.text("level", "proficiency"), **common(fields))


def _bare_skill(text: Text) -> Item:
    said = words_of(text)
    label, colon, details = said.partition(": ")
    if colon and len(text) == 1 and len(label) <= _LABEL and details:
        return model.Labelled(label=plain(label), details=plain(details))
    is_name = ", " not in said and ": " not in said
    return model.Skill(key=said, name=text) if is_name else model.Paragraph(text=text)


_LABEL = 40
"""Characters that a label before a colon may have."""


def language(fields: Fields) -> Item:
    return model.Language(
        language=fields.text("language", "name"),
        fluency=fields.text("fluency", "level", "proficiency"),
        **common(fields),
    )


def interest(fields: Fields) -> Item:
    return model.Interest(name=fields.text("name", "interest", "title"), **common(fields))


def reference(fields: Fields) -> Item:
    name = fields.text("name")
    role = joined([fields.text("position", "title", "role"), fields.text("company", "organization")], ", ")
    return model.Reference(
        name=name, role=role, reference=fields.paragraphs("reference", "quote", "text"), **common(fields)
    )


def other(fields: Fields) -> model.Other:
    return model.Other(
        title=fields.text("name", "title", "label", "heading"),
        subtitle=fields.text("subtitle", "organization", "company", "institution", "issuer", "position", "role"),
        **common(fields),
    )


READERS: Final[Mapping[SectionKind, tuple[str, Callable[[Fields], Item]]]] = {
    "work": ("name", position),
    "volunteer": ("organization", position),
    "education": ("institution", study),
    "projects": ("name", project),
    "skills": ("name", skill),
    "languages": ("language", language),
    "publications": ("name", publication),
    "awards": ("title", award),
    "certificates": ("name", certificate),
    "affiliations": ("organization", position),
    "interests": ("name", interest),
    "references": ("reference", reference),
    "custom": ("name", other),
}
"""Of each kind of section: the field that a bare string stands for, and who reads an item."""


def common(fields: Fields, lead: Any = ()) -> dict[str, Any]:
    """What every item may have. To be called last: what is left is extra. `lead` goes before the summary."""
    location = _location(fields)
    period = _period(fields)
    url = _url(fields)
    summary = (*lead, *fields.paragraphs("description", "summary", "details", "text", "content"))
    summary, listed = parted(summary)
    highlights = listed + _highlights(
        fields, "highlights", "bullets", "achievementhighlights", "achievements", "responsibilities", "accomplishments"
    )
    keywords = keywords_of(
        fields, "keywords", "keyword", "highlightedtechnologies", "technologies", "tags", "techstack", "skills"
    )
    emphasize_for = fields.words("emphasizefor")
    return {
        "location": location, "period": period, "url": url, "summary": summary, "highlights": highlights,
        "keywords": keywords, "emphasize_for": emphasize_for, "extras": fields.extras(),
    }  # fmt: skip


def parted(texts: tuple[Text, ...]) -> tuple[tuple[Text, ...], tuple[Highlight, ...]]:
    """The paragraphs of a summary, and the bullets that somebody typed at its end."""
    count = len(texts)
    while count and _TYPED_BULLET.match(words_of(texts[count - 1])):
        count -= 1
    return texts[:count], tuple([Highlight(text=_unmarked(text)) for text in texts[count:]])


def _url(fields: Fields) -> str:
    return fields.word("url", "website", "link", "homepage", "href", "repository", "repo")


def _period(fields: Fields) -> Period:
    return Period(
        start=fields.word("startdate", "start", "from"),
        end=fields.word("enddate", "end", "until", "to"),
        date=fields.word(*_DATES),
    )


def _location(fields: Fields) -> Text:
    """A place is a string, or an object as in `basics`."""
    found = fields.first("location")
    if not found or not isinstance(found[0], dict):
        return fields.source.text(*found) if found else ()
    place = Fields(*found, fields.source)
    line = plain(address_line(place))
    return joined([line, *(extra.text for extra in place.extras())], ", ")


def _highlights(fields: Fields, *names: str) -> tuple[Highlight, ...]:
    found: list[Highlight] = []
    for value, at in fields.each(*names):
        if isinstance(value, str) or are_strings(value):
            found.extend(Highlight(text=_unmarked(text)) for text in fields.source.paragraphs(value, at))
        else:
            found.extend(_highlight(each) for each in fields.source.objects(value, at, "text"))
    return tuple(dict.fromkeys(highlight for highlight in found if highlight.text))


def _highlight(bullet: Fields) -> Highlight:
    """A bullet may have skills, which are tags for a search and not printed."""
    text = bullet.text("text", "bullet", "highlight", "description", "summary", "name", "content")
    for _, at in bullet.each("skills", "tags", "keywords"):
        bullet.source.remark_once(at, "a bullet's tags are not printed")
    emphasize_for = bullet.words("emphasizefor")
    rest = [(*plain(f"{extra.label}: "), *extra.text) for extra in bullet.extras()]
    return Highlight(text=joined([_unmarked(text), *rest], "; "), emphasize_for=emphasize_for)


_TYPED_BULLET = re.compile(r"^[-*•‣◦–]\s+(?=\S)")


def _unmarked(text: Text) -> Text:
    """Without the bullet that somebody typed: a theme has its own."""
    first = _TYPED_BULLET.sub("", text[0].text) if text else ""
    return (replace(text[0], text=first), *text[1:]) if first else text


def keywords_of(fields: Fields, *names: str) -> tuple[Keyword, ...]:
    """Of all these names, each once. A string with commas is one keyword: nobody knows what its commas part."""
    found: list[Keyword] = []
    for value, at in fields.each(*names):
        found.extend(keywords_in(value, at, fields.source))
    return tuple(dict.fromkeys(found))


def keywords_in(value: Any, at: Pointer, source: Source) -> list[Keyword]:
    if are_strings(value):
        found = [Keyword(text=source.text(member, inner)) for inner, member in members(value, at)]
    else:
        found = [_keyword(each) for each in source.objects(value, at, "name")]
    return [keyword for keyword in found if keyword.text]


def _keyword(fields: Fields) -> Keyword:
    text = fields.text("name", "text", "keyword", "skill", "title")
    level, years = fields.text("level", "proficiency"), fields.text("years", "yearsofexperience")
    parts = fields.texts("services", "keywords", "parts", "tools")
    emphasize_for = fields.words("emphasizefor")
    rest = [(*plain(f"{extra.label}: "), *extra.text) for extra in fields.extras()]
    if not text:
        return Keyword(text=joined([level, years, *parts, *rest], ", "), emphasize_for=emphasize_for)
    return Keyword(text=text, level=level, years=years, parts=(*parts, *rest), emphasize_for=emphasize_for)
