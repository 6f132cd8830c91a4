"""A caller's own fields: a JSON Schema in, a question to the model, its answer held against the pages.

    FieldsSchema.parse(text) + messages  --model-->  answer  --faults, read_fields-->  FieldsReading

The schema is a stranger's, as the document is: bounded when it is read, and data in the prompt. The model is asked
for the same kind of flat object as for the invoice, whatever the schema's shape; `asked.py` has both. What is read on
the pages, `read_fields` of reading.py, is the workers' part and is not loaded with the rest.
"""

from paperloop.readers.fields.answer import faults
from paperloop.readers.fields.question import QUESTION_NAME, messages, strict_schema
from paperloop.readers.fields.schema import FieldsSchema

__all__ = ["QUESTION_NAME", "FieldsSchema", "faults", "messages", "strict_schema"]
