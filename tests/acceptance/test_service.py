"""`python -m paperloop serve`, a real process with its worker processes, as an operator and a client meet it."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

import documents_made
from bodies import RAW
from eventually import alive, eventually
from paperloop.store.spool import WRITE_BYTES
from raw_http import connected
from serving import Served, served

INVOICE = documents_made.invoice()
BOOK = documents_made.book(400, words_a_page=100)
UPLOAD_BYTES = 50_000_000


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service for all tests that leave it alive."""
    with served(tmp_path_factory.mktemp("service"), lanes=2) as running:
        yield running


@pytest.fixture
def doomed(tmp_path: Path) -> Iterator[Served]:
    """A service that the test may end."""
    with served(tmp_path, lanes=2) as running:
        yield running


async def post(client: httpx.AsyncClient, target: str, body: Any = INVOICE) -> httpx.Response:
    return await client.post(target, content=body, headers={"content-type": RAW})


def workers_of(service: Served) -> list[psutil.Process]:
    return service.tree()[1:]


def busy(service: Served) -> bool:
    """Whether a request has what a worker makes of its document."""
    return any("-chunk-" in path.name for path in service.spooled())


async def lane_at_work(service: Served, client: httpx.AsyncClient) -> asyncio.Task[httpx.Response]:
    """A long document under way."""
    task = asyncio.create_task(post(client, "/v1/extract", BOOK))
    await eventually(lambda: busy(service), "a lane works")
    return task


class TestKilled:
    """After `kill -9` of the service's process nothing of it is left: no process, no file."""

    async def test_while_its_lanes_rest(self, doomed: Served) -> None:
        workers = workers_of(doomed)
        assert len(workers) >= 3
        doomed.process.kill()
        await gone(doomed, workers)

    async def test_while_a_lane_works(self, doomed: Served) -> None:
        async with doomed.client() as client:
            task = await lane_at_work(doomed, client)
            workers = workers_of(doomed)
            doomed.process.kill()
            await asyncio.gather(task, return_exceptions=True)
        await gone(doomed, workers)

    async def test_while_an_upload_arrives(self, doomed: Served) -> None:
        async with connected(doomed.port) as wire:
            await wire.send(b"POST /v1/text HTTP/1.1\r\nHost: x\r\nContent-Type: application/pdf\r\n")
            await wire.send(b"Content-Length: 1000000\r\n\r\n" + b"%PDF-" + b"x" * 500_000)
            await eventually(lambda: any(path.is_file() for path in doomed.spooled()), "a file is spooled")
            workers = workers_of(doomed)
            doomed.process.kill()
            await gone(doomed, workers)


async def gone(service: Served, workers: list[psutil.Process]) -> None:
    await eventually(lambda: not any(alive(worker.pid) for worker in workers), "every worker has ended")
    await eventually(lambda: not service.spooled(), "the spool is empty")


class TestStopped:
    """SIGTERM and Ctrl-C: no new requests, those under way are answered, then everything is closed."""

    async def test_a_request_under_way_is_answered(self, doomed: Served) -> None:
        workers = workers_of(doomed)
        async with doomed.client() as client:
            task = await lane_at_work(doomed, client)
            doomed.process.send_signal(signal.SIGTERM)
            answer = await task
        assert answer.status_code == 200
        await ended(doomed, workers)

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    async def test_a_service_at_rest_ends_at_once(self, doomed: Served, number: signal.Signals) -> None:
        workers = workers_of(doomed)
        doomed.process.send_signal(number)
        await ended(doomed, workers)

    async def test_the_terminals_interrupt_reaches_every_process_and_spoils_nothing(self, doomed: Served) -> None:
        workers = workers_of(doomed)
        async with doomed.client() as client:
            task = await lane_at_work(doomed, client)
            for process in doomed.tree():
                process.send_signal(signal.SIGINT)
            assert (await task).status_code == 200
        await ended(doomed, workers)


async def ended(service: Served, workers: list[psutil.Process]) -> None:
    await asyncio.to_thread(service.process.wait, 20)
    await eventually(lambda: not any(alive(worker.pid) for worker in workers), "every worker has ended")
    assert not service.spooled()
    assert "Traceback" not in service.said()
    assert " ERROR " not in service.said()


