"""The service's database: SQLite in a file, through SQLAlchemy's asyncio, in SQL that other databases speak as well."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, event
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.schema import CreateIndex, CreateTable

from paperloop.errors import AlreadyRunning, NotRunning

BUSY_TIMEOUT_MS = 5000
"""How long a writer waits for another one, in this process or not."""


class Database:
    """`metadata` names the tables. The file and its tables are made when they are first used, so that a service which
    stores nothing leaves nothing behind."""

    def __init__(self, path: Path, metadata: MetaData) -> None:
        self._path = path
        self._metadata = metadata
        self._is_open = False
        self._making = asyncio.Lock()
        self._engine: AsyncEngine | None = None
        self._has_tables = False

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """
        Raises:
            AlreadyRunning: it is open.
        """
        if self._is_open:
            raise AlreadyRunning
        self._is_open = True
        try:
            yield
        finally:
            self._is_open = False
            engine, self._engine, self._has_tables = self._engine, None, False
            if engine is not None:
                await engine.dispose()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A connection whose statements all take effect, or none.

        Raises:
            NotRunning: it is not open.
            sqlalchemy.exc.OperationalError: the file can't be opened or is no database.
        """
        if not self._is_open:
            raise NotRunning
        engine = await self._ready()
        async with engine.begin() as connection:
            yield connection

    async def _ready(self) -> AsyncEngine:
        """The engine, its tables made."""
        async with self._making:
            if self._engine is None:
                self._engine = await asyncio.to_thread(_engine, self._path)  # imports a driver, resolves the path
            if not self._has_tables:
                await self._make_tables(self._engine)
                self._has_tables = True
            return self._engine

    async def _make_tables(self, engine: AsyncEngine) -> None:
        async with engine.begin() as connection:
            for table in self._metadata.sorted_tables:
                # Not create_all(): it looks first and makes then, between which another process may have been quicker.
                await connection.execute(CreateTable(table, if_not_exists=True))
                for index in table.indexes:
                    await connection.execute(CreateIndex(index, if_not_exists=True))


def _engine(path: Path) -> AsyncEngine:
    engine = create_async_engine(URL.create("sqlite+aiosqlite", database=str(path)))
    event.listen(engine.sync_engine, "connect", _prepare)
    return engine


def _prepare(connection: Any, _: object) -> None:
    """Readers don't wait for a writer (WAL), and writers wait for each other."""
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.close()
