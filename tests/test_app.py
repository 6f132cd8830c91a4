"""The composition root: built without I/O, opened once, closed in order, and no liberties with its process."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from pydantic import HttpUrl
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import documents_made
from asgi import Visit
from eventually import alive, eventually
from lane_calls import Hold, Pid
from paperloop import app
from paperloop.app import Paperloop, create_app
from paperloop.errors import AlreadyRunning, NotRunning, ShuttingDown
from paperloop.llm import http_client
from paperloop.settings import InvalidSettings, Settings
from paperloop.store.spool import SpooledDocument
from serving import client_of

UPSTREAM = HttpUrl("http://127.0.0.1:9/v1")
FORBIDDEN_IN_A_WORKER = {"asyncio", "anyio", "starlette", "httpx", "aiofiles", "uvicorn"}


def fresh(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """`code` in a Python of its own."""
    environment = dict(os.environ) | variables
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=True
    )


def loaded_by(module: str) -> set[str]:
    """Every module that stands in `sys.modules` after `module` was imported."""
    return set(json.loads(fresh(f"import {module}, json, sys; print(json.dumps(list(sys.modules)))").stdout))


@pytest.mark.parametrize("module", ["paperloop", "paperloop.app", "paperloop.cli", "paperloop.testing"])
def test_the_web_process_does_not_load_pymupdf(module: str) -> None:
    assert not loaded_by(module) & {"pymupdf", "fitz"}


def test_a_worker_process_loads_no_async_code() -> None:
    loaded = loaded_by("paperloop.pdf.perform, paperloop.pdf.handlers")
    assert "pymupdf" in loaded
    assert not loaded & FORBIDDEN_IN_A_WORKER


def test_the_accurate_ocr_engine_is_loaded_by_its_own_lane_alone() -> None:
    assert not loaded_by("paperloop.pdf.handlers") & {"rapidocr", "onnxruntime", "cv2", "numpy"}


def test_an_import_changes_nothing_in_its_process() -> None:
    code = """
import asyncio, logging, signal, threading, warnings
def process():
    return (
        [signal.getsignal(number) for number in signal.valid_signals()],
        logging.root.handlers[:], logging.root.level, logging.root.manager.disable,
        type(asyncio.get_event_loop_policy()), threading.active_count(),
    )
before = process()
from paperloop.app import Paperloop
from paperloop.settings import Settings
Paperloop(Settings())
assert process() == before, (before, process())
assert not logging.getLogger("paperloop").handlers
"""
    fresh(code)


async def test_running_changes_nothing_in_its_process(tmp_path: Path) -> None:
    code = f"""
import asyncio, logging, signal
from paperloop.app import Paperloop
from paperloop.settings import Settings
def process():
    return (
        [signal.getsignal(number) for number in signal.valid_signals()],
        logging.root.handlers[:], logging.root.level, logging.root.manager.disable,
    )
async def main():
    before = process()
    async with Paperloop(Settings(data_dir={str(tmp_path)!r}, lanes=1)).running():
        assert process() == before
    assert process() == before
if __name__ == "__main__":
    asyncio.run(main())
