"""What can be chosen about a rendered résumé or invoice, in the body or in the query."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from paperloop.errors import InvalidParameter


class RenderOptions(BaseModel):
    """None: as the theme has it.

    `variant` is one of the résumé's own or a built-in one, `fit` the number of pages to shrink to; an invoice has
    neither. `language` is a BCP 47 tag, `accent` a colour such as #1a5fb4, `standard` such as PDF/A-2b,PDF/UA-1.
    `unprintable` says what to do when no font has a character and a standard is asked for.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    variant: str | None = Field(None, max_length=200)
    theme: str | None = Field(None, max_length=100)
    paper: str | None = Field(None, max_length=20)
    accent: str | None = Field(None, max_length=20)
    language: str | None = Field(None, max_length=40)
    fit: int | None = Field(None, ge=1, le=20, strict=True)
    standard: str | None = Field(None, max_length=60)
    unprintable: Literal["refuse", "drop-standard"] | None = None

    def united_with(self, other: Self) -> Self:
        """These and those of `other`.

        Raises:
            InvalidParameter: both choose, and differently.
        """
        chosen = self.model_dump(exclude_none=True)
        for name, value in other.model_dump(exclude_none=True).items():
            if chosen.setdefault(name, value) != value:
                reason = "the body and the query choose differently; choose in one of them"
                raise InvalidParameter(parameter=name, reason=reason)
        return self.model_copy(update=chosen)
