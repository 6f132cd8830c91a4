"""What an operator can set.

`Settings(...)` reads nothing from outside; `Settings.from_environment` is for the process's own entry points
(`__main__`, `cli`, `create_app()` without arguments).
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, SecretStr, ValidationError, field_validator

from paperloop.mistakes import mistake

PREFIX = "PAPERLOOP_"


class InvalidSettings(ValueError):
    """An environment variable that is unknown or has a value that can't be used; says which and why."""


class Settings(BaseModel):
    """Limits and addresses. Times are seconds (`_s`), sizes bytes (`_bytes`) or megabytes of 2**20 bytes (`_mb`)."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    data_dir: Path = Field(Path("paperloop-data"), description="Where uploads are spooled while they are worked on.")

    llm_base_url: HttpUrl | None = Field(
        None,
        description="Base URL of an OpenAI-compatible API, such as http://127.0.0.1:9000/v1. Unset: no model.",
    )
    llm_api_key: SecretStr | None = Field(None, description="Sent to the model as a bearer token.")
    llm_model: str = Field("gpt-4.1-mini", min_length=1, description="The model's name, as its API knows it.")
    llm_concurrency: int = Field(1000, ge=1, description="Calls to the model in flight at once.")
    llm_timeout_s: float = Field(60.0, gt=0, description="For one extraction's model work, retries included.")

    lanes: int = Field(
        default_factory=lambda: max(2, os.cpu_count() or 1),
        ge=1,
        description="Worker processes. Default: one a core, at least two, so that one bad document blocks nobody.",
    )
    lane_deadline_s: float = Field(
        10.0,
        gt=0,
        description="Time for one call to a worker: a chunk of 20 pages, a rendered page. Then it is killed.",
    )
    lane_queue_timeout_s: float = Field(30.0, gt=0, description="Time a call may wait for a free worker; then 503.")
    lane_memory_mb: int = Field(512, ge=64, description="Memory a worker may use above what it needs to start.")
    lane_tasks: int = Field(1000, ge=1, description="Calls after which a worker process is replaced.")

    ocr_engine: Literal["tesseract", "rapidocr", "none"] = Field(
        "tesseract", description="What reads pages without a usable text layer."
    )
    ocr_languages: str = Field(
        "eng+deu",
        pattern=r"^[A-Za-z][A-Za-z_]*(\+[A-Za-z][A-Za-z_]*)*$",
        description="Languages to recognise, as Tesseract names them, the commonest first.",
    )
    ocr_pages: int = Field(20, ge=1, description="Pages of one document that are recognised; others get a warning.")
    ocr_timeout_s: float = Field(
        120.0, gt=0, description="Time for one document's pages, waiting for workers included."
    )
    tessdata_dir: Path | None = Field(
        None, description="Folder with <language>.traineddata. Unset: what is installed with pip or by the system."
    )

    max_in_flight: int = Field(1000, ge=1, description="Requests with a document admitted at once; above: 503.")
    max_upload_bytes: int = Field(50_000_000, ge=1, description="Size of one uploaded PDF.")
    max_pages: int = Field(500, ge=1, description="Pages of one document that a request may ask for.")
    max_html_characters: int = Field(1_000_000, ge=1, description="Of text in HTML that is to be rendered.")
    render_cache_bytes: int = Field(100_000_000, ge=0, description="Of rendered PDFs kept for who asks again.")
    upload_timeout_s: float = Field(30.0, gt=0, description="Silence tolerated while a body arrives.")

    @field_validator("llm_api_key")
    @classmethod
    def _fits_a_header(cls, key: SecretStr | None) -> SecretStr | None:
        said = key.get_secret_value().strip() if key else ""
        if not (said.isascii() and said.isprintable()):
            raise ValueError("it holds characters that no HTTP header may carry")
        return key

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Settings from the variables that begin with `PAPERLOOP_`; an empty value means unset.

        Raises:
            InvalidSettings: a variable is unknown, or its value can't be used.
        """
        given = {
            name.removeprefix(PREFIX).lower(): value
            for name, value in environment.items()
            if name.startswith(PREFIX) and value
        }
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            raise InvalidSettings(_sentences(error)) from None


def _sentences(error: ValidationError) -> str:
    return "\n".join(
        f"{PREFIX}{str(fault['loc'][0]).upper()}: "
        + ("there is no such setting" if fault["type"] == "extra_forbidden" else mistake(fault))
        for fault in error.errors()
    )
