"""The language model's reader: what is asked, and what its answer means. Nothing here calls a model.

    parts_of(grids)  --messages(part) + SCHEMA, model-->  answers  --validate, read_answer-->  ModelReading

The model is asked for what the page prints, letter for letter; numbers and dates are made of it here.
"""

from paperloop.readers.llm.answer import ModelReading, read_answer
from paperloop.readers.llm.parts import Part, parts_of
from paperloop.readers.llm.prompt import messages
from paperloop.readers.llm.schema import SCHEMA, SCHEMA_NAME
from paperloop.readers.llm.shape import faults as validate

__all__ = ["SCHEMA", "SCHEMA_NAME", "ModelReading", "Part", "messages", "parts_of", "read_answer", "validate"]
