"""Stored résumés: what is put in comes out, and nobody writes over what they have not seen."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import DatabaseError

from paperloop.errors import (
    AlreadyRunning,
    InvalidParameter,
    NotRunning,
    PreconditionFailed,
    ResumeGone,
    ResumeNotFound,
)
from paperloop.store.database import Database
from paperloop.store.resumes import METADATA, RESUMES, Resumes

ADA = '{"json_resume": {"basics": {"name": "Ada"}}}'
BOB = '{"json_resume": {"basics": {"name": "Bob"}}}'


@pytest.fixture
async def resumes(tmp_path: Path) -> AsyncIterator[Resumes]:
    database = Database(tmp_path / "resumes.sqlite3", METADATA)
    async with database.running():
        yield Resumes(database)


async def test_what_is_stored_is_read_back(resumes: Resumes) -> None:
    stored = await resumes.create(ADA, name="Ada")
    assert await resumes.read(stored.id) == stored
    assert (stored.content, stored.name, stored.version) == (ADA, "Ada", 1)


async def test_ids_are_random(resumes: Resumes) -> None:
    ids = {(await resumes.create(ADA, name="Ada")).id for _ in range(20)}
    assert len(ids) == 20
    assert {len(each) for each in ids} == {32}
    assert len({each[:4] for each in ids}) > 10


async def test_what_was_stored_is_there_after_a_restart(tmp_path: Path) -> None:
    database = Database(tmp_path / "resumes.sqlite3", METADATA)
    async with database.running():
        stored = await Resumes(database).create(ADA, name="Ada")
    async with database.running():
        assert await Resumes(database).read(stored.id) == stored


async def test_an_unknown_id_was_never_stored(resumes: Resumes) -> None:
    for ask in (resumes.read("0" * 32), resumes.remove("0" * 32), resumes.replace("0" * 32, BOB, name="Bob")):
        with pytest.raises(ResumeNotFound):
            await ask


async def test_a_removed_one_is_gone_and_leaves_no_word_behind(resumes: Resumes, tmp_path: Path) -> None:
    stored = await resumes.create(ADA, name="Ada")
    await resumes.remove(stored.id)
    for ask in (resumes.read(stored.id), resumes.remove(stored.id), resumes.replace(stored.id, BOB, name="Bob")):
        with pytest.raises(ResumeGone):
            await ask
    assert await resumes.page(after=None, limit=10) == []


async def test_a_replaced_one_has_another_etag(resumes: Resumes) -> None:
    first = await resumes.create(ADA, name="Ada")
    second = await resumes.replace(first.id, BOB, name="Bob", writable=first.etag.__eq__)
    assert (await resumes.read(first.id)) == second
    assert (second.content, second.version, second.created_at) == (BOB, 2, first.created_at)
    assert second.etag != first.etag
    assert (await resumes.replace(first.id, ADA, name="Ada")).etag != first.etag


async def test_a_lost_update_is_refused(resumes: Resumes) -> None:
    first = await resumes.create(ADA, name="Ada")
    second = await resumes.replace(first.id, BOB, name="Bob")
    for ask in (resumes.replace(first.id, ADA, name="Ada", writable=first.etag.__eq__),
                resumes.remove(first.id, writable=first.etag.__eq__)):  # fmt: skip
        with pytest.raises(PreconditionFailed) as refused:
            await ask
        assert refused.value.facts["etag"] == second.etag
    assert await resumes.read(first.id) == second


async def test_of_writers_who_have_read_the_same_exactly_one_wins(resumes: Resumes) -> None:
    first = await resumes.create(ADA, name="Ada")
    writes = [resumes.replace(first.id, BOB, name=f"Bob {number}", writable=first.etag.__eq__) for number in range(20)]
    results = await asyncio.gather(*writes, return_exceptions=True)
    won = [result for result in results if not isinstance(result, BaseException)]
    assert len(won) == 1
    assert all(isinstance(result, PreconditionFailed) for result in results if result is not won[0])
    assert await resumes.read(first.id) == won[0]


async def test_writers_who_expect_nothing_all_write_one_after_another(resumes: Resumes) -> None:
    first = await resumes.create(ADA, name="Ada")
    writes = [resumes.replace(first.id, BOB, name=f"Bob {number}") for number in range(20)]
    versions = [written.version for written in await asyncio.gather(*writes)]
    assert sorted(versions) == list(range(2, 22))


async def test_who_writes_or_removes_while_another_removes_is_told_that_it_is_gone(resumes: Resumes) -> None:
    first = await resumes.create(ADA, name="Ada")
    asks = [resumes.remove(first.id) for _ in range(5)] + [resumes.replace(first.id, BOB, name="Bob") for _ in range(5)]
    results = await asyncio.gather(*asks, return_exceptions=True)
    failed = [result for result in results if isinstance(result, BaseException)]
    assert {type(each) for each in failed} == {ResumeGone}
    with pytest.raises(ResumeGone):
        await resumes.read(first.id)


async def test_pages_follow_each_other_without_gap_or_double(resumes: Resumes) -> None:
    stored = [await resumes.create(ADA, name=f"Ada {number}") for number in range(7)]
    await resumes.remove(stored[2].id)
    seen: list[str] = []
    after = None
    while page := await resumes.page(after=after, limit=2):
        assert len(page) <= 2
        seen += [each.name for each in page]
        after = page[-1].id
    assert seen == [f"Ada {number}" for number in (0, 1, 3, 4, 5, 6)]


async def test_a_page_goes_on_behind_one_that_was_removed_meanwhile(resumes: Resumes) -> None:
    stored = [await resumes.create(ADA, name=f"Ada {number}") for number in range(3)]
    await resumes.remove(stored[1].id)
    assert [each.name for each in await resumes.page(after=stored[1].id, limit=9)] == ["Ada 2"]
    with pytest.raises(InvalidParameter, match="`after`: no résumé is stored under this id"):
        await resumes.page(after="0" * 32, limit=9)


async def test_two_services_share_one_file(tmp_path: Path) -> None:
    path = tmp_path / "resumes.sqlite3"
    one, two = Database(path, METADATA), Database(path, METADATA)
    async with one.running(), two.running():
        creating = [Resumes(each).create(ADA, name="Ada") for each in (one, two) for _ in range(25)]
        ids = {stored.id for stored in await asyncio.gather(*creating)}
        assert {each.id for each in await Resumes(two).page(after=None, limit=100)} == ids
        assert len(ids) == 50


async def test_a_statement_that_fails_takes_back_what_came_before_it(tmp_path: Path) -> None:
    database = Database(tmp_path / "resumes.sqlite3", METADATA)
    async with database.running():
        stored = await Resumes(database).create(ADA, name="Ada")
        with pytest.raises(ZeroDivisionError):
            await _emptied_then_failed(database)
        assert await Resumes(database).read(stored.id) == stored


async def _emptied_then_failed(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.execute(delete(RESUMES))
        raise ZeroDivisionError


async def test_a_closed_database_says_what_to_do_and_an_open_one_is_not_opened_twice(tmp_path: Path) -> None:
    database = Database(tmp_path / "resumes.sqlite3", METADATA)
    with pytest.raises(NotRunning):
        await Resumes(database).read("0" * 32)
    async with database.running():
        with pytest.raises(AlreadyRunning):
            async with database.running():
                raise AssertionError


async def test_a_service_that_stores_nothing_leaves_no_file_behind(tmp_path: Path) -> None:
    database = Database(tmp_path / "resumes.sqlite3", METADATA)
    async with database.running():
        pass
    assert not list(tmp_path.iterdir())


async def test_first_uses_at_the_same_time_make_the_tables_once(tmp_path: Path) -> None:
    database = Database(tmp_path / "resumes.sqlite3", METADATA)
    async with database.running():
        stored = await asyncio.gather(*(Resumes(database).create(ADA, name="Ada") for _ in range(10)))
        assert len(await Resumes(database).page(after=None, limit=99)) == len(stored)


async def test_a_file_that_is_no_database_is_an_error_of_the_first_use(tmp_path: Path) -> None:
    (tmp_path / "resumes.sqlite3").write_text("no database " * 100)
    database = Database(tmp_path / "resumes.sqlite3", METADATA)
    async with database.running():
        with pytest.raises(DatabaseError):
            await Resumes(database).create(ADA, name="Ada")
