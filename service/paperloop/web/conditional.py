"""Conditional requests (RFC 9110, 13): who has it already need not get it, who has not seen it may not overwrite it."""

import re
from collections.abc import Sequence

from starlette.requests import Request

_TAG = re.compile(r'(W/)?("[\x21\x23-\x7e\x80-\xff]*")')
ANY = "*"


def has_already(request: Request, etag: str, *, exists: bool = False) -> bool:
    """Whether If-None-Match names `etag`. Weak comparison: a tag that a proxy has made weak still counts.

    `*` names whatever there is: `exists` says that it is there, which of a rendering is known only once it is made.
    """
    header = request.headers.get("if-none-match", "").strip()
    return (exists and header == ANY) or etag in {tag for _, tag in _TAG.findall(header)}


def expected(request: Request) -> Sequence[str] | None:
    """The strong tags of If-Match, one of which must be the current one; None where anything may be overwritten.

    Weak tags match nothing, since the comparison is strong.
    """
    header = request.headers.get("if-match")
    if header is None or header.strip() == ANY:
        return None
    return [tag for weak, tag in _TAG.findall(header) if not weak]