"""
    await asyncio.to_thread(fresh, code)


def test_building_touches_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Paperloop()
    Paperloop(Settings(data_dir=tmp_path / "data"))
    create_app(Settings())
    assert not list(tmp_path.iterdir())


def test_paperloop_reads_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERLOOP_LANES", "7")
    monkeypatch.setenv("PAPERLOOP_NONSENSE", "7")
    assert Paperloop(Settings(lanes=1)).settings.lanes == 1
    assert Paperloop().settings == Settings()


def test_create_app_reads_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERLOOP_LANES", "zero")
    with pytest.raises(InvalidSettings, match="PAPERLOOP_LANES"):
        create_app()
    create_app(Settings())


async def test_what_running_opened_is_closed_afterwards(tmp_path: Path) -> None:
    paperloop = Paperloop(Settings(data_dir=tmp_path, lanes=1))
    async with paperloop.running():
        pid = await paperloop.workers.run(Pid())
        assert alive(pid)
    assert not alive(pid)
    assert not [path for path in tmp_path.rglob("*") if path.name not in {"spool", ".lock"}]
    with pytest.raises(NotRunning):
        await paperloop.workers.run(Pid())


async def test_what_running_opened_is_closed_after_an_error(tmp_path: Path) -> None:
    paperloop = Paperloop(Settings(data_dir=tmp_path, lanes=1))
    pids = []

    async def fail() -> None:
        async with paperloop.running():
            pids.append(await paperloop.workers.run(Pid()))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert not alive(*pids)


async def test_a_document_that_waits_when_the_service_closes_is_told(tmp_path: Path) -> None:
    started = tmp_path / "started"
    paperloop = Paperloop(Settings(data_dir=tmp_path / "data", lanes=1))
    visit = Visit("/v1/text", documents_made.numbered(1))
    async with paperloop.running():
        held = asyncio.create_task(paperloop.workers.run(Hold(started=started, release=tmp_path / "never")))
        await eventually(started.exists, "the lane is held")
        visiting = asyncio.create_task(visit.to(paperloop.app))
        await eventually(lambda: paperloop.workers.state.waiting == 1, "the document waits")
    await visiting
    assert visit.status == 503
    with pytest.raises(ShuttingDown):
        await held


async def test_a_data_folder_that_cannot_be_made_opens_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    paperloop = Paperloop(Settings(data_dir=tmp_path / "file", lanes=1))
    with pytest.raises(OSError, match="file"):
        async with paperloop.running():
            pytest.fail("opened")
    assert not paperloop.workers.open


async def test_a_borrowed_client_is_never_closed(tmp_path: Path) -> None:
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: httpx.Response(200))) as http:
        async with Paperloop(Settings(data_dir=tmp_path, lanes=1), http=http).running():
            pass
        assert not http.is_closed


async def test_a_client_of_its_own_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = http_client()
    monkeypatch.setattr(app, "http_client", lambda: own)
    async with Paperloop(Settings(data_dir=tmp_path, lanes=1, llm_base_url=UPSTREAM)).running():
        assert not own.is_closed
    assert own.is_closed


async def test_an_extraction_before_running_says_what_to_do(tmp_path: Path) -> None:
    document = SpooledDocument(path=tmp_path / "x.pdf", workspace=tmp_path, sha256="x", size_bytes=1)
    with pytest.raises(NotRunning, match=r"async with paperloop\.running\(\):"):
        await Paperloop(Settings(data_dir=tmp_path)).extract(document)


async def test_it_may_be_closed_and_opened_again_but_not_opened_twice(tmp_path: Path) -> None:
    service = Paperloop(Settings(data_dir=tmp_path, lanes=1, llm_base_url=UPSTREAM))
    for _ in range(2):
        async with service.running(), client_of(service.app) as client:
            assert (await client.get("/readyz")).status_code == 200
            with pytest.raises(AlreadyRunning):
                async with service.running():
                    pass
            assert (await client.get("/readyz")).status_code == 200


async def test_a_host_whose_middleware_replays_the_body_is_served(tmp_path: Path) -> None:
    """It answers every `receive` at once with the whole body, and never tells of a disconnect."""

    def replaying(app: ASGIApp) -> ASGIApp:
        async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
            body = b""
            while (message := await receive()).get("more_body"):
                body += message["body"]
            whole = {"type": "http.request", "body": body + message["body"], "more_body": False}

            async def replay() -> Message:
                return whole

            await app(scope, replay, send)

        return wrapped

    service = Paperloop(Settings(data_dir=tmp_path, lanes=1))
    async with service.running(), client_of(replaying(service.app)) as client:
        answer = await client.post(
            "/v1/extract", content=documents_made.numbered(1), headers={"content-type": "application/pdf"}
        )
    assert answer.status_code == 200
