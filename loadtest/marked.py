"""Text that a command writes into a page that people write."""

import re

END = "<!-- end -->"


def mark(command: str) -> str:
    return f"<!-- written by {command}: -->"


def replaced(page: str, text: str, command: str) -> str:
    """`page` with `text` between the mark of `command` and the end mark below it.

    Raises:
        ValueError: the marks are not there.
    """
    marks = re.compile(re.escape(mark(command)) + ".*?" + re.escape(END), re.DOTALL)
    if not marks.search(page):
        raise ValueError(f"the page has no place for what {command} writes: {mark(command)} and, below it, {END}")
    return marks.sub(lambda _: f"{mark(command)}\n{text}\n{END}", page)
