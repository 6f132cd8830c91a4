"""The fields that are scored, where they stand in an invoice, and when two values are the same."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

_CENT: Final = Decimal("0.01")
_BETWEEN = re.compile(r"[\s./-]+")
_NO_WORD = re.compile(r"[\W_]+")
_TELLING: Final = 5


class Field(NamedTuple):
    """`pointer` is a JSON pointer into the invoice, where * stands for every row; `alike` takes what was given and what
    is printed. A document is exact when its `core` fields are right."""

    name: str
    pointer: str
    alike: Callable[[str, str], bool]
    core: bool = False


def same_text(given: str, printed: str) -> bool:
    return given == printed


def same_amount(given: str, printed: str) -> bool:
    """To the cent: 1.5 is 1.50."""
    return _cents(given) == _cents(printed)


def same_number(given: str, printed: str) -> bool:
    """Whatever the scale: a quantity of 2.0 is 2; a price has more than two decimals where it needs them."""
    return Decimal(given) == Decimal(printed)


def same_id(given: str, printed: str) -> bool:
    """Spaces, points, hyphens, slashes and case don't count."""
    return _BETWEEN.sub("", given).upper() == _BETWEEN.sub("", printed).upper()


def same_name(given: str, printed: str) -> bool:
    """Word for word, without signs and case; or one begins the other: "Brae Joinery" and "Brae Joinery Ltd".

    What begins the printed name has some letters: "AB" begins too much.
    """
    said, true = words_of(given), words_of(printed)
    goes_on = said[: len(true)] == true
    breaks_off = true[: len(said)] == said and len("".join(said)) >= _TELLING
    return bool(said) and bool(true) and (goes_on or breaks_off)


def words_of(text: str) -> list[str]:
    return _NO_WORD.sub(" ", unicodedata.normalize("NFKC", text).casefold()).split()


def _cents(amount: str) -> Decimal | str:
    try:
        return Decimal(amount).quantize(_CENT)
    except InvalidOperation:
        return amount


FIELDS: Final = tuple(
    Field(*field)
    for field in (
        ("invoice_number", "/invoice_number", same_id, True),
        ("issue_date", "/issue_date", same_text, True),
        ("due_date", "/due_date", same_text),
        ("currency", "/currency", same_text, True),
        ("seller_name", "/seller/name", same_name, True),
        ("seller_vat_id", "/seller/vat_id", same_id),
        ("buyer_name", "/buyer/name", same_name, True),
        ("iban", "/accounts/*/iban", same_id),
        ("line_total", "/totals/line_total", same_amount),
        ("tax_basis_total", "/totals/tax_basis_total", same_amount, True),
        ("tax_total", "/totals/tax_total", same_amount),
        ("grand_total", "/totals/grand_total", same_amount, True),
        ("due_payable", "/totals/due_payable", same_amount),
    )
)


def values_at(invoice: Mapping[str, Any], pointer: str) -> Iterator[tuple[str, str]]:
    """Each value that `invoice`, in the JSON shape of an answer, has at `pointer`, with its own pointer."""
    first, _, rest = pointer.partition("/*")
    node = _at(invoice, first)
    if not rest:
        if node is not None:
            yield first, str(node)
        return
    for index, row in enumerate(node or ()):
        value = _at(row, rest)
        if value is not None:
            yield f"{first}/{index}{rest}", str(value)


def _at(node: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        node = (node or {}).get(step)
    return node
