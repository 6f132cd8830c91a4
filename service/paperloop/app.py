"""The composition root: what the service is made of, and who opens and closes it."""

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

import httpx
from starlette.applications import Starlette

from paperloop.errors import AlreadyRunning
from paperloop.flows.extract import ExtractInvoice
from paperloop.flows.recognise import Engine, Ocr, OcrBudget
from paperloop.flows.render import RenderPdf
from paperloop.flows.resumes import AcceptResume
from paperloop.flows.text import ExtractText
from paperloop.llm import ChatModel, http_client
from paperloop.pdf.calls import RecogniseAccurately, RecognisePage
from paperloop.settings import InvalidSettings, Settings
from paperloop.store.database import Database
from paperloop.store.resumes import METADATA, Resumes
from paperloop.store.spool import Spool
from paperloop.web.admission import Admission
from paperloop.web.extract import ExtractEndpoint
from paperloop.web.json_body import JsonBodies
from paperloop.web.operation import Operation
from paperloop.web.render_document import RenderDocumentEndpoints
from paperloop.web.render_html import RenderHtmlEndpoint
from paperloop.web.render_png import RenderPngEndpoint
from paperloop.web.resumes import ResumeEndpoints
from paperloop.web.routes import application
from paperloop.web.text import TextEndpoint
from paperloop.web.upload import Uploads
from paperloop.workers import Workers

if TYPE_CHECKING:
    from paperloop.pdf.render_calls import RenderedDocument, RenderedPdf


ACCURATE_MEMORY_MB: Final = 2048
"""Of address space, which onnxruntime's code and models take half of before the first page."""


class Paperloop:
    """The service as a part of something: built without I/O, open inside `async with paperloop.running()`.

    `app` is the ASGI application to mount. `extract` is the use case itself, for callers without HTTP. A borrowed
    `http` client is used for the language model and never closed.
    """

    def __init__(self, settings: Settings | None = None, *, http: httpx.AsyncClient | None = None) -> None:
        self.settings = settings or Settings()
        self._borrowed_http = http
        self._running = False
        self.spool = Spool(self.settings.data_dir)
        self.workers = _workers(self.settings, self.spool)
        self._accurate_workers = _accurate_workers(self.settings, self.spool)
        ocr = _ocr(self.settings, self._accurate_workers or self.workers)
        self.extract = ExtractInvoice(self.workers, max_pages=self.settings.max_pages, ocr=ocr)
        self.extract_text = ExtractText(self.workers, max_pages=self.settings.max_pages, ocr=ocr)
        self.database = Database(self.settings.data_dir / "paperloop.sqlite3", METADATA)
        self.resumes = Resumes(self.database)
        self.render_html: RenderPdf[RenderedPdf] = self._rendering()
        self.render_document: RenderPdf[RenderedDocument] = self._rendering()
        self.app = self._application()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Everything open, worker processes warm; at the end everything closed, in the opposite order.

        Raises:
            AlreadyRunning: it is open. Once closed it may be opened again.
            WorkersNotStarted: a worker process ended before it was ready.
        """
        if self._running:
            raise AlreadyRunning
        self._running = True
        try:
            async with AsyncExitStack() as stack:
                await stack.enter_async_context(self.spool.running())
                await stack.enter_async_context(self.database.running())
                stack.enter_context(self.render_html.running())
                stack.enter_context(self.render_document.running())
                if self.settings.llm_base_url is not None:
                    model = _model(self.settings, await self._http(stack))
                    stack.enter_context(self.extract.asking(model))
                await stack.enter_async_context(self.workers.running())
                if self._accurate_workers is not None:
                    await stack.enter_async_context(self._accurate_workers.running())
                yield
        finally:
            self._running = False

    def _rendering(self) -> RenderPdf[Any]:
        return RenderPdf(self.workers, self.spool, cache_bytes=self.settings.render_cache_bytes // 2)

    async def _http(self, stack: AsyncExitStack) -> httpx.AsyncClient:
        """The borrowed client, which is never closed here, or one of our own, which `stack` closes."""
        if self._borrowed_http is not None:
            return self._borrowed_http
        return await stack.enter_async_context(http_client())

    def _application(self) -> Starlette:
        settings = self.settings
        admission = Admission(settings.max_in_flight)
        uploads = Uploads(
            self.spool, admission, max_bytes=settings.max_upload_bytes, timeout_s=settings.upload_timeout_s
        )
        bodies = JsonBodies(admission, timeout_s=settings.upload_timeout_s)
        return application(
            extract=ExtractEndpoint(self.extract, uploads),
            text=TextEndpoint(self.extract_text, uploads),
            render_png=RenderPngEndpoint(self.workers, uploads),
            render_html=RenderHtmlEndpoint(self.render_html, bodies, max_characters=settings.max_html_characters),
            render_document=RenderDocumentEndpoints(self.render_document, bodies, self.resumes),
            resumes=ResumeEndpoints(self.resumes, AcceptResume(self.workers, self.spool), bodies),
            operation=Operation(
                self.workers, admission, llm_model=settings.llm_model if settings.llm_base_url else None
            ),
            lifespan=lambda _: self.running(),
        )


def create_app(settings: Settings | None = None) -> Starlette:
    """The service alone, for `uvicorn --factory paperloop.app:create_app`; settings come from the environment.

    Raises:
        InvalidSettings: a variable PAPERLOOP_... can't be used.
    """
    return Paperloop(settings or Settings.from_environment(os.environ)).app


def _workers(settings: Settings, spool: Spool) -> Workers:
    return Workers(
        lanes=settings.lanes,
        queue=settings.max_in_flight,
        deadline_s=settings.lane_deadline_s,
        queue_timeout_s=settings.lane_queue_timeout_s,
        memory_bytes=settings.lane_memory_mb * 2**20,
        tasks=settings.lane_tasks,
        spool=spool.folder,
    )


def _accurate_workers(settings: Settings, spool: Spool) -> Workers | None:
    """A lane for RapidOCR alone, which takes a gigabyte; None where it is not asked for.

    Raises:
        InvalidSettings: it is asked for, and not installed.
    """
    if settings.ocr_engine != "rapidocr":
        return None
    if missing := [name for name in ("rapidocr", "onnxruntime") if find_spec(name) is None]:
        raise InvalidSettings(
            f"PAPERLOOP_OCR_ENGINE: {' and '.join(missing)} can't be found; pip install 'paperloop[ocr-accurate]'"
        )
    accurate = {"lanes": 1, "lane_memory_mb": max(ACCURATE_MEMORY_MB, settings.lane_memory_mb)}
    return _workers(settings.model_copy(update=accurate), spool)


def _ocr(settings: Settings, workers: Workers) -> Ocr | None:
    if settings.ocr_engine == "none":
        return None
    engine: Engine = RecogniseAccurately
    if settings.ocr_engine == "tesseract":
        languages = tuple(settings.ocr_languages.split("+"))
        engine = partial(RecognisePage, languages=languages, language_folder=settings.tessdata_dir)
    return Ocr(workers, engine, OcrBudget(pages=settings.ocr_pages, seconds=settings.ocr_timeout_s))


def _model(settings: Settings, http: httpx.AsyncClient) -> ChatModel:
    return ChatModel(
        http,
        base_url=str(settings.llm_base_url),
        model=settings.llm_model,
        api_key=settings.llm_api_key.get_secret_value() if settings.llm_api_key else None,
        concurrency=settings.llm_concurrency,
        timeout_s=settings.llm_timeout_s,
    )
