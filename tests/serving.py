"""The service as tests meet it: in this process, or as a real uvicorn process of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

from paperloop.app import Paperloop
from paperloop.settings import Settings

START_TIMEOUT_S = 30.0


@asynccontextmanager
async def in_process(data_dir: Path, **settings: Any) -> AsyncIterator[tuple[httpx.AsyncClient, Paperloop]]:
    """A client of a running Paperloop with one lane, in this very process."""
    paperloop = Paperloop(Settings.model_validate({"data_dir": data_dir, "lanes": 1} | settings))
    async with paperloop.running(), client_of(paperloop.app) as client:
        yield client, paperloop


def client_of(app: Any) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test", timeout=60)


@dataclass(frozen=True, slots=True)
class Service:
    """`client` speaks to `paperloop` in this process, without a socket between them."""

    client: httpx.AsyncClient
    paperloop: Paperloop

    def spooled(self) -> list[Path]:
        """What lies in the spool: nothing, when no request is under way."""
        return list(self.paperloop.spool.folder.rglob("*"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A service in a process of its own, with what it holds."""

    process: subprocess.Popen[bytes]
    port: int
    data_dir: Path
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self) -> httpx.AsyncClient:
        # Certificates take 50 ms to load, and a client on the loopback needs none.
        return httpx.AsyncClient(base_url=self.url, timeout=60, verify=False, trust_env=False)

    def tree(self) -> list[psutil.Process]:
        """The service's process and all below it."""
        root = psutil.Process(self.process.pid)
        return [root, *root.children(recursive=True)]

    def spooled(self) -> list[Path]:
        """The service's own folder while it runs, those of requests under way, and what is in them."""
        return [Path(folder, name) for folder, folders, files in os.walk(self.data_dir / "spool")
                for name in (*folders, *files) if not name.endswith(".lock")]  # fmt: skip

    def requests(self) -> list[Path]:
        """The files of requests under way."""
        return [path for path in self.spooled() if path.parent.parent != self.data_dir]

    def said(self) -> str:
        return self.log.read_text()


@contextmanager
def served(data_dir: Path, *arguments: str, **settings: object) -> Iterator[Served]:
    """`python -m paperloop serve` on a free port, ready for requests; ended by SIGTERM at the latest."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAPERLOOP_")}
    told = {f"PAPERLOOP_{name.upper()}": str(value) for name, value in settings.items()}
    command = [sys.executable, "-m", "paperloop", "serve", "--port", str(port), *arguments]
    log = data_dir / "service.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env=environment | {"PAPERLOOP_DATA_DIR": str(data_dir)} | told,
            cwd=data_dir,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    service = Served(process=process, port=port, data_dir=data_dir, log=log)
    try:
        wait_until_ready(service)
        yield service
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(timeout=START_TIMEOUT_S)


def wait_until_ready(service: Served) -> None:
    ends = time.monotonic() + START_TIMEOUT_S
    with httpx.Client(verify=False, trust_env=False) as client:
        while time.monotonic() < ends and service.process.poll() is None:
            try:
                if client.get(f"{service.url}/readyz").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.01)
    raise AssertionError(f"the service did not become ready:\n{service.said()}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
