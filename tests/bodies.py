"""Request bodies as clients send them, and as they should not."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Final

import httpx

BOUNDARY: Final = "XbX"
MULTIPART: Final = f"multipart/form-data; boundary={BOUNDARY}"
RAW: Final = "application/pdf"
CLOSING: Final = f"--{BOUNDARY}--\r\n".encode()


def part(
    body: bytes, *, name: str = "file", filename: str | None = "a.pdf", content_type: str = "", header: bytes = b""
) -> bytes:
    """One part, boundary before it; without `filename` a plain field. `header` is further lines, CRLF at each end."""
    disposition = f'form-data; name="{name}"' + (f'; filename="{filename}"' if filename is not None else "")
    lines = [f"--{BOUNDARY}", f"Content-Disposition: {disposition}"]
    lines += [f"Content-Type: {content_type}"] if content_type else []
    return "\r\n".join([*lines, ""]).encode() + header + b"\r\n" + body + b"\r\n"


def form(*parts: bytes) -> bytes:
    return b"".join([*parts, CLOSING])


async def pieces(data: bytes, size: int) -> AsyncIterator[bytes]:
    """`data` in pieces of `size` bytes, as a slow network would bring it. Sent without Content-Length."""
    for start in range(0, len(data), size):
        yield data[start : start + size]
        await asyncio.sleep(0)  # a socket would give way to others, too


async def then_silence(data: bytes, sent: asyncio.Event | None = None) -> AsyncIterator[bytes]:
    """`data`, and then nothing more for ever. `sent` is set once the service has taken `data`."""
    yield data
    if sent:
        sent.set()
    await asyncio.Event().wait()


def problem(answer: httpx.Response) -> tuple[int, str]:
    """An answer's status and its problem's name; the name is empty where the answer is none."""
    if answer.headers.get("content-type") != "application/problem+json":
        return answer.status_code, ""
    told: dict[str, Any] = answer.json()
    assert told["status"] == answer.status_code
    return answer.status_code, str(told["type"]).removeprefix("/problems/")
