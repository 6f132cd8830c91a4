"""Connections to the model's server, so kept that hundreds of calls in flight stay cheap."""

import asyncio
import itertools
import ssl

import certifi
import httpcore  # noqa: F401  # httpx imports it with the first transport, which may be made inside a running loop
import httpx

POOLS = 16
KEPT_ALIVE = 2
"""Idle connections kept in each pool. httpx goes through a whole pool at every request, so that what a call costs
grows with the calls in flight: many small pools instead of one, and few warm connections in each."""


class Pools(httpx.AsyncBaseTransport):
    """httpx's own transport, several times, taken in turns.

    Certificate authorities (certifi's, as httpx has them) are loaded when the first https request is made: they take
    40 ms of CPU, which a service without TLS upstream, or without a model, need not spend. Until then no
    certificate is trusted. Nothing is read from the environment.
    """

    def __init__(self, count: int = POOLS) -> None:
        self._trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._loading = asyncio.Lock()
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=KEPT_ALIVE)
        self._pools = [
            httpx.AsyncHTTPTransport(verify=self._trust, trust_env=False, limits=limits) for _ in range(count)
        ]
        self._turns = itertools.cycle(self._pools)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.scheme == "https":
            await self._load_trust()
        return await next(self._turns).handle_async_request(request)

    async def aclose(self) -> None:
        for pool in self._pools:
            await pool.aclose()

    async def _load_trust(self) -> None:
        async with self._loading:
            if not self._trust.cert_store_stats()["x509_ca"]:
                await asyncio.to_thread(self._trust.load_verify_locations, certifi.where())
