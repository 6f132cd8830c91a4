"""OCR of a document's unreadable pages, one after another, within a budget of pages and of time."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from paperloop.errors import DocumentError, DocumentTooComplex
from paperloop.pdf.calls import OnPicture, RecognisedPage, Recognition
from paperloop.store.spool import SpooledDocument
from paperloop.workers import Workers

_TOO_MUCH: Final = {"time": "it took too long", "memory": "its picture is too large", "words": "it has too many words"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OcrBudget:
    """For one document: `pages`, and `seconds` of wall time, waiting for a free worker included."""

    pages: int
    seconds: float


class Engine(Protocol):
    """Makes the call that has one page recognised: `RecognisePage`, or `RecogniseAccurately`."""

    def __call__(self, *, document: Path, password: str | None, page: int, words: Path, turn: int) -> OnPicture: ...


class Ocr:
    """Reads pages from their pictures, in the lanes of `workers`."""

    def __init__(self, workers: Workers, engine: Engine, budget: OcrBudget) -> None:
        self._workers = workers
        self._engine = engine
        self._budget = budget

    def of(self, document: SpooledDocument, password: str | None) -> "DocumentOcr":
        """The OCR of one document, with its own budget."""

        def ask(page: int, turn: int) -> OnPicture:
            words = document.workspace / f"recognised-{page}"
            return self._engine(document=document.path, password=password, page=page, words=words, turn=turn)

        return DocumentOcr(self._workers, self._budget, ask)


@dataclass(slots=True)
class DocumentOcr:
    """What is left of one document's budget, and how its last page lay."""

    workers: Workers
    budget: OcrBudget
    ask: Callable[[int, int], OnPicture]
    turn: int = 0
    pages_tried: int = 0
    seconds_used: float = 0.0
    unavailable: str = ""

    async def __call__(self, numbers: Sequence[int]) -> Recognition:
        """The pages `numbers`, of which one at a time is in flight; one that can't be read costs itself alone.

        Raises:
            Overloaded, ShuttingDown, WorkerFault.
        """
        files: list[Path] = []
        failed: dict[int, str] = {}
        warnings: dict[str, None] = {}
        for number in numbers:
            call = self.ask(number, self.turn)
            try:
                page = await self._timed(call)
            except _NotRead as error:
                failed[number] = f"not recognised: {error}"
            else:
                files.append(call.words)
                warnings.update(dict.fromkeys(page.warnings))
                self.turn = self.turn if page.turn is None else page.turn
        return Recognition(files=tuple(files), failed=failed, warnings=tuple(warnings))

    async def _timed(self, call: OnPicture) -> RecognisedPage:
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            return await self._read(call, self.budget.seconds - self.seconds_used)
        finally:
            self.seconds_used += loop.time() - started

    async def _read(self, call: OnPicture, seconds: float) -> RecognisedPage:
        if self.unavailable:
            raise _NotRead(self.unavailable)
        if self.pages_tried >= self.budget.pages:
            raise _NotRead(f"OCR reads {self.budget.pages} page{'s' * (self.budget.pages > 1)} of one document")
        try:
            async with asyncio.timeout(seconds):
                self.pages_tried += 1
                page = await self.workers.run(call)
        except TimeoutError:
            raise _NotRead(f"OCR works on one document for {self.budget.seconds:g} s") from None
        except DocumentTooComplex as error:
            raise _NotRead(_TOO_MUCH.get(error.facts["limit"], "it crashed the process that read it")) from error
        except DocumentError as error:
            raise _NotRead("it can't be drawn") from error
        self.unavailable = page.unavailable
        if why := page.unavailable or page.unread:
            raise _NotRead(why)
        return page


class _NotRead(Exception):
    """Why a page was not recognised."""
