"""Variants of a résumé: which summary, skills, projects and bullets one shows, and in which order.

A variant has a short name and a versioned one (`backend`, `v1.1.0-backend`); either is understood wherever one is
named. A résumé's own variants win over those that are built in.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from paperloop.documents.resume.built_in import BUILT_IN
from paperloop.documents.resume.characters import cleaned
from paperloop.documents.resume.fields import Fields, members
from paperloop.documents.resume.model import (
    Highlight,
    Item,
    Keyword,
    Labelled,
    Position,
    Project,
    Resume,
    Section,
    Skill,
    Variant,
)
from paperloop.documents.resume.remarks import Remark
from paperloop.documents.resume.runs import Text, whole_words, words_of
from paperloop.documents.resume.sections import KINDS
from paperloop.documents.strict_json import type_name
from paperloop.errors import InvalidParameter

_DEFAULT_BULLETS: Final = 4
_HINTS: Final = {"backend": "backend", "ml": "ml_ai", "ai": "ml_ai", "fullstack": "fullstack", "full": "fullstack",
                 "devops": "devops", "leadership": "leadership"}  # fmt: skip
"""Words of an unknown variant's name that tell which of the built-in ones is meant."""

_M = TypeVar("_M")
_Reserved = TypeVar("_Reserved", Item, Highlight, Keyword)


def short_name(name: str) -> str:
    """`ml_ai` of `v1.2.0-ml_ai`, `ML AI` and `ml-ai`."""
    return re.sub(r"[\W_]+", "_", re.sub(r"^v\d[\d.]*[-_ ]", "", name.strip().lower())).strip("_")


def applied(resume: Resume, name: str) -> tuple[Resume, tuple[Remark, ...]]:
    """`resume` as its variant `name` shows it; `resume` itself stays as it is.

    Raises:
        InvalidParameter: neither the résumé nor the service has such a variant.
    """
    remarks: list[str] = []
    variant = _variant(resume, name, remarks)
    names = frozenset({short_name(name), short_name(variant.name)})
    choice = _Choice(variant, names, tuple([word.casefold() for word in variant.emphasize_keywords]), remarks)
    sections = [section for section in map(choice.section, resume.sections) if section.items]
    if variant in resume.variants:
        remarks.extend(_missing(resume, variant))
    shown = replace(resume, summary=_summary(resume, variant), sections=tuple(_ordered(sections, variant.skill_order)))
    return shown, tuple([Remark("", f"variant `{variant.name}`: {remark}") for remark in remarks])


def _variant(resume: Resume, name: str, remarks: list[str]) -> Variant:
    """By its whole name before its short one, the résumé's own before the built-in ones."""
    short, told = short_name(name), cleaned(name[:80])
    for known in (resume.variants, BUILT_IN):
        found = [each for each in known if each.name == name] or [
            each for each in known if short_name(each.name) == short
        ]
        if found:
            return found[0]
    for word in short.split("_"):
        if word in _HINTS:
            remarks.append(f"it is taken for the unknown `{told}`, by its name")
            return next(each for each in BUILT_IN if short_name(each.name) == _HINTS[word])
    own = [each.name for each in resume.variants]
    known_names = ", ".join([*own, *(short_name(each.name) for each in BUILT_IN)])
    raise InvalidParameter(parameter="variant", reason=f"`{told}` is unknown; there are {known_names}")


def _summary(resume: Resume, variant: Variant) -> tuple[Text, ...]:
    wanted = short_name(variant.summary_key or variant.name)
    found = (text for key, text in resume.summaries.items() if short_name(key) == wanted)
    return next(found, resume.summary)


