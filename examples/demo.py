"""An invoice through the service and back, over HTTP: rendered from data, read from its pages. `make demo` runs it."""

import asyncio
import os
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx
from rich.console import Console

from paperloop.documents.extraction import Extraction
from paperloop.report import extraction_table
from paperloop.testing import sample_invoice

START_TIMEOUT_S = 30.0
STOP_TIMEOUT_S = 15.0

console = Console(highlight=False)


class DemoFailed(Exception):
    """Its argument is the sentence to end with."""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="paperloop-demo-") as folder:
        extraction = asyncio.run(there_and_back(data_dir=Path(folder, "data")))
    console.print_json(extraction.model_dump_json())
    console.print("\n", extraction_table(extraction))


async def there_and_back(*, data_dir: Path) -> Extraction:
    """What the layout reader, without the e-invoice inside, makes of the invoice that the service has rendered."""
    invoice = sample_invoice()
    async with service(data_dir) as url, httpx.AsyncClient(base_url=url, timeout=60) as client:
        rendered = await client.post("/v1/render/pdf", json={"invoice": invoice.model_dump(mode="json")})
        told(rendered, f"{len(invoice.lines)} lines on {rendered.headers.get('x-paperloop-pages')} pages")
        files = {"file": ("sample-invoice.pdf", rendered.content, "application/pdf")}
        answer = await client.post("/v1/extract?readers=layout", files=files)
        told(answer, f"{len(rendered.content):,} bytes read")
        return Extraction.model_validate_json(answer.content)


def told(answer: httpx.Response, what: str) -> None:
    """
    Raises:
        DemoFailed: the service has answered an error.
    """
    if not answer.is_success:
        raise DemoFailed(f"the service answered {answer.status_code}: {answer.text}")
    target = answer.request.url.raw_path.decode()
    console.print(f"POST {target} answered {answer.status_code} after {answer.elapsed.total_seconds():.2f} s: {what}.")


@asynccontextmanager
async def service(data_dir: Path) -> AsyncIterator[str]:
    """A service of its own on a free port, by its URL; stopped at the end, which has to be clean."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAPERLOOP_")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "paperloop", "serve", "--port", str(port)),
        env=environment | {"PAPERLOOP_DATA_DIR": str(data_dir)},
    )
    try:
        await wait_until_ready(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        code = await stopped(process)
    if code:
        raise DemoFailed(f"the service ended with exit code {code}, not 0")
    console.print("The service stopped.\n")


async def wait_until_ready(url: str, process: asyncio.subprocess.Process) -> None:
    async with httpx.AsyncClient(base_url=url) as client, asyncio.timeout(START_TIMEOUT_S):
        while process.returncode is None:
            with suppress(httpx.TransportError):
                if (await client.get("/readyz")).is_success:
                    return
            await asyncio.sleep(0.02)
    raise DemoFailed(f"the service ended with exit code {process.returncode} before it was ready")


async def stopped(process: asyncio.subprocess.Process) -> int:
    """The exit code; a service that does not end in time is killed, which gives no good one."""
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        return await asyncio.wait_for(process.wait(), STOP_TIMEOUT_S)
    except TimeoutError:
        process.kill()
        return await process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    try:
        main()
    except (DemoFailed, httpx.HTTPError, OSError) as error:
        sys.exit(f"The demonstration failed: {str(error) or type(error).__name__}")
