"""Where documents lie while they are worked on.

A running service owns one folder under `data_dir/spool`, held by a locked file beside it. Each request has a folder in
there, removed when the request ends, however it ends. After a `kill -9` the worker processes remove the service's
folder; should they be killed as well, the next start does, because the lock is gone.
"""

import asyncio
import fcntl
import hashlib
import os
import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import aiofiles
from aiofiles.threadpool.binary import AsyncFileIO

from paperloop.errors import EmptyFile, NotRunning, PayloadTooLarge

WRITE_BYTES = 256 * 1024
"""A write leaves the event loop for a thread, so small ones are gathered first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpooledDocument:
    """An uploaded file. `workspace` is the request's own folder, for what is made from it."""

    path: Path
    workspace: Path
    sha256: str
    size_bytes: int


class Spool:
    """Folders for requests. Built without I/O; opened by `running()`."""

    def __init__(self, data_dir: Path) -> None:
        self._root = data_dir / "spool"
        self.folder = self._root / secrets.token_hex(8)
        self._open = False

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        lock = await asyncio.to_thread(self._claim)
        self._open = True
        try:
            yield
        finally:
            self._open = False
            await asyncio.to_thread(self._release, lock)

    @asynccontextmanager
    async def workspace(self) -> AsyncIterator[Path]:
        """A folder of one's own, gone afterwards with all that is in it."""
        if not self._open:
            raise NotRunning
        folder = self.folder / secrets.token_hex(16)
        await asyncio.to_thread(folder.mkdir, 0o700)
        try:
            yield folder
        finally:
            await asyncio.shield(asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True))

    def _claim(self) -> IO[bytes]:
        self._root.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._sweep()
        lock = _lock_of(self.folder).open("wb")
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self.folder.mkdir(mode=0o700)
        return lock

    def _release(self, lock: IO[bytes]) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        _lock_of(self.folder).unlink(missing_ok=True)
        lock.close()

    def _sweep(self) -> None:
        """Remove what services that were killed have left."""
        for path in self._root.glob("*.lock"):
            with path.open("wb") as lock:
                if _locked(lock):
                    shutil.rmtree(path.with_suffix(""), ignore_errors=True)
                    path.unlink(missing_ok=True)


def _lock_of(folder: Path) -> Path:
    return folder.with_suffix(".lock")


def _locked(lock: IO[bytes]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Incoming:
    """A file that is arriving: hashed while it is written, refused when it grows above `max_bytes`."""

    def __init__(self, file: AsyncFileIO, path: Path, *, max_bytes: int) -> None:
        self._file = file
        self._path = path
        self._max_bytes = max_bytes
        self._hash = hashlib.sha256()
        self._buffer = bytearray()
        self._size = 0

    def take(self, data: bytes | memoryview) -> None:
        """Keep `data` for the next `flush`.

        Raises:
            PayloadTooLarge: more has arrived than `max_bytes`.
        """
        self._size += len(data)
        if self._size > self._max_bytes:
            raise PayloadTooLarge(what="the file", limit=self._max_bytes)
        self._buffer += data

    async def flush(self, *, above: int = WRITE_BYTES) -> None:
        """Write what has been taken, when it is more than `above` bytes."""
        if len(self._buffer) > above:
            data, self._buffer = self._buffer, bytearray()
            self._hash.update(data)
            await self._file.write(data)

    async def finished(self) -> SpooledDocument:
        """The whole file, on disk.

        Raises:
            EmptyFile: nothing has arrived.
        """
        if not self._size:
            raise EmptyFile
        await self.flush(above=0)
        await self._file.flush()
        return SpooledDocument(
            path=self._path, workspace=self._path.parent, sha256=self._hash.hexdigest(), size_bytes=self._size
        )


@asynccontextmanager
async def incoming(workspace: Path, *, max_bytes: int) -> AsyncIterator[Incoming]:
    """A new file in `workspace`. Its name is ours; the sender's is never a path."""
    path = workspace / "document.pdf"
    async with aiofiles.open(path, "wb", buffering=0) as file:
        yield Incoming(file, path, max_bytes=max_bytes)


async def spooled_copy(source: Path, workspace: Path, *, max_bytes: int) -> SpooledDocument:
    """A document from the disk, under the same limits as an upload.

    Raises:
        OSError: `source` can't be read.
        EmptyFile, PayloadTooLarge.
    """
    async with aiofiles.open(source, "rb") as file, incoming(workspace, max_bytes=max_bytes) as document:
        while data := await file.read(WRITE_BYTES):
            document.take(data)
            await document.flush()
        return await document.finished()


async def parts(paths: tuple[Path, ...], *, separator: bytes) -> AsyncIterator[bytes]:
    """The bytes of several files, one after another, `separator` between them."""
    for index, path in enumerate(paths):
        if index:
            yield separator
        async with aiofiles.open(path, "rb") as file:
            while data := await file.read(WRITE_BYTES):
                yield data


async def size_bytes(path: Path) -> int:
    return (await asyncio.to_thread(os.stat, path)).st_size
