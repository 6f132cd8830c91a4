"""Printed numbers and what they mean."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

DecimalMark = Literal[".", ","]


def parse_amount(text: str, *, decimal: DecimalMark | None = None) -> Decimal | None:
    """The number that `text` prints, None when it prints none."""
    raise NotImplementedError


def decimal_mark(texts: Iterable[str]) -> DecimalMark | None:
    """The decimal mark that one document's printed numbers use, None when they don't tell."""
    raise NotImplementedError
