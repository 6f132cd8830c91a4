"""What stands on an invoice's pages, as strings in their order."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value and the word before it."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line's cells, one a column; `remarks` stand below the name."""

    cells: tuple[str, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` are the names of columns, `heads` what is printed above them."""

    columns: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Sum:
    """`loud`: what the reader looks for first."""

    label: str
    value: str
    loud: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoicePage:
    """In the order in which it is read. `page` says which page it is, with places for {page} and {pages}.

    `buyer_label` is empty in a letter from one whole address to another.
    """

    title: str
    seller: str
    seller_lines: tuple[str, ...]
    sender: str
    buyer_label: str
    buyer: str
    buyer_lines: tuple[str, ...]
    facts: tuple[Labelled, ...]
    lines: Table
    vat: Table
    sums: tuple[Sum, ...]
    payment: str
    payment_facts: tuple[Labelled, ...]
    notes: tuple[str, ...]
    page: str
