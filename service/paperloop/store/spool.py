"""Where documents lie while they are worked on.

A running service owns one folder under `data_dir/spool`, held by a locked file beside it. Each request has files of
its own in there, removed when the request ends, however it ends. After a `kill -9` the worker processes remove the
service's folder; should they be killed as well, the next start does, because the lock is gone.
"""

import asyncio
import fcntl
import hashlib
import os
import secrets
import shutil
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import aiofiles

from paperloop.errors import AlreadyRunning, EmptyFile, NotRunning, PayloadTooLarge

if TYPE_CHECKING:
    from aiofiles.threadpool.binary import AsyncFileIO

WRITE_BYTES = 256 * 1024
"""A write leaves the event loop for a thread, so small ones are gathered first."""


class Workspace:
    """The files of one request: `workspace / "page.png"` is one. They share a prefix and no folder of their own, since
    making and removing one would cost a request more than writing its file."""

    def __init__(self, prefix: Path) -> None:
        self._prefix = prefix
        self._files: set[Path] = set()

    def __truediv__(self, name: str) -> Path:
        path = self._prefix.with_name(f"{self._prefix.name}-{name}")
        self._files.add(path)
        return path

    def remove(self) -> None:
        """Blocks; for a thread."""
        for path in self._files:
            path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpooledDocument:
    """An uploaded file. `workspace` is the request's own, for what is made from it."""

    path: Path
    workspace: Workspace
    sha256: str
    size_bytes: int


class Spool:
    """Files for requests. Built without I/O; opened by `running()`."""

    def __init__(self, data_dir: Path) -> None:
        self._root = data_dir / "spool"
        self.folder = self._root / secrets.token_hex(8)
        self._taken = False
        self._open = False
        self._lock: IO[bytes] | None = None

    def probe(self) -> None:
        """Open and close once, in a process that is about to run. Blocks.

        Raises:
            OSError: no files can be kept in `data_dir`.
        """
        try:
            self._claim()
        finally:
            self._release()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """
        Raises:
            AlreadyRunning: it is open.
            OSError: no files can be kept in `data_dir`.
        """
        if self._taken:
            raise AlreadyRunning
        self._taken = True
        try:
            await _to_its_end(asyncio.to_thread(self._claim))
            self._open = True
            yield
        finally:
            self._open = False
            await _to_its_end(asyncio.to_thread(self._release))
            self._taken = False

    @asynccontextmanager
    async def workspace(self) -> AsyncIterator[Workspace]:
        """Files of one's own, gone afterwards."""
        if not self._open:
            raise NotRunning
        workspace = Workspace(self.folder / secrets.token_hex(16))
        try:
            yield workspace
        finally:
            await asyncio.shield(asyncio.to_thread(workspace.remove))

    def _claim(self) -> None:
        self._root.mkdir(parents=True, exist_ok=True, mode=0o700)
        # One service at a time: a sweep would find a lock file that is made and not locked yet.
        with (self._root / ".lock").open("wb") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            self._sweep()
            self._lock = _lock_of(self.folder).open("wb")
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.folder.mkdir(mode=0o700)

    def _release(self) -> None:
        if self._lock:
            shutil.rmtree(self.folder, ignore_errors=True)
            _lock_of(self.folder).unlink(missing_ok=True)
            self._lock.close()
            self._lock = None

    def _sweep(self) -> None:
        """Remove what services that were killed have left."""
        for path in self._root.glob("?*.lock"):
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


async def _to_its_end(work: Coroutine[Any, Any, object]) -> None:
    """Work in a thread goes on when its task is cancelled, so whoever waits for it is cancelled afterwards."""
    task, cancelled = asyncio.create_task(work), None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled:
        raise cancelled from (None if task.cancelled() else task.exception())
    task.result()


class Incoming:
    """A file that is arriving: hashed while it is written, refused when it grows above `max_bytes`.

    It is opened when there is something to write, so that a request that is refused costs no file.
    """

    def __init__(self, workspace: Workspace, *, max_bytes: int) -> None:
        self._workspace = workspace
        self._path = workspace / "document.pdf"
        self._file: AsyncFileIO | None = None
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
            await _to_its_end(self._write(data))

    async def finished(self) -> SpooledDocument:
        """The whole file, on disk.

        Raises:
            EmptyFile: nothing has arrived.
        """
        if not self._size:
            raise EmptyFile
        if self._file is None:  # opening, writing and closing would go to a thread three times
            data, self._buffer = self._buffer, bytearray()  # whoever holds this object holds no document
            self._hash.update(data)
            await _to_its_end(asyncio.to_thread(self._path.write_bytes, data))
        else:
            await self.flush(above=0)
        return SpooledDocument(
            path=self._path, workspace=self._workspace, sha256=self._hash.hexdigest(), size_bytes=self._size
        )

    async def _write(self, data: bytearray) -> None:
        if self._file is None:
            self._file = await aiofiles.open(self._path, "wb", buffering=0)
        rest = memoryview(data)
        while rest:  # a disk that is almost full takes a part, and refuses the next
            rest = rest[await self._file.write(rest) :]

    async def close(self) -> None:
        if self._file is not None:
            await self._file.close()


@asynccontextmanager
async def incoming(workspace: Workspace, *, max_bytes: int) -> AsyncIterator[Incoming]:
    """A new file in `workspace`. Its name is ours; the sender's is never a path."""
    file = Incoming(workspace, max_bytes=max_bytes)
    try:
        yield file
    finally:
        await file.close()


async def spooled_copy(source: Path, workspace: Workspace, *, max_bytes: int) -> SpooledDocument:
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


async def written(path: Path, data: bytes) -> None:
    """`data` in a new file; whole, or an OSError."""
    async with aiofiles.open(path, "wb") as file:
        await file.write(data)


async def text_of(path: Path) -> str:
    """The whole of a small file, in UTF-8."""
    async with aiofiles.open(path, encoding="utf-8", newline="") as file:
        return await file.read()
