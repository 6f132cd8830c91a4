"""An invoice's pages made ready to be set: every string cleaned and breakable, what is empty left out."""

from collections.abc import Iterable, Iterator
from typing import Final

from paperloop.documents.printed.page import InvoicePage, Labelled, Row, Table
from paperloop.pdf.typeset.expected import AnyOrder, Expected, InOrder
from paperloop.pdf.typeset.manuscript import Json, Manuscript
from paperloop.pdf.typeset.wording import breakable, cleaned, is_from_right

_NARROW: Final = 24
"""Characters of a line in a table's narrowest column of names."""
_WHOLE: Final = 40
"""Lines of a row that goes over to the next page as a whole."""
_ON_A_PAGE: Final = 80
"""Lines that no page holds."""


def invoice_manuscript(page: InvoicePage) -> Manuscript:
    content = {
        "title": _pieces(page.title),
        "seller": _pieces(page.seller),
        "seller_lines": _texts(page.seller_lines),
        "sender": _pieces(page.sender),
        "buyer_label": page.buyer_label,
        "buyer": _pieces(page.buyer),
        "buyer_lines": _texts(page.buyer_lines),
        "facts": _labelled(page.facts),
        "lines": _table(page.lines),
        "vat": _table(page.vat),
        "sums": [{"label": each.label, "value": _plain(each.value), "loud": each.loud} for each in page.sums],
        "payment": page.payment,
        "payment_facts": _labelled(page.payment_facts),
        "notes": [{"pieces": note, "from_right": is_from_right("".join(note))} for note in _texts(page.notes)],
        "page": page.page,
    }
    return Manuscript(content, InOrder(tuple(_expected(content))))


def _plain(text: str) -> str:
    return cleaned(text).strip(" ")


def _pieces(text: str) -> list[str]:
    plain = _plain(text)
    return breakable(plain) if plain else []


def _texts(texts: Iterable[str]) -> list[list[str]]:
    return [pieces for text in texts if (pieces := _pieces(text))]


def _labelled(facts: Iterable[Labelled]) -> list[Json]:
    return [{"label": each.label, "value": pieces} for each in facts if (pieces := _pieces(each.value))]


def _table(table: Table) -> Json:
    return {"columns": table.columns, "heads": table.heads, "rows": [_row(row) for row in table.rows]}


def _row(row: Row) -> Json:
    whole = sum(1 + len(text) // _NARROW for text in (*row.cells, *row.remarks)) <= _WHOLE
    return {"cells": [_pieces(cell) for cell in row.cells], "remarks": _texts(row.remarks), "whole": whole}


def _expected(content: Json) -> Iterator[Expected]:
    yield from _joined([content["seller"], *content["seller_lines"], content["sender"]])
    yield from filter(None, [content["buyer_label"]])
    yield from _joined([content["buyer"], *content["buyer_lines"]])
    yield from _expected_facts(content["facts"])
    yield "".join(content["title"])
    yield from _expected_table(content["lines"])
    yield from _expected_table(content["vat"])
    for each in content["sums"]:
        yield from (each["label"], each["value"])
    if content["payment_facts"]:
        yield content["payment"]
    yield from _expected_facts(content["payment_facts"])
    yield from _joined(note["pieces"] for note in content["notes"])


def _joined(texts: Iterable[list[str]]) -> Iterator[str]:
    return ("".join(pieces) for pieces in texts if pieces)


def _expected_facts(facts: Iterable[Json]) -> Iterator[str]:
    for each in facts:
        yield from (each["label"], "".join(each["value"]))


def _expected_table(table: Json) -> Iterator[Expected]:
    yield from table["heads"] if table["rows"] else ()
    for row in table["rows"]:
        yield from _expected_whole(table["columns"], row) if row["whole"] else _expected_parted(row)


def _expected_whole(columns: Iterable[str], row: Json) -> Iterator[str]:
    for column, cell in zip(columns, row["cells"], strict=True):
        yield from _joined([cell])
        if column == "name":
            yield from _joined(row["remarks"])


def _expected_parted(row: Json) -> Iterator[Expected]:
    """All cells stand where the row begins, behind as many of its remarks as that page holds."""
    said = [*_joined(row["cells"]), *_joined(row["remarks"])]
    begun = len(row["cells"]) + _ON_A_PAGE
    yield AnyOrder(tuple(said[:begun]))
    yield from said[begun:]
