"""The fake language model's eyes: an invoice's values found in a text grid by plain rules, as printed.

It reads simple invoices with English, German or French labels, and is no reader to rely on: what it does not find is
null, and it believes what it finds.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from paperloop.readers.llm.prompt import BAR
from paperloop.readers.llm.schema import HEADER, NOTES, TABLES

_FLAGS = re.IGNORECASE
_AMOUNT = re.compile(r"(?<![\w.,])[-(]?\d{1,3}(?:(?:[ .,'’]\d{3})+|\d*)[.,]\d{2}(?:-|\))?(?![\d%])")
_NUMBER = re.compile(r"-?\d[\d.,'’]*(?: ?%)?")
_RATE = re.compile(r"\d{1,2}(?:[.,]\d{1,2})? ?%")
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}\.? [^\W\d]{3,10}\.? \d{4}|[^\W\d]{3,10}\.? \d{1,2}, \d{4}"
)
_ID = re.compile(r"(?=\S*\d)[A-Za-z0-9][\w./-]*")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
_BIC = re.compile(r"\b[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?\b")
_VAT_ID = re.compile(r"\b[A-Z]{2} ?(?=(?:[A-Z]?\d)[A-Z0-9 ]*)[A-Z0-9]{8,12}\b")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+\w")
_CURRENCY = re.compile(r"\b(?:EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|RON|HUF|CAD|AUD|JPY|INR)\b|[€£$]")
_SEGMENT = re.compile(r"\S+(?: \S+)*")

_LABELLED: Mapping[str, tuple[re.Pattern[str], tuple[str, ...]]] = {
    "invoice_number": (
        _ID,
        (
            r"(?:invoice|credit note|receipt) ?(?:number|num|no|nr|id|#)\b|invoice #",
            r"rechnungs(?:nummer|-?nr)|rechnung nr|beleg(?:nummer|-?nr)",
            r"num[ée]ro de (?:la )?facture|facture (?:n°|no|num[ée]ro)",
            r"\binvoice\b|\brechnung\b|\bfacture\b",
        ),
    ),
    "issue_date": (
        _DATE,
        (
            r"invoice date|date of issue|issue date|issued(?: on)?|rechnungsdatum|belegdatum|date de (?:la )?facture",
            r"(?<!due )(?<!delivery )\bdate\b|\bdatum\b",
        ),
    ),
    "due_date": (_DATE, (r"due date|payment due|\bdue\b|payable by|fällig(?:keit)?|zahlbar bis|échéance",)),
    "delivery_date": (_DATE, (r"delivery date|date of (?:delivery|supply)|lieferdatum|leistungsdatum|livraison",)),
    "purchase_order": (_ID, (r"purchase order|\bp\.?o\.? (?:number|no)|order (?:number|no)|bestell-?n(?:umme)?r",)),
    "seller_tax_number": (_ID, (r"tax (?:number|no)\b|steuer-?(?:nummer|nr)",)),
}
_TOTALS: Mapping[str, tuple[str, ...]] = {
    "tax_basis_total": (
        r"total (?:net|excl|before|ht|without)|net (?:total|amount)|sub-?total|netto(?:betrag|summe)?|zwischensumme",
    ),
    "tax_total": (
        r"total (?:vat|tax)|\bvat\b|sales tax|tax total|\bgst\b|mwst|ust\.?\b|umsatzsteuer|steuerbetrag|\btva\b",
    ),
    "grand_total": (
        r"grand total|(?:invoice|gross) total|total (?:incl|gross|amount|ttc|with)|brutto(?:betrag|summe)?|"
        r"rechnungsbetrag|gesamt(?:betrag|summe)|endbetrag",
        r"(?<!sub)(?<!sub-)\btotal\b(?! (?:net|excl|before|ht|without|vat|tax))",
        r"amount due|balance due|zahlbetrag|net à payer",
    ),
    "prepaid": (r"prepaid|already paid|amount paid|anzahlung|acompte",),
    "due_payable": (r"amount due|balance due|amount payable|zahlbetrag|zu zahlen|net à payer",),
}
_SELLER = re.compile(r"^(?:seller|vendor|supplier|from|verkäufer|lieferant|vendeur|fournisseur)\b", _FLAGS)
_BUYER = re.compile(
    r"\b(?:bill(?:ed)? to|invoice to|sold to|buyer|customer|client|käufer|kunde|rechnung an|rechnungsempfänger|"
    r"factur[ée] à|acheteur)\b(?! ?(?:no|nr|num|id|#))",
    _FLAGS,
)
_COLUMNS = {
    "id": re.compile(r"^(?:pos\.?|position|no\.?|nr\.?|#)$", _FLAGS),
    "name": re.compile(r"description|\bitem\b|article|service|bezeichnung|beschreibung|artikel|désignation", _FLAGS),
    "quantity": re.compile(r"qty|quantity|menge|anzahl|quantité|hours", _FLAGS),
    "unit": re.compile(r"^(?:unit|einheit|unité|uom)$", _FLAGS),
    "net_price": re.compile(r"price|preis|prix|\brate\b(?! ?%)", _FLAGS),
    "vat_rate": re.compile(r"vat|mwst|ust|tva|tax", _FLAGS),
    "net_amount": re.compile(r"amount|total|betrag|summe|gesamt|montant|\bnet\b", _FLAGS),
}
_NUMERIC = frozenset({"quantity", "net_price", "vat_rate", "net_amount"})
_ENDS_TABLE = re.compile(r"total|summe|betrag|netto|subtotal|amount due", _FLAGS)

Answer = dict[str, Any]


def document_in(messages: Sequence[Mapping[str, Any]]) -> str:
    """The text that the prompt quotes behind bars, else all that the user says."""
    said = [str(message.get("content") or "") for message in messages if message.get("role") == "user"]
    lines = [line for text in said for line in text.split("\n")]
    quoted = [line.removeprefix(BAR) for line in lines if line.startswith(BAR.rstrip())]
    return "\n".join(quoted or lines)


@lru_cache(maxsize=256)
def answer_from(text: str) -> Answer:
    """The answer about the document `text`, in the shape of the LLM reader's schema. It is kept: don't change it."""
    lines = [line for line in text.split("\n") if line.strip()]
    found: Answer = {asked.name: None for asked in HEADER} | {table: [] for table in TABLES} | {NOTES: []}
    found |= {name: _by_labels(lines, labels, value) for name, (value, labels) in _LABELLED_COMPILED.items()}
    found |= {name: _by_labels(lines[::-1], labels, _AMOUNT) for name, labels in _TOTALS_COMPILED.items()}
    found |= _parties(lines, text)
    found["currency"] = _first(_CURRENCY, text)
    found["document_type"] = "credit_note" if re.search(r"credit note|gutschrift|avoir\b", text, _FLAGS) else "invoice"
    found["vat_breakdown"] = list(_vat_rows(lines))
    found["accounts"] = _accounts(text)
    found["lines"] = list(_table(lines))
    return found


def _compiled(labels: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(label, _FLAGS) for label in labels)


_LABELLED_COMPILED = {name: (value, _compiled(labels)) for name, (value, labels) in _LABELLED.items()}
_TOTALS_COMPILED = {name: _compiled(labels) for name, labels in _TOTALS.items()}


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found[0] if found else None


def _by_labels(lines: Sequence[str], labels: Sequence[re.Pattern[str]], value: re.Pattern[str]) -> str | None:
    """What stands behind the best label that has a value behind it; amounts stand last in their line."""
    for label in labels:
        for line in lines:
            met = label.search(line)
            values = [found[0] for found in value.finditer(line, met.end())] if met else []
            if values:
                return values[-1 if value is _AMOUNT else 0]
    return None


def _parties(lines: Sequence[str], text: str) -> Answer:
    vat_ids = [found[0] for found in _VAT_ID.finditer(_IBAN.sub("", text))]
    seller = _name_at(lines, _SELLER) or (_first(_SEGMENT, lines[0]) if lines else None)
    return {
        "seller_name": seller,
        "seller_vat_id": vat_ids[0] if vat_ids else None,
        "seller_email": _first(_EMAIL, text),
        "buyer_name": _name_at(lines, _BUYER),
        "buyer_vat_id": vat_ids[1] if len(vat_ids) > 1 else None,
    }


def _name_at(lines: Sequence[str], label: re.Pattern[str]) -> str | None:
    """What stands right behind the label, else below it, else further right."""
    for number, line in enumerate(lines):
        met = label.search(line)
        if met:
            rest = line[met.end() :].removeprefix(":")
            if re.match(r" \S", rest):
                return _first(_SEGMENT, rest)
            return _below(lines[number + 1 : number + 2], met.start(), met.end()) or _first(_SEGMENT, rest)
    return None


def _below(lines: Sequence[str], start: int, end: int) -> str | None:
    for line in lines:
        for segment in _SEGMENT.finditer(line):
            if segment.start() < end and start < segment.end():
                return segment[0]
    return None


def _vat_rows(lines: Sequence[str]) -> Iterator[Answer]:
    for line in lines:
        met = _TOTALS_COMPILED["tax_total"][0].search(line)
        rate = _RATE.search(line, met.start()) if met else None
        amounts = [found[0] for found in _AMOUNT.finditer(line, rate.end())] if rate else []
        if rate and amounts:
            yield {"rate": rate[0], "basis": amounts[-2] if len(amounts) > 1 else None, "amount": amounts[-1]}


def _accounts(text: str) -> list[Answer]:
    iban = _first(_IBAN, text)
    labelled = re.search(r"\b(?:BIC|SWIFT)\b[^\n]*", text)
    bic = _first(_BIC, labelled[0]) if labelled else None
    return [dict.fromkeys(asked.name for asked in TABLES["accounts"]) | {"iban": iban, "bic": bic}] if iban else []


def _table(lines: Sequence[str]) -> Iterator[Answer]:
    """Rows under each line that heads a table, until a line of totals."""
    columns: list[str] = []
    for line in lines:
        segments = _SEGMENT.findall(line)
        heads = _heads(segments)
        if heads:
            columns = heads
        elif columns and _ENDS_TABLE.search(segments[0]):
            columns = []
        elif columns and (row := _row(columns, segments)):
            yield row


def _heads(segments: Sequence[str]) -> list[str]:
    """The columns that `segments` head; empty when they head no table of lines."""
    names = [next((name for name, label in _COLUMNS.items() if label.search(text)), "") for text in segments]
    return names if "name" in names and "net_amount" in names else []


def _row(columns: Sequence[str], segments: Sequence[str]) -> Answer | None:
    """Numbers are matched with the columns from the right, since a description may hold any number of segments."""
    row: Answer = dict.fromkeys(asked.name for asked in TABLES["lines"])
    left, cells = list(columns), list(segments)
    while left and left[-1] != "name" and cells:
        name, cell = left.pop(), cells.pop()
        if name in _NUMERIC:
            number = _NUMBER.search(cell)
            if not number:
                return None
            row[name] = number[0]
            rest = cell[number.end() :].strip()
            row["unit"] = rest or row["unit"] if name == "quantity" else row["unit"]
        elif name:
            row[name] = cell
    if row["net_amount"] is None or not cells:
        return None
    if "id" in left and len(cells) > 1:
        row["id"] = cells.pop(0)
    return row | {"name": cells[0], "description": " ".join(cells[1:]) or None}
