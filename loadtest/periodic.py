"""Something that is done again and again beside what else is going on."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event


@contextmanager
def every(seconds: float, work: Callable[[], object]) -> Iterator[None]:
    """Do `work` in a thread, each time `seconds` after the last, while this is entered; what it raises ends it, and is
    raised when this is left."""
    left = Event()

    def repeat() -> None:
        while not left.wait(seconds):
            work()

    with ThreadPoolExecutor(1, thread_name_prefix="every") as thread:
        repeated = thread.submit(repeat)
        try:
            yield
        finally:
            left.set()
        repeated.result()
