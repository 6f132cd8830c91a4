"""How an answer in JSON is asked for: a ladder from the strictest form that some servers take to what all take."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any, Self

from paperloop.llm.endpoint import Reply, is_filtered, is_too_long

Message = Mapping[str, Any]

IN_A_BLOCK = "Answer with one JSON object in a fenced block (```json ... ```) and nothing else."


_READ = 2000
"""Bytes of an error that is not of OpenAI's form."""


class Form(IntEnum):
    """`response_format`, strictest first."""

    STRICT_SCHEMA = 0
    SCHEMA = 1
    OBJECT = 2
    TEXT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """What one server takes. Reasoning models refuse any `temperature` that is not their own."""

    form: Form = Form.STRICT_SCHEMA
    temperature: bool = True

    def payload(self, messages: Sequence[Message], *, schema: Mapping[str, Any], name: str) -> dict[str, Any]:
        """The request's body, without the model's name."""
        if self.form is Form.TEXT:
            asked: dict[str, Any] = {"messages": _asking_for_a_block(messages)}
        else:
            asked = {"messages": messages, "response_format": self._response_format(schema, name)}
        return asked | ({"temperature": 0} if self.temperature else {})

    def _response_format(self, schema: Mapping[str, Any], name: str) -> dict[str, Any]:
        if self.form is Form.OBJECT:
            return {"type": "json_object"}
        strict = {"strict": True} if self.form is Form.STRICT_SCHEMA else {}
        return {"type": "json_schema", "json_schema": {"name": name, "schema": schema, **strict}}

    def easier(self, reply: Reply) -> Self | None:
        """What to try after `reply`; None when asking in another way would not help."""
        if reply.status not in (400, 422) or is_filtered(reply) or is_too_long(reply):
            return None
        if self.temperature and _about_temperature(reply):
            return replace(self, temperature=False)
        if self.form is Form.TEXT:
            return None
        return replace(self, form=Form(self.form + 1))


def _asking_for_a_block(messages: Sequence[Message]) -> list[Message]:
    """In the last message, not in one of its own: many servers' templates refuse two turns of the user in a row."""
    *before, last = messages
    return [*before, {**last, "content": f"{last['content']}\n{IN_A_BLOCK}"}]


@dataclass(slots=True)
class Understanding:
    """Which dialect a server is first asked in.

    A step down is kept when the server gave the format or the parameter as its reason, or when two documents in a row
    needed it: a 400 that some document met for a reason of its own costs the others nothing.
    """

    dialect: Dialect = field(default_factory=Dialect)
    _likely: Dialect | None = None

    def worked(self, *, first: Dialect, explained: Dialect, last: Dialect) -> None:
        """A document was asked about in `first`, then in easier ones; `explained` was reached with reasons, `last`
        was answered."""
        if last == self._likely:
            explained = last
        if explained != first:
            self.dialect = explained
        self._likely = None if last == explained else last


_FORM = re.compile(r"(?<![a-z])(?:formats?|schemas?|strict|structured|json_object|grammar)(?![a-z])", re.IGNORECASE)


def gives_a_reason(reply: Reply) -> bool:
    """Whether an error speaks of what an easier dialect leaves out."""
    error = reply.error()
    parts = [str(error.get(name)) for name in ("message", "param", "code")]
    told = " ".join(parts) if error else reply.body[:_READ].decode(errors="replace")
    return _about_temperature(reply) or bool(_FORM.search(told))


def _about_temperature(reply: Reply) -> bool:
    error = reply.error()
    return error.get("param") == "temperature" or "temperature" in str(error.get("message"))
