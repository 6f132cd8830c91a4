"""What has been rendered, kept for those who ask for the same again: files in a folder, bounded in bytes.

The files lie in the service's own spool folder, so they go when it goes. The index is in memory.
"""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import aiofiles

Facts = TypeVar("Facts")


@dataclass(frozen=True, slots=True)
class _Kept(Generic[Facts]):
    facts: Facts
    size: int


class RenderedFiles(Generic[Facts]):
    """The newest files, at most `max_bytes` together; `facts` are what is to be told of a file.

    What has not been asked for longest goes first. For one event loop.
    """

    def __init__(self, folder: Path, *, max_bytes: int) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._kept: OrderedDict[str, _Kept[Facts]] = OrderedDict()
        self._bytes = 0

    async def get(self, key: str) -> tuple[bytes, Facts] | None:
        """What is kept under `key`, a name that is fit for a file; None when nothing is."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        self._kept.move_to_end(key)
        try:
            async with aiofiles.open(self._path(key), "rb") as file:
                return await file.read(), kept.facts
        except FileNotFoundError:  # it went while we waited for the disk, or somebody tidied up
            self._forget(key)
            return None

    async def keep(self, key: str, file: Path, facts: Facts) -> bytes:
        """Take `file` over, which is on the same file system; its bytes. One that is too large is not kept."""
        async with aiofiles.open(file, "rb") as opened:
            data = await opened.read()
        if len(data) <= self._max_bytes:
            self._forget(key)
            self._kept[key] = _Kept(facts, len(data))  # at once: a file that nobody knows would never go
            self._bytes += len(data)
            await asyncio.to_thread(_move, file, self._path(key), self._surplus())
        return data

    def clear(self) -> None:
        """Forget everything; the folder's owner removes the files."""
        self._kept.clear()
        self._bytes = 0

    def _surplus(self) -> list[Path]:
        """The files that have to go, forgotten already."""
        gone = []
        while self._bytes > self._max_bytes:
            key = next(iter(self._kept))
            self._forget(key)
            gone.append(self._path(key))
        return gone

    def _forget(self, key: str) -> None:
        kept = self._kept.pop(key, None)
        self._bytes -= kept.size if kept else 0

    def _path(self, key: str) -> Path:
        return self._folder / f"rendered-{key}"


def _move(file: Path, to: Path, surplus: list[Path]) -> None:
    file.replace(to)
    for path in surplus:
        path.unlink(missing_ok=True)
