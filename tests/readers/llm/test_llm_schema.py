"""What strict modes of JSON Schema take, and that every field has its place."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest

from paperloop.documents.invoice import Invoice
from paperloop.readers.llm.schema import HEADER, NOTES, SCHEMA, TABLES, Kind, described

TAKEN = {"type", "properties", "required", "additionalProperties", "items", "description"}


def schemas(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield schema
    for child in [*schema.get("properties", {}).values(), *([schema["items"]] if "items" in schema else [])]:
        yield from schemas(child)


@pytest.mark.parametrize("schema", list(schemas(SCHEMA)), ids=lambda schema: schema.get("description", "object")[:40])
def test_only_what_every_strict_mode_takes(schema: dict[str, Any]) -> None:
    assert set(schema) <= TAKEN
    if schema["type"] == "object":
        assert schema["required"] == list(schema["properties"])
        assert schema["additionalProperties"] is False


def test_every_field_may_be_null() -> None:
    fields = [*SCHEMA["properties"].values()]
    fields += [field for table in TABLES for field in SCHEMA["properties"][table]["items"]["properties"].values()]
    assert all("null" in field["type"] for field in fields)


def test_every_value_is_a_string_as_it_is_printed() -> None:
    rows = [SCHEMA["properties"][table]["items"]["properties"] for table in TABLES]
    fields = [SCHEMA["properties"][asked.name] for asked in HEADER] + [field for row in rows for field in row.values()]
    assert all(field["type"] == ["string", "null"] for field in fields)
    assert SCHEMA["properties"][NOTES]["items"] == {"type": "string"}


def test_every_pointer_leads_to_a_field_of_the_invoice() -> None:
    empty = Invoice().model_dump()
    for asked in HEADER:
        node: Any = empty
        for step in asked.pointer.split("/")[1:]:
            node = node[step]
        assert node is None, asked
    rows = {name: field for name, field in Invoice.model_fields.items() if name in TABLES}
    for table, columns in TABLES.items():
        (row, _) = get_args(rows[table].annotation)
        assert {asked.pointer[1:] for asked in columns} <= set(row.model_fields)


def test_the_prompt_describes_every_field() -> None:
    text = "\n".join(described())
    names = [*SCHEMA["properties"], *(asked.name for columns in TABLES.values() for asked in columns), NOTES]
    assert [name for name in names if f"- {name}: " not in text] == []


def test_kinds_are_known() -> None:
    kinds = {asked.kind for columns in (HEADER, *TABLES.values()) for asked in columns}
    assert kinds == set(get_args(Kind))
