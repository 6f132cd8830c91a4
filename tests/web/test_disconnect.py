"""A client that goes away takes its work with it."""

import asyncio
import os
from pathlib import Path

import httpx
import pytest
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message, Receive, Scope, Send

import documents_made
from asgi import Visit
from eventually import eventually
from lane_calls import Hold
from paperloop.app import Paperloop
from paperloop.settings import Settings
from paperloop.store.spool import WRITE_BYTES
from paperloop.testing import Behaviour, FakeLlm
from paperloop.web.disconnect import unless_disconnected
from serving import in_process

LEAVES = "http.disconnect"


def request(leaves: asyncio.Event) -> Request:
    async def receive() -> dict[str, str]:
        await leaves.wait()
        return {"type": LEAVES}

    return Request({"type": "http", "headers": []}, receive)


async def test_work_that_ends_first_is_answered() -> None:
    async def work() -> str:
        return "done"

    assert await unless_disconnected(request(asyncio.Event()), work()) == "done"


async def test_an_error_of_the_work_is_the_callers() -> None:
    async def work() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await unless_disconnected(request(asyncio.Event()), work())


async def test_work_is_cancelled_and_has_ended_when_its_client_has_gone() -> None:
    leaves, ended = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        leaves.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    with pytest.raises(ClientDisconnect):
        await unless_disconnected(request(leaves), work())
    assert ended.is_set()


async def test_work_is_cancelled_with_its_request() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    task = asyncio.create_task(unless_disconnected(request(asyncio.Event()), work()))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended.is_set()


async def test_a_client_that_leaves_while_its_document_waits_for_a_lane_is_never_worked_for(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    started, release = tmp_path / "started", tmp_path / "release"
    async with in_process(tmp_path / "data") as (_, paperloop):
        held = asyncio.create_task(paperloop.workers.run(Hold(started=started, release=release)))
        await eventually(started.exists, "the lane is held")
        visit = Visit("/v1/extract", documents_made.invoice())
        visiting = asyncio.create_task(visit.to(paperloop.app))
        await eventually(lambda: paperloop.workers.state.waiting == 1, "the document waits")
        visit.leaves.set()
        await visiting
        assert paperloop.workers.state.waiting == 0
        assert not list(paperloop.spool.folder.iterdir())
        release.touch()
        await held
    assert not visit.sent
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_client_that_leaves_while_the_model_thinks_ends_the_call_to_the_model(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    llm = FakeLlm(Behaviour(delay_s=600))
    settings = Settings.model_validate({"data_dir": tmp_path, "lanes": 1, "llm_base_url": "http://llm/v1"})
    async with httpx.AsyncClient(transport=httpx.ASGITransport(llm)) as http:
        paperloop = Paperloop(settings, http=http)
        async with paperloop.running():
            visit = Visit("/v1/extract", documents_made.invoice())
            visiting = asyncio.create_task(visit.to(paperloop.app))
            await llm.until_in_flight(1)
            visit.leaves.set()
            await visiting
            assert llm.in_flight == 0
            assert not list(paperloop.spool.folder.iterdir())
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


@pytest.mark.parametrize("pieces", [0, 1, 3])
async def test_a_client_that_leaves_during_its_upload_leaves_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, pieces: int
) -> None:
    left = [b"%PDF-1.7\n" + bytes(WRITE_BYTES)] * pieces
    spooled: list[str] = []
    async with in_process(tmp_path) as (_, paperloop):

        async def receive() -> Message:
            spooled[:] = await asyncio.to_thread(os.listdir, paperloop.spool.folder)
            return {"type": "http.request", "body": left.pop(), "more_body": True} if left else {"type": LEAVES}

        async def app(scope: Scope, _: Receive, send: Send) -> None:
            await paperloop.app(scope, receive, send)

        visit = Visit("/v1/extract")
        await visit.to(app)
        assert not left
        assert len(spooled) == min(pieces, 1)
        assert not list(paperloop.spool.folder.iterdir())
        assert paperloop.workers.state.waiting == 0
    assert visit.status != 200
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
