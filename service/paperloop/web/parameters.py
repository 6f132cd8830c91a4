"""Query parameters, taken strictly: a misspelt name is told, not ignored."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from starlette.requests import Request

from paperloop.documents.extraction import ReaderName
from paperloop.documents.pages import ALL_PAGES, PageSelection
from paperloop.errors import InvalidParameter
from paperloop.flows.extract import AUTO
from paperloop.mistakes import mistake

Parameters = TypeVar("Parameters", bound=BaseModel)
Pages = Annotated[PageSelection, BeforeValidator(PageSelection.parse)]
"""Written as 1-3,5."""

READERS: Final[tuple[ReaderName, ...]] = ("einvoice", "llm", "layout")


def reader_names(text: str) -> tuple[ReaderName, ...]:
    """The readers to try in turn, each once, from `auto` or such as `llm,layout`.

    Raises:
        InvalidParameter: a name is none of `READERS`.
    """
    names = [name.strip() for name in text.split(",")]
    if names in (["auto"], [""]):
        return AUTO
    known: dict[str, ReaderName] = {reader: reader for reader in READERS}
    if not set(names) <= set(known):
        reason = f"`auto`, or any of {', '.join(READERS)}, parted by commas"
        raise InvalidParameter(parameter="readers", reason=reason)
    return tuple(dict.fromkeys(known[name] for name in names))


class ExtractParameters(BaseModel):
    """`readers`: `auto`, or the readers to try in turn, parted by commas."""

    model_config = ConfigDict(extra="forbid")

    readers: Annotated[tuple[ReaderName, ...], BeforeValidator(reader_names)] = AUTO
    pages: Pages = ALL_PAGES
    evidence: bool = True


class TextParameters(BaseModel):
    """`pages` as for an extraction."""

    model_config = ConfigDict(extra="forbid")

    pages: Pages = ALL_PAGES


class PngParameters(BaseModel):
    """`page` counts from 1; `dpi` is dots an inch."""

    model_config = ConfigDict(extra="forbid")

    page: int = Field(1, ge=1)
    dpi: int = Field(150, ge=10, le=1200)


class PageParameters(BaseModel):
    """`limit` entries from behind the one with the id `after`."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(50, ge=1, le=200)
    after: str | None = Field(None, max_length=64)


class NoParameters(BaseModel):
    """An address that takes none."""

    model_config = ConfigDict(extra="forbid")


def parameters(model: type[Parameters], request: Request) -> Parameters:
    """The query string as a `model`.

    Raises:
        InvalidParameter: a parameter is unknown, given twice, or has a value that can't be used.
    """
    given = request.query_params.multi_items()
    names = [name for name, _ in given]
    for name in names:
        if names.count(name) > 1:
            raise InvalidParameter(parameter=name[:80], reason="it is given more than once")
    try:
        return model.model_validate_strings(dict(given))
    except ValidationError as error:
        fault = error.errors()[0]
        raise InvalidParameter(parameter=str(fault["loc"][0])[:80], reason=_reason(fault, model)) from None


def _reason(fault: Mapping[str, Any], model: type[BaseModel]) -> str:
    if fault["type"] == "extra_forbidden":
        return f"there is no such parameter; this address takes {', '.join(model.model_fields) or 'none'}"
    return mistake(fault)
