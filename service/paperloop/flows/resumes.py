"""A résumé that is to be stored: looked through by a worker before it is taken."""

from dataclasses import dataclass

from paperloop.errors import NotRunning
from paperloop.pdf.render_calls import ReadResume
from paperloop.store.spool import Spool, text_of, written
from paperloop.workers import Workers


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """`content` is a JSON object with the résumé under the name of its shape, and nothing else."""

    content: str
    name: str
    warnings: tuple[str, ...]


class AcceptResume:
    def __init__(self, workers: Workers, spool: Spool) -> None:
        self._workers = workers
        self._spool = spool

    async def __call__(self, body: bytes) -> Accepted:
        """
        Raises:
            MalformedJson, InvalidBody, InvalidResume, Overloaded, NotRunning.
        """
        if not self._workers.open:
            raise NotRunning
        async with self._spool.workspace() as workspace:
            source, content = workspace / "body.json", workspace / "content.json"
            await written(source, body)
            read = await self._workers.run(ReadResume(source=source, to=content))
            return Accepted(content=await text_of(content), name=read.name, warnings=read.warnings)
