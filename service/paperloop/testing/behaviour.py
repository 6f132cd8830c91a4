"""How the fake language model is told to behave."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, Self

Format = Literal["strict", "json_schema", "json_object"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """What a `FakeLlm` does with a call. The default answers well and at once.

    It waits `delay_s` seconds, more or less `delay_jitter` of it (0.2: 80 % to 120 %). Then the first of these that
    applies: a failure with `fail_status`, for the first `fail_times` calls (None: always), each with the chance
    `fail_rate`; 400 for a `response_format` in `unsupported_formats` ("strict" is a json_schema with strict true);
    a refusal; an answer.
    """

    delay_s: float = 0.0
    delay_jitter: float = 0.0

    fail_status: int | None = None
    fail_times: int | None = None
    fail_rate: float = 1.0
    error_code: str | None = None
    """The `code` of the error object, such as insufficient_quota."""
    retry_after: str | None = None
    """The failure's Retry-After: seconds or an HTTP date."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """More headers of the failure: x-should-retry, retry-after-ms."""

    unsupported_formats: tuple[Format, ...] = ()
    unsupported_parameter: str | None = None
    """400 for a request that has this key, such as temperature."""
    unsupported_status: int = 400

    refuse: bool = False
    content_filter: bool = False
    truncate: bool = False
    """finish_reason length, and half of the answer."""
    broken_json: bool = False
    lie: bool = False
    """A total with VAT that the text does not print."""
    content: str | None = None
    """Said in place of an answer from the text."""
    prompt_tokens: int | None = None
    """Reported in place of a quarter of the prompt's characters."""
    completion_tokens: int | None = None

    @classmethod
    def from_json(cls, given: Any) -> Self:
        """From an object with these fields.

        Raises:
            ValueError: it is no object, or has a field that is none of these.
        """
        if not isinstance(given, dict):
            raise ValueError("a behaviour is a JSON object")  # noqa: TRY004  # the caller's bytes, not its types
        unknown = set(given) - {known.name for known in fields(cls)}
        if unknown:
            raise ValueError(f"a behaviour has no field {', '.join(sorted(unknown))}")
        if "unsupported_formats" in given:
            given = given | {"unsupported_formats": tuple(given["unsupported_formats"])}
        return cls(**given)
