"""Invoice lines: the rows of line tables, over page breaks, with wrapped descriptions, without subtotals."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal

from paperloop.documents.pages import Word
from paperloop.readers.layout.candidates import Amount
from paperloop.readers.layout.findings import is_label
from paperloop.readers.layout.labels import key_of
from paperloop.readers.layout.lines import Row
from paperloop.readers.layout.sheet import Line, Sheet
from paperloop.readers.layout.table import NUMERIC, Column, Heading

_END = frozenset(("net", "tax", "gross", "total", "due", "prepaid", "rounding"))
_SKIP = frozenset(("line_total", "carry", "allowance", "charge"))
_MAX_TEXT_ROWS = 40
_PAGE_EDGE = 15
"""Rows within which a sum that is carried over a page break stands on both pages."""
_CENT = Decimal("0.01")
_AT_EDGE = 2.0
"""Points."""


class Item:
    """One line under construction. `values` are its numbers by column kind; `texts` its words by the field of
    `documents.invoice.Line` that they are, each with its page.

    `optional` lines, such as freight, are the table's only if it does not add up without them.
    """

    __slots__ = ("last", "line", "optional", "rows", "texts", "values")

    def __init__(self, line: Line, values: dict[str, list[Amount]], *, optional: bool = False) -> None:
        self.line = self.last = line
        self.rows = 0
        self.optional = optional
        self.values = values
        self.texts: dict[str, list[tuple[int, Word]]] = {}

    def add(self, field: str, row: Row, words: Iterable[Word]) -> None:
        self.texts.setdefault(field, []).extend([(row.page, word) for word in words])

    def number(self, kind: str) -> Amount | None:
        found = self.values.get(kind)
        return found[-1] if found else None

    @property
    def amount(self) -> Amount | None:
        return self.number("amount") or self.number("gross_amount")

    def prices(self) -> dict[str, Amount]:
        """`net_price`; and `gross_price` where the row prints one from which a discount leads to the amount."""
        prices = self.values.get("price", [])
        quantity, amount = self.number("quantity"), self.amount
        if quantity and amount:
            for price in prices:
                if abs(price.value * quantity.value - amount.value) < _CENT:
                    higher = [other for other in prices if abs(other.value) > abs(price.value)]
                    return {"net_price": price} | ({"gross_price": higher[0]} if higher else {})
            for price in prices:
                if self._is_reduced(price.value, quantity.value, amount.value):
                    return {"gross_price": price}
        return {"net_price": prices[-1]} if prices else {}

    def multiplies(self) -> bool:
        """Does a printed quantity of a printed price come to the amount?"""
        quantity, price, amount = self.number("quantity"), self.prices().get("net_price"), self.amount
        if not (quantity and price and amount):
            return False
        return abs(price.value * quantity.value - amount.value) < _CENT

    def _is_reduced(self, price: Decimal, quantity: Decimal, amount: Decimal) -> bool:
        """Does a discount that the row prints, in per cent, of the line or of the piece, lead to the amount?"""
        for full in (price * quantity, price):
            for off in (abs(discount.value) for discount in self.values.get("discount", ())):
                ways = (full * (100 - off) / 100, full - off, full - off * quantity)
                if off and any(abs(abs(way) - abs(amount)) <= _CENT for way in ways):
                    return True
        return False


def items_of(sheet: Sheet, found: Sequence[Heading], targets: Collection[Decimal]) -> list[Item]:
    """The lines of the line table, over all pages that repeat its heading; `found` are all tables' headings.

    Of several tables it is the one whose lines add up to one of `targets`, else the one with the most columns.
    """
    stops = [heading.first for heading in found[1:]] + [len(sheet.lines)]
    tables: list[tuple[Heading, list[Item]]] = []
    for heading, stop in zip(found, stops, strict=False):
        items = _items_under(sheet, heading, stop)
        same = next((table for table in tables if _alike(table[0], heading)), None)
        if same:
            same[1].extend(items)
        else:
            tables.append((heading, items))
    tables = [(heading, items) for heading, items in tables if items]
    candidates = [
        (sums(items) in targets, len(_kinds(heading)), -position, items)
        for heading, all_items in tables
        for position, items in enumerate(_with_and_without_charges(all_items))
    ]
    return max(candidates, key=lambda candidate: candidate[:3])[3] if candidates else []


def _with_and_without_charges(items: list[Item]) -> list[list[Item]]:
    """Freight and discounts are lines only in a table whose lines have no quantities."""
    plain = [item for item in items if not item.optional]
    return [plain] if any(item.number("quantity") for item in plain) else [plain, items]


def _kinds(heading: Heading) -> set[str]:
    return {column.kind for column in heading.columns}


def _alike(one: Heading, other: Heading) -> bool:
    """Do two headings name the same columns, by and large?"""
    kinds = _kinds(one), _kinds(other)
    return len(kinds[0] & kinds[1]) >= 0.6 * len(kinds[0] | kinds[1])


def _items_under(sheet: Sheet, heading: Heading, stop: int) -> list[Item]:
    """The lines from a heading to the table's end or the next heading."""
    items: list[Item] = []
    waiting: list[Line] = []
    for line in sheet.lines[heading.last + 1 : stop] if heading.columns else ():
        values = _values(line, heading)
        # The same article may stand at the same height of two pages; a page's head and foot have no quantities.
        if line.row.index in sheet.furniture and not (_starts_item(values) and values.keys() & {"quantity", "price"}):
            continue
        role = _role_of(line, values)
        summed = _sums_up(items, values)
        if role == "carry" or (summed and _is_carried(sheet, line, values)):
            continue
        if (role in _END and line.amounts) or summed:
            break
        if role == "line_total":
            continue
        starts = _starts_item(values)
        if not starts and _leads(sheet, line, heading):
            waiting.append(line)
        elif starts and not _completes(items, line, values):
            items.append(Item(line, values, optional=role in _SKIP))
            for earlier in waiting:
                _add_text(items[-1], earlier, heading, {})
            waiting = []
            _add_text(items[-1], line, heading, values)
        else:
            _extend(items, line, heading, values)
    return [item for item in items if item.amount]


