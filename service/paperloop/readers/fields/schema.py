"""A caller's schema, understood."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from paperloop.readers.fields.asked import Member
from paperloop.readers.fields.compiling import compiled
from paperloop.readers.fields.json_text import parsed


@dataclass(frozen=True, slots=True)
class FieldsSchema:
    """Which fields a caller wants, in the caller's shape; docs/fields.md says which schemas are taken."""

    members: tuple[Member, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """From a JSON Schema's text.

        Raises:
            InvalidSchema: it can't be used; the error names the place and says what to write instead.
        """
        return cls(compiled(parsed(text)))

    @classmethod
    def of(cls, schema: Mapping[str, Any]) -> Self:
        """From a JSON Schema as an object, such as pydantic's `Model.model_json_schema()` gives it.

        Raises:
            InvalidSchema: as for `parse`.
        """
        return cls.parse(json.dumps(schema))
