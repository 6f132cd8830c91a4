"""The fake language model's answer to a question about a caller's own fields, by the names of the fields alone.

`order_number` is what stands behind "Order number"; a list of objects is the table that has its columns' names for a
head. What is true or false is true where the text speaks of it; of several words it is the first that is printed.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from paperloop.readers.fields.question import KINDS, ONE_OF, PARTED, SHAPE_BEGINS

_CELL = re.compile(r"\S+(?: \S+)*")
_WORD = re.compile(r"[^\W_]+")

Shape = Mapping[str, Any]


def shape_in(messages: Sequence[Mapping[str, Any]]) -> Shape | None:
    """The shape that a prompt asks for; None where it asks for an invoice."""
    said = [str(message.get("content") or "") for message in messages if message.get("role") == "user"]
    lines = (line for text in said for line in text.split("\n") if line.startswith(SHAPE_BEGINS))
    line = next(lines, None)
    shape: Shape | None = json.loads(line.removeprefix(SHAPE_BEGINS)) if line else None
    return shape


def answer_to(shape: Shape, text: str, *, head: str = "") -> dict[str, Any]:
    """What `text` says of the fields of `shape`; null where its rules find nothing. It may begin in the table that has
    this `head`."""
    lines = text.split("\n")
    return {
        name: list(_listed(name, wanted[0], lines, head)) if isinstance(wanted, list) else _value(name, wanted, lines)
        for name, wanted in shape.items()
    }


def lied(answer: Mapping[str, Any], shape: Shape, lie: str) -> dict[str, Any]:
    """`answer` with `lie` for every value that is to be printed."""
    judged = (ONE_OF, KINDS["boolean"])
    return {
        name: lie if isinstance(shape[name], str) and not shape[name].startswith(judged) else value
        for name, value in answer.items()
    }


def _value(name: str, wanted: str, lines: Sequence[str]) -> str | bool | None:
    kind = wanted.partition(PARTED)[0]
    if kind == KINDS["boolean"]:
        return any(_label(name).search(line) for line in lines)
    if kind.startswith(ONE_OF):
        return _first_printed(_choices(wanted), lines)
    return next(iter(_behind(name, lines)), None)


def _choices(wanted: str) -> list[str]:
    choices: list[str] = json.JSONDecoder().raw_decode(wanted.removeprefix(ONE_OF))[0]
    return choices


def _first_printed(choices: Sequence[str], lines: Sequence[str]) -> str | None:
    return next((choice for choice in choices if any(_label(choice).search(line) for line in lines)), None)


def _label(name: str) -> re.Pattern[str]:
    words = r"[\W_]*".join(map(re.escape, _WORD.findall(name)))
    return re.compile(rf"\b{words}\b" if words else r"(?!)", re.IGNORECASE)


def _behind(name: str, lines: Sequence[str]) -> list[str]:
    """What stands behind the label, up to the next wide gap: in lines that begin with it, else in others, else behind
    the end of the name ("VAT ID" for `seller_vat_id`)."""
    words = _WORD.findall(name.replace("_", " "))
    for first in range(len(words)):
        label = _label(" ".join(words[first:]))
        met = [found for line in lines if (found := label.search(line)) and _first_cell(line[found.end() :])]
        begun = [found for found in met if not found.string[: found.start()].strip()]
        if met:
            return [_first_cell(found.string[found.end() :]) for found in begun or met]
    return []


def _first_cell(text: str) -> str:
    cell = _CELL.search(text.lstrip(" .:"))
    return cell[0] if cell else ""


def _listed(name: str, wanted: Any, lines: Sequence[str], head: str) -> Iterator[Any]:
    if isinstance(wanted, dict):
        yield from _rows(wanted, [head, *lines] if head else lines)
    else:
        yield from _behind(name, lines)


def _rows(columns: Shape, lines: Sequence[str]) -> Iterator[dict[str, str]]:
    """The lines under one that prints all names of columns, as far as the next empty one; those with as many cells."""
    labels = {name: _label(name) for name in columns}
    heads: dict[str, re.Match[str]] = {}
    for line in lines:
        cells = list(_CELL.finditer(line))
        met = {name: found for name, label in labels.items() if (found := label.search(line))}
        if len(met) == len(labels):
            heads = met
        elif heads and len(cells) >= len(heads):
            yield {name: max(cells, key=lambda cell: _overlap(cell, head))[0] for name, head in heads.items()}
        elif not cells:
            heads = {}


def _overlap(cell: re.Match[str], head: re.Match[str]) -> int:
    """Characters of their common width; less than 0 where they stand apart."""
    return min(cell.end(), head.end()) - max(cell.start(), head.start())
