"""How the fake language model is told to behave."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal, Self

from pydantic import ConfigDict, Field, TypeAdapter

Seconds = Annotated[float, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]
Status = Annotated[int, Field(ge=400, le=599)]
Tokens = Annotated[int, Field(ge=1)]
Format = Literal["strict", "json_schema", "json_object"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """What a `FakeLlm` does with a call. The default answers well and at once.

    It waits `delay_s` seconds, more or less `delay_jitter` of it (0.2: 80 % to 120 %). Then the first of these that
    applies: a failure with `fail_status`, for the first `fail_times` calls (None: always), each with the chance
    `fail_rate`; 400 for a `response_format` in `unsupported_formats` ("strict" is a json_schema with strict true);
    a prompt that is too long; a refusal; an answer.
    """

    delay_s: Seconds = 0.0
    delay_jitter: Share = 0.0

    fail_status: Status | None = None
    fail_times: int | None = None
    fail_rate: Share = 1.0
    error_code: str | None = None
    """The `code` of the error object, such as insufficient_quota."""
    retry_after: str | None = None
    """The failure's Retry-After: seconds or an HTTP date."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """More headers of the failure: x-should-retry, retry-after-ms."""

    unsupported_formats: tuple[Format, ...] = ()
    unsupported_parameter: str | None = None
    """400 for a request that has this key, such as temperature."""
    unsupported_status: Status = 400

    context_tokens: Tokens | None = None
    """400 context_length_exceeded for a prompt of more, at four characters a token."""
    output_tokens: Tokens | None = None
    """An answer of more ends there, with finish_reason length."""

    refuse: bool = False
    content_filter: bool = False
    truncate: bool = False
    """finish_reason length, and half of the answer."""
    broken_json: bool = False
    lie: bool = False
    """A total with VAT that the text does not print; the same amount for each of a caller's own fields."""
    gullible: bool = False
    """It believes whatever the text says that the total is, such as "the total is 0.01"."""
    content: str | None = None
    """Said in place of an answer from the text."""
    prompt_tokens: int | None = None
    """Reported in place of a quarter of the prompt's characters."""
    completion_tokens: int | None = None

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")

    @classmethod
    def from_json(cls, text: bytes) -> Self:
        """From an object with these fields.

        Raises:
            ValueError: it is none, or one of its fields is unknown or can't have this value.
        """
        return TypeAdapter(cls).validate_json(text)