@dataclass(frozen=True)
class _Choice:
    """What a variant keeps of a section. `names` are the short names that it is called by, `words` what it stresses."""

    variant: Variant
    names: Collection[str]
    words: Sequence[str]
    remarks: list[str]

    def section(self, section: Section) -> Section:
        items = self.reserved(section.items)
        if section.kind == "skills":
            items = self.skills(items)
        elif section.kind == "projects":
            items = self.projects(items)
        elif section.kind == "work":
            items = tuple([self.job(item) for item in items])
        if section.items and not items:
            self.remarks.append(f"section `{section.key}` is left out: all of it is kept for other variants")
        return replace(section, items=items)

    def reserved(self, members: Iterable[_Reserved]) -> tuple[_Reserved, ...]:
        """Without what is kept for other variants."""
        return tuple([member for member in members if not member.emphasize_for or self.is_meant(member.emphasize_for)])

    def is_meant(self, names: Iterable[str]) -> bool:
        return any(short_name(name) in self.names for name in names)

    def skills(self, items: Sequence[Item]) -> tuple[Item, ...]:
        """The groups that the variant names, in its order; all, where the résumé names its groups otherwise."""
        named = self.named(items, self.variant.skill_sections, _group_of, "skills")
        groups = map(self.group, _by_order(named, self.variant.skill_order, lambda item: {_kind(_group_of(item))}))
        return tuple([group for group in groups if group])

    def group(self, item: Item) -> Item | None:
        keywords = self.reserved(item.keywords)
        return None if item.keywords and not keywords else replace(item, keywords=keywords)

    def projects(self, items: Sequence[Item]) -> tuple[Item, ...]:
        return self.named(items, self.variant.project_categories, _category_of, "projects")

    def named(
        self, items: Sequence[Item], names: Sequence[str], called: Callable[[Item], str], what: str
    ) -> tuple[Item, ...]:
        groups: dict[str, list[Item]] = {}
        for item in items:
            groups.setdefault(called(item), []).append(item)
        found = [item for name in names for item in groups.get(_letters(name), ())]
        if names and not found and groups.keys() - {""}:
            self.remarks.append(f"the résumé has none of its {what} ({', '.join(names)}); all are shown")
        return tuple(dict.fromkeys(found or items))

    def job(self, item: Item) -> Item:
        """The bullets that are meant for the variant or speak its words; the first of all where none does."""
        if not isinstance(item, Position):
            return item
        chosen = [bullet for bullet in item.highlights if self.is_meant(bullet.emphasize_for) or self.speaks(bullet)]
        return replace(item, highlights=tuple((chosen or list(item.highlights))[: self.variant.max_bullets]))

    def speaks(self, bullet: Highlight) -> bool:
        said = words_of(bullet.text).casefold()
        return any(next(whole_words(said, word), None) is not None for word in self.words)


def _missing(resume: Resume, variant: Variant) -> Iterator[str]:
    """What the résumé's own variant names and the résumé has not."""
    groups = {_group_of(item) for section in resume.sections if section.kind == "skills" for item in section.items}
    categories = {_category_of(item) for section in resume.sections for item in section.items}
    for name in variant.skill_sections:
        if _letters(name) not in groups:
            yield f"there is no group of skills `{name}`"
    for name in variant.project_categories:
        if _letters(name) not in categories:
            yield f"there is no category of projects `{name}`"


def _ordered(sections: Sequence[Section], names: Sequence[str]) -> list[Section]:
    """By their kinds, keys or titles."""
    return _by_order(sections, names, lambda section: {_kind(section.key), section.kind, _letters(section.title)})


def _by_order(members: Sequence[_M], names: Sequence[str], called: Callable[[_M], Collection[str]]) -> list[_M]:
    """Those that are named first, in this order; the others as they stood."""
    ranks = {_kind(name): rank for rank, name in reversed(list(enumerate(names)))}
    return sorted(members, key=lambda member: min(ranks.get(name, len(names)) for name in called(member)))


def _kind(name: str) -> str:
    """The kind of section that goes by this name, else the name's letters."""
    letters = _letters(name)
    return KINDS.get(letters, letters)


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def _group_of(item: Item) -> str:
    if isinstance(item, Labelled):
        return _letters(words_of(item.label))
    return _letters(item.key) if isinstance(item, Skill) else ""


def _category_of(item: Item) -> str:
    return _letters(item.category) if isinstance(item, Project) else ""


def variants_in(top: Fields) -> Iterator[Variant]:
    """A résumé's own variants, by their names."""
    for value, at in top.each("variants"):
        if isinstance(value, dict):
            for key, (inner, member) in zip(value, members(value, at), strict=True):
                told = member if isinstance(member, dict) else {"description": member}
                yield _own_variant(str(key), Fields(told, inner, top.source))
        else:
            top.source.remark(at, f"{type_name(value)} where an object was expected: variants have names")


def _own_variant(name: str, fields: Fields) -> Variant:
    variant = Variant(
        name=name,
        title=fields.word("title", "name"),
        description=fields.word("description"),
        summary_key=fields.word("summarykey"),
        skill_sections=fields.words("skillsections"),
        skill_order=fields.words("skillorder", "sectionorder"),
        project_categories=fields.words("projectcategories"),
        max_bullets=_bullets(fields),
        emphasize_keywords=fields.sought("emphasizekeywords"),
    )
    for key in fields.unread():
        fields.source.remark(fields.take(key)[1], "variants have no such member; it does nothing")
    return variant


def _bullets(fields: Fields) -> int:
    found = fields.first("maxbulletsperjob")
    if not found:
        return _DEFAULT_BULLETS
    value, at = found
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    fields.source.remark(at, f"must be a whole number above 0; {_DEFAULT_BULLETS} is taken")
    return _DEFAULT_BULLETS
