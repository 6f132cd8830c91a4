"""What is made larger, one function each. All CPU is that of the service's processes, in milliseconds."""

import asyncio
import itertools
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import client
import processes
import pymupdf
import resumes
import sample
from client import Answer, Rounds
from processes import Cpu, Running

from growing.series import Series
from paperloop.testing.documents import write_long, write_short

PATIENCE_S = 600.0
"""For one request: what is asked for is how much it costs, not whether anybody would wait."""
BURST_S = 0.5
"""The model's, with many requests in flight: they wait for the lanes as well."""

MEASURABLE_S, SHARE_MEASURABLE_S = 0.5, 0.1
"""CPU of all processes, and of the web process or the lanes, whose share is the smaller. Some systems count in steps
of 10 ms."""
MOST_REQUESTS, MOST_S = 40, 10.0
"""After which a cost is taken as it was measured."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """`repeats`: each cost is the least of so many, since nothing makes a machine faster than it is.

    Of the two largest sizes one is three times the other and more: between nearer ones a machine's change of pace would
    look like a bend.
    """

    pages: tuple[int, ...]
    body_mb: tuple[float, ...]
    in_flight: tuple[int, ...]
    jobs: tuple[int, ...]
    repeats: int


def documents(sizes: Sizes, say: Say) -> list[Series]:
    """Invoices of ever more pages, read without a model, in workers with the memory that they have unless told."""
    generous = {"max_pages": max(sizes.pages), "lane_deadline_s": 120}
    with processes.service(**generous) as service:
        _ask(service, _read(_invoice(1)))
        costs, web_mb, all_mb = [], [], []
        for pages in sizes.pages:
            sent = itertools.repeat(_read(_invoice(pages)))
            costs.append(_least([_cost(service, sent) for _ in range(sizes.repeats)]))
            memory = service.memory()
            web_mb.append(memory.web_peak_mb)
            all_mb.append(memory.peak_mb)
            say(f"  {pages} pages: {costs[-1].lanes_s:.2f} s CPU in the lanes")
    return [
        *_cpu("reading", "pages", sizes.pages, costs),
        _series("the web process's peak", "MB", "pages", sizes.pages, web_mb),
        _series("all processes' peaks", "MB", "pages", sizes.pages, all_mb),
    ]


def bodies(sizes: Sizes, say: Say) -> list[Series]:
    """The same few words in ever more bytes."""
    costs, web_mb = [], []
    with processes.service() as service:
        _ask(service, _read(_invoice(1)))
        for megabytes in sizes.body_mb:
            sent = itertools.repeat(_read(sample.swollen(_few_words(), int(megabytes * 1_000_000))))
            costs.append(_least([_cost(service, sent) for _ in range(sizes.repeats)]))
            web_mb.append(service.memory().web_peak_mb)
            say(f"  {megabytes:g} MB: {costs[-1].web_s:.3f} s CPU in the web process")
    return [
        *_cpu("receiving and opening", "MB", sizes.body_mb, costs),
        _series("the web process's peak", "MB", "MB", sizes.body_mb, web_mb),
    ]


def in_flight(sizes: Sizes, say: Say) -> list[Series]:
    """Ever more requests at once, each of which waits for a model.

    Raises:
        RuntimeError: one of them failed.
    """
    most = max(sizes.in_flight)
    processes.allow_descriptors(most)
    sent = client.upload("/v1/extract?readers=llm", _invoice(1))
    patient = {"max_in_flight": most + 1, "llm_concurrency": most + 1}
    patience = {"lane_queue_timeout_s": PATIENCE_S, "llm_timeout_s": PATIENCE_S, "upload_timeout_s": PATIENCE_S}
    costs, web_mb = [], []
    with (
        processes.upstream(BURST_S) as model,
        processes.service(llm_base_url=f"http://127.0.0.1:{model.port}/v1", **patient, **patience) as service,
    ):
        _burst(service, sent, 4)
        for count in sizes.in_flight:
            costs.append(_least([_burst(service, sent, count) for _ in range(sizes.repeats)]))
            web_mb.append(service.memory().web_peak_mb)
            say(f"  {count} at once: {(costs[-1].web_s + costs[-1].lanes_s) * 1000 / count:.1f} ms CPU each")
    return [
        *_cpu("all of it", "requests", sizes.in_flight, costs),
        _series("the web process's peak", "MB", "requests", sizes.in_flight, web_mb),
    ]


def rendered(sizes: Sizes, say: Say) -> list[Series]:
    """Résumés of ever more jobs, no two alike: Typst keeps what it made of the last ones. Six jobs fill two pages."""
    costs: list[Cpu] = []
    pages: list[int] = []
    with processes.service(render_cache_bytes=0) as service:
        _ask(service, next(renders(1)))
        for jobs in sizes.jobs:
            sent = renders(jobs)
            pages.append(_page_count(_ask(service, next(sent)).body))
            costs.append(_least([_cost(service, sent) for _ in range(sizes.repeats)]))
            say(f"  {jobs} jobs, {pages[-1]} pages: {costs[-1].lanes_s * 1000:.0f} ms CPU in the lanes")
    return [
        *_cpu("typesetting", "jobs", sizes.jobs, costs),
        _series("pages", "count", "jobs", sizes.jobs, pages),
    ]


AXES: Mapping[str, Callable[[Sizes, Say], list[Series]]] = {
    "documents": documents,
    "bodies": bodies,
    "in-flight": in_flight,
    "resumes": rendered,
}
"""By the names that `--only` takes."""


def _series(name: str, unit: str, per: str, sizes: Sequence[float], costs: Sequence[float]) -> Series:
    return Series(name=name, unit=unit, per=per, sizes=tuple(sizes), costs=tuple(costs))


def _cpu(work: str, per: str, sizes: Sequence[float], costs: Sequence[Cpu]) -> list[Series]:
    return [
        _series(f"{work}, lanes", "ms CPU", per, sizes, [cost.lanes_s * 1000 for cost in costs]),
        _series(f"{work}, web process", "ms CPU", per, sizes, [cost.web_s * 1000 for cost in costs]),
    ]


def _least(measured: Sequence[Cpu]) -> Cpu:
    return Cpu(min(cost.web_s for cost in measured), min(cost.lanes_s for cost in measured))


def _cost(service: Running, sent: Iterator[bytes]) -> Cpu:
    """Of one request, the mean of as many as it takes to be told from the clock's steps."""
    before, spent, count = service.cpu(), Cpu(0.0, 0.0), 0
    while count < MOST_REQUESTS and not is_told(spent):
        _ask(service, next(sent))
        spent, count = service.cpu() - before, count + 1
    return Cpu(spent.web_s / count, spent.lanes_s / count)


