"""The probe in a server process: what it writes each second."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from probe import lag
from starlette.types import Receive, Scope, Send

from eventually import eventually


def last_line(folder: Path) -> dict[str, Any]:
    lines = [line for file in folder.glob("*.jsonl") for line in file.read_text().splitlines()]
    return dict(json.loads(lines[-1])) if lines else {}


async def test_requests_are_under_way_until_the_application_is_done_with_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lag, "LOGGED_EVERY_S", 0)
    held = asyncio.Event()

    async def application(scope: Scope, _: Receive, __: Send) -> None:
        if scope["type"] == "http":
            await held.wait()
            raise ConnectionError

    async def nothing(*_: object) -> Any:
        return None

    probe = lag.LagProbe(application, log=tmp_path)
    await probe({"type": "lifespan"}, nothing, nothing)
    await eventually(lambda: last_line(tmp_path).get("under_way") == 0, "nobody asked yet")
    asked = asyncio.create_task(probe({"type": "http", "path": "/v1/extract"}, nothing, nothing))
    await eventually(lambda: last_line(tmp_path)["under_way"] == 1, "a request is under way")
    held.set()
    with pytest.raises(ConnectionError):
        await asked
    await eventually(lambda: last_line(tmp_path)["under_way"] == 0, "it is done")