async def test_an_invoice_goes_in_and_checked_data_comes_out(service: Served) -> None:
    async with service.client() as client:
        answer = await client.post("/v1/extract", files={"file": ("invoice.pdf", INVOICE)})
    assert answer.json()["invoice"]["totals"]["grand_total"] == "240.00"
    assert not service.requests()


async def test_twenty_uploads_of_50_mb_at_once_grow_the_web_process_by_2_mb_each_at_most(service: Served) -> None:
    async def body() -> AsyncIterator[bytes]:
        for piece in documents_made.padded(INVOICE, UPLOAD_BYTES):
            yield piece

    async with service.client() as client:
        await post(client, "/v1/text", documents_made.padded_whole(INVOICE, 1_000_000))
        before = peak_bytes(service.process.pid)
        answers = await asyncio.gather(*(post(client, "/v1/text", body()) for _ in range(20)))
    grown = peak_bytes(service.process.pid) - before
    assert {answer.status_code for answer in answers} == {200}
    assert grown / 20 < 2_000_000, f"{grown / 1e6:.1f} MB for 20 uploads"
    await eventually(lambda: not service.requests(), "the spool is empty")


def peak_bytes(pid: int) -> int:
    """The most memory that the process ever held (proc(5), VmHWM)."""
    (line,) = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) * 1024


async def test_a_client_that_leaves_is_no_error(service: Served) -> None:
    said = len(service.said())
    head = f"POST /v1/extract HTTP/1.1\r\nHost: x\r\nContent-Type: {RAW}\r\nContent-Length: {len(BOOK)}\r\n\r\n"
    async with connected(service.port) as wire:
        await wire.send(head.encode() + BOOK)
        await eventually(lambda: busy(service), "a lane works")
    await eventually(lambda: not service.requests(), "the request's files are removed")
    async with connected(service.port) as wire:
        await wire.send(head.replace(str(len(BOOK)), "9000000").encode() + BOOK + b" " * 2 * WRITE_BYTES)
        await eventually(lambda: bool(service.requests()), "the upload has begun")
    await eventually(lambda: not service.requests(), "the request's files are removed")
    async with service.client() as client:
        assert (await client.get("/health")).json()["in_flight"] == 0
    assert "ERROR" not in service.said()[said:]
    assert "Traceback" not in service.said()[said:]


async def test_a_client_that_leaves_while_its_answer_comes_is_no_error(service: Served) -> None:
    said = len(service.said())
    head = f"POST /v1/text HTTP/1.1\r\nHost: x\r\nContent-Type: {RAW}\r\nContent-Length: {len(BOOK)}\r\n"
    async with connected(service.port) as wire:
        await wire.send(head.encode() + b"Accept: application/json\r\n\r\n" + BOOK)
        assert await wire.line() == "HTTP/1.1 200 OK"
        wire.writer.transport.abort()
    await eventually(lambda: not service.requests(), "the request's files are removed")
    assert "ERROR" not in service.said()[said:]
    assert "Traceback" not in service.said()[said:]


async def test_a_short_document_beside_four_long_ones_is_answered_before_them(service: Served) -> None:
    async with service.client() as client:
        long = [asyncio.create_task(post(client, "/v1/text", BOOK)) for _ in range(4)]
        await eventually(lambda: busy(service), "the long ones are worked on")
        answer = await post(client, "/v1/text", INVOICE)
        assert answer.status_code == 200
        assert not any(task.done() for task in long)
        assert {(await task).status_code for task in long} == {200}


async def test_a_worker_killed_from_outside_costs_nobody_an_answer(service: Served) -> None:
    async with service.client() as client:
        waiting = [asyncio.create_task(post(client, "/v1/extract", BOOK)) for _ in range(2)]
        await eventually(lambda: busy(service), "a lane works")
        lanes = [worker for worker in workers_of(service) if worker.parent() != psutil.Process(service.process.pid)]
        os.kill(lanes[0].pid, signal.SIGKILL)
        assert {(await task).status_code for task in waiting} == {200}
        assert (await client.get("/health")).json()["lanes"]["replaced"] >= 1
