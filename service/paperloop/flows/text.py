"""A PDF in, its text out: as a grid that keeps the layout, or as words with boxes."""

from pathlib import Path
from typing import Literal

from paperloop.documents.pages import PageSelection
from paperloop.flows.parse import ParsedDocument, parse_in_chunks
from paperloop.flows.recognise import Ocr
from paperloop.pdf.calls import WriteText
from paperloop.store.spool import SpooledDocument
from paperloop.workers import Workers


class ExtractText:
    """The use case of POST /v1/text. The text itself stays in the workspace's files: it may be long."""

    def __init__(self, workers: Workers, *, max_pages: int, ocr: Ocr | None = None) -> None:
        self._workers = workers
        self._ocr = ocr
        self._max_pages = max_pages

    async def __call__(
        self,
        document: SpooledDocument,
        form: Literal["grid", "words"],
        *,
        pages: PageSelection,
        password: str | None,
    ) -> ParsedDocument:
        """The files with each chunk's text, in page order; their form is told at `WriteText`.

        Raises:
            DocumentError, NotAPdf, Overloaded.
        """

        def ask(start: int, to: Path) -> WriteText:
            return WriteText(
                document=document.path,
                password=password,
                to=to,
                form=form,
                pages=pages,
                max_pages=self._max_pages,
                start=start,
            )

        recognise = self._ocr.of(document, password) if self._ocr else None
        return await parse_in_chunks(self._workers, document.workspace, ask, recognise)
