"""What the service says about a document: the invoice, and what each value of it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from paperloop.documents.invoice import Invoice
from paperloop.documents.json_pointers import Pointer

ReaderName = Literal["einvoice", "llm", "layout"]

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1."""

Rounded = Annotated[float, PlainSerializer(lambda value: round(value, 2), return_type=float, when_used="json")]
"""Two decimals in JSON: a hundredth of a millisecond."""


def _rounded(box: Box) -> Box:
    """As `round(..., 2)`, which takes twice as long: a hundred times a number of 32 bits, as MuPDF measures, is exact.

    Where a number of a turned page lies in the middle of two hundredths, but for its last bits, it may be the other.
    """
    x0, y0, x1, y1 = box
    return round(x0 * 100) / 100, round(y0 * 100) / 100, round(x1 * 100) / 100, round(y1 * 100) / 100


RoundedBox = Annotated[Box, PlainSerializer(_rounded, return_type=Box, when_used="json")]
"""Two decimals in JSON: a hundredth of a point. Rounded at once, since an answer has hundreds of boxes."""


class _Value(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a value stands: `bbox` is x0, y0, x1, y1 in points from the top left of the page as shown.

    No model, which would be three times as large: an answer has hundreds, a long one a hundred thousand, all made here.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    page: int
    bbox: RoundedBox
    text: str
    """What the page prints there."""


class Check(_Value):
    """A rule that the values were held against. `detail` is a sentence with the figures."""

    rule: str
    passed: bool
    detail: str


class Reading(_Value):
    """What a reader made of a document. Values without evidence are not on the page as shown."""

    invoice: Invoice
    evidence: Mapping[Pointer, Evidence] = {}
    confidence: Mapping[Pointer, float] = {}
    checks: tuple[Check, ...] = ()
    warnings: tuple[str, ...] = ()
    needs_review: bool = False


class DocumentFacts(_Value):
    """About the file itself."""

    sha256: str
    pages: int
    pages_ocr: tuple[int, ...] = ()
    pages_unread: tuple[int, ...] = Field((), exclude=True)
    """Pages that show something and were not read: OCR failed, or had no time for them. Told as a warning."""
    repaired: bool = False
    encrypted: bool = False
    warnings: tuple[str, ...] = ()


class LlmUsage(_Value):
    """What the model's work cost. `attempts` counts HTTP calls, retries included."""

    model: str
    prompt_tokens: int
    completion_tokens: int
    attempts: int


class Timings(_Value):
    """Wall time in milliseconds."""

    upload: Rounded
    parse: Rounded
    read: Rounded
    total: Rounded


class Extracted(_Value):
    """What a worker makes: an extraction that does not know yet how long it took."""

    invoice: Invoice
    reader: ReaderName
    needs_review: bool
    evidence: Mapping[Pointer, Evidence]
    confidence: Mapping[Pointer, float]
    checks: tuple[Check, ...]
    document: DocumentFacts
    llm: LlmUsage | None = None


class Extraction(Extracted):
    """The answer of POST /v1/extract. `fields` are those that the caller asked for by a schema of its own."""

    fields: Mapping[str, Any] | None = None
    timings_ms: Timings
