"""JSON pointers into an invoice: which values there are, and taking some away."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from paperloop.documents.invoice import Invoice
from paperloop.documents.json_pointers import Pointer

Leaf = str | Decimal | date

_LEAF = (str, Decimal, date)


def leaves(invoice: Invoice) -> Iterator[tuple[Pointer, Leaf]]:
    """Every value of `invoice` that is not None, in the order of its fields."""
    found: list[tuple[Pointer, Leaf]] = []
    _gather(invoice, "", found)
    return iter(found)


def _gather(node: Any, at: Pointer, found: list[tuple[Pointer, Leaf]]) -> None:
    members = enumerate(node) if isinstance(node, tuple) else vars(node).items()
    for step, value in members:
        if value is None:  # as most are
            continue
        if isinstance(value, _LEAF):
            found.append((f"{at}/{step}", value))
        else:
            _gather(value, f"{at}/{step}", found)


def having(invoice: Invoice, values: Mapping[Pointer, Leaf]) -> Invoice:
    """`invoice` with these values; the rows that they stand in are there already."""
    for pointer, value in values.items():
        invoice = _having(invoice, pointer.split("/")[1:], value)
    return invoice


def _having(node: Any, steps: Sequence[str], value: Leaf) -> Any:
    if not steps:
        return value
    step, *rest = steps
    if isinstance(node, tuple):
        at = int(step)
        return (*node[:at], _having(node[at], rest, value), *node[at + 1 :])
    return node.model_copy(update={step: _having(getattr(node, step), rest, value)})


def without(invoice: Invoice, pointers: Collection[Pointer]) -> Invoice:
    """`invoice` with None for the values at `pointers`. Rows stay where they are, so that other pointers stay true."""
    kept: Invoice = _without(invoice, "", frozenset(pointers)) if pointers else invoice
    return kept


def _without(node: Any, at: Pointer, gone: frozenset[Pointer]) -> Any:
    """`node` itself when it loses nothing."""
    if isinstance(node, _LEAF):
        return None if at in gone else node
    if isinstance(node, tuple):
        return tuple([_without(member, f"{at}/{index}", gone) for index, member in enumerate(node)])
    return _copied(node, at, gone) if node is not None else None


def _copied(node: BaseModel, at: Pointer, gone: frozenset[Pointer]) -> BaseModel:
    kept = {name: _without(value, f"{at}/{name}", gone) for name, value in vars(node).items()}
    changed = {name: value for name, value in kept.items() if value is not getattr(node, name)}
    return node.model_copy(update=changed) if changed else node
