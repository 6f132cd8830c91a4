"""A PDF in, checked data out."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from paperloop.documents.extraction import Extraction, LlmUsage, ReaderName, Reading, Timings
from paperloop.documents.pages import ALL_PAGES, PageSelection
from paperloop.errors import LlmError, LlmNotConfigured, NoEInvoice, PaperloopError
from paperloop.flows.parse import ParsedDocument, parse_in_chunks
from paperloop.llm import ChatModel, Completion
from paperloop.pdf.calls import ParsePages, ReadInvoice
from paperloop.readers.llm import SCHEMA, SCHEMA_NAME, messages, validate
from paperloop.store.spool import SpooledDocument
from paperloop.workers import Workers

AUTO: Final[tuple[ReaderName, ...]] = ()
"""No reader named: the attached e-invoice, else the model where one is configured, else the layout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractOptions:
    """`readers` are tried in turn; a later one is used when an earlier one can't be."""

    readers: tuple[ReaderName, ...] = AUTO
    pages: PageSelection = ALL_PAGES
    evidence: bool = True
    password: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    reader: ReaderName
    reading: Reading
    usage: LlmUsage | None = None


class ExtractInvoice:
    """The use case of POST /v1/extract."""

    def __init__(self, workers: Workers, model: ChatModel | None, *, max_pages: int) -> None:
        self._workers = workers
        self._model = model
        self._max_pages = max_pages

    async def __call__(
        self, document: SpooledDocument, options: ExtractOptions = ExtractOptions(), *, upload_ms: float = 0.0
    ) -> Extraction:
        """
        Raises:
            DocumentError, NotAPdf, LlmError, Overloaded.
        """
        started = time.perf_counter()
        readers = self._readers(options.readers)
        parsed = await self._parse(document, options, readers)
        parsed_at = time.perf_counter()
        read, skipped = await self._first(readers, parsed)
        ended = time.perf_counter()
        timings = Timings(
            upload=_ms(upload_ms / 1000),
            parse=_ms(parsed_at - started),
            read=_ms(ended - parsed_at),
            total=_ms(upload_ms / 1000 + ended - started),
        )
        return _extraction(document, parsed, read, skipped, timings, evidence=options.evidence)

    def _readers(self, asked: tuple[ReaderName, ...]) -> tuple[ReaderName, ...]:
        if asked == AUTO:
            return ("einvoice", "llm" if self._model else "layout")
        if asked == ("llm",) and not self._model:
            raise LlmNotConfigured
        return asked

    async def _parse(
        self, document: SpooledDocument, options: ExtractOptions, readers: tuple[ReaderName, ...]
    ) -> ParsedDocument:
        def ask(start: int, words: Path) -> ParsePages:
            return ParsePages(
                document=document.path,
                password=options.password,
                words=words,
                pages=options.pages,
                max_pages=self._max_pages,
                start=start,
                want_grids="llm" in readers,
                want_einvoice=start == 0 and "einvoice" in readers,
            )

        return await parse_in_chunks(self._workers, document.workspace, ask)

    async def _first(
        self, readers: tuple[ReaderName, ...], parsed: ParsedDocument
    ) -> tuple[_Read, list[PaperloopError]]:
        """What the first reader that can says, and why those before it could not."""
        ways = {"einvoice": self._by_einvoice, "llm": self._by_llm, "layout": self._by_layout}
        skipped: list[PaperloopError] = []
        for reader in readers[:-1]:
            try:
                return await ways[reader](parsed), skipped
            except (NoEInvoice, LlmError) as error:
                skipped.append(error)
        return await ways[readers[-1]](parsed), skipped

    async def _by_einvoice(self, parsed: ParsedDocument) -> _Read:
        if parsed.einvoice is None:
            raise NoEInvoice
        call = ReadInvoice(words=parsed.files, einvoice=parsed.einvoice)
        return _Read(reader="einvoice", reading=await self._workers.run(call))

    async def _by_llm(self, parsed: ParsedDocument) -> _Read:
        if self._model is None:
            raise LlmNotConfigured
        completion = await self._model.ask(messages(parsed.grids), schema=SCHEMA, name=SCHEMA_NAME, validate=validate)
        call = ReadInvoice(words=parsed.files, model_answer=completion.data)
        return _Read(reader="llm", reading=await self._workers.run(call), usage=_usage(completion))

    async def _by_layout(self, parsed: ParsedDocument) -> _Read:
        return _Read(reader="layout", reading=await self._workers.run(ReadInvoice(words=parsed.files)))


def _usage(completion: Completion) -> LlmUsage:
    return LlmUsage(
        model=completion.model,
        prompt_tokens=completion.prompt_tokens,
        completion_tokens=completion.completion_tokens,
        attempts=completion.attempts,
    )


def _extraction(
    document: SpooledDocument,
    parsed: ParsedDocument,
    read: _Read,
    skipped: list[PaperloopError],
    timings: Timings,
    *,
    evidence: bool,
) -> Extraction:
    facts = parsed.facts(document)
    told = [str(error) for error in skipped if not isinstance(error, NoEInvoice)]
    reading = read.reading
    return Extraction(
        invoice=reading.invoice,
        reader=read.reader,
        needs_review=reading.needs_review or bool(told),
        evidence=reading.evidence if evidence else {},
        confidence=reading.confidence,
        checks=reading.checks,
        document=facts.model_copy(update={"warnings": (*facts.warnings, *told, *reading.warnings)}),
        llm=read.usage,
        timings_ms=timings,
    )


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)
