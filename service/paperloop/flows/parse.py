"""A document's pages, chunk by chunk."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from paperloop.documents.extraction import DocumentFacts
from paperloop.documents.invoice import Invoice
from paperloop.errors import UnreadableDocument
from paperloop.pdf.calls import CHUNK_PAGES, OnPages, ParsedPages, Recognition, facts_of
from paperloop.store.spool import SpooledDocument, Workspace
from paperloop.workers import Workers


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDocument:
    """What all chunks together say; `files` hold what each chunk wrote, in page order."""

    chunks: tuple[ParsedPages, ...]
    files: tuple[Path, ...]

    @property
    def files_with_pages(self) -> tuple[Path, ...]:
        """The files of chunks of which a page could be read."""
        return tuple(file for chunk, file in zip(self.chunks, self.files, strict=True) if chunk.numbers)

    @property
    def grids(self) -> tuple[str, ...]:
        return tuple(grid for chunk in self.chunks for grid in chunk.grids)

    @property
    def extraction(self) -> bytes | None:
        return self.chunks[0].extraction

    @property
    def read_ms(self) -> float:
        return self.chunks[0].read_ms

    @property
    def einvoice(self) -> Invoice | None:
        return self.chunks[0].einvoice

    def facts(self, document: SpooledDocument) -> DocumentFacts:
        return facts_of(document.sha256, self.chunks)


async def parse_in_chunks(
    workers: Workers,
    workspace: Workspace,
    ask: Callable[[int, Path], OnPages],
    recognise: Callable[[Sequence[int]], Awaitable[Recognition]] | None = None,
) -> ParsedDocument:
    """Send `ask(start, file)` for one chunk after another; where it has unreadable pages, `recognise` them and send it
    again. Without `recognise` they stay as they are.

    One chunk of a document is in flight at a time: a short document waits for a chunk of a long one, never for all
    of it.

    Raises:
        UnreadableDocument: no page of any chunk could be read.
        DocumentError, NotAPdf, Overloaded, NotRunning.
    """
    chunks: list[ParsedPages] = []
    files: list[Path] = []
    while not chunks or len(chunks) * CHUNK_PAGES < chunks[0].selected:
        files.append(workspace / f"chunk-{len(chunks)}")
        call = ask(len(chunks) * CHUNK_PAGES, files[-1])
        chunks.append(await _parsed(workers, call, recognise))
    if not any(chunk.numbers for chunk in chunks):
        raise UnreadableDocument
    return ParsedDocument(chunks=tuple(chunks), files=tuple(files))


async def _parsed(
    workers: Workers, call: OnPages, recognise: Callable[[Sequence[int]], Awaitable[Recognition]] | None
) -> ParsedPages:
    if recognise is None:
        return await workers.run(call)
    parsed = await workers.run(replace(call, recognition=None))
    if not parsed.unreadable:
        return parsed
    return await workers.run(replace(call, recognition=await recognise(parsed.unreadable)))
