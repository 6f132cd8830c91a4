"""A PDF in, checked data out."""

import asyncio
import time
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Any, Final

from paperloop.documents.extraction import Extraction, LlmUsage, ReaderName, Timings
from paperloop.documents.pages import ALL_PAGES, PageSelection
from paperloop.errors import DocumentTooComplex, FieldsNeedModel, LlmError, LlmNotConfigured, NoEInvoice, NotRunning
from paperloop.flows.ask import Asked, Question, ask_in_parts
from paperloop.flows.parse import ParsedDocument, parse_in_chunks
from paperloop.flows.recognise import Ocr
from paperloop.llm import ChatModel
from paperloop.pdf.calls import AskedFields, ParsePages, ReadAtOnce, ReadInvoice
from paperloop.readers import fields
from paperloop.readers.fields import FieldsSchema
from paperloop.store.spool import SpooledDocument
from paperloop.workers import Workers

AUTO: Final[tuple[ReaderName, ...]] = ()
"""No reader named: the attached e-invoice, else the model where one is configured, else the layout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractOptions:
    """`readers` are tried in turn; a later one is used when an earlier one can't be.

    `schema` asks for fields of the caller's own; whoever reads the invoice, these are the language model's to find.
    """

    readers: tuple[ReaderName, ...] = AUTO
    pages: PageSelection = ALL_PAGES
    evidence: bool = True
    password: str | None = None
    schema: FieldsSchema | None = None


DEFAULTS: Final = ExtractOptions()


@dataclass(frozen=True, slots=True)
class _Task:
    document: SpooledDocument
    options: ExtractOptions
    parsed: ParsedDocument
    own: "asyncio.Task[Asked] | None" = None
    """The question about the caller's own fields, asked at the same time as the invoice's."""

    def read(self, skipped: tuple[str, ...]) -> ReadInvoice:
        return ReadInvoice(
            words=self.parsed.files,
            document=self.parsed.facts(self.document),
            evidence=self.options.evidence,
            skipped=skipped,
        )


class ExtractInvoice:
    """The use case of POST /v1/extract."""

    def __init__(self, workers: Workers, *, max_pages: int, ocr: Ocr | None = None) -> None:
        self._workers = workers
        self._ocr = ocr
        self._model: ChatModel | None = None
        self._max_pages = max_pages

    @contextmanager
    def asking(self, model: ChatModel) -> Iterator[None]:
        """`model` is there to be asked inside."""
        self._model = model
        try:
            yield
        finally:
            self._model = None

    async def __call__(
        self, document: SpooledDocument, options: ExtractOptions = DEFAULTS, *, upload_ms: float = 0.0
    ) -> Extraction:
        """
        Raises:
            DocumentError, NotAPdf, LlmError, Overloaded, NotRunning.
        """
        return Extraction.model_validate_json(await self.json(document, options, upload_ms=upload_ms))

    async def json(
        self, document: SpooledDocument, options: ExtractOptions = DEFAULTS, *, upload_ms: float = 0.0
    ) -> bytes:
        """The JSON of an Extraction, UTF-8, as the workers made it.

        Raises:
            DocumentError, NotAPdf, LlmError, Overloaded, NotRunning.
        """
        if not self._workers.open:
            raise NotRunning
        started = time.perf_counter()
        readers = self._readers(options)
        parsed = await self._parse(document, options, readers)
        parse_ms = (time.perf_counter() - started) * 1000 - parsed.read_ms
        extracted = parsed.extraction or await self._read(readers, _Task(document, options, parsed))
        worked_ms = (time.perf_counter() - started) * 1000
        timings = Timings(upload=upload_ms, parse=parse_ms, read=worked_ms - parse_ms, total=upload_ms + worked_ms)
        return b"".join((memoryview(extracted)[:-1], b',"timings_ms":', timings.model_dump_json().encode(), b"}"))

    def _readers(self, options: ExtractOptions) -> tuple[ReaderName, ...]:
        asked = options.readers
        if options.schema and not self._model:
            raise FieldsNeedModel
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
                want_grids="llm" in readers or options.schema is not None,
                want_einvoice=start == 0 and "einvoice" in readers,
                at_once=_at_once(document, options, readers),
            )

        recognise = self._ocr.of(document, options.password) if self._ocr else None
        return await parse_in_chunks(self._workers, document.workspace, ask, recognise)

    async def _read(self, readers: tuple[ReaderName, ...], task: _Task) -> bytes:
        if task.options.schema is None:
            return await self._first(readers, task)
        async with _meanwhile(self._ask_fields(task.options.schema, task.parsed.grids)) as own:
            return await self._first(readers, replace(task, own=own))

    async def _ask_fields(self, schema: FieldsSchema, grids: tuple[str, ...]) -> Asked:
        if self._model is None:
            raise FieldsNeedModel
        question = Question(
            messages=partial(fields.messages, schema),
            schema=fields.strict_schema(schema),
            name=fields.QUESTION_NAME,
            faults=partial(fields.faults, schema),
        )
        return await ask_in_parts(self._model, grids, question)

    async def _run(self, task: _Task, call: ReadInvoice) -> bytes:
        """`call`, once the caller's own fields are there too. An error about them is the whole answer's error: the
        caller asked for them, and no reader stands in for the model."""
        if task.own and task.options.schema:
            own = await task.own
            asked = AskedFields(schema=task.options.schema, answers=own.answers)
            call = replace(call, fields=asked, usage=_sum(call.usage, own.usage))
        return await self._workers.run(call)

    async def _first(self, readers: tuple[ReaderName, ...], task: _Task) -> bytes:
        """What the first reader that can says, with why those before it could not."""
        ways = {"einvoice": self._by_einvoice, "llm": self._by_llm, "layout": self._by_layout}
        skipped: tuple[str, ...] = ()
        for reader in readers[:-1]:
            try:
                return await ways[reader](task, skipped)
            except NoEInvoice:
                continue
            except (LlmError, DocumentTooComplex) as error:  # too long for the model, say
                skipped = (*skipped, str(error))
        return await ways[readers[-1]](task, skipped)

    async def _by_einvoice(self, task: _Task, skipped: tuple[str, ...]) -> bytes:
        if task.parsed.einvoice is None:
            raise NoEInvoice
        return await self._run(task, replace(task.read(skipped), einvoice=task.parsed.einvoice))

    async def _by_llm(self, task: _Task, skipped: tuple[str, ...]) -> bytes:
        if self._model is None:
            raise LlmNotConfigured
        asked = await ask_in_parts(self._model, task.parsed.grids)
        return await self._run(task, replace(task.read(skipped), model_answers=asked.answers, usage=asked.usage))

    async def _by_layout(self, task: _Task, skipped: tuple[str, ...]) -> bytes:
        return await self._run(task, task.read(skipped))


def _at_once(document: SpooledDocument, options: ExtractOptions, readers: tuple[ReaderName, ...]) -> ReadAtOnce | None:
    """What a worker may read without coming back: as far down the list as no model is asked."""
    local = list(takewhile(lambda reader: reader != "llm", readers))
    if not local or options.schema:
        return None
    return ReadAtOnce(sha256=document.sha256, layout="layout" in local, evidence=options.evidence)


@asynccontextmanager
async def _meanwhile(work: Coroutine[Any, Any, Asked]) -> AsyncIterator["asyncio.Task[Asked]"]:
    """`work` under way inside; cancelled at the end where nobody waited for it."""
    working = asyncio.create_task(work)
    try:
        yield working
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)


def _sum(one: LlmUsage | None, two: LlmUsage) -> LlmUsage:
    if one is None:
        return two
    return LlmUsage(
        model=one.model,
        prompt_tokens=one.prompt_tokens + two.prompt_tokens,
        completion_tokens=one.completion_tokens + two.completion_tokens,
        attempts=one.attempts + two.attempts,
    )
