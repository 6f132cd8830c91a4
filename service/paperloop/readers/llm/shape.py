"""The shape of a model's answer: words under the names that were asked for, and rows of them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetPydanticSchema, ValidationError, create_model
from pydantic_core import CoreSchema, core_schema

from paperloop.errors import LlmInvalidAnswer
from paperloop.readers.llm.schema import HEADER, NOTES, TABLES, Asked, Kind

MAX_WORD_CHARS = 2000
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NOTHING = frozenset({"", "null", "none", "n/a"})
_LONGEST_NOTHING = max(map(len, _NOTHING))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`words` holds what is neither null nor blank, `unasked` the names that nobody asked for."""

    words: Mapping[str, str]
    unasked: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shaped:
    """A whole answer."""

    header: Row
    tables: Mapping[str, tuple[Row, ...]]
    notes: tuple[str, ...]


def faults(data: Mapping[str, Any]) -> list[str]:
    """What is wrong with the shape of `data`, a sentence each."""
    if not set(data) & set(_Answer.model_fields):
        return ["none of the fields asked for is there; the object holds the fields themselves, at its top level"]
    try:
        _Answer.model_validate(data)
    except ValidationError as error:
        return [f"{'/'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
    return []


def shaped(data: Mapping[str, Any]) -> Shaped:
    """The words of `data`.

    Raises:
        LlmInvalidAnswer: `faults` finds some.
    """
    try:
        answer = _Answer.model_validate(data)
    except ValidationError as error:
        raise LlmInvalidAnswer(reason=f"{error.error_count()} of its fields have another shape") from None
    tables = {table: tuple(map(_row, getattr(answer, table) or ())) for table in TABLES}
    notes = tuple(note for said in getattr(answer, NOTES) or () if said and (note := _on_one_line(said)))
    return Shaped(header=_row(answer), tables=tables, notes=notes)


def words_by_kind(answers: Iterable[Shaped]) -> dict[Kind, list[str]]:
    """Every word of the answers, under the kind it was asked as."""
    words: dict[Kind, list[str]] = {}
    for asked, row in _all_rows(answers):
        for one in asked:
            if one.name in row.words:
                words.setdefault(one.kind, []).append(row.words[one.name])
    return words


def _all_rows(answers: Iterable[Shaped]) -> Iterator[tuple[tuple[Asked, ...], Row]]:
    for answer in answers:
        yield HEADER, answer.header
        for table, rows in answer.tables.items():
            yield from ((TABLES[table], row) for row in rows)


def _row(model: BaseModel) -> Row:
    """What is no string is null, or a table."""
    said = vars(model).items()
    words = {name: word for name, value in said if isinstance(value, str) and (word := _on_one_line(value))}
    return Row(words=words, unasked=tuple(model.model_extra or ()))


def as_printed(value: Any) -> str | None:
    """A word on one line. A number that came as one is the digits it came with."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        value = str(value)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError("should be a string or null")  # noqa: TRY004  # pydantic reads ValueError alone
    if len(value) > MAX_WORD_CHARS:
        raise ValueError(f"should have at most {MAX_WORD_CHARS} characters")
    return _on_one_line(value)


def _on_one_line(text: str) -> str | None:
    word = " ".join((text if text.isprintable() else _CONTROL.sub(" ", text)).split())
    return None if len(word) <= _LONGEST_NOTHING and word.lower() in _NOTHING else word


def _printed_schema(_: Any, __: GetCoreSchemaHandler) -> CoreSchema:
    """What `as_printed` takes, in pydantic's compiled parts: an answer of forty rows has some five hundred words.

    Their blanks are left to the worker that reads the answer.
    """
    kinds = core_schema.decimal_schema, core_schema.int_schema, core_schema.float_schema  # float would take all three
    number = core_schema.union_schema([kind(strict=True) for kind in kinds], mode="left_to_right")
    return core_schema.union_schema(
        [
            core_schema.str_schema(strict=True, max_length=MAX_WORD_CHARS),
            core_schema.none_schema(),
            core_schema.no_info_after_validator_function(as_printed, number),
        ],
        mode="left_to_right",
        custom_error_type="word",
        custom_error_message=f"should be null or a string of at most {MAX_WORD_CHARS} characters",
    )


_Printed = Annotated[str | None, GetPydanticSchema(_printed_schema)]
_TOLERANT = ConfigDict(extra="allow")


def _columns(asked: tuple[Asked, ...]) -> dict[str, Any]:
    return {one.name: (_Printed, None) for one in asked}


def _arrays() -> dict[str, Any]:
    rows = {table: create_model(table, __config__=_TOLERANT, **_columns(columns)) for table, columns in TABLES.items()}
    arrays: dict[str, Any] = {table: (list[row] | None, None) for table, row in rows.items()}  # type: ignore[valid-type]
    return arrays | {NOTES: (list[_Printed] | None, None)}


_Answer = create_model("_Answer", __config__=_TOLERANT, **_columns(HEADER), **_arrays())
