"""A résumé set in type: set, made to fit, written, read back."""

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pymupdf

from paperloop.documents.resume.view import ResumeView
from paperloop.errors import InvalidParameter, UnprintableCharacters, named_characters
from paperloop.pdf.faults import keep_silent
from paperloop.pdf.render_calls import Typeset
from paperloop.pdf.typeset.accent import readable_accent
from paperloop.pdf.typeset.catalogue import Theme, themes
from paperloop.pdf.typeset.compiler import compiled
from paperloop.pdf.typeset.expected import strings
from paperloop.pdf.typeset.glyphs import unprintable
from paperloop.pdf.typeset.manuscript import Json, Manuscript, manuscript
from paperloop.pdf.typeset.options import Paper, PdfStandard, Unprintable
from paperloop.pdf.typeset.photo import photo_svg
from paperloop.pdf.typeset.readback import read_back, texts_of

SCALES: Final = (0.97, 0.94, 0.91, 0.88, 0.85, 0.82)
"""Sizes tried to make a document fit: below the last, type of ten points is too small to be read with ease."""

_LANGUAGE: Final = re.compile(r"([a-z]{2,3})(?:-[a-z]{4})?(?:-([a-z]{2}))?(?:-.*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeLook:
    """`photo` is a file with a picture, or with a data URI of one. `fit` is how many pages it should shrink to; None
    leaves that to the theme.
    """

    theme: str = "classic"
    paper: Paper = "a4"
    accent: str | None = None
    fit: int | None = None
    photo: Path | None = None
    standards: tuple[PdfStandard, ...] = ()
    unprintable: Unprintable = "refuse"


@dataclass(frozen=True, slots=True)
class _Setting:
    """All that decides how a document looks."""

    theme: Theme
    content: str
    look: Json
    standards: tuple[PdfStandard, ...]
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class _Set:
    pdf: pymupdf.Document
    data: bytes
    scale: float


def typeset_view(view: ResumeView, to: Path, look: ResumeLook) -> Typeset:
    """The résumé of `view` as a tagged PDF in the file `to`.

    Raises:
        InvalidParameter: an unknown theme, or a colour that is none.
        UnusablePhoto: the photo can't be decoded, or is too large.
        UnprintableCharacters: a standard is asked for, and no font has a character.
    """
    keep_silent()
    theme = _theme(look.theme)
    text = manuscript(view, theme.order)
    fit = look.fit or theme.fit
    made, missing = _printed(look, _setting(look, theme, text.content), text, fit)
    to.write_bytes(made.data)
    from_right = text.content["direction"] == "rtl"
    readback = read_back(made.pdf, text.expected, foot=text.content["foot"], from_right=from_right)
    return Typeset(
        pages=made.pdf.page_count,
        readback=readback.ratio,
        unreadable=readback.unreadable,
        scale=made.scale,
        standards=() if missing else look.standards,
        warnings=tuple(_warnings(look, missing, fit, made.pdf.page_count)),
    )


def _setting(look: ResumeLook, theme: Theme, content: Json) -> _Setting:
    return _Setting(
        theme=theme,
        content=json.dumps(content, ensure_ascii=False),
        look=_inputs_of(look, content),
        standards=look.standards,
    )


def _printed(look: ResumeLook, setting: _Setting, text: Manuscript, fit: int | None) -> tuple[_Set, str]:
    """The document, and the characters that it lacks: without a standard, if the caller would rather have none."""
    missing = unprintable(strings(text.expected))
    if missing and setting.standards:
        return _without_standard(look, setting, UnprintableCharacters(characters=missing), fit)
    try:
        return _fitted(setting, fit), missing
    except UnprintableCharacters as error:
        return _without_standard(look, setting, error, fit)


def _without_standard(
    look: ResumeLook, setting: _Setting, error: UnprintableCharacters, fit: int | None
) -> tuple[_Set, str]:
    if look.unprintable == "refuse":
        raise error
    return _fitted(replace(setting, standards=()), fit), error.facts["characters"]


def _theme(name: str) -> Theme:
    if name not in themes():
        raise InvalidParameter(parameter="theme", reason=f"no such theme; there are {', '.join(themes())}")
    return themes()[name]


def _inputs_of(look: ResumeLook, content: Json) -> Json:
    language, region = _language(content["language"])
    return {
        "paper": look.paper,
        "accent": readable_accent(look.accent) if look.accent else None,
        "photo": photo_svg(look.photo) if look.photo else None,
        "dated": bool(look.standards),
        "lang": language,
        "region": region,
    }


def _language(tag: str) -> tuple[str, str | None]:
    """Language and region of a BCP 47 tag; English of what is none."""
    match = _LANGUAGE.fullmatch(tag)
    return (match[1].lower(), match[2] and match[2].upper()) if match else ("en", None)


def _set(setting: _Setting) -> _Set:
    look = {**setting.look, "scale": setting.scale}
    inputs = {"data": setting.content, "look": json.dumps(look)}
    data = compiled(setting.theme, inputs, setting.standards)
    return _Set(pymupdf.open(stream=data, filetype="pdf"), data, setting.scale)


def _fitted(setting: _Setting, pages: int | None) -> _Set:
    """In the largest type that fits `pages`; in the theme's own when none does.

    The search begins at the size that the text on the other pages asks for, and goes from there in growing steps.
    """
    best = _set(setting)
    if pages is None or best.pdf.page_count <= pages:
        return best
    place, step = _first_guess(best.pdf, pages), 1
    too_large, small_enough = -1, len(SCALES)
    while too_large + 1 < small_enough:
        tried = _set(replace(setting, scale=SCALES[place]))
        if tried.pdf.page_count > pages:
            too_large, place = place, min(place + step, small_enough - 1)
        else:
            best, small_enough, place = tried, place, max(place - step, too_large + 1)
        step *= 2
    return best


def _first_guess(pdf: pymupdf.Document, pages: int) -> int:
    """The place in SCALES of the share of the text that stands on `pages`, a little less: headings and gaps need room
    too, and what is not parted leaves some of a page empty."""
    lengths = list(map(len, texts_of(pdf)))
    share = (sum(lengths[:pages]) / max(sum(lengths), 1)) ** 1.25
    return next((place for place, scale in enumerate(SCALES) if scale <= share), len(SCALES) - 1)


def _warnings(look: ResumeLook, missing: str, fit: int | None, pages: int) -> list[str]:
    warnings = []
    if missing:
        warnings.append(f"no font here has {named_characters(missing)}; a box is printed instead")
    if missing and look.standards:
        warnings.append("the document keeps no standard, since it lacks characters")
    if fit and pages > fit:
        warnings.append(
            f"the text does not fit {fit} page{'s' * (fit > 1)}, even at {SCALES[-1]:.0%} of the type's size; "
            f"it has {pages} at full size"
        )
    return warnings
