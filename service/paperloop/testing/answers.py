"""The fake language model's eyes: an invoice's values found in a text grid by plain rules, as printed.

It reads simple invoices with English, German or French labels, and is no reader to rely on: what it does not find is
null, and it believes what it finds.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from paperloop.documents.money import decimal_mark, parse_amount, parse_rate
from paperloop.readers.llm.prompt import BAR, HEAD
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
_LETTER = re.compile(r"[^\W\d_]")
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
    "purchase_order": (
        _ID,
        (r"purchase order|\bp\.?o\.? (?:number|no)|order (?:number|no)|your order|bestellung|bestell-?n(?:umme)?r",),
    ),
    "contract": (_ID, (r"contract|vertrag",)),
    "buyer_reference": (_ID, (r"your ref(?:erence)?|ihr zeichen|votre référence",)),
    "payment_reference": (_ID, (r"payment reference|verwendungszweck|référence de paiement",)),
    "seller_tax_number": (_ID, (r"tax (?:number|no)\b|steuer-?(?:nummer|nr)",)),
}
_TOTALS: Mapping[str, tuple[str, ...]] = {
    "line_total": (
        r"sum of (?:items|lines)|items total|line total|positionssumme|summe der positionen",
        r"sub-?total|zwischensumme",
    ),
    "allowance_total": (r"rebate|discount|rabatt|remise",),
    "charge_total": (r"delivery charge|shipping|freight|versand|fracht|frais de port",),
    "tax_basis_total": (
        r"total (?:net|excl|before|ht|without)|net (?:total|amount)|sub-?total|netto(?:betrag|summe)?|zwischensumme",
    ),
    "tax_total": (
        r"total (?:vat|tax)|(?<!incl\. )(?<!with )\bvat\b|sales tax|tax total|\bgst\b|(?<!inkl\. )mwst|ust\.?\b|"
        r"umsatzsteuer|steuerbetrag|\btva\b",
    ),
    "grand_total": (
        r"grand total|(?:invoice|gross) total|total (?:incl|gross|amount|ttc|with)|brutto(?:betrag|summe)?|"
        r"rechnungsbetrag|gesamt(?:betrag|summe)|endbetrag",
        r"(?<!sub)(?<!sub-)\btotal\b(?! (?:net|excl|before|ht|without|vat|tax))",
        r"amount due|balance due|zahlbetrag|net à payer",
    ),
    "prepaid": (r"prepaid|already paid|amount paid|deposit paid|anzahlung|acompte",),
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
    "seller_item_id": re.compile(r"(?:item|article|art\.|artikel|product)[ -]?(?:no|nr|num|id|code)|\bsku\b", _FLAGS),
    "name": re.compile(r"description|\bitem\b|article|service|bezeichnung|beschreibung|artikel|désignation", _FLAGS),
    "quantity": re.compile(r"qty|quantity|menge|anzahl|quantité|hours", _FLAGS),
    "net_price": re.compile(r"price|preis|prix|\brate\b(?! ?%)", _FLAGS),
    "unit": re.compile(r"^(?:unit|einheit|unité|uom)$", _FLAGS),
    "vat_rate": re.compile(r"vat|mwst|ust|tva|tax", _FLAGS),
    "net_amount": re.compile(r"amount|total|betrag|summe|gesamt|montant|\bnet\b", _FLAGS),
}
_NUMERIC = ("quantity", "net_price", "vat_rate", "net_amount")
_NO_ROW = re.compile(r"carried forward|brought forward|übertrag|report\b", _FLAGS)
_ENDS_TABLE = re.compile(r"(?:sub-?|grand |net |invoice )?total|sum\b|(?:zwischen|gesamt)?summe|netto|montant", _FLAGS)
_PAGE = re.compile(r"Page (\d+) of \d+(?:, rows (\d+) to )?")
_YOURS = re.compile(r"your|ihre|votre|buyer|customer|kunde|client", _FLAGS)
_RETURN_ADDRESS = re.compile(r"[·•|]")

Answer = dict[str, Any]
Columns = list[tuple[int, int, str]]
"""Of a table: where the head begins and ends in its line, and the field it means."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a prompt shows of a document: the `text` to be read, and the `head` of the table in which it may begin.

    A part `begins` the document, or goes on from the part before; `inside` a page where its border cuts one.
    """

    text: str
    head: str = ""
    begins: bool = True
    inside: bool = False


def seen_in(messages: Sequence[Mapping[str, Any]]) -> Seen:
    """What the prompt quotes behind bars, else all that the user says."""
    said = [str(message.get("content") or "") for message in messages if message.get("role") == "user"]
    lines = [line for text in said for line in text.split("\n")]
    quoted = [line.removeprefix(BAR) for line in lines if _is_quoted(line)]
    if not quoted:
        return Seen("\n".join(lines))
    head = [line.removeprefix(BAR) for above, line in pairwise(lines) if above == HEAD and _is_quoted(line)]
    place = next((met for line in lines if (met := _PAGE.match(line))), None)
    page, row = (int(place[1]), int(place[2] or 1)) if place else (1, 1)
    text = "\n".join(quoted[len(head) :])
    return Seen(text, head="\n".join(head), begins=(page, row) == (1, 1), inside=row > 1)


def _is_quoted(line: str) -> bool:
    return line.startswith(BAR.rstrip())


def told_total(seen: Seen) -> str | None:
    """The amount of a sentence that tells what the total is."""
    told = re.search(r"\btotal (?:is|was|ist|est)(?: now)?:? (?:[A-Z]{3} |[€£$] ?)?", seen.text, _FLAGS)
    amount = _AMOUNT.match(seen.text, told.end()) if told else None
    return amount[0] if amount else None


def answer_from(seen: Seen) -> Answer:
    """The answer about what is seen, in the shape of the LLM reader's schema. 10 to 20 ms for two full pages."""
    text = seen.text
    lines = [line for line in text.split("\n") if line.strip()]
    found: Answer = {asked.name: None for asked in HEADER} | {table: [] for table in TABLES} | {NOTES: []}
    found["lines"], lines = _table(lines, seen)
    found |= {name: _by_labels(lines, labels, value) for name, (value, labels) in _LABELLED_COMPILED.items()}
    found |= {name: _by_labels(lines[::-1], labels, _AMOUNT) for name, labels in _TOTALS_COMPILED.items()}
    found |= _parties(lines, text, begins=seen.begins)
    found["currency"] = _first(_CURRENCY, text)
    found["document_type"] = _type(text) if seen.begins else "other"
    found["vat_breakdown"] = list(_vat_rows(lines))
    found["accounts"] = _accounts(text)
    return found


