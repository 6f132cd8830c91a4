"""The caller's HTML and CSS as a PDF, through PyMuPDF's Story. It is given no archive, so it can reach no file and no
network: pictures come as data URIs, or not at all."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

import pymupdf
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from paperloop.errors import HtmlTooLong, TooManyRenderedPages, UnreadableDocument, UnrenderableHtml
from paperloop.pdf.body import json_object, validated
from paperloop.pdf.faults import keep_silent, translated
from paperloop.pdf.render_calls import RenderedPdf, RenderHtml

_SURROGATES = re.compile("[\ud800-\udfff]")
_OUTSIDE = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)(?:[^<>]*(/)>)?", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]*>")
_SPACE = re.compile(r"\s+")
_NEED_NO_END = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    "body", "colgroup", "dd", "dt", "head", "html", "li", "optgroup", "option", "p", "tbody", "td", "tfoot", "th",
    "thead", "tr",
}  # fmt: skip
"""Elements that have no end tag, and those that may leave it out."""
_SHAPES = {"circle", "ellipse", "image", "line", "path", "polygon", "polyline", "rect", "stop", "use"}
"""Elements of SVG that may end themselves, in one alone: of HTML none may, and a shape outside is HTML."""

MAX_DEPTH = 500
"""Of elements in each other. MuPDF takes seconds for some thousands of them, and then gives up."""

_OPENS = 1
"""Of an element position: here the element begins."""


@dataclass(slots=True)
class _Links:
    """Where the elements with an `href` stand, and those with an `id`."""

    sources: list[tuple[int, pymupdf.Rect, str]] = field(default_factory=list)
    targets: dict[str, tuple[int, pymupdf.Point]] = field(default_factory=dict)

    def noting(self, page: int) -> Callable[[Any], None]:
        """For Story.element_positions, which calls functions of exactly one argument."""

        def note(position: Any) -> None:
            if position.open_close & _OPENS:
                box = pymupdf.Rect(position.rect)
                if position.href:
                    self.sources.append((page, box, position.href))
                if position.id:
                    self.targets.setdefault(position.id, (page, box.tl))

        return note

    def write(self, pdf: pymupdf.Document) -> None:
        """Links to places on the pages and to the outside; any other `href` is text."""
        for page, box, href in self.sources:
            if href.startswith("#") and href[1:] in self.targets:
                target, point = self.targets[href[1:]]
                pdf[page].insert_link({"kind": pymupdf.LINK_GOTO, "from": box, "page": target, "to": point})
            elif _OUTSIDE.match(href):
                pdf[page].insert_link({"kind": pymupdf.LINK_URI, "from": box, "uri": href})


def _in_small_letters(name: Any) -> Any:
    return name.lower() if isinstance(name, str) else name


_Paper = Annotated[Literal["a3", "a4", "a5", "letter", "legal"], BeforeValidator(_in_small_letters)]


class HtmlBody(BaseModel):
    """The body of POST /v1/render/html. `margin` is points (1/72 inch) from the edges of the paper."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    html: str = Field(min_length=1)
    css: str = ""
    title: str = Field("", max_length=500)
    paper: _Paper = "a4"
    landscape: bool = False
    margin: float = Field(42.5, ge=0, le=200, strict=True)


def render_html(call: RenderHtml) -> RenderedPdf:
    body = validated(HtmlBody, json_object(call.source))
    if (characters := _characters(body.html)) > call.max_characters:
        raise HtmlTooLong(characters=characters, limit=call.max_characters)
    if _depth(body.html) > MAX_DEPTH:
        raise UnrenderableHtml(limit=MAX_DEPTH)
    keep_silent()
    try:
        with translated():
            return _rendered(body, call)
    except UnreadableDocument as error:
        raise UnrenderableHtml(limit=MAX_DEPTH) from error


def _characters(html: str) -> int:
    """What layout takes time for, and a page room: letters between the tags, a run of white space being one."""
    return len(_SPACE.sub(" ", _MARKUP.sub("", html)))


def _depth(html: str) -> int:
    """How deep elements are nested at most, those left out that need no end tag."""
    deepest = depth = 0
    drawing = False
    for closing, written, ends_itself in _TAG.findall(html):
        name = written.lower()
        drawing = not closing if name == "svg" else drawing
        if name not in _NEED_NO_END and not (drawing and ends_itself and name in _SHAPES):
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _rendered(body: HtmlBody, call: RenderHtml) -> RenderedPdf:
    data, links = _placed(body, call.max_pages)
    with pymupdf.open("pdf", data) as pdf:
        links.write(pdf)
        pdf.subset_fonts()
        pdf.set_metadata({"title": _sound(body.title), "producer": "Paperloop"})
        pdf.save(call.to, garbage=3, deflate=True, no_new_id=True)
        return RenderedPdf(pages=pdf.page_count)


def _placed(body: HtmlBody, max_pages: int) -> tuple[bytes, _Links]:
    """The story on as many pages as it takes."""
    paper = pymupdf.paper_rect(f"{body.paper}-l" if body.landscape else body.paper)
    area = pymupdf.Rect(body.margin, body.margin, paper.width - body.margin, paper.height - body.margin)
    story = pymupdf.Story(html=_sound(body.html), user_css=_sound(body.css))
    out, links = io.BytesIO(), _Links()
    writer = pymupdf.DocumentWriter(out)
    pages, more = 0, True
    while more:
        if pages == max_pages:
            raise TooManyRenderedPages(limit=max_pages)
        device = writer.begin_page(paper)
        more, _ = story.place(area)
        story.element_positions(links.noting(pages))
        story.draw(device)
        writer.end_page()
        pages += 1
    writer.close()
    return out.getvalue(), links


def _sound(text: str) -> str:
    """`text` without NUL, at which MuPDF ends it, and without halves of characters, which nobody can write."""
    return _SURROGATES.sub("\ufffd", text.replace("\0", ""))