def is_told(spent: Cpu) -> bool:
    """Whether so much was spent that the clock's steps are small beside it."""
    total_s, smaller_s = spent.web_s + spent.lanes_s, min(spent.web_s, spent.lanes_s)
    return total_s >= MOST_S or (total_s >= MEASURABLE_S and smaller_s >= SHARE_MEASURABLE_S)


def _ask(service: Running, sent: bytes) -> Answer:
    """
    Raises:
        RuntimeError: the answer was not 200.
    """
    answer = asyncio.run(client.ask(service.port, sent, PATIENCE_S))
    if answer.status != 200:
        raise RuntimeError(f"{answer.status}: {answer.body[:500]!r}")
    return answer


def _burst(service: Running, sent: bytes, count: int) -> Cpu:
    """Of `count` requests at once, the mean of several bursts where they are few.

    Raises:
        RuntimeError: a request failed.
    """
    before, rounds = service.cpu(), max(1, MOST_REQUESTS // count)
    asked = Rounds(clients=count, rounds=rounds, limit_s=PATIENCE_S, timeout_s=PATIENCE_S)
    outcome = asyncio.run(client.closed_loop(service.port, sent, asked))
    if outcome.errors:
        raise RuntimeError(f"{count} at once: {dict(outcome.errors)}\n{service.log.read_text()[-2000:]}")
    spent = service.cpu() - before
    return Cpu(spent.web_s / rounds, spent.lanes_s / rounds)


def _read(pdf: bytes) -> bytes:
    return client.upload("/v1/extract?readers=layout", pdf)


def renders(jobs: int) -> Iterator[bytes]:
    """Requests to render a résumé of so many jobs, no two alike."""
    for number in itertools.count():
        body = json.dumps({"json_resume": resumes.resume(number, jobs=jobs)}).encode()
        yield client.request("POST", "/v1/render/pdf", body, "application/json")


def _invoice(pages: int) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "invoice.pdf")
        if pages == 1:
            write_short(path)
        else:
            write_long(path, pages=pages)
        return path.read_bytes()


def _few_words() -> bytes:
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 72), "Invoice 1, total 10.00 EUR")
        return bytes(document.tobytes())


def _page_count(pdf: bytes) -> int:
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        count: int = document.page_count
        return count
