"""An invoice in the terms of EN 16931 (the European standard's semantic model).

Every leaf may be None: not printed, or not found. Amounts are signed decimals and JSON strings, never floats; dates
are ISO 8601. The business terms (BT) and groups (BG) of the standard stand beside the fields.
"""

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer

_ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def plain(amount: Decimal) -> str:
    """`amount` without an exponent: "1200", never "1.2E+3"."""
    return f"{amount:f}"


Amount = Annotated[Decimal, PlainSerializer(plain, return_type=str, when_used="json")]
"""A number as printed: a sum of money, a quantity, a percentage. Scale is kept: 10.00 stays 10.00."""


def _day(value: Any) -> Any:
    """A number, or digits alone, would be taken for seconds since 1970."""
    if value is None or isinstance(value, date) or (isinstance(value, str) and _ISO_DATE.fullmatch(value)):
        return value
    raise ValueError("must be a date such as 2024-11-15")


Day = Annotated[date, BeforeValidator(_day)]
"""ISO 8601, with dashes."""


class DocumentType(StrEnum):
    """What the paper is; BT-3's code, in words."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    RECEIPT = "receipt"
    OTHER = "other"


class _Value(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Address(_Value):
    """Postal address, BG-5 and BG-8."""

    line1: str | None = None
    line2: str | None = None
    postcode: str | None = None
    city: str | None = None
    region: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2."""


class Party(_Value):
    """Seller (BG-4) or buyer (BG-7)."""

    name: str | None = None
    vat_id: str | None = None
    tax_number: str | None = None
    legal_registration_id: str | None = None
    email: str | None = None
    phone: str | None = None
    address: Address = Address()


class Account(_Value):
    """Where to pay, BG-17: one account."""

    iban: str | None = None
    bic: str | None = None
    account_number: str | None = None
    name: str | None = None


class Totals(_Value):
    """Document totals, BG-22."""

    line_total: Amount | None = None
    """Sum of the lines' net amounts, BT-106."""
    allowance_total: Amount | None = None
    """BT-107."""
    charge_total: Amount | None = None
    """BT-108."""
    tax_basis_total: Amount | None = None
    """Total without VAT, BT-109."""
    tax_total: Amount | None = None
    """Total VAT, BT-110."""
    grand_total: Amount | None = None
    """Total with VAT, BT-112."""
    prepaid: Amount | None = None
    """Already paid, BT-113."""
    rounding: Amount | None = None
    """BT-114."""
    due_payable: Amount | None = None
    """Amount due, BT-115."""


class VatRow(_Value):
    """One row of the VAT breakdown, BG-23."""

    category: str | None = None
    """UNCL 5305 code: S, Z, E, AE, K, G, O, L, M."""
    rate: Amount | None = None
    """Per cent: 19 means 19 %."""
    basis: Amount | None = None
    amount: Amount | None = None


class Line(_Value):
    """One invoice line, BG-25."""

    id: str | None = None
    name: str | None = None
    description: str | None = None
    seller_item_id: str | None = None
    gtin: str | None = None
    quantity: Amount | None = None
    unit: str | None = None
    """As printed, or the UN/ECE Recommendation 20 code of an e-invoice."""
    net_price: Amount | None = None
    gross_price: Amount | None = None
    vat_rate: Amount | None = None
    net_amount: Amount | None = None
    gross_amount: Amount | None = None


class Invoice(_Value):
    """An invoice, a credit note or a receipt."""

    document_type: DocumentType | None = None
    type_code: str | None = None
    """UNTDID 1001 code, BT-3: 380 invoice, 381 credit note, 384 correction, ..."""
    invoice_number: str | None = None
    issue_date: Day | None = None
    due_date: Day | None = None
    delivery_date: Day | None = None
    currency: str | None = None
    """ISO 4217, BT-5."""
    purchase_order: str | None = None
    contract: str | None = None
    buyer_reference: str | None = None
    payment_terms: str | None = None
    payment_reference: str | None = None
    notes: tuple[str | None, ...] = ()
    seller: Party = Party()
    buyer: Party = Party()
    accounts: tuple[Account, ...] = ()
    totals: Totals = Totals()
    vat_breakdown: tuple[VatRow, ...] = ()
    lines: tuple[Line, ...] = ()
