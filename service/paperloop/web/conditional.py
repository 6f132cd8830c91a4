"""Conditional requests (RFC 9110, 13): who has it already need not get it, who has not seen it may not overwrite it."""

import re
from collections.abc import Callable, Iterator

from starlette.requests import Request

_TAG = re.compile(r'(W/)?("[\x21\x23-\x7e\x80-\xff]*")')
ANY = "*"


def has_already(request: Request, etag: str, *, exists: bool = False) -> bool:
    """Whether If-None-Match names `etag`. Weak comparison: a tag that a proxy has made weak still counts.

    `*` names whatever there is: `exists` says that it is there, which of a rendering is known only once it is made.
    """
    header = _header(request, "if-none-match")
    return (exists and header == ANY) or etag in _tags(header)


def writable(request: Request) -> Callable[[str], bool]:
    """Whether that which has an ETag may be written over: If-Match, if sent, must name it, If-None-Match must not.

    If-Match compares strongly: weak tags match nothing.
    """

    def may_be_written(etag: str) -> bool:
        wanted = _header(request, "if-match")
        is_wanted = not wanted or wanted == ANY or etag in _tags(wanted, weak=False)
        return is_wanted and not has_already(request, etag, exists=True)

    return may_be_written


def _header(request: Request, name: str) -> str:
    """A list may be sent in several lines."""
    return ", ".join(request.headers.getlist(name)).strip()


def _tags(header: str, *, weak: bool = True) -> Iterator[str]:
    return (tag for mark, tag in _TAG.findall(header) if weak or not mark)
