"""What the model is asked for: one table, of which the JSON schema, the prompt and the reading of answers are made."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from paperloop.documents.json_pointers import Pointer

Kind = Literal["text", "type", "amount", "rate", "date", "currency", "country", "code"]
"""How a printed string is read. A `code` (IBAN, VAT id, ...) loses its blanks and small letters."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One field of the answer. `pointer` is its place in the invoice, for a table's column its place in the row."""

    name: str
    pointer: Pointer
    kind: Kind
    meaning: str
    path: tuple[str, ...] = field(init=False)
    """The steps of `pointer`."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", tuple(self.pointer.split("/")[1:]))


def _party(party: str, who: str) -> tuple[Asked, ...]:
    at = f"/{party}"
    return (
        Asked(f"{party}_name", f"{at}/name", "text", f"name of {who}, without address"),
        Asked(f"{party}_vat_id", f"{at}/vat_id", "code", f"VAT id of {who}, such as DE123456789"),
        Asked(f"{party}_tax_number", f"{at}/tax_number", "text", f"other tax number of {who}"),
        Asked(f"{party}_registration_id", f"{at}/legal_registration_id", "text", f"company register id of {who}"),
        Asked(f"{party}_email", f"{at}/email", "text", f"e-mail address of {who}"),
        Asked(f"{party}_phone", f"{at}/phone", "text", f"telephone number of {who}"),
        Asked(f"{party}_address_line1", f"{at}/address/line1", "text", f"street and number of {who}"),
        Asked(f"{party}_address_line2", f"{at}/address/line2", "text", f"further address line of {who}"),
        Asked(f"{party}_postcode", f"{at}/address/postcode", "text", f"postcode of {who}"),
        Asked(f"{party}_city", f"{at}/address/city", "text", f"town of {who}, without the postcode"),
        Asked(f"{party}_region", f"{at}/address/region", "text", f"state or province of {who}"),
        Asked(f"{party}_country", f"{at}/address/country", "country", f"country of {who}"),
    )


HEADER: tuple[Asked, ...] = (
    Asked("document_type", "/document_type", "type", "one of: invoice, credit_note, receipt, other"),
    Asked("invoice_number", "/invoice_number", "text", "number of the invoice"),
    Asked("issue_date", "/issue_date", "date", "date of the invoice"),
    Asked("due_date", "/due_date", "date", "date by which it is to be paid; only when a date is printed"),
    Asked("delivery_date", "/delivery_date", "date", "date of the delivery or service; the last day of a period"),
    Asked("currency", "/currency", "currency", "currency code or sign of the totals"),
    Asked("purchase_order", "/purchase_order", "text", "number of the buyer's order"),
    Asked("contract", "/contract", "text", "number of the contract"),
    Asked("buyer_reference", "/buyer_reference", "text", "the buyer's own reference"),
    Asked("payment_terms", "/payment_terms", "text", "sentence with the terms of payment"),
    Asked("payment_reference", "/payment_reference", "text", "text or number to give when paying"),
    *_party("seller", "the seller, who issues the invoice"),
    *_party("buyer", "the buyer, who is to pay"),
    Asked("line_total", "/totals/line_total", "amount", "sum of the lines, without VAT"),
    Asked("allowance_total", "/totals/allowance_total", "amount", "sum of discounts on the whole document"),
    Asked("charge_total", "/totals/charge_total", "amount", "sum of charges on the whole document, such as freight"),
    Asked("tax_basis_total", "/totals/tax_basis_total", "amount", "total without VAT (net)"),
    Asked("tax_total", "/totals/tax_total", "amount", "total of VAT or sales tax"),
    Asked("grand_total", "/totals/grand_total", "amount", "total with VAT (gross)"),
    Asked("prepaid", "/totals/prepaid", "amount", "already paid"),
    Asked("rounding", "/totals/rounding", "amount", "rounding of the amount due"),
    Asked("due_payable", "/totals/due_payable", "amount", "amount still to pay; only when printed as such"),
)

TABLES: dict[str, tuple[Asked, ...]] = {
    "accounts": (
        Asked("iban", "/iban", "code", "IBAN"),
        Asked("bic", "/bic", "code", "BIC or SWIFT code"),
        Asked("account_number", "/account_number", "text", "account number that is no IBAN"),
        Asked("name", "/name", "text", "holder of the account"),
    ),
    "vat_breakdown": (
        Asked("rate", "/rate", "rate", "per cent"),
        Asked("basis", "/basis", "amount", "amount without VAT at this rate"),
        Asked("amount", "/amount", "amount", "VAT at this rate"),
    ),
    "lines": (
        Asked("id", "/id", "text", "position number"),
        Asked("name", "/name", "text", "article or service: the first line of its description"),
        Asked("description", "/description", "text", "further lines of its description"),
        Asked("seller_item_id", "/seller_item_id", "text", "the seller's article number"),
        Asked("gtin", "/gtin", "code", "GTIN or EAN"),
        Asked("quantity", "/quantity", "amount", "quantity, without its unit"),
        Asked("unit", "/unit", "text", "unit of the quantity"),
        Asked("net_price", "/net_price", "amount", "price of one unit without VAT, discount taken off"),
        Asked("gross_price", "/gross_price", "amount", "price of one unit with VAT, or before its discount"),
        Asked("vat_rate", "/vat_rate", "rate", "per cent of VAT"),
        Asked("net_amount", "/net_amount", "amount", "total of the line without VAT"),
        Asked("gross_amount", "/gross_amount", "amount", "total of the line with VAT"),
    ),
}
"""Arrays of rows. A table's name is also its place in the invoice."""

TABLE_MEANINGS = {
    "accounts": "bank accounts to pay to",
    "vat_breakdown": "VAT by rate, one row a rate",
    "lines": "every line of the invoice, in order; no subtotals, carry-overs or totals",
}
NOTES = "notes"
NOTES_MEANING = "remarks that matter to the buyer, such as a reason for no VAT; no advertising"

SCHEMA_NAME = "invoice"


def _string(asked: Asked) -> dict[str, Any]:
    return {"type": ["string", "null"], "description": asked.meaning}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _rows(items: dict[str, Any], meaning: str) -> dict[str, Any]:
    return {"type": ["array", "null"], "description": meaning, "items": items}


def _schema() -> dict[str, Any]:
    properties = {asked.name: _string(asked) for asked in HEADER}
    for table, columns in TABLES.items():
        row = _object({asked.name: _string(asked) for asked in columns})
        properties[table] = _rows(row, TABLE_MEANINGS[table])
    return _object(properties | {NOTES: _rows({"type": "string"}, NOTES_MEANING)})


SCHEMA: dict[str, Any] = _schema()
"""In the subset of JSON Schema that strict modes take: all required and nullable, no $ref, no pattern, no bounds."""


def described() -> Iterator[str]:
    """The fields in words, a line each, for models that are not given the schema."""
    for asked in HEADER:
        yield f"- {asked.name}: {asked.meaning}"
    for table, columns in TABLES.items():
        yield f"- {table}: {TABLE_MEANINGS[table]}; an array of objects with"
        for asked in columns:
            yield f"  - {asked.name}: {asked.meaning}"
    yield f"- {NOTES}: {NOTES_MEANING}; an array of strings"
