"""When a failed call is made again, as the official clients of OpenAI's API decide it."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime

from paperloop.llm.endpoint import Reply

TRANSIENT = frozenset({408, 409, 429})


@dataclass(frozen=True, slots=True, kw_only=True)
class Retries:
    """`limit` calls are made again, after `first_s` doubling to `longest_s`, less up to a quarter of it at random.

    `sleep`, `chance` (0 to 1) and `now` (seconds since 1970) are for tests that don't wait.
    """

    limit: int = 4
    first_s: float = 0.5
    longest_s: float = 8.0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random
    now: Callable[[], float] = time.time

    def wait_s(self, reply: Reply, made: int) -> float | None:
        """How long to wait after `made` calls that failed; None: the reply stands as it is."""
        if made > self.limit or not worth_another(reply):
            return None
        asked = asked_wait_s(reply.headers, self.now())
        return asked if asked is not None else self._own_wait_s(made)

    def _own_wait_s(self, made: int) -> float:
        wait = min(self.first_s * 2.0 ** min(made - 1, 30), self.longest_s)
        return wait * (1 - 0.25 * self.chance())


def worth_another(reply: Reply) -> bool:
    """Whether the same call may succeed later. The upstream's own word, `x-should-retry`, comes first."""
    told = reply.headers.get("x-should-retry")
    if reply.ok or told == "false":
        return False
    if told == "true" or reply.status is None or reply.status >= 500:
        return True
    return reply.status in TRANSIENT and not out_of_quota(reply)


def out_of_quota(reply: Reply) -> bool:
    """An account without money answers 429 for ever."""
    error = reply.error()
    return "insufficient_quota" in (error.get("code"), error.get("type"))


def asked_wait_s(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds that `retry-after-ms` or `retry-after` (seconds or an HTTP date, RFC 9110 10.2.3) ask for."""
    in_ms = _number(headers.get("retry-after-ms", ""))
    if in_ms is not None:
        return in_ms / 1000
    text = headers.get("retry-after", "")
    in_s = _number(text)
    return in_s if in_s is not None else _until(text, now)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None


def _until(text: str, now: float) -> float | None:
    try:
        date = parsedate_to_datetime(text)
        return max(0.0, (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now)
    except (ValueError, OverflowError):
        return None
