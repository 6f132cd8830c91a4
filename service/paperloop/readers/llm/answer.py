"""What a model's answer says about the invoice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from paperloop.documents.invoice import Invoice
from paperloop.documents.json_pointers import Pointer
from paperloop.readers.llm.meaning import NOUNS, Meaning, Value
from paperloop.readers.llm.merge import JOINT, Grids, merge, told_row
from paperloop.readers.llm.schema import HEADER, NOTES, TABLES, Asked
from paperloop.readers.llm.shape import Row, Shaped, shaped, words_by_kind
from paperloop.readers.llm.signs import taken_off
from paperloop.readers.llm.subtotals import sums_among

QUOTED_CHARS = 80
"""Of a word that is quoted in a warning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReading:
    """What a model says, not yet held against the page.

    `printed` has the model's own word for every value of `invoice` that ought to stand on a page in these letters:
    all but the document's type. A text that goes on in another part of the document has line ends in it.
    """

    invoice: Invoice
    printed: Mapping[Pointer, str]
    warnings: tuple[str, ...] = ()


def read_answer(*answers: Mapping[str, Any], grids: Grids = tuple) -> ModelReading:
    """The invoice of the answers about a document's parts, in order. What can't be read or used: a warning.

    `grids` gives the text grids of the pages, should it matter how often a row is printed.

    Raises:
        LlmInvalidAnswer: `faults` finds some in one of them.
    """
    merged = merge(list(map(shaped, answers)), grids)
    reader = _Reader(merged.answer, Meaning.of(words_by_kind([merged.answer])), warnings=list(merged.warnings))
    return reader.reading()


@dataclass(slots=True)
class _Reader:
    """Goes over one answer once."""

    answer: Shaped
    meaning: Meaning
    printed: dict[Pointer, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def reading(self) -> ModelReading:
        values = self._fields(HEADER, self.answer.header, at="")
        for table, rows in self.answer.tables.items():
            values[table] = self._rows(table, rows)
        values[NOTES] = self.answer.notes
        self.printed.update({f"/{NOTES}/{index}": note for index, note in enumerate(self.answer.notes)})
        read = Invoice.model_validate(values)
        invoice = read.model_copy(update={"totals": taken_off(read.totals)})
        return ModelReading(invoice=invoice, printed=self.printed, warnings=tuple(self.warnings))

    def _rows(self, table: str, rows: tuple[Row, ...]) -> list[dict[str, Any]]:
        kept: list[dict[str, Any]] = []
        sums = sums_among(self.answer, self.meaning) if table == "lines" else []
        for number, row in enumerate(rows, 1):
            if number - 1 in sums:
                self.warnings.append(
                    f"row {number} of the model's {table} sums up others and is left out: {told_row(row)}"
                )
                continue
            values = self._fields(TABLES[table], row, at=f"/{table}/{len(kept)}")
            if values:
                kept.append(values)
            else:
                self.warnings.append(
                    f"row {number} of the model's {table} holds nothing that can be used: {told_row(row)}"
                )
        return kept

    def _fields(self, asked: tuple[Asked, ...], row: Row, *, at: Pointer) -> dict[str, Any]:
        """The values of `row`, nested as in the invoice, where the row stands at `at`."""
        for name in row.unasked:
            self.warnings.append(f"the model gave `{name[:QUOTED_CHARS]}`{at and ' in ' + at}, which was not asked for")
        values: dict[str, Any] = {}
        for one in asked:
            word = row.words.get(one.name)
            value = self._value(one, word, at) if word else None
            if value is not None:
                _put(values, one.path, value)
        return values

    def _value(self, asked: Asked, word: str, at: Pointer) -> Value:
        pointer, kind = f"{at}{asked.pointer}", asked.kind
        value = word.replace(JOINT, " ") if kind == "text" else self.meaning.value(kind, word)
        if value is None:
            self.warnings.append(f'the model\'s "{word[:QUOTED_CHARS]}" for {pointer} is no {NOUNS[kind]}')
        elif kind != "type":
            self.printed[pointer] = word
            if kind == "date" and self.meaning.leaves_open(word):
                self.warnings.append(f'{pointer}: "{word}" is read with the day first; it could be the month')
        return value


def _put(values: dict[str, Any], path: Sequence[str], value: Value) -> None:
    for parent in path[:-1]:
        values = values.setdefault(parent, {})
    values[path[-1]] = value
