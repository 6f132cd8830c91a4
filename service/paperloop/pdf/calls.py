"""What a worker can be asked to do: frozen messages that cross the process boundary. Those of rendering are in
`render_calls.py`.

Paths go in and small values come out; a document's bytes, its words and its rendered pages stay in files. The
process that sends a call never loads pymupdf.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Final, Generic, Literal, TypeVar

from paperloop.documents.extraction import DocumentFacts, LlmUsage
from paperloop.documents.invoice import Invoice
from paperloop.documents.pages import ALL_PAGES, PageSelection
from paperloop.readers.fields.schema import FieldsSchema

LONG_CHUNKS = 3
"""A call on the words of more chunks than this is long."""

Answer = TypeVar("Answer", covariant=True)

CHUNK_PAGES = 20
"""Pages that one call works on. A longer document takes several calls, one after another, so that a short document
waits for a chunk and not for a whole book."""


@dataclass(frozen=True, slots=True)
class Call(Generic[Answer]):
    """A message to a worker; `Answer` is the type of what comes back, `handler` who gives it: `module:function`."""

    handler: ClassVar[str]

    @property
    def is_long(self) -> bool:
        """Whether the work is more than a chunk's, so that it must not hold every lane at once."""
        return False

    @property
    def deadlines(self) -> int:
        """How many deadlines of one chunk's work it may take."""
        return 1

    @property
    def is_last(self) -> bool:
        """Whether its document is answered by it, so that it goes before calls that only begin one."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello(Call[int]):
    """Is the worker there, with everything loaded? Its process id."""

    handler: ClassVar[str] = "paperloop.pdf.perform:hello"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDocument(Call[Answer]):
    """A call on one PDF file. `password` never appears in a repr, so never in a log."""

    document: Path
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedPages:
    """What one chunk of a document holds.

    `page_count` is the whole document's, `selected` how many of its pages were meant in all, `numbers` the pages of
    this chunk. `grids` are their text grids, when asked for. `einvoice` comes with the first chunk alone.
    `extraction` is there when the document was read at once, in `read_ms` milliseconds: as `ReadInvoice` answers it.

    `unreadable` pages show something that their text layer doesn't say; they are told where OCR was not tried yet, and
    nothing is read at once then. Afterwards they are `recognised`, or `unread`.
    """

    page_count: int
    selected: int
    numbers: tuple[int, ...]
    repaired: bool = False
    encrypted: bool = False
    warnings: tuple[str, ...] = ()
    grids: tuple[str, ...] = ()
    einvoice: Invoice | None = None
    extraction: bytes | None = None
    read_ms: float = 0.0
    unreadable: tuple[int, ...] = ()
    recognised: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()


def facts_of(sha256: str, chunks: Sequence[ParsedPages]) -> DocumentFacts:
    """What all chunks of one document say about its file; a warning that several give is told once."""
    return DocumentFacts(
        sha256=sha256,
        pages=chunks[0].page_count,
        repaired=any(chunk.repaired for chunk in chunks),
        encrypted=chunks[0].encrypted,
        pages_ocr=tuple(number for chunk in chunks for number in chunk.recognised),
        pages_unread=tuple(number for chunk in chunks for number in chunk.unread),
        warnings=tuple(dict.fromkeys(warning for chunk in chunks for warning in chunk.warnings)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """What OCR made of pages: `files` hold those that it read, one each; `failed` tells by page number why another
    was not: "not recognised: it took too long"; `warnings` concern them all."""

    files: tuple[Path, ...] = ()
    failed: Mapping[int, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


NOT_TRIED: Final = Recognition()
"""Pages are taken as their text layers have them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPages(OnDocument[ParsedPages]):
    """A call on pages `start` to `start + count` of the selection (counted from 0).

    `recognition` is None where unreadable pages are to be told first, for OCR to read them; then the call is sent
    again with what came of it.
    """

    pages: PageSelection = ALL_PAGES
    max_pages: int
    start: int = 0
    count: int = CHUNK_PAGES
    recognition: Recognition | None = NOT_TRIED


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAtOnce:
    """Read a document that is one chunk long where it was parsed: its e-invoice, else, with `layout`, its layout.

    It saves the way to a second call, and the words the way through a file.
    """

    sha256: str
    layout: bool
    evidence: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsePages(OnPages):
    """The words of one chunk, written to the file `words`.

    Raises:
        NotAPdf, UnreadableDocument, PasswordRequired, WrongPassword, UnsupportedEncryption, TooManyPages,
        PageOutOfRange, DocumentTooComplex.
    """

    handler: ClassVar[str] = "paperloop.pdf.parse:parse_pages"

    words: Path
    want_grids: bool = False
    want_einvoice: bool = False
    at_once: ReadAtOnce | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteText(OnPages):
    """The text of one chunk, written to the file `to`, UTF-8.

    `grid`: each page's text grid, pages parted by form feeds (U+000C). `words`: one JSON object a page, parted by
    commas: `{"number", "width", "height", "words": [{"text", "bbox": [x0, y0, x1, y1], "hidden"}]}`.
    """

    handler: ClassVar[str] = "paperloop.pdf.text:write_text"

    to: Path
    form: Literal["grid", "words"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedPage:
    """`turn` as of a `Word`, None where nothing was read. `warnings` concern the document's other pages too.

    `unread` says why there is no file for this page: there is nothing to read in its picture. `unavailable` says why no
    page can be read at all: the language data is missing.
    """

    turn: int | None = None
    warnings: tuple[str, ...] = ()
    unread: str = ""
    unavailable: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPicture(OnDocument[RecognisedPage]):
    """OCR of page `page` (counted from 1), its words written to the file `words`; `turn` is how the text may lie.

    Raises:
        UnreadableDocument, DocumentTooComplex.
    """

    page: int
    words: Path
    turn: int = 0

    @property
    def is_long(self) -> bool:
        """Seconds where a chunk takes milliseconds."""
        return True

    @property
    def deadlines(self) -> int:
        return 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisePage(OnPicture):
    """By MuPDF's Tesseract. Language data is looked for in `language_folder`, else where packages and the system keep
    it."""

    handler: ClassVar[str] = "paperloop.pdf.ocr.recognise:recognise_page"

    languages: tuple[str, ...]
    language_folder: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecogniseAccurately(OnPicture):
    """By RapidOCR, which the worker loads for its first page."""

    handler: ClassVar[str] = "paperloop.pdf.ocr.accurate:recognise_accurately"

    @property
    def deadlines(self) -> int:
        return 6


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFields:
    """The caller's own fields, and a language model's answers about the document's parts, in order: validated shape,
    unverified content."""

    schema: FieldsSchema
    answers: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadInvoice(Call[bytes]):
    """The invoice on the pages whose words stand in the files `words`, as the JSON of an `Extracted`.

    With `einvoice` its values are looked up on the pages, with `model_answers` the printed strings of a language
    model's answers about the document's parts, in order (validated shape, unverified content); with neither the layout
    reader reads the pages. `skipped` tells of readers that were asked first and failed. It is JSON because nobody
    between the worker and the client looks inside: making objects of it twice would cost more than all else in the web
    process.

    With `fields` the caller's own stand in it too.
    """

    handler: ClassVar[str] = "paperloop.pdf.read:read_invoice"

    words: tuple[Path, ...]
    document: DocumentFacts
    evidence: bool = True
    skipped: tuple[str, ...] = ()
    usage: LlmUsage | None = None
    einvoice: Invoice | None = None
    model_answers: tuple[Mapping[str, Any], ...] = ()
    fields: AskedFields | None = None

    @property
    def is_long(self) -> bool:
        return len(self.words) > LONG_CHUNKS

    @property
    def deadlines(self) -> int:
        return max(1, len(self.words) // LONG_CHUNKS)

    @property
    def is_last(self) -> bool:
        return not self.is_long
