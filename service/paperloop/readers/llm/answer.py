"""What a model's answer says about the invoice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from paperloop.documents.extraction import Pointer
from paperloop.documents.invoice import Invoice
from paperloop.readers.llm.meaning import NOUNS, Meaning, Value
from paperloop.readers.llm.schema import HEADER, NOTES, TABLES, Asked, Kind
from paperloop.readers.llm.shape import Row, Shaped, shaped
from paperloop.readers.llm.signs import taken_off

QUOTED_CHARS = 80
"""Of a word that is quoted in a warning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReading:
    """What a model says, not yet held against the page.

    `printed` has the model's own word for every value of `invoice` that ought to stand on a page in these letters:
    all but the document's type.
    """

    invoice: Invoice
    printed: Mapping[Pointer, str]
    warnings: tuple[str, ...] = ()


def read_answer(answer: Mapping[str, Any]) -> ModelReading:
    """The invoice of an answer. A word that can't be read, a row with nothing in it: a warning, never silence.

    Raises:
        LlmInvalidAnswer: `faults` finds some in it.
    """
    words = shaped(answer)
    return _Reader(words, Meaning.of(words_by_kind(words))).reading()


def words_by_kind(answer: Shaped) -> dict[Kind, list[str]]:
    """Every word of the answer, under the kind it was asked as."""
    words: dict[Kind, list[str]] = {}
    rows = [(HEADER, answer.header), *((TABLES[table], row) for table, rows in answer.tables.items() for row in rows)]
    for asked, row in rows:
        for one in asked:
            if one.name in row.words:
                words.setdefault(one.kind, []).append(row.words[one.name])
    return words


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
        for number, row in enumerate(rows, 1):
            values = self._fields(TABLES[table], row, at=f"/{table}/{len(kept)}")
            if values:
                kept.append(values)
            else:
                self.warnings.append(f"row {number} of the model's {table} holds nothing that can be used")
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
                _put(values, one.pointer, value)
        return values

    def _value(self, asked: Asked, word: str, at: Pointer) -> Value:
        pointer = f"{at}{asked.pointer}"
        value = self.meaning.value(asked.kind, word)
        if value is None:
            self.warnings.append(f'the model\'s "{word[:QUOTED_CHARS]}" for {pointer} is no {NOUNS[asked.kind]}')
        elif asked.kind != "type":
            self.printed[pointer] = word
            if self.meaning.leaves_open(asked.kind, word):
                self.warnings.append(f'{pointer}: "{word}" is read with the day first; it could be the month')
        return value


def _put(values: dict[str, Any], pointer: Pointer, value: Value) -> None:
    *parents, name = pointer.split("/")[1:]
    for parent in parents:
        values = values.setdefault(parent, {})
    values[name] = value
