"""A document's pages, chunk by chunk."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from paperloop.documents.extraction import DocumentFacts
from paperloop.documents.invoice import Invoice
from paperloop.pdf.calls import CHUNK_PAGES, Call, ParsedPages
from paperloop.store.spool import SpooledDocument
from paperloop.workers import Workers


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDocument:
    """What all chunks together say; `files` hold what each chunk wrote, in page order."""

    chunks: tuple[ParsedPages, ...]
    files: tuple[Path, ...]

    @property
    def grids(self) -> tuple[str, ...]:
        return tuple(grid for chunk in self.chunks for grid in chunk.grids)

    @property
    def einvoice(self) -> Invoice | None:
        return self.chunks[0].einvoice

    def facts(self, document: SpooledDocument) -> DocumentFacts:
        first = self.chunks[0]
        warnings = dict.fromkeys(warning for chunk in self.chunks for warning in chunk.warnings)
        return DocumentFacts(
            sha256=document.sha256,
            pages=first.page_count,
            repaired=any(chunk.repaired for chunk in self.chunks),
            encrypted=first.encrypted,
            warnings=tuple(warnings),
        )


async def parse_in_chunks(
    workers: Workers, workspace: Path, ask: Callable[[int, Path], Call[ParsedPages]]
) -> ParsedDocument:
    """Send `ask(start, file)` for one chunk after another.

    One chunk of a document is in flight at a time: a short document waits for a chunk of a long one, never for all
    of it.
    """
    chunks: list[ParsedPages] = []
    files: list[Path] = []
    while not chunks or len(chunks) * CHUNK_PAGES < chunks[0].selected:
        files.append(workspace / f"chunk-{len(chunks)}")
        chunks.append(await workers.run(ask(len(chunks) * CHUNK_PAGES, files[-1])))
    return ParsedDocument(chunks=tuple(chunks), files=tuple(files))
