"""The service itself, reading documents: embedded, without HTTP."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from paperloop.app import Paperloop
from paperloop.documents.extraction import Extraction, ReaderName
from paperloop.errors import NoEInvoice, PaperloopError
from paperloop.flows.extract import ExtractOptions
from paperloop.settings import Settings
from paperloop.store.spool import spooled_copy

Answer = Extraction | str
"""What the service made of a document, or why it made nothing."""

PATIENCE_S: Final = 300.0
OCR_PATIENCE_S: Final = 3600.0
"""For a call, and for all pages of a document that are recognised. A busy machine must not change what is right."""


class Service:
    """A running service that reads one document a lane at a time."""

    def __init__(self, paperloop: Paperloop, say: Callable[[str], None]) -> None:
        self._paperloop = paperloop
        self._turns = asyncio.Semaphore(paperloop.settings.lanes)
        self._say = say

    async def read(self, paths: Sequence[Path], reader: ReaderName) -> list[Answer | None]:
        """What `reader` makes of each document, in order; None where it asks for an e-invoice and none is attached."""
        done = 0

        async def one(path: Path) -> Answer | None:
            nonlocal done
            async with self._turns:
                answer = await self._read(path, reader)
            done += 1
            if done * 10 // len(paths) > (done - 1) * 10 // len(paths):  # at every tenth
                self._say(f"  {done} of {len(paths)}")
            return answer

        return await asyncio.gather(*map(one, paths))

    async def _read(self, path: Path, reader: ReaderName) -> Answer | None:
        service = self._paperloop
        try:
            async with service.spool.workspace() as workspace:
                document = await spooled_copy(path, workspace, max_bytes=service.settings.max_upload_bytes)
                return await service.extract(document, ExtractOptions(readers=(reader,)))
        except NoEInvoice:
            return None
        except PaperloopError as error:
            return str(error)


@asynccontextmanager
async def service(folder: Path, say: Callable[[str], None]) -> AsyncIterator[Service]:
    """The service with its spool in `folder`."""
    settings = Settings(
        data_dir=folder,
        lane_deadline_s=PATIENCE_S,
        lane_queue_timeout_s=PATIENCE_S,
        ocr_timeout_s=OCR_PATIENCE_S,
    )
    paperloop = Paperloop(settings)
    async with paperloop.running():
        yield Service(paperloop, say)
