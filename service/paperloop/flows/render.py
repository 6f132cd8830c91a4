"""JSON in, a PDF out: the same once, however many ask for it."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from paperloop import __version__
from paperloop.errors import NotRunning
from paperloop.flows.once import Once
from paperloop.pdf.calls import Call, RenderedPdf
from paperloop.store.rendered import RenderedFiles
from paperloop.store.spool import Spool, written
from paperloop.workers import Workers

Ask = Callable[[Path, Path], Call[RenderedPdf]]
"""The call that makes, from the body in the first file, the PDF in the second one."""


@dataclass(frozen=True, slots=True)
class Render:
    """A PDF, and what its maker has to tell of it."""

    pdf: bytes
    told: RenderedPdf


def key_of(*parts: str) -> str:
    """32 hexadecimal digits that name a result: what it is made of, and the version of who makes it."""
    return hashlib.sha256("\0".join((*parts, __version__)).encode()).hexdigest()[:32]


class RenderPdf:
    """The use case of POST /v1/render/... : bodies that are equal are rendered once, and kept while there is room."""

    def __init__(self, workers: Workers, spool: Spool, *, cache_bytes: int) -> None:
        self._workers = workers
        self._spool = spool
        self._once: Once[Render] = Once()
        self._kept: RenderedFiles[RenderedPdf] = RenderedFiles(spool.folder, max_bytes=cache_bytes)

    @contextmanager
    def running(self) -> Iterator[None]:
        """What is kept ends with the spool that it lies in."""
        try:
            yield
        finally:
            self._kept.clear()

    async def __call__(self, key: str, body: bytes, ask: Ask) -> Render:
        """What `ask` makes of `body`; `key` names both, and what they depend on.

        Raises:
            RenderError, BadRequest, DocumentTooComplex, Overloaded, NotRunning.
        """
        if not self._workers.open:
            raise NotRunning
        return await self._once(key, lambda: self._render(key, body, ask))

    async def _render(self, key: str, body: bytes, ask: Ask) -> Render:
        kept = await self._kept.get(key)
        if kept is not None:
            return Render(*kept)
        async with self._spool.workspace() as workspace:
            source, pdf = workspace / "body.json", workspace / "rendered.pdf"
            await written(source, body)
            told = await self._workers.run(ask(source, pdf))
            return Render(await self._kept.keep(key, pdf, told), told)
