"""A chat model in front of a fake one, in one process and without a socket."""

from collections.abc import AsyncIterator

import httpx
import pytest

from paperloop.llm import ChatModel, Retries
from paperloop.testing import FakeLlm

NOW = 1_800_000_000.0
"""Fri, 15 Jan 2027 08:00:00 GMT, in seconds since 1970."""


class Waits(list[float]):
    """The waits that were asked for; none is waited."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def fake() -> FakeLlm:
    return FakeLlm()


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def retries(waits: Waits) -> Retries:
    return Retries(sleep=waits, chance=lambda: 0.0, now=lambda: NOW)


@pytest.fixture
async def http(fake: FakeLlm) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(fake)) as client:
        yield client


@pytest.fixture
def model(http: httpx.AsyncClient, retries: Retries) -> ChatModel:
    return ChatModel(
        http,
        base_url="http://llm.test/v1/",
        model="small",
        api_key="sk-secret",
        concurrency=100,
        timeout_s=20.0,
        retries=retries,
    )
