"""JSON in, a PDF out: the same once, however many ask for it."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from paperloop import __version__
from paperloop.errors import NotRunning
from paperloop.flows.once import Once
from paperloop.pdf.calls import Call
from paperloop.pdf.render_calls import RenderDocument, RenderedDocument, RenderedPdf
from paperloop.pdf.render_options import RenderOptions
from paperloop.store.rendered import RenderedFiles
from paperloop.store.spool import Spool, Workspace, written
from paperloop.workers import Workers

Told = TypeVar("Told", bound=RenderedPdf)


@dataclass(frozen=True, slots=True)
class Render(Generic[Told]):
    """A PDF, and what its maker has to tell of it."""

    pdf: bytes
    told: Told


def key_of(*parts: str) -> str:
    """32 hexadecimal digits that name a result: what it is made of, and the version of who makes it."""
    return hashlib.sha256("\0".join((*parts, __version__)).encode()).hexdigest()[:32]


class RenderPdf(Generic[Told]):
    """Bodies that are equal are rendered once, and kept while there is room: `cache_bytes` of them."""

    def __init__(self, workers: Workers, spool: Spool, *, cache_bytes: int) -> None:
        self._workers = workers
        self._spool = spool
        self._once: Once[Render[Told]] = Once()
        self._kept: RenderedFiles[Told] = RenderedFiles(spool.folder, max_bytes=cache_bytes)

    @contextmanager
    def running(self) -> Iterator[None]:
        """What is kept ends with the spool that it lies in."""
        try:
            yield
        finally:
            self._kept.clear()

    async def __call__(self, key: str, body: bytes, ask: "Ask[Told]") -> Render[Told]:
        """What `ask` makes of `body`; `key` names both, and what they depend on.

        Raises:
            RenderError, BadRequest, DocumentTooComplex, Overloaded, NotRunning.
        """
        if not self._workers.open:
            raise NotRunning
        return await self._once(key, lambda: self._render(key, body, ask))

    async def _render(self, key: str, body: bytes, ask: "Ask[Told]") -> Render[Told]:
        kept = await self._kept.get(key)
        if kept is not None:
            return Render(*kept)
        async with self._spool.workspace() as workspace:
            files = RenderFiles(workspace / "body.json", workspace / "rendered.pdf", workspace)
            await written(files.source, body)
            told = await self._workers.run(ask(files))
            return Render(await self._kept.keep(key, files.to, told), told)


@dataclass(frozen=True, slots=True)
class RenderFiles:
    """The body is in `source`, the PDF goes to `to`; more files where they are needed: `workspace / name`."""

    source: Path
    to: Path
    workspace: Workspace


Ask = Callable[[RenderFiles], Call[Told]]
"""The call that renders."""


def document_key(digest: str, options: RenderOptions) -> str:
    """The key of a document whose body has this digest."""
    return key_of("document", digest, options.model_dump_json())


async def render_document(
    render: RenderPdf[RenderedDocument], body: bytes, options: RenderOptions, *, digest: str | None = None
) -> Render[RenderedDocument]:
    """The PDF of the résumé or the invoice in `body`: JSON, under the name of its shape.

    `digest` names the body where it is known; else it is hashed.
    """

    def ask(files: RenderFiles) -> RenderDocument:
        return RenderDocument(
            source=files.source,
            to=files.to,
            photo=files.workspace / "photo",
            options=options,
        )

    key = document_key(digest or hashlib.sha256(body).hexdigest(), options)
    return await render(key, body, ask)
