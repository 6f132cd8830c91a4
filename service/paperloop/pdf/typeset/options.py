"""What can be chosen about a typeset document, apart from its words."""

import re
from typing import Final, Literal, TypeAlias, get_args

from paperloop.errors import InvalidParameter

Paper: TypeAlias = Literal["a4", "us-letter"]
PdfStandard: TypeAlias = Literal["a-2b", "a-3b", "ua-1"]
Unprintable: TypeAlias = Literal["refuse", "drop-standard"]
"""What to do when a standard is asked for and no font has a character."""

STANDARDS: Final[tuple[PdfStandard, ...]] = get_args(PdfStandard)


def paper_named(name: str) -> Paper:
    """`A4`, `a4`, `Letter`, `us-letter`.

    Raises:
        InvalidParameter: another one.
    """
    papers: dict[str, Paper] = {"a4": "a4", "letter": "us-letter", "us-letter": "us-letter"}
    if name.strip().lower() not in papers:
        raise InvalidParameter(parameter="paper", reason="this paper is not known; ask for `A4` or `Letter`")
    return papers[name.strip().lower()]


def standards_named(names: str) -> tuple[PdfStandard, ...]:
    """`PDF/A-2b`, `pdf/a-3b,pdf/ua-1`, `A-2b+UA-1`, and nothing for an empty string; one PDF/A at most.

    Raises:
        InvalidParameter: another one, or two that exclude each other.
    """
    asked = {name.lower().removeprefix("pdf").removeprefix("/"): name for name in re.split(r"[,+\s]+", names) if name}
    if unknown := [name for standard, name in asked.items() if standard not in STANDARDS]:
        reason = f"`{unknown[0]}` is not known; ask for `PDF/A-2b`, `PDF/A-3b`, `PDF/UA-1` or two joined by a comma"
        raise InvalidParameter(parameter="standard", reason=reason)
    if {"a-2b", "a-3b"} <= asked.keys():
        raise InvalidParameter(parameter="standard", reason="a document is PDF/A-2b or PDF/A-3b; ask for one of them")
    return tuple(standard for standard in STANDARDS if standard in asked)


def standard_name(standard: PdfStandard) -> str:
    """As the standard writes itself: `PDF/A-2b`."""
    kind, _, rest = standard.partition("-")
    return f"PDF/{kind.upper()}-{rest}"
