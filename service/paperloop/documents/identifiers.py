"""Account numbers and VAT ids: their form and their check digits."""

from functools import lru_cache
from typing import Protocol, cast

from stdnum import get_cc_module, iban
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidLength, ValidationError

_COUNTRIES = {"EL": "gr", "XI": "gb"}
"""Prefixes of VAT ids that are no country codes of ISO 3166-1: Greece and Northern Ireland."""


class _Validator(Protocol):
    def validate(self, number: str) -> str: ...


@lru_cache(maxsize=256)
def fault_of_iban(written: str) -> str | None:
    """What is wrong with an IBAN, as the end of a sentence; None when its check digits and its form fit."""
    return _fault(cast("_Validator", iban), written)


@lru_cache(maxsize=256)
def fault_of_vat_id(written: str, country: str | None) -> tuple[bool, str | None]:
    """Whether the rules of the id's country are known, and what is wrong with the id if anything.

    The country is the id's own prefix, else `country` (ISO 3166-1 alpha-2).
    """
    validator = _validator(written.lstrip()[:2].upper()) or _validator((country or "").upper())
    return (False, None) if validator is None else (True, _fault(validator, written))


@lru_cache(maxsize=1024)
def _validator(prefix: str) -> _Validator | None:
    if not (len(prefix) == 2 and prefix.isascii() and prefix.isalpha()):
        return None
    return cast("_Validator | None", get_cc_module(_COUNTRIES.get(prefix, prefix.lower()), "vat"))


def _fault(validator: _Validator, written: str) -> str | None:
    try:
        validator.validate(written)
    except InvalidChecksum:
        return "has check digits that do not fit"
    except InvalidLength:
        return "has the wrong length"
    except InvalidComponent:
        return "names a country or bank that can not be"
    except ValidationError:
        return "does not have the form of such a number"
    return None
