"""Reading an invoice from words: those that a parse left in files, or has at hand."""

from collections.abc import Sequence

from pydantic_core import to_json

from paperloop.documents.extraction import DocumentFacts, Extracted, LlmUsage, ReaderName, Reading
from paperloop.documents.invoice import Invoice
from paperloop.documents.pages import Page
from paperloop.pdf.calls import ReadInvoice
from paperloop.pdf.sidecar import read_pages
from paperloop.readers.fields.json_text import json_of
from paperloop.readers.fields.reading import FieldsReading, read_fields
from paperloop.readers.reading import read_answer_on, read_einvoice_on, read_layout_only


def read_invoice(call: ReadInvoice) -> bytes:
    pages = [page for path in call.words for page in read_pages(path)]
    if not call.model_answers:
        reader, reading = read_locally(pages, call.einvoice)
    else:
        reader, reading = "llm", read_answer_on(pages, *call.model_answers)
    fields = read_fields(pages, call.fields.schema, *call.fields.answers) if call.fields else None
    pages.clear()  # the JSON of a long document needs as much again
    extracted = extracted_json(
        reader,
        with_fields(reading, fields) if fields else reading,
        call.document,
        evidence=call.evidence,
        skipped=call.skipped,
        usage=call.usage,
    )
    return b'%b,"fields":%b}' % (extracted[:-1], json_of(fields.values).encode()) if fields else extracted


def read_locally(pages: Sequence[Page], einvoice: Invoice | None) -> tuple[ReaderName, Reading]:
    """What can be read without a model."""
    if einvoice is None:
        return "layout", read_layout_only(pages)
    return "einvoice", read_einvoice_on(pages, einvoice)


def with_fields(reading: Reading, fields: FieldsReading) -> Reading:
    """What both rest on, side by side."""
    return reading.model_copy(
        update={
            "evidence": {**reading.evidence, **fields.evidence},
            "confidence": {**reading.confidence, **fields.confidence},
            "warnings": (*reading.warnings, *fields.warnings),
            "needs_review": reading.needs_review or fields.needs_review,
        }
    )


def extracted_json(
    reader: ReaderName,
    reading: Reading,
    document: DocumentFacts,
    *,
    evidence: bool,
    skipped: tuple[str, ...] = (),
    usage: LlmUsage | None = None,
) -> bytes:
    """The JSON of an `Extracted`, UTF-8."""
    warnings = (*document.warnings, *skipped, *reading.warnings)
    extracted = Extracted.model_construct(  # what is in it has been validated, and would be copied
        invoice=reading.invoice,
        reader=reader,
        needs_review=reading.needs_review or bool(skipped or document.pages_unread),
        evidence=reading.evidence if evidence else {},
        confidence=reading.confidence,
        checks=reading.checks,
        document=document.model_copy(update={"warnings": warnings}),
        llm=usage,
    )
    return to_json(extracted)
