"""Printed dates and what they mean."""

from datetime import date


def parse_date(text: str, *, day_first: bool | None = None) -> date | None:
    """The date that `text` prints, None when it prints none."""
    raise NotImplementedError
