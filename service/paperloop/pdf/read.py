"""Reading an invoice from words: those that a parse left in files, or has at hand."""

from collections.abc import Sequence

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
    document, evidence, skipped, usage = call.document, call.evidence, call.skipped, call.usage
    if call.fields is None:
        return extracted_json(reader, reading, document, evidence=evidence, skipped=skipped, usage=usage)
    fields = read_fields(pages, call.fields.schema, *call.fields.answers)
    both = with_fields(reading, fields)
    extracted = extracted_json(reader, both, document, evidence=evidence, skipped=skipped, usage=usage)
    return b'%b,"fields":%b}' % (extracted[:-1], json_of(fields.values).encode())


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
    extracted = Extracted(
        invoice=reading.invoice,
        reader=reader,
        needs_review=reading.needs_review or bool(skipped or document.pages_unread),
        evidence=reading.evidence if evidence else {},
        confidence=reading.confidence,
        checks=reading.checks,
        document=document.model_copy(update={"warnings": warnings}),
        llm=usage,
    )
    return extracted.model_dump_json().encode()
