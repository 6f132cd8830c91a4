"""A document laid out: its rows, and on each row the labels and the typed candidates."""

import re
from collections.abc import Collection, Iterator, Sequence, Set
from functools import cached_property

from paperloop.documents.dates import may_hold_date
from paperloop.documents.pages import Page
from paperloop.readers.layout.candidates import Amount, Day, amounts_in, dates_in, document_mark, figures_of
from paperloop.readers.layout.kinds import by_kind
from paperloop.readers.layout.labels import Hit, hits_of, key_of, labels_in, languages_of
from paperloop.readers.layout.lines import Row, rows_of

_HEAD_PAGES = 3
_TAIL_PAGES = 3
_MAX_HITS = 120
"""Labels of one field that are looked at from the document's start, and as many from its end."""


class Line:
    """A row with what is known of it. `keys` are its words as labels are compared. `prints_money`: an amount with
    two decimals."""

    __slots__ = ("amounts", "days", "hits", "keys", "prints_money", "row")

    def __init__(self, row: Row) -> None:
        self.row = row
        self.keys: list[str] = []
        self.hits: list[Hit] = []
        self.amounts: list[Amount] = []
        self.days: list[Day] = []
        self.prints_money = False


class Sheet:
    """All lines of a document. Labels and dates are known on its first and last three pages, amounts on all."""

    def __init__(self, pages: Sequence[Page]) -> None:
        rows = rows_of(pages)
        self.pages = {page.number: page for page in pages}
        self.lines = [Line(row) for row in rows]
        self.kinds = by_kind(set[str]().union(*[row.texts for row in rows]))
        numbers = [page.number for page in pages]
        self.marked_pages = {*numbers[:_HEAD_PAGES], *numbers[-_TAIL_PAGES:]}
        self.hits: dict[str, list[tuple[Line, Hit]]] = {}
        self.marked_lines = [line for line in self.lines if line.row.page in self.marked_pages]
        self.languages: list[str] = []
        self.over_columns: Collection[int] = ()
        self._read_lines(rows)
        self._read_days()

    def _read_lines(self, rows: Sequence[Row]) -> None:
        figures = figures_of(self.kinds, document_mark(self.kinds["number"], rows))
        for line in self.lines:
            line.keys = list(map(key_of, line.row.texts))
            if line.row.has_digits:
                line.amounts = amounts_in(line.row, figures)
                line.prints_money = True in [amount.cents for amount in line.amounts]
        matches = [labels_in(line.row, line.keys) for line in self.marked_lines]
        self.languages = languages_of(match for found in matches for match in found)
        for line, found in zip(self.marked_lines, matches, strict=True):
            line.hits = hits_of(found, self.languages) if found else []
            for hit in line.hits:
                self.hits.setdefault(hit.field, []).append((line, hit))
        for field, found_hits in self.hits.items():
            self.hits[field] = found_hits[:_MAX_HITS] + found_hits[_MAX_HITS:][-_MAX_HITS:]

    def _read_days(self) -> None:
        """Dates; where some read both ways, by the order that the others show.

        Only in English is the month written first, and there not where pounds or rupees are paid.
        """
        hints = self.kinds["date"]
        for line in self.marked_lines:
            row = line.row
            hinted = row.has_digits and not hints.isdisjoint(row.texts)
            if row.has_digits and may_hold_date(row.whole, line.keys, hinted=hinted):
                line.days = list(dates_in(line.row, day_first=None))
        ambiguous = [line for line in self.marked_lines if line.days and any(day.ambiguous for day in line.days)]
        if ambiguous and self.languages[0] == "en" and self._month_first():
            for line in ambiguous:
                line.days = list(dates_in(line.row, day_first=False))
        elif ambiguous and (self.languages[0] != "en" or self._prints_currency("GBP", "INR")):
            for line in ambiguous:
                line.days = [day._replace(ambiguous=False) for day in line.days]

    def _month_first(self) -> bool:
        """Does the document write the month first? A date that can only be read so says it; else dollars do."""
        for line in self.marked_lines:
            for day in line.days:
                if not day.ambiguous and "/" in line.row.words[day.start].text:
                    head = line.row.words[day.start].text.split("/")
                    if head[0].isdigit() and len(head) == 3 and day.value.month != day.value.day:
                        return int(head[0]) == day.value.month
        return self._prints_currency("USD")

    def _prints_currency(self, *codes: str) -> bool:
        return any(amount.currency in codes for line in self.marked_lines for amount in line.amounts)

    @cached_property
    def furniture(self) -> set[int]:
        """Rows that stand at one height with one text on several pages, page numbers aside: heads, feet, headings."""
        return _furniture([line.row for line in self.lines])

    @cached_property
    def text(self) -> str:
        """What the first and last pages print, case folded, a row a line."""
        return "\n".join([line.row.whole for line in self.marked_lines]).casefold()

    def printing(self, words: Set[str]) -> Iterator[tuple[Line, int]]:
        """Where the first and last pages print one of `words`, in order: (line, position)."""
        for line in self.marked_lines if words else ():
            if not words.isdisjoint(line.row.texts):
                for position, text in enumerate(line.row.texts):
                    if text in words:
                        yield line, position

    def labelled(self, *fields: str) -> Iterator[tuple[Line, Hit]]:
        """The labels of these fields, each with its line."""
        for field in fields:
            yield from self.hits.get(field, ())

    def take_for_headings(self, rows: Collection[int]) -> None:
        """Takes the labels off these rows: a word over a table's column says nothing of one value below it."""
        self.over_columns = rows
        for row in rows:
            self.lines[row].hits = []
        for field, found in self.hits.items():
            self.hits[field] = [(line, hit) for line, hit in found if line.row.index not in rows]

    def line_of(self, row: Row) -> Line:
        return self.lines[row.index]

    def below(self, row: Row, reach: float) -> Iterator[Line]:
        """The lines under `row` on its page, down to `reach` points; at most 60."""
        for index in range(row.index + 1, min(row.index + 61, len(self.lines))):
            line = self.lines[index]
            if line.row.page != row.page or line.row.y - row.y > reach:
                return
            yield line


_DIGITS = re.compile(r"\d+")


def _furniture(rows: Sequence[Row]) -> set[int]:
    heights: dict[tuple[int, int], list[Row]] = {}
    if rows and rows[0].page != rows[-1].page:
        for row in rows:
            heights.setdefault((round(row.y / 2), len(row.words)), []).append(row)
    places: dict[tuple[int, str], list[Row]] = {}
    for (height, _), same in heights.items():
        for row in same if same[0].page != same[-1].page else ():
            places.setdefault((height, _DIGITS.sub("0", row.whole)), []).append(row)
    return {row.index for same in places.values() if len({row.page for row in same}) > 1 for row in same}
