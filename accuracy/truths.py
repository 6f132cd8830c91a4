"""What is known to be printed on a document, and where that comes from: a row of a truth file, or an invoice."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from fields import FIELDS, same_amount, values_at
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from paperloop.documents.extraction import Pointer
from paperloop.documents.invoice import Invoice

_OTHER_NAMES: Final = {"seller_vat_id": "vat_id"}
"""How rows with `fields` may call a field."""

_LINE_FLAGS: Final = {"quantity": "lines_qty_all", "net_price": "lines_price_all"}
"""How `printed` says that every line shows its quantity, or its price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueLine:
    """A line; quantity and price are None where the page does not print them."""

    name: str
    net_amount: str
    quantity: str | None = None
    net_price: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What a page prints, and nothing besides.

    `values` has each field's right answers; an invoice with two IBANs has two. `lines` is None where lines are not
    scored. `complete` says whether every field that the page prints is known, or only some.
    """

    values: Mapping[str, tuple[str, ...]]
    lines: tuple[TrueLine, ...] | None = None
    complete: bool = True
    country: str | None = None


class BadTruth(ValueError):
    """A row that can't be used; says why."""


class _Row(BaseModel):
    """A line of a truth file. Other keys may say what they like."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    pdf: str
    truth: dict[str, Any] | None = None
    fields: dict[str, str | None] | None = None
    printed: dict[str, bool] | None = None
    lines_scorable: bool = True

    @model_validator(mode="after")
    def _says_one_thing(self) -> "_Row":
        if (self.truth is None) == (self.fields is None):
            raise ValueError("it needs one of `truth` (an invoice) and `fields` (some fields by name)")
        return self


def read_row(text: str) -> tuple[str, Truth]:
    """The file's name and what it prints, from one line of JSON.

    Raises:
        BadTruth: the line is no such row.
    """
    try:
        row = _Row.model_validate_json(text)
    except ValidationError as error:
        fault = error.errors()[0]
        at = ".".join(str(step) for step in fault["loc"])
        raise BadTruth(f"{at}: {fault['msg']}" if at else fault["msg"]) from None
    truth = _of_fields(row.fields) if row.fields is not None else _of_invoice(row)
    _check(truth)
    return row.pdf, truth


def read_invoice(invoice: Invoice, seen: Collection[Pointer] | None = None) -> Truth:
    """What `invoice` says, as far as its pointers were `seen` on the page; None: all of it.

    Lines are scored where every line's name and amount were.
    """

    def shown(pointer: Pointer) -> bool:
        return seen is None or pointer in seen

    said = invoice.model_dump(mode="json")
    lines = [
        _line(line, {name for name in _LINE_FLAGS if shown(f"/lines/{index}/{name}")})
        for index, line in enumerate(said["lines"])
    ]
    whole = all(shown(f"/lines/{index}/{name}") for index in range(len(lines)) for name in ("name", "net_amount"))
    return Truth(
        values=_known(said, lambda _, pointer: shown(pointer)),
        lines=tuple(lines) if lines and whole else None,
        country=invoice.seller.address.country,
    )


def _of_fields(fields: Mapping[str, str | None]) -> Truth:
    said = {field.name: fields.get(field.name) or fields.get(_OTHER_NAMES.get(field.name, "")) for field in FIELDS}
    return Truth(values={name: (value,) for name, value in said.items() if value}, complete=False)


def _of_invoice(row: _Row) -> Truth:
    invoice, printed = dict(row.truth or {}), row.printed
    if "iban" in invoice:
        invoice["accounts"] = [{"iban": iban} for iban in invoice["iban"]]
    lines: Sequence[Mapping[str, Any]] = invoice.get("lines") or ()
    shown = {name for name, flag in _LINE_FLAGS.items() if printed is None or printed.get(flag, False)}
    return Truth(
        values=_known(invoice, lambda name, _: printed is None or printed.get(name, False)),
        lines=tuple(_line(line, shown) for line in lines) if lines and row.lines_scorable else None,
        country=((invoice.get("seller") or {}).get("address") or {}).get("country"),
    )


def _known(invoice: Mapping[str, Any], is_printed: Callable[[str, str], bool]) -> dict[str, tuple[str, ...]]:
    """By field, the values of `invoice` for whose field and pointer `is_printed` says yes."""
    known = {
        field.name: tuple(
            value for pointer, value in values_at(invoice, field.pointer) if is_printed(field.name, pointer)
        )
        for field in FIELDS
    }
    return {name: values for name, values in known.items() if values}


def _line(line: Mapping[str, Any], shown: Collection[str]) -> TrueLine:
    said = {name: str(line[name]) for name in _LINE_FLAGS if name in shown and line.get(name) is not None}
    return TrueLine(name=line.get("name") or "", net_amount=str(line.get("net_amount")), **said)


def _check(truth: Truth) -> None:
    """
    Raises:
        BadTruth: an amount is no number.
    """
    amounts = {field.name for field in FIELDS if field.alike is same_amount}
    sums = [(name, value) for name, values in truth.values.items() if name in amounts for value in values]
    for line in truth.lines or ():
        numbers = (("quantity", line.quantity), ("net_price", line.net_price), ("net_amount", line.net_amount))
        sums += [(f"lines: {name}", value) for name, value in numbers if value is not None]
    for name, value in sums:
        try:
            Decimal(value)
        except InvalidOperation:
            raise BadTruth(f"{name}: {value!r} is no decimal number such as 1234.56") from None
