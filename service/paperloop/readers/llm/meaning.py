"""From words as printed to values: what one document's words settle for each other."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Self

from paperloop.documents.countries import country_code
from paperloop.documents.dates import find_dates, parse_date
from paperloop.documents.invoice import DocumentType
from paperloop.documents.money import DecimalMark, currency_of, decimal_mark, parse_amount, parse_rate
from paperloop.readers.llm.schema import Kind

Value = str | Decimal | date | DocumentType | None

NOUNS: dict[Kind, str] = {
    "amount": "number",
    "rate": "percentage",
    "date": "date",
    "currency": "currency",
    "country": "country",
    "code": "code",
    "type": "type of document",
    "text": "text",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """How one document writes its numbers and dates; None where its words don't tell."""

    decimal: DecimalMark | None = None
    day_first: bool | None = None

    @classmethod
    def of(cls, words: Mapping[Kind, Sequence[str]]) -> Self:
        """As all words of the document together show it."""
        return cls(decimal=decimal_mark(words.get("amount", ())), day_first=day_first(words.get("date", ())))

    def leaves_open(self, word: str) -> bool:
        """Whether no other date says what is the day and what the month of the date `word`."""
        if self.day_first is not None:
            return False
        found = next(find_dates(word), None)
        return bool(found and found.ambiguous)

    def value(self, kind: Kind, word: str) -> Value:
        """What `word` means; None when it is no such thing."""
        match kind:
            case "amount":
                return parse_amount(word, decimal=self.decimal)
            case "rate":
                return parse_rate(word)
            case "date":
                return parse_date(word, day_first=self.day_first)
            case "currency":
                return currency_of(word)
            case "country":
                return country_code(word)
            case "code":
                return "".join(word.split()).upper()
            case "type":
                return document_type(word)
            case "text":
                return word


_TWO_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})([/-])(\d{1,2})\2(?:\d{4}|\d{2})(?!\d)")


def day_first(texts: Sequence[str]) -> bool | None:
    """Whether the day stands before the month: one date that shows it, 31/01/2026, settles all others."""
    for text in texts:
        found = _TWO_NUMBERS.search(text)
        if found and max(int(found[1]), int(found[3])) > 12:
            return int(found[1]) > 12
    return None


def document_type(word: str) -> DocumentType | None:
    """From `credit_note`, "Credit note" or "credit-note"."""
    name = "_".join(re.findall(r"[a-z]+", word.lower()))
    return DocumentType(name) if name in set(DocumentType) else None
