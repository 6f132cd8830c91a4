"""Paperloop inside another application."""

import asyncio
import os
import subprocess
import sys
import textwrap
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.middleware.base import RequestResponseEndpoint
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount

import documents_made
from bodies import RAW, problem
from paperloop.app import Paperloop
from paperloop.settings import Settings
from paperloop.store.spool import spooled_copy
from paperloop.testing import FakeLlm
from serving import client_of

PDF = documents_made.invoice()


def starlette_host(**mounted: Paperloop) -> Any:
    return Starlette(
        routes=[Mount(f"/{name}", app=each.app) for name, each in mounted.items()],
        lifespan=lambda _: all_running(*mounted.values()),
    )


def fastapi_host(**mounted: Paperloop) -> Any:
    app = FastAPI(lifespan=lambda _: all_running(*mounted.values()))
    for name, each in mounted.items():
        app.mount(f"/{name}", each.app)
    return app


@asynccontextmanager
async def all_running(*services: Paperloop) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        for service in services:
            await stack.enter_async_context(service.running())
        yield


@asynccontextmanager
async def client_while_it_runs(host: Any) -> AsyncIterator[httpx.AsyncClient]:
    async with host.router.lifespan_context(host), client_of(host) as client:
        yield client


Host = Callable[..., Any]
every_host = pytest.mark.parametrize("host", [starlette_host, fastapi_host])


def paperloop(folder: Path, **settings: Any) -> Paperloop:
    return Paperloop(Settings.model_validate({"data_dir": folder, "lanes": 1} | settings))


async def post(client: httpx.AsyncClient, target: str, body: bytes = PDF) -> httpx.Response:
    return await client.post(target, content=body, headers={"content-type": RAW})


@every_host
async def test_every_address_answers_below_the_hosts_prefix(tmp_path: Path, host: Host) -> None:
    async with client_while_it_runs(host(pdf=paperloop(tmp_path))) as client:
        assert (await post(client, "/pdf/v1/extract")).json()["invoice"]["invoice_number"] == "NT-2031-117"
        assert "NT-2031-117" in (await post(client, "/pdf/v1/text")).text
        assert (await post(client, "/pdf/v1/render/png")).headers["content-type"] == "image/png"
        for path in ("/pdf/livez", "/pdf/readyz", "/pdf/health"):
            assert (await client.get(path)).status_code == 200
        assert problem(await post(client, "/pdf/v1/extract", b"x")) == (415, "not-a-pdf")
        assert problem(await client.get("/pdf/nothing")) == (404, "not-found")
        assert (await post(client, "/v1/extract")).headers["content-type"] != "application/problem+json"


@every_host
async def test_two_in_one_host_keep_to_their_own_settings(tmp_path: Path, host: Host) -> None:
    generous = paperloop(tmp_path)
    strict = paperloop(tmp_path, max_upload_bytes=100, max_in_flight=3, llm_base_url="http://llm/v1")
    async with client_while_it_runs(host(generous=generous, strict=strict)) as client:
        answers = [await post(client, f"/{name}/v1/text") for name in ("generous", "strict")]
        assert [problem(answer) for answer in answers] == [(200, ""), (413, "payload-too-large")]
        healths = [(await client.get(f"/{name}/health")).json() for name in ("generous", "strict")]
        assert [health["max_in_flight"] for health in healths] == [1000, 3]
        assert [health["llm"] is None for health in healths] == [True, False]


@every_host
async def test_a_host_that_forgot_running_is_told_what_to_add(tmp_path: Path, host: Host) -> None:
    app = host(pdf=paperloop(tmp_path))
    async with client_of(app) as client:
        for path in ("extract", "text", "render/png"):
            answer = await post(client, f"/pdf/v1/{path}")
            assert problem(answer) == (500, "not-running")
            assert "async with paperloop.running():" in answer.json()["detail"]


async def test_a_borrowed_client_carries_the_calls_to_the_model_and_stays_open(tmp_path: Path) -> None:
    llm = FakeLlm()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(llm), headers={"x-host": "yes"}) as http:
        settings = Settings.model_validate({"data_dir": tmp_path, "lanes": 1, "llm_base_url": "http://llm/v1"})
        async with client_while_it_runs(starlette_host(pdf=Paperloop(settings, http=http))) as client:
            assert (await post(client, "/pdf/v1/extract")).json()["reader"] == "llm"
        assert not http.is_closed
        assert (llm.calls, llm.last_headers["x-host"]) == (1, "yes")


async def test_the_use_case_works_without_http(tmp_path: Path) -> None:
    (tmp_path / "mine.pdf").write_bytes(PDF)
    service = paperloop(tmp_path / "data")
    async with service.running(), service.spool.workspace() as workspace:
        document = await spooled_copy(tmp_path / "mine.pdf", workspace, max_bytes=1_000_000)
        extraction = await service.extract(document)
    assert str(extraction.invoice.totals.grand_total) == "240.00"
    assert (tmp_path / "mine.pdf").read_bytes() == PDF


async def test_a_hosts_middleware_around_it_does_no_harm(tmp_path: Path) -> None:
    app = fastapi_host(pdf=paperloop(tmp_path))
    app.add_middleware(GZipMiddleware)

    @app.middleware("http")
    async def named(request: Request, call_next: RequestResponseEndpoint) -> Response:
        answer = await call_next(request)
        answer.headers["x-host"] = "yes"
        return answer

    async with client_while_it_runs(app) as client:
        for path, status in [("extract", 200), ("text", 200), ("render/png", 200), ("text?pages=9", 422)]:
            answer = await post(client, f"/pdf/v1/{path}")
            assert (answer.status_code, answer.headers["x-host"]) == (status, "yes")
            assert answer.headers["x-request-id"]
    assert not [path for path in tmp_path.rglob("*") if path.name not in {"spool", ".lock"}]


async def test_services_can_be_opened_and_closed_again_and_again(tmp_path: Path) -> None:
    for _ in range(3):
        async with client_while_it_runs(starlette_host(pdf=paperloop(tmp_path))) as client:
            assert (await post(client, "/pdf/v1/text")).status_code == 200


HOST = """
    import asyncio, logging, sys
    from pathlib import Path

    import httpx
    from starlette.applications import Starlette
    from starlette.routing import Mount

    from paperloop.app import Paperloop
    from paperloop.settings import Settings
    from service.name import NAME

    async def main():
        paperloop = Paperloop(Settings(data_dir=Path("data"), lanes=1))
        app = Starlette(routes=[Mount("/pdf", app=paperloop.app)])
        async with paperloop.running():
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as client:
                headers = {"content-type": "application/pdf"}
                answer = await client.post("/pdf/v1/text", content=Path("mine.pdf").read_bytes(), headers=headers)
                print(NAME, answer.status_code)

    if __name__ == "__main__":
        asyncio.run(main())
"""


async def test_a_host_may_have_a_package_called_service(tmp_path: Path) -> None:
    (tmp_path / "service").mkdir()
    (tmp_path / "service" / "__init__.py").touch()
    (tmp_path / "service" / "name.py").write_text("NAME = 'the host'\n")
    (tmp_path / "host.py").write_text(textwrap.dedent(HOST))
    (tmp_path / "mine.pdf").write_bytes(PDF)
    run = await asyncio.to_thread(
        subprocess.run, [sys.executable, "host.py"], cwd=tmp_path, env=dict(os.environ),
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (run.stdout.strip(), run.stderr, run.returncode) == ("the host 200", "", 0)
