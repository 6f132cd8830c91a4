"""A running service in this process, shared by the tests of a file."""

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from serving import Service, in_process


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """Takes at most 200,000 bytes."""
    async with in_process(tmp_path_factory.mktemp("data"), max_upload_bytes=200_000) as (client, paperloop):
        yield Service(client, paperloop)


@pytest.fixture
def client(service: Service) -> httpx.AsyncClient:
    return service.client
