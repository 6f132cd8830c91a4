"""Stored résumés. A removed one leaves its id behind, so that asking for it again is answered "gone"."""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Column, Index, Integer, MetaData, Row, String, Table, Text, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from paperloop.errors import InvalidParameter, PreconditionFailed, ResumeGone, ResumeNotFound
from paperloop.store.database import Database

METADATA = MetaData()

RESUMES = Table(
    "resumes",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("name", String(200), nullable=False),
    Column("content", Text, nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("updated_at", String(32), nullable=False),
    Column("removed_at", String(32)),
    Index("resumes_by_age", "created_at", "id"),
)
"""Times are ISO 8601 in UTC, always of the same length, so that they sort as they pass."""


@dataclass(frozen=True, kw_only=True)
class StoredResume:
    """`content` is the JSON object that was stored, `name` whose résumé it is."""

    id: str
    version: int
    name: str
    content: str
    created_at: str
    updated_at: str

    @cached_property
    def etag(self) -> str:
        """A strong validator (RFC 9110, 8.8.3): other content or another version, another tag."""
        digest = hashlib.sha256(self.content.encode()).hexdigest()
        return f'"{self.version}-{digest[:32]}"'


_FIELDS = tuple(field.name for field in fields(StoredResume))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedResume:
    id: str
    name: str
    created_at: str
    updated_at: str


Condition = Callable[[str], bool]
"""Whether what is stored may be written over: asked with its ETag, as often as others write in between."""


def _always(_: str) -> bool:
    return True


class Resumes:
    """The table, behind the words of its use. Every call is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(self, content: str, *, name: str) -> StoredResume:
        """Store `content` under a new id of 128 random bits."""
        now = _now()
        resume = StoredResume(
            id=secrets.token_hex(16), version=1, name=name, content=content, created_at=now, updated_at=now
        )
        async with self._database.transaction() as connection:
            await connection.execute(insert(RESUMES).values(**_columns(resume)))
        return resume

    async def read(self, resume_id: str) -> StoredResume:
        """
        Raises:
            ResumeNotFound, ResumeGone.
        """
        async with self._database.transaction() as connection:
            row = await _row(connection, resume_id)
        if row.removed_at is not None:
            raise ResumeGone
        return StoredResume(**{name: row._mapping[name] for name in _FIELDS})  # noqa: SLF001 - its public name

    async def page(self, *, after: str | None, limit: int) -> Sequence[ListedResume]:
        """At most `limit` résumés, the oldest first, from behind the one with the id `after`.

        Raises:
            InvalidParameter: there has never been an id `after`.
        """
        columns = RESUMES.c
        query = select(columns.id, columns.name, columns.created_at, columns.updated_at)
        query = query.where(columns.removed_at.is_(None)).order_by(columns.created_at, columns.id).limit(limit)
        async with self._database.transaction() as connection:
            if after is not None:
                begun = await _begun(connection, after)
                query = query.where(tuple_(columns.created_at, columns.id) > (begun, after))
            rows = (await connection.execute(query)).mappings()
            return [ListedResume(**row) for row in rows]

    async def replace(self, resume_id: str, content: str, *, name: str, writable: Condition = _always) -> StoredResume:
        """Put `content` in the place of what is stored, if that is `writable`.

        Raises:
            ResumeNotFound, ResumeGone.
            PreconditionFailed: what is stored is not `writable`.
        """
        while True:
            before = await self._writable(resume_id, writable)
            after = replace(before, version=before.version + 1, name=name, content=content, updated_at=_now())
            if await self._update(before, _columns(after)):
                return after

    async def remove(self, resume_id: str, *, writable: Condition = _always) -> None:
        """
        Raises:
            ResumeNotFound, ResumeGone.
            PreconditionFailed: it is not `writable`.
        """
        while True:
            before = await self._writable(resume_id, writable)
            if await self._update(before, {"content": "", "name": "", "removed_at": _now()}):
                return

    async def _writable(self, resume_id: str, writable: Condition) -> StoredResume:
        resume = await self.read(resume_id)
        if not writable(resume.etag):
            raise PreconditionFailed(etag=resume.etag)
        return resume

    async def _update(self, before: StoredResume, values: dict[str, Any]) -> bool:
        """Write over the version that was read and no other; False when somebody else was quicker in between."""
        columns = RESUMES.c
        is_unchanged = (columns.id == before.id) & (columns.version == before.version) & columns.removed_at.is_(None)
        async with self._database.transaction() as connection:
            changed = await connection.execute(update(RESUMES).where(is_unchanged).values(values))
        return changed.rowcount == 1


async def _begun(connection: AsyncConnection, after: str) -> str:
    """When the résumé `after` was created, be it removed since."""
    try:
        return str((await _row(connection, after)).created_at)
    except ResumeNotFound:
        reason = "no résumé is stored under this id, and none ever was; leave it out to begin with the oldest"
        raise InvalidParameter(parameter="after", reason=reason) from None


async def _row(connection: AsyncConnection, resume_id: str) -> Row[Any]:
    row = (await connection.execute(select(RESUMES).where(RESUMES.c.id == resume_id))).one_or_none()
    if row is None:
        raise ResumeNotFound
    return row


def _columns(resume: StoredResume) -> dict[str, Any]:
    return {name: getattr(resume, name) for name in _FIELDS}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
