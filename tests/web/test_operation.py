"""What those who run the service ask it."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bodies import problem
from eventually import eventually
from lane_calls import Hold
from paperloop import __version__
from paperloop.app import Paperloop
from paperloop.settings import Settings
from serving import client_of, in_process

if TYPE_CHECKING:
    import httpx


async def test_a_running_service_is_alive_ready_and_well(tmp_path: Path) -> None:
    async with in_process(tmp_path, lanes=2) as (client, _):
        assert (await client.get("/livez")).json() == {"status": "ok"}
        assert (await client.get("/readyz")).json() == {"status": "ready"}
        assert (await client.get("/health")).json() == {
            "status": "ok",
            "version": __version__,
            "in_flight": 0,
            "max_in_flight": 1000,
            "lanes": {"lanes": 2, "ready": 2, "busy": 0, "waiting": 0, "replaced": 0},
            "readers": ["einvoice", "layout"],
            "llm": None,
        }


async def test_a_model_that_is_configured_is_named_and_its_key_is_not(tmp_path: Path) -> None:
    settings = {"llm_base_url": "http://llm/v1", "llm_model": "small", "llm_api_key": "sk-secret"}
    async with in_process(tmp_path, **settings) as (client, _):
        answer = await client.get("/health")
    assert answer.json()["readers"] == ["einvoice", "llm", "layout"]
    assert answer.json()["llm"] == {"model": "small"}
    assert "secret" not in answer.text


async def test_a_service_that_is_not_running_is_alive_and_not_ready(tmp_path: Path) -> None:
    paperloop = Paperloop(Settings(data_dir=tmp_path))
    async with client_of(paperloop.app) as client:
        assert (await client.get("/livez")).status_code == 200
        assert problem(await client.get("/readyz")) == (503, "not-running")
        assert (await client.get("/health")).json()["status"] == "degraded"


async def test_a_busy_service_answers_at_once(tmp_path: Path) -> None:
    started, release = tmp_path / "started", tmp_path / "release"
    async with in_process(tmp_path / "data") as (client, paperloop):
        held = asyncio.create_task(paperloop.workers.run(Hold(started=started, release=release)))
        await eventually(started.exists, "the lane is held")
        assert (await client.get("/readyz")).status_code == 200
        assert (await client.get("/health")).json()["lanes"]["busy"] == 1
        release.touch()
        await held


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/health"])
async def test_head_is_get_without_a_body(tmp_path: Path, path: str) -> None:
    async with in_process(tmp_path) as (client, _):
        answer: httpx.Response = await client.head(path)
    assert answer.status_code == 200
