"""XML elements as both syntaxes need them: safely parsed, namespaces dropped, values typed.

A value that is malformed is None: the rest of the invoice is still worth having.
"""

import re
from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

from paperloop.documents.invoice import Account

_NAMESPACES = (
    "urn:un:unece:uncefact:data:",
    "urn:ferd:",
    "urn:oasis:names:specification:ubl:",
    "http://www.unece.org/cefact/namespaces/",
)
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:$|[TZ+-])")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}")

EMPTY = Element("Empty")
"""What `part` gives for an element that is not there."""


def parse(xml: bytes) -> Element | None:
    """The root, every tag without its namespace.

    None when the XML is not well-formed, has a DTD or entities, or belongs to a namespace of somebody else's; none at
    all is taken, since careless writers leave it out.
    """
    try:
        root: Element = fromstring(xml, forbid_dtd=True)
    except (ParseError, ValueError, LookupError):
        return None
    if root.tag.startswith("{") and not root.tag.startswith(_NAMESPACES, 1):
        return None
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def part(element: Element, path: str) -> Element:
    """The element at `path`, or `EMPTY`: whatever is looked up in that is None."""
    found = element.find(path)
    return EMPTY if found is None else found


def text(element: Element | None, *paths: str) -> str | None:
    """The text at the first of `paths` that holds any, on one line."""
    found = _first(element, paths)
    return " ".join(found.split()) if found else None


def prose(element: Element | None, *paths: str) -> str | None:
    """The text at the first of `paths` that holds any, its line breaks kept."""
    found = _first(element, paths)
    if not found:
        return None
    return "\n".join(line for line in (" ".join(line.split()) for line in found.splitlines()) if line)


def _first(element: Element | None, paths: tuple[str, ...]) -> str | None:
    if element is None:
        return None
    found = (element.findtext(path) for path in paths)
    return next((value for value in found if value and not value.isspace()), None)


def amount(element: Element | None, *paths: str) -> Decimal | None:
    """The decimal at the first of `paths` that holds any text, with the scale it was written in."""
    return decimal(text(element, *paths))


def decimal(written: str | None) -> Decimal | None:
    """An xs:decimal; exponents, NaN, grouping and more than 30 digits are malformed."""
    return Decimal(written) if written and _DECIMAL.fullmatch(written) else None


def amount_in(element: Element | None, name: str, currency: str | None) -> Decimal | None:
    """Of the children called `name`, one for each currency, the amount in `currency` or in none that is named."""
    children = [] if element is None else element.findall(name)
    named = [child for child in children if currency and child.get("currencyID") == currency]
    unnamed = [child for child in children if not (currency and child.get("currencyID"))]
    return next((amount(child, ".") for child in named or unnamed), None)


def iso_date(written: str | None) -> date | None:
    """An xs:date or xs:dateTime, its time and zone left out."""
    found = _ISO.match(written) if written else None
    return _day(*found.groups()) if found else None


def coded_date(element: Element | None) -> date | None:
    """A date in a format of UNTDID 2379: 102 (20241115), 203 (with the time), 610 (202411), 616 (202446).

    A month stands for its first day and a week for its Monday. ISO dates are taken under any format.
    """
    written = text(element, ".") if element is not None else None
    if element is None or not written:
        return None
    digits = written if written.isascii() and written.isdigit() else ""
    match element.get("format"), len(digits):
        case "610", 6:
            return _day(digits[:4], digits[4:], "01")
        case "616", 6:
            return _monday(digits[:4], digits[4:])
        case _, 8 | 12 | 14:
            return _day(digits[:4], digits[4:6], digits[6:8])
        case _:
            return iso_date(written)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _monday(year: str, week: str) -> date | None:
    try:
        return date.fromisocalendar(int(year), int(week), 1)
    except ValueError:
        return None


def compact(ident: str | None) -> str | None:
    """`ident` without blanks, in capitals: the form of IBANs and BICs."""
    return "".join(ident.split()).upper() if ident else None


def account(ident: str | None, *, bic: str | None, name: str | None) -> Account:
    """An account whose number is an IBAN or not, as its form tells."""
    iban = compact(ident)
    if iban and _IBAN.fullmatch(iban):
        return Account(iban=iban, bic=compact(bic), name=name)
    return Account(account_number=ident, bic=compact(bic), name=name)


def gtin(ident: str | None, scheme: str | None) -> str | None:
    """`ident` when it is a GTIN: scheme 0160 of ISO/IEC 6523, or no scheme and the form of one."""
    if scheme:
        return ident if scheme in {"0160", "GTIN", "EAN"} else None
    return ident if ident and ident.isascii() and ident.isdigit() and len(ident) in {8, 12, 13, 14} else None
