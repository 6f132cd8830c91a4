"""What a call of the language model costs the process that makes it, with hundreds in flight.

    python loadtest/llm_calls.py [--in-flight 400] [--rounds 3] [--way NAME]...

All ways in turns, so that a busy machine is slow for each; the fake model takes a second for every answer. The request
is that of the sample invoice, 20 kB. `kept`, an httpx client that keeps every connection, needs half a minute a round.
"""

import argparse
import asyncio
import gc
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import aiohttp
import httpx
import processes
import pymupdf
import sample
import uvloop
from arguments import count
from figures import Figure, Target, table
from pydantic_core import to_json

from paperloop.flows.ask import ask_in_parts
from paperloop.llm import ChatModel, http_client
from paperloop.llm.dialects import Dialect
from paperloop.pdf.words import page_text
from paperloop.readers.grid import text_grid
from paperloop.readers.llm import SCHEMA, SCHEMA_NAME, messages, parts_of

LLM_S = 1.0
TURNS = 2
"""Calls that each client makes one after another: the first opens a connection, the others find one."""

HEADERS = {"content-type": "application/json", "accept-encoding": "identity", "authorization": "Bearer bench"}

Grids = Sequence[str]
Call = Callable[[], Awaitable[object]]
Way = Callable[[str, Grids], AbstractAsyncContextManager[Call]]
"""From the base URL and the pages' text to what makes one call."""


def request_body(grids: Grids) -> bytes:
    """What `ChatModel.ask` sends first about a document of one part."""
    (part,) = parts_of(grids)
    return to_json({"model": "m", **Dialect().payload(messages(part), schema=SCHEMA, name=SCHEMA_NAME)})


@asynccontextmanager
async def through(http: httpx.AsyncClient, base_url: str, grids: Grids) -> AsyncIterator[Call]:
    """A POST of bytes made beforehand, the answer read and not looked into."""
    body = request_body(grids)

    async def call() -> None:
        (await http.post(f"{base_url}/chat/completions", content=body, headers=HEADERS)).raise_for_status()

    async with http:
        yield call


def httpx_keeping(connections: int | None) -> Way:
    """httpx with its own transport, which keeps this many idle connections; None: all of them."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=connections)
    return lambda base_url, grids: through(
        httpx.AsyncClient(limits=limits, timeout=60, verify=False, trust_env=False),  # noqa: S501  # on loopback
        base_url,
        grids,
    )


def httpx_ours(base_url: str, grids: Grids) -> AbstractAsyncContextManager[Call]:
    """The client that the service uses."""
    return through(http_client(), base_url, grids)


@asynccontextmanager
async def bare_aiohttp(base_url: str, grids: Grids) -> AsyncIterator[Call]:
    """Without httpx around it."""
    body = request_body(grids)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def call() -> None:
            async with session.post(f"{base_url}/chat/completions", data=body, headers=HEADERS) as answer:
                answer.raise_for_status()
                await answer.read()

        yield call


@asynccontextmanager
async def asking(base_url: str, grids: Grids) -> AsyncIterator[Call]:
    """All that an extraction does for its question: prompt, JSON, call, answer read and validated."""
    async with http_client() as http:
        model = ChatModel(http, base_url=base_url, model="m", api_key="bench", concurrency=10_000, timeout_s=60)
        yield lambda: ask_in_parts(model, grids)


WAYS: Mapping[str, tuple[str, Way]] = {
    "aiohttp": ("aiohttp alone", bare_aiohttp),
    "ours": ("httpx over it, as the service has it", httpx_ours),
    "ask": ("ChatModel.ask, all of it", asking),
    "keep-20": ("httpx alone, 20 idle connections kept", httpx_keeping(20)),
    "kept": ("httpx alone, all connections kept", httpx_keeping(None)),
}
TARGETS = {"ask": Target(limit=2)}
CHEAP = ("aiohttp", "ours", "ask", "keep-20")
"""All but one."""


def figures(pdf: bytes, *, in_flight: int, rounds: int, ways: Sequence[str]) -> list[Figure]:
    """CPU ms a call of this process, one figure a way, and how many times the first way's it is."""
    grids = _grids(pdf)
    spent: dict[str, list[float]] = {way: [] for way in ways}
    with processes.upstream(LLM_S) as upstream:
        for _ in range(rounds):
            for way in ways:
                calls = _ms_a_call(WAYS[way][1](f"http://127.0.0.1:{upstream.port}/v1", grids), in_flight)
                with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                    spent[way].append(runner.run(calls))
    first = spent[ways[0]]
    shown = [Figure.of(f"a call of the model, {in_flight} in flight: {WAYS[ways[0]][0]}", "ms CPU", first)]
    for way in ways[1:]:
        times = [one / bare for one, bare in zip(spent[way], first, strict=True)]
        shown.append(Figure.of(f"  {WAYS[way][0]}", "ms CPU", spent[way], target=TARGETS.get(way)))
        shown.append(Figure.of("    over the first", "times", times))
    return shown


async def _ms_a_call(opened: AbstractAsyncContextManager[Call], in_flight: int) -> float:
    async def client(call: Call) -> None:
        for _ in range(TURNS):
            await call()

    async with opened as call:
        await call()
        gc.collect()
        started = time.process_time()
        await asyncio.gather(*(client(call) for _ in range(in_flight)))
        return (time.process_time() - started) * 1000 / (in_flight * TURNS)


def _grids(pdf: bytes) -> Grids:
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        return [text_grid(page_text(page, number).page) for number, page in enumerate(document, 1)]


def main() -> None:
    """Measure the ways that were asked for and print them."""
    parser = argparse.ArgumentParser(description="Measure what a call of the language model costs its caller.")
    parser.add_argument("--in-flight", type=count, default=400, help="calls at once")
    parser.add_argument("--rounds", type=count, default=3, help="values of each way")
    parser.add_argument("--way", action="append", choices=WAYS, metavar="NAME", help=f"one of {', '.join(WAYS)}")
    asked = parser.parse_args()
    shown = figures(sample.invoice(), in_flight=asked.in_flight, rounds=asked.rounds, ways=asked.way or CHEAP)
    sys.stdout.write(f"{table(shown)}\n")


if __name__ == "__main__":
    main()
