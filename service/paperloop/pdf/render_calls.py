"""What a worker can be asked to render, as messages like those of `calls.py`."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

from paperloop.pdf.calls import Call, OnDocument
from paperloop.pdf.render_options import RenderOptions
from paperloop.pdf.typeset.options import PdfStandard


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderPng(OnDocument[None]):
    """Page `page` (counted from 1) as a PNG in the file `to`, at `dpi` dots an inch.

    Raises:
        PageOutOfRange, PageTooLarge (more than `max_pixels`), and what opening a document raises.
    """

    handler: ClassVar[str] = "paperloop.pdf.png:render_png"

    to: Path
    page: int
    dpi: int
    max_pixels: int = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedPdf:
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderHtml(Call[RenderedPdf]):
    """The HTML in the JSON file `source`, with its CSS, as a PDF in the file `to`.

    Raises:
        MalformedJson, InvalidBody: the file is not as `pdf.html.HtmlBody` has it.
        HtmlTooLong: more than `max_characters` of text; told before anything is laid out.
        TooManyRenderedPages: more than `max_pages`, which is also how content that fits on no page ends.
        UnrenderableHtml: MuPDF can't make pages of it.
    """

    handler: ClassVar[str] = "paperloop.pdf.html:render_html"

    source: Path
    to: Path
    max_characters: int
    max_pages: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownResume:
    """`name` is whose résumé it is, `warnings` sentences on what is odd about it."""

    name: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResume(Call[KnownResume]):
    """Look through the résumé in the JSON file `source`; what is worth keeping of the file goes to the file `to`.

    Raises:
        MalformedJson, InvalidBody, InvalidResume.
    """

    handler: ClassVar[str] = "paperloop.pdf.resume:read_resume"

    source: Path
    to: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A string that was put into a document, and what became of it: not there, or not where it belongs."""

    text: str
    fault: Literal["missing", "out of order"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Typeset:
    """What was made. `readback` is the share of the strings put in that can be read in order, 0 to 1.

    `scale` is the size of the type in shares of the theme's own: below 1 when it was shrunk to fit. `standards` are
    those kept.
    """

    pages: int
    readback: float
    unreadable: tuple[Unreadable, ...] = ()
    scale: float = 1.0
    standards: tuple[PdfStandard, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedDocument(RenderedPdf):
    """`name` is whose résumé or which invoice it is; `warnings` are all there are, those of `typeset` among them."""

    name: str
    typeset: Typeset
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderDocument(Call[RenderedDocument]):
    """The résumé or the invoice in the JSON file `source`, which may hold options, as a PDF in the file `to`.

    `photo` is a file for what is made on the way.

    Raises:
        MalformedJson, InvalidBody, InvalidResume.
        InvalidParameter: an unknown theme, or a colour that is none.
        UnusablePhoto: the photo can't be decoded, or is too large.
        UnprintableCharacters: a standard is asked for, and no font has a character.
    """

    handler: ClassVar[str] = "paperloop.pdf.rendering:render_document"

    source: Path
    to: Path
    photo: Path
    options: RenderOptions
