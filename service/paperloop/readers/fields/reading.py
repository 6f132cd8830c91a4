"""What a model says of a caller's fields, held against the pages: what stands on none of them is left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from paperloop.documents.dates import find_dates
from paperloop.documents.extraction import Evidence
from paperloop.documents.invoice import plain
from paperloop.documents.json_pointers import Pointer
from paperloop.documents.money import decimal_mark
from paperloop.documents.pages import Page
from paperloop.readers.fields.answer import Shaped, merged, shaped
from paperloop.readers.fields.asked import JUDGEMENTS, Field, Path, Rows, pointer_to
from paperloop.readers.fields.places import Found, Places, places
from paperloop.readers.fields.schema import FieldsSchema
from paperloop.readers.fields.values import NOUNS, Value, broken_bound, value_of
from paperloop.readers.grounding.words import Words
from paperloop.readers.llm.meaning import Meaning, day_first
from paperloop.readers.reading import PRINTED, TRUSTED
from paperloop.readers.upright import as_shown, upright

ELSEWHERE = 0.6
"""A value of a row that stands on a page, but not on that row."""
JUDGED = 0.5
"""A model's conclusion, which no page proves."""

_QUOTED_CHARS = 80

Place = tuple[str | int, ...]
"""Names of properties and numbers of rows, from the outermost object in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldsReading:
    """`values` has the caller's shape, every property in it; a number there is a Decimal with its printed digits.

    Keys of `evidence` and `confidence` are pointers that begin with /fields.
    """

    values: Mapping[str, Any]
    evidence: Mapping[Pointer, Evidence]
    confidence: Mapping[Pointer, float]
    warnings: tuple[str, ...]
    needs_review: bool


def read_fields(pages: Sequence[Page], schema: FieldsSchema, *answers: Mapping[str, Any]) -> FieldsReading:
    """The fields of a language model's answers about the parts of a document, in order, of which only what stands on
    `pages` is believed, and judgements.

    Raises:
        LlmInvalidAnswer: `faults` finds some in it.
    """
    words = Words([upright(page) for page in pages])
    said = merged([shaped(schema, answer) for answer in answers], lambda word: bool(words.find(word)))
    read = _Reader(said, _meaning(words))
    read.go_over(schema)
    placed = places(words, read.found)
    kept = [each for each in read.found if each.pointer in placed.evidence or each.field.kind in JUDGEMENTS]
    confidence = {each.pointer: _confidence(each.pointer, placed) for each in kept}
    invented = (each for each in read.found if each.pointer not in confidence)
    warnings = (*said.told, *read.warnings, *map(_invented, invented))
    return FieldsReading(
        values=_shape(schema, {each.pointer: _given(each) for each in kept}, read.counts),
        evidence=as_shown(placed.evidence, pages),
        confidence=confidence,
        warnings=warnings,
        needs_review=bool(warnings) or any(confidence.get(pointer, 0.0) < TRUSTED for pointer in read.required),
    )


def _confidence(pointer: Pointer, placed: Places) -> float:
    if pointer not in placed.evidence:
        return JUDGED
    return ELSEWHERE if pointer in placed.elsewhere else PRINTED


def _meaning(words: Words) -> Meaning:
    """How the whole document writes its numbers and dates."""
    marked = [text for text in words.texts if "." in text or "," in text]
    dated = [text for text in words.texts if "/" in text or "-" in text]
    return Meaning(decimal=decimal_mark(marked), day_first=day_first(dated))


def _invented(found: Found) -> str:
    return f"{found.pointer}: the model said {found.word[:200]!r}, which stands on no page; left out"


@dataclass(slots=True)
class _Reader:
    """Goes over one answer once. `counts` are the rows kept of each list, `required` the values that matter."""

    answer: Shaped
    meaning: Meaning
    found: list[Found] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    required: set[Pointer] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)

    def go_over(self, schema: FieldsSchema) -> None:
        for member in schema.members:
            if isinstance(member, Rows):
                self._rows(member)
            else:
                self._value(member, self.answer.header.get(member.name), member.path)

    def _rows(self, rows: Rows) -> None:
        kept = 0
        for number, row in enumerate(self.answer.rows[rows.name], 1):
            if any(self._can_be_used(column, row.get(column.name)) for column in rows.columns):
                at: Place = (*rows.path, kept)
                for column in rows.columns:
                    self._value(column, row.get(column.name), (*at, *column.path), None if rows.is_plain else at)
                kept += 1
            else:
                at_list = pointer_to(rows.path)
                self.warnings.append(f"row {number} of the model's {at_list} holds nothing that can be used")
        self.counts[rows.name] = kept
        if rows.required and not kept:
            self.required.add(pointer_to(rows.path))

    def _can_be_used(self, column: Field, word: str | None) -> bool:
        return word is not None and value_of(column, word, self.meaning) is not None

    def _value(self, asked: Field, word: str | None, at: Place, row: Place | None = None) -> None:
        pointer = pointer_to(at)
        if asked.required:
            self.required.add(pointer)
        value = value_of(asked, word, self.meaning) if word is not None else None
        if word is None or not self._is_right(asked, word, value, pointer) or value is None:
            return
        in_row = None if row is None else pointer_to(row)
        self.found.append(Found(pointer=pointer, field=asked, word=word, value=value, row=in_row))

    def _is_right(self, asked: Field, word: str, value: Value | None, pointer: Pointer) -> bool:
        """Whether `value` can be given; why not, and what is doubtful in it, is told."""
        said = word[:_QUOTED_CHARS]
        if value is None:
            self.warnings.append(f'the model\'s "{said}" for {pointer} is not {_article(NOUNS[asked.kind])}')
            return False
        broken = broken_bound(asked.bounds, value)
        if broken:
            self.warnings.append(f'{pointer}: "{said}" is {broken}, which `schema` does not allow; left out')
        elif asked.kind == "date" and self.meaning.day_first is None and _is_ambiguous(word):
            self.warnings.append(f'{pointer}: "{said}" is read with the day first; it could be the month')
        return not broken


def _article(noun: str) -> str:
    return noun if noun.startswith(("true", "one")) else f"a {noun}"


def _is_ambiguous(word: str) -> bool:
    first = next(find_dates(word), None)
    return bool(first and first.ambiguous)


def _given(found: Found) -> Any:
    """The value as it stands in JSON; a number stays a Decimal, whose digits are written as they are."""
    match found.value:
        case Decimal() as number if found.field.kind == "decimal":
            return plain(number)
        case Decimal() as number if found.field.kind == "integer":
            return int(number)
        case date() as day:
            return day.isoformat()
        case value:
            return value


def _shape(schema: FieldsSchema, values: Mapping[Pointer, Any], counts: Mapping[str, int]) -> dict[str, Any]:
    """Every property that was asked for, in the caller's order; None where there is no value."""
    shape: dict[str, Any] = {}
    for member in schema.members:
        if isinstance(member, Rows):
            _put(shape, member.path, [_row(member, index, values) for index in range(counts[member.name])])
        else:
            _put(shape, member.path, values.get(pointer_to(member.path)))
    return shape


def _row(rows: Rows, index: int, values: Mapping[Pointer, Any]) -> Any:
    at: Place = (*rows.path, index)
    if rows.is_plain:
        return values.get(pointer_to(at))
    row: dict[str, Any] = {}
    for column in rows.columns:
        _put(row, column.path, values.get(pointer_to((*at, *column.path))))
    return row


def _put(shape: dict[str, Any], path: Path, value: Any) -> None:
    *parents, name = path
    for parent in parents:
        shape = shape.setdefault(parent, {})
    shape[name] = value