def _extend(items: Sequence[Item], line: Line, heading: Heading, values: dict[str, list[Amount]]) -> None:
    """Gives a row that starts no line to the line above it: its amount where it lacks one, else its text."""
    if _completes(items, line, values):
        items[-1].values.update(values)
    elif items and _continues(items[-1], line):
        _add_text(items[-1], line, heading, values, more=True)


def _sums_up(items: Sequence[Item], values: dict[str, list[Amount]]) -> bool:
    """Is the row an unlabelled total of the lines above it?"""
    if len(items) < 2 or "quantity" in values or "price" in values or "amount" not in values:
        return False
    return values["amount"][-1].value == sums(items) != 0


def _is_carried(sheet: Sheet, line: Line, values: dict[str, list[Amount]]) -> bool:
    """Does the next page repeat the sum among its first rows, or the last page end with it?"""
    total = values["amount"][-1].value
    index = line.row.index
    near = sheet.lines[max(0, index - _PAGE_EDGE) : index + _PAGE_EDGE]
    return any(
        other.row.page != line.row.page and any(amount.value == total for amount in other.amounts) for other in near
    )


def _values(line: Line, heading: Heading) -> dict[str, list[Amount]]:
    """The row's numbers by the kind of column they stand in."""
    values: dict[str, list[Amount]] = {}
    for amount in line.amounts:
        column = heading.column_of(amount)
        if column and _fits(line, amount, column):
            values.setdefault(column.kind, []).append(amount)
    return values


def _fits(line: Line, amount: Amount, column: Column) -> bool:
    """A number in running text is none of the table's; a rate alone may carry a per cent sign."""
    if amount.percent and column.kind in ("amount", "gross_amount", "price", "quantity"):
        return False
    start, end = line.row.cell_at(amount.start)
    if (start, end) == (amount.start, amount.end):
        return True
    if column.kind == "quantity" and any(key.isalpha() for key in line.keys[start : amount.start]):
        return False
    return amount.end == end or sum([len(key) > 1 and key.isalpha() for key in line.keys[start:end]]) <= 2


def _role_of(line: Line, values: dict[str, list[Amount]]) -> str | None:
    """What total the row is of, None when it is an ordinary line; "Delivery crate" is an article, "Delivery" is not."""
    if "quantity" in values:
        return None
    for hit in line.hits:
        if hit.field in _END or hit.field in _SKIP:
            start, end = line.row.cell_at(hit.start)
            named = hit.field in ("allowance", "charge") and not is_label(line, hit)
            behind = line.keys[hit.end : end] if named else ()
            if not any(key.isalpha() for key in (*line.keys[start : hit.start], *behind)):
                return hit.field
            if hit.field == "tax" and hit.start - start < 4 and any(amount.percent for amount in line.amounts):
                return hit.field  # "zzgl. 19 % MwSt."
    return None


def _starts_item(values: dict[str, list[Amount]]) -> bool:
    found = values.get("amount") or values.get("gross_amount")
    amount = found[-1] if found else None
    if amount and (amount.cents or amount.currency):
        return True
    return (amount is not None and "price" in values) or ("quantity" in values and "price" in values)


def _completes(items: Sequence[Item], line: Line, values: dict[str, list[Amount]]) -> bool:
    """Is the row the amount of a line that lacks one, printed a little lower?"""
    if not items or items[-1].amount or "amount" not in values:
        return False
    return line.row.y - items[-1].line.row.y < 1.5 * line.row.height


