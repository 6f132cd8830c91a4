"""The shape of a model's answer about a caller's fields."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from paperloop.errors import LlmInvalidAnswer
from paperloop.readers.fields.asked import Field, Rows
from paperloop.readers.fields.schema import FieldsSchema
from paperloop.readers.llm.shape import MAX_WORD_CHARS, as_printed

QUOTED_CHARS = 80
"""Of a word that is quoted in a warning."""

Words = Mapping[str, str]
"""By the names that were asked; what is null or blank is not among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shaped:
    """A whole answer. `told` are sentences about what can't be kept of it."""

    header: Words
    rows: Mapping[str, tuple[Words, ...]]
    told: tuple[str, ...] = ()


def faults(schema: FieldsSchema, data: Mapping[str, Any]) -> list[str]:
    """What is wrong with the shape of `data`, a sentence each."""
    if not any(member.name in data for member in schema.members):
        return ["none of the fields asked for is there; the object holds the fields themselves, at its top level"]
    return [
        fault
        for member in schema.members
        for fault in (_of_list(member, data) if isinstance(member, Rows) else _of_value(member, data, member.name))
    ]


def _of_list(rows: Rows, data: Mapping[str, Any]) -> Iterator[str]:
    given = data.get(rows.name)
    if given is not None and not isinstance(given, list):
        yield f"{rows.name}: should be a list"
        return
    for number, row in enumerate(given or ()):
        if not rows.is_plain and not isinstance(row, dict):
            yield f"{rows.name}/{number}: should be an object"
            continue
        for column in rows.columns:
            at = f"{rows.name}/{number}"
            yield from _of_value(column, _row(rows, row), at if rows.is_plain else f"{at}/{column.name}")


def _row(rows: Rows, row: Any) -> Mapping[str, Any]:
    return {rows.columns[0].name: row} if rows.is_plain else row


def _of_value(field: Field, data: Mapping[str, Any], at: str) -> Iterator[str]:
    value = data.get(field.name)
    if value is None or (isinstance(value, str) and len(value) <= MAX_WORD_CHARS):
        return  # as nearly all are; there may be thousands, and the event loop waits
    try:
        _word(field, value)
    except ValueError as fault:
        yield f"{at}: {fault}"


def _word(field: Field, value: Any) -> str | None:
    """
    Raises:
        ValueError: it is a list, an object, too long, or true where no judgement was asked for.
    """
    return str(value).lower() if field.kind == "boolean" and isinstance(value, bool) else as_printed(value)


def shaped(schema: FieldsSchema, data: Mapping[str, Any]) -> Shaped:
    """The words of `data`.

    Raises:
        LlmInvalidAnswer: `faults` finds some.
    """
    found = faults(schema, data)
    if found:
        raise LlmInvalidAnswer(reason=f"{len(found)} of its fields have another shape")
    header = tuple(member for member in schema.members if isinstance(member, Field))
    lists = [member for member in schema.members if isinstance(member, Rows)]
    rows = {each.name: tuple(_row(each, row) for row in data.get(each.name) or ()) for each in lists}
    return Shaped(
        header=_words(header, data),
        rows={each.name: tuple(_words(each.columns, row) for row in rows[each.name]) for each in lists},
        told=tuple(
            f"the model gave `{name[:QUOTED_CHARS]}`, which was not asked for"
            for name in dict.fromkeys(_unasked(schema, data))
        ),
    )


def merged(answers: Sequence[Shaped], is_printed: Callable[[str], bool]) -> Shaped:
    """What the answers about successive parts of a document say together: all rows, and of a value the first word
    that is printed, else the first."""
    if len(answers) == 1:
        return answers[0]
    header: dict[str, str] = {}
    told = [sentence for answer in answers for sentence in answer.told]
    for name in dict.fromkeys(name for answer in answers for name in answer.header):
        words = _different(answer.header.get(name) for answer in answers)
        header[name] = next(filter(is_printed, words), words[0])
        if len(words) > 1:
            told.append(f"`{name}`: parts of the document say {', '.join(map(_quoted, words[:5]))}")
    rows = {name: tuple(_joined(answer.rows[name] for answer in answers)) for name in answers[0].rows}
    return Shaped(header=header, rows=rows, told=tuple(dict.fromkeys(told)))


def _joined(parts: Iterable[tuple[Words, ...]]) -> list[Words]:
    """All rows in order. The last row of a part and the first one of the next are one that the border cut, where each
    has only what the other lacks."""
    rows: list[Words] = []
    for part in parts:
        begun, first = rows[-1] if rows else {}, part[0] if part else {}
        if begun and first and begun.keys().isdisjoint(first):
            rows[-1] = {**begun, **first}
            part = part[1:]
        rows += part
    return rows


def _different(words: Iterable[str | None]) -> list[str]:
    """The words in order; of those that differ in capitals alone the first."""
    seen: dict[str, str] = {}
    for word in words:
        if word:
            seen.setdefault(word.casefold(), word)
    return list(seen.values())


def _quoted(word: str) -> str:
    return repr(word[:QUOTED_CHARS])


def _unasked(schema: FieldsSchema, data: Mapping[str, Any]) -> Iterator[str]:
    yield from data.keys() - {member.name for member in schema.members}
    for member in schema.members:
        if isinstance(member, Rows) and not member.is_plain:
            columns = {column.name for column in member.columns}
            yield from (f"{member.name}/{name}" for row in data.get(member.name) or () for name in row.keys() - columns)


def _words(fields: tuple[Field, ...], row: Mapping[str, Any]) -> Words:
    words = {field.name: _word(field, row.get(field.name)) for field in fields}
    return {name: word for name, word in words.items() if word}
