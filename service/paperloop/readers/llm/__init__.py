"""The language model's reader: what is asked, and what its answer means. Nothing here calls a model.

    messages(grids) + SCHEMA  --model-->  answer  --validate, read_answer-->  ModelReading

The model is asked for what the page prints, letter for letter; numbers and dates are made of it here.
"""

from paperloop.readers.llm.answer import ModelReading, read_answer
from paperloop.readers.llm.prompt import messages
from paperloop.readers.llm.schema import SCHEMA, SCHEMA_NAME
from paperloop.readers.llm.shape import faults as validate

__all__ = ["SCHEMA", "SCHEMA_NAME", "ModelReading", "messages", "read_answer", "validate"]
