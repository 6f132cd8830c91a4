"""How many requests with a document are under way at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from paperloop.errors import Overloaded


class Admission:
    """A count with a limit. Whoever comes above it is sent away at once, which is kinder than a queue without end."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.in_flight = 0

    @contextmanager
    def admitted(self) -> Iterator[None]:
        """
        Raises:
            Overloaded: `limit` requests are under way.
        """
        if self.in_flight >= self.limit:
            raise Overloaded(retry_after_s=1)
        self.in_flight += 1
        try:
            yield
        finally:
            self.in_flight -= 1