def _type(text: str) -> str:
    return "credit_note" if re.search(r"credit note|gutschrift|avoir\b", text, _FLAGS) else "invoice"


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


def _parties(lines: Sequence[str], text: str, *, begins: bool) -> Answer:
    seller = _name_at(lines, _SELLER) or (_first(_SEGMENT, lines[0]) if lines and begins else None)
    ours, yours = _vat_ids(lines)
    return {
        "seller_name": seller,
        "seller_vat_id": ours[0] if ours else None,
        "seller_email": _first(_EMAIL, text),
        "buyer_name": _name_at(lines, _BUYER) or _under_return_address(lines, seller),
        "buyer_vat_id": yours[0] if yours else ours[1] if len(ours) > 1 else None,
    }


def _vat_ids(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The seller's and the buyer's; without a word for the buyer the second one is the buyer's."""
    ours: list[str] = []
    yours: list[str] = []
    for line in lines:
        for found in _VAT_ID.finditer(_IBAN.sub("", line)):
            owner = yours if _YOURS.search(line, 0, found.start()) else ours
            if found[0] not in owner:
                owner.append(found[0])
    return ours, yours


def _under_return_address(lines: Sequence[str], seller: str | None) -> str | None:
    """The first line of the window of a letter, under the sender's address in one line."""
    for above, line in pairwise(lines):
        head = _first(_SEGMENT, above)
        if seller and head and head.startswith(seller) and _RETURN_ADDRESS.search(head):
            return _first(_SEGMENT, line)
    return None


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
        rate = _RATE.search(line)
        amounts = [found[0] for found in _AMOUNT.finditer(line, rate.end())] if rate else []
        if rate and len(amounts) > 1 and _is_vat(rate[0], amounts[0], amounts[1]):
            yield {"rate": rate[0], "basis": amounts[0], "amount": amounts[1]}
        elif rate and len(amounts) == 1 and _TOTALS_COMPILED["tax_total"][0].search(line, 0, rate.start()):
            yield {"rate": rate[0], "basis": None, "amount": amounts[0]}


def _is_vat(rate: str, basis: str, amount: str) -> bool:
    mark = decimal_mark((basis, amount))
    numbers = parse_rate(rate), parse_amount(basis, decimal=mark), parse_amount(amount, decimal=mark)
    if None in numbers:
        return False
    per_cent, of, vat = (number or Decimal() for number in numbers)
    return abs(of * per_cent / 100 - vat) < Decimal("0.05")


def _accounts(text: str) -> list[Answer]:
    iban = _first(_IBAN, text)
    labelled = re.search(r"\b(?:BIC|SWIFT)\b[^\n]*", text)
    bic = _first(_BIC, labelled[0]) if labelled else None
    return [dict.fromkeys(asked.name for asked in TABLES["accounts"]) | {"iban": iban, "bic": bic}] if iban else []


def _table(lines: Sequence[str], seen: Seen) -> tuple[list[Answer], list[str]]:
    """Rows under each line that heads a table, until a line of totals, and the lines that are no rows. The first row
    may be the rest of one before."""
    rows: list[Answer] = []
    others: list[str] = []
    columns = _heads(list(_SEGMENT.finditer(seen.head)))
    for line in lines:
        cells = list(_SEGMENT.finditer(line))
        others.append(line)
        if heads := _heads(cells):
            columns = heads
        elif not columns or _NO_ROW.search(line):
            continue
        elif row := _row(columns, cells):
            rows.append(row)
            others.pop()
        elif any(_ENDS_TABLE.match(cell[0]) for cell in cells):
            columns = []
        elif len(cells) == 1 and _column(columns, cells[0]) == "name" and (rows or seen.inside):
            rows = rows or [dict.fromkeys(asked.name for asked in TABLES["lines"])]
            rows[-1]["description"] = " ".join(filter(None, (rows[-1]["description"], cells[0][0])))
    return rows, others


def _heads(cells: Sequence[re.Match[str]]) -> Columns:
    """The columns that `cells` head; empty when they head no table of lines."""
    columns = [
        (cell.start(), cell.end(), name)
        for cell in cells
        if (name := next((name for name, label in _COLUMNS.items() if label.search(cell[0])), None))
    ]
    names = {name for _, _, name in columns}
    return columns if {"name", "net_amount"} <= names else []


def _column(columns: Columns, cell: re.Match[str]) -> str:
    """The column whose head stands above `cell`, or nearest to it."""
    start, end = cell.span()
    common = [min(end, last) - max(start, first) for first, last, _ in columns]
    return columns[common.index(max(common))][2]


def _row(columns: Columns, cells: Sequence[re.Match[str]]) -> Answer | None:
    """A row of the table; None when a line has no name, no amount, or neither quantity nor price."""
    row: Answer = dict.fromkeys(asked.name for asked in TABLES["lines"])
    for cell in cells:
        name = _column(columns, cell)
        number = _NUMBER.match(cell[0])
        if name in ("quantity", "unit") and number:
            row["quantity"], row["unit"] = number[0], cell[0][number.end() :].strip() or row["unit"]
        elif name in _NUMERIC:
            row[name] = number[0] if number else None
        elif row[name] is None:
            row[name] = cell[0]
    counted = row["quantity"] or row["net_price"]
    named = row["name"] and _LETTER.search(row["name"])
    return row if named and row["net_amount"] and counted else None