def _leads(sheet: Sheet, line: Line, heading: Heading) -> bool:
    """Does the row stand so close above the next line with numbers that it belongs to that?"""
    index = line.row.index + 1
    if index >= len(sheet.lines):
        return False
    following = sheet.lines[index]
    close = following.row.page == line.row.page and following.row.y - line.row.y < 0.75 * line.row.height
    return close and _starts_item(_values(following, heading))


def _continues(item: Item, line: Line) -> bool:
    """Is the row near enough below the item's last row to be a part of it, or on top of the next page?"""
    last = item.last.row
    if line.row.page != last.page:
        return item.rows < _MAX_TEXT_ROWS
    return 0 < line.row.y - last.y < 4.2 * line.row.height and item.rows < _MAX_TEXT_ROWS


def _add_text(item: Item, line: Line, heading: Heading, values: dict[str, list[Amount]], *, more: bool = False) -> None:
    """Takes the cells of the description column, and behind the quantity its unit."""
    item.last = line
    item.rows += 1
    row = line.row
    taken = {position for found in values.values() for amount in found for position in range(amount.start, amount.end)}
    quantity = values["quantity"][-1] if "quantity" in values else None
    for start, end in _split(row, heading):
        if start in taken and end == start + 1:
            continue
        free = [position for position in range(start, end) if position not in taken]
        if not free:
            continue
        words = [row.words[position] for position in free]
        column = heading.text_column_of(words[0].x0)
        if quantity and start <= quantity.start < end and quantity.end in free:
            item.texts["unit"] = [(row.page, row.words[quantity.end])]
        elif column and not more and "seller_item_id" not in item.texts and _is_item_id(words, column, heading):
            item.add("seller_item_id", row, words)
        elif column is None or column.kind in ("description", "item_id"):
            item.add("description" if more else "name", row, words)
        elif column.kind in ("unit", "quantity") and not more:
            item.texts["unit"] = [(row.page, words[0])]
        elif column.kind == "position" and not more:
            item.texts["id"] = [(row.page, words[0])]


def _split(row: Row, heading: Heading) -> Iterator[tuple[int, int]]:
    """The row's cells, parted where a word begins right under the beginning of a column of text."""
    edges = [x0 for kind, x0, _ in heading.columns if kind not in NUMERIC]
    for start, end in row.cells:
        opened = start
        for position in range(start + 1, end):
            x0 = row.words[position].x0
            if [edge for edge in edges if -_AT_EDGE < x0 - edge < _AT_EDGE]:
                yield opened, position
                opened = position
        yield opened, end


def _is_item_id(words: Sequence[Word], column: Column, heading: Heading) -> bool:
    """Is it one word with a digit in a column of item numbers that ends left of the description?"""
    if column.kind != "item_id" or len(words) > 1 or key_of(words[0].text).isalpha():
        return False
    x1 = max(column.x1, words[0].x1)
    return any(kind == "description" and x1 < x0 for kind, x0, _ in heading.columns)


def sums(items: Sequence[Item]) -> Decimal:
    """What the lines add up to."""
    return sum((item.amount.value for item in items if item.amount), Decimal(0))


def bare_items(sheet: Sheet, targets: Collection[Decimal]) -> list[Item]:
    """Lines without a heading, as on receipts: rows that end in an amount in one column, where they add up to one of
    `targets`; else none."""
    for rows in _right_aligned(sheet):
        items = [Item(line, {"amount": [amount]}) for line, amount in rows]
        if len(items) > 1 and sums(items) in targets:
            for item, (line, amount) in zip(items, rows, strict=True):
                item.add("name", line.row, line.row.words[: amount.start])
            return items
    return []


def _right_aligned(sheet: Sheet) -> Iterator[list[tuple[Line, Amount]]]:
    """Runs of rows above the first total whose last amounts end at one place."""
    rows: list[tuple[Line, Amount]] = []
    for line in sheet.lines:
        amount = line.amounts[-1] if line.amounts else None
        if amount is None or not amount.cents or amount.end < len(line.row.words) - 1 or amount.start == 0:
            continue
        role = _role_of(line, {})
        if role in _END:
            break
        if role is None:
            rows.append((line, amount))
    rows.sort(key=lambda row: row[1].x1)
    edges = [i for i in range(1, len(rows)) if rows[i][1].x1 - rows[i - 1][1].x1 > 0.5 * rows[i][0].row.height]
    runs = [rows[start:end] for start, end in zip([0, *edges], [*edges, len(rows)], strict=True)]
    for run in sorted(runs, key=len, reverse=True):
        yield sorted(run, key=lambda row: row[0].row.index)
