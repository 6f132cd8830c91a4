"""httpx's requests over aiohttp's connections, which cost the same however many there are."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import aiohttp
import certifi
import httpx
from yarl import URL

MAX_HEADER_BYTES = 65_536
"""A line of it; aiohttp's own 8 KB are less than some proxies in front of a model send."""


class Connections(httpx.AsyncBaseTransport):
    """As many connections as there are calls; idle ones are kept for aiohttp's 15 s. Cookies are left to httpx.

    Certificate authorities (certifi's, as httpx has them) are loaded when the first https request is made: they take
    40 ms of CPU, which a service without TLS upstream, or without a model, need not spend. Until then no
    certificate is trusted. Nothing is read from the environment.
    """

    def __init__(self) -> None:
        self._trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._loading = asyncio.Lock()
        self._opened: aiohttp.ClientSession | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """
        Raises:
            httpx.TransportError: as httpx's own transport does.
        """
        if request.url.scheme == "https":
            await self._load_trust()
        with _errors_of_httpx(request):
            response = await self._session().request(
                request.method,
                _address(request.url),
                headers=request.headers,
                data=await request.aread(),
                allow_redirects=False,
                timeout=_timeout(request),
            )
        return httpx.Response(
            response.status, headers=response.raw_headers, stream=_Body(response, request), request=request
        )

    async def aclose(self) -> None:
        if self._opened is not None:
            await self._opened.close()

    def _session(self) -> aiohttp.ClientSession:
        """One for all requests. It belongs to the event loop that runs when it is made."""
        if self._opened is None:
            self._opened = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, ssl=self._trust),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                max_line_size=MAX_HEADER_BYTES,
                max_field_size=MAX_HEADER_BYTES,
            )
        return self._opened

    async def _load_trust(self) -> None:
        async with self._loading:
            if not self._trust.cert_store_stats()["x509_ca"]:
                await asyncio.to_thread(self._trust.load_verify_locations, certifi.where())


class _Body(httpx.AsyncByteStream):
    """What follows the head of `response`. A connection whose body was not read to its end is closed."""

    def __init__(self, response: aiohttp.ClientResponse, request: httpx.Request) -> None:
        self._response = response
        self._request = request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _errors_of_httpx(self._request):
            async for part in self._response.content.iter_any():
                yield part

    async def aclose(self) -> None:
        self._response.close()


def _address(url: httpx.URL) -> URL:
    """Without name and password: httpx has made a header of them, and aiohttp refuses to have them in both places."""
    return URL(str(url.copy_with(userinfo=b"") if url.userinfo else url), encoded=True)


def _timeout(request: httpx.Request) -> aiohttp.ClientTimeout:
    asked = request.extensions.get("timeout", {})
    return aiohttp.ClientTimeout(connect=asked.get("connect"), sock_read=asked.get("read"))


_MEANS: tuple[tuple[type[aiohttp.ClientError], type[httpx.TransportError]], ...] = (
    (aiohttp.ConnectionTimeoutError, httpx.ConnectTimeout),
    (aiohttp.SocketTimeoutError, httpx.ReadTimeout),
    (aiohttp.ClientConnectorError, httpx.ConnectError),
    (aiohttp.ClientConnectionError, httpx.ReadError),
    (aiohttp.ClientError, httpx.RemoteProtocolError),
)
"""The first one that fits, from the narrowest to the widest."""


@contextmanager
def _errors_of_httpx(request: httpx.Request) -> Iterator[None]:
    try:
        yield
    except aiohttp.ClientError as exc:
        error = next(error for met, error in _MEANS if isinstance(exc, met))
        raise error(str(exc), request=request) from exc
