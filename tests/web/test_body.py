"""A body's pieces on their way through."""

import tracemalloc
from typing import Any

from starlette.requests import Request

from paperloop.web.body import in_time

PIECE_BYTES = 1_000_000


async def test_a_piece_that_was_taken_is_not_held_until_the_next_one_comes() -> None:
    held = []

    async def receive() -> dict[str, Any]:
        held.append(tracemalloc.get_traced_memory()[0])
        return {"type": "http.request", "body": bytes(PIECE_BYTES), "more_body": len(held) < 3}

    request = Request({"type": "http", "method": "POST", "headers": []}, receive)
    tracemalloc.start()
    try:
        async for piece in in_time(request, 10):
            assert len(piece) == PIECE_BYTES
            del piece
    finally:
        tracemalloc.stop()
    assert len(held) == 3
    assert max(held) < PIECE_BYTES / 2
