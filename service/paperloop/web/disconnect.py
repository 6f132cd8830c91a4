"""Work that ends with its client."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request

Result = TypeVar("Result")


async def unless_disconnected(request: Request, work: Coroutine[Any, Any, Result]) -> Result:
    """The result of `work`, cancelled when the client goes away. For use after the body has been read.

    Raises:
        ClientDisconnect: the client has gone; `work` was cancelled and has ended.
    """
    working = asyncio.create_task(work)
    leaving = asyncio.create_task(_gone(request))
    try:
        await asyncio.wait({working, leaving}, return_when="FIRST_COMPLETED")
        if not working.done():
            raise ClientDisconnect
        return working.result()
    finally:
        working.cancel()
        leaving.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)


async def _gone(request: Request) -> None:
    """Returns when the client has gone; never, where a host's middleware has the body ready again and tells nothing."""
    if (await request.receive())["type"] != "http.disconnect":
        await asyncio.get_running_loop().create_future()
