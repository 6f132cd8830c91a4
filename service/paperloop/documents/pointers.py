"""JSON pointers into an invoice: which values there are, and taking some away."""

from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from paperloop.documents.extraction import Pointer
from paperloop.documents.invoice import Invoice

Leaf = str | Decimal | date


def leaves(invoice: Invoice) -> Iterator[tuple[Pointer, Leaf]]:
    """Every value of `invoice` that is not None, in the order of its fields."""
    return _leaves(invoice, "")


def _leaves(node: Any, at: Pointer) -> Iterator[tuple[Pointer, Leaf]]:
    if isinstance(node, BaseModel):
        for name in type(node).model_fields:
            yield from _leaves(getattr(node, name), f"{at}/{name}")
    elif isinstance(node, tuple):
        for index, member in enumerate(node):
            yield from _leaves(member, f"{at}/{index}")
    elif node is not None:
        yield at, node


def without(invoice: Invoice, pointers: Collection[Pointer]) -> Invoice:
    """`invoice` with None for the values at `pointers`. Rows stay where they are, so that other pointers stay true."""
    kept: Invoice = _without(invoice, "", frozenset(pointers))
    return kept


def _without(node: Any, at: Pointer, gone: frozenset[Pointer]) -> Any:
    if isinstance(node, BaseModel):
        fields = type(node).model_fields
        changed = {name: _without(getattr(node, name), f"{at}/{name}", gone) for name in fields}
        return node.model_copy(update=changed)
    if isinstance(node, tuple):
        return tuple(_without(member, f"{at}/{index}", gone) for index, member in enumerate(node))
    return None if at in gone else node
