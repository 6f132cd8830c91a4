"""Printed numbers and what they mean."""

import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

DecimalMark = Literal[".", ","]

_SYMBOLS = {
    "€": "EUR", "euro": "EUR", "euros": "EUR",
    "$": "USD", "us$": "USD", "usd$": "USD", "$us": "USD",
    "£": "GBP", "¥": "JPY", "₹": "INR", "rs": "INR", "rs.": "INR", "inr.": "INR",
    "r$": "BRL", "c$": "CAD", "ca$": "CAD", "a$": "AUD", "au$": "AUD", "nz$": "NZD", "hk$": "HKD",
    "s$": "SGD", "mx$": "MXN", "fr.": "CHF", "sfr": "CHF", "sfr.": "CHF", "zł": "PLN", "zl": "PLN",
    "kč": "CZK", "ft": "HUF", "lei": "RON", "лв": "BGN", "лв.": "BGN", "₽": "RUB", "₺": "TRY", "₩": "KRW",
    "₪": "ILS", "฿": "THB", "₫": "VND", "₴": "UAH", "₱": "PHP", "₦": "NGN",
}  # fmt: skip

_ISO_4217 = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD
CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ
GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR
LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN
PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS
TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG HRK
"""
"""Codes in force; with the kuna, which older invoices print."""

_CODES = frozenset(_ISO_4217.split())

_MONEY_SIGN = (
    r"(?:[A-Z]{1,2}\$|\$US|[€$£¥₹₽₺₩₪฿₫₴₱₦]|(?i:euros?|rs\.?|inr\.|sfr\.?|fr\.|zł|zl|kč|ft|lei|лв\.?|kr\.?)|[A-Z]{3}"
    r"(?![A-Z]))"
)
_BLANK = "[ \u00a0\u2009\u202f]"
_BODY = (
    r"(?P<body>"
    rf"\d{{1,3}}(?:{_BLANK}\d{{3}})+(?:[.,]\d{{1,6}})?(?!\d)"
    r"|\d{1,3}(?:['’]\d{3})+(?:[.,]\d{1,6})?(?!\d)"
    r"|\d{1,3}(?:\.\d{3})+(?:,\d{1,6})?(?![\d.,]\d)(?!\d)"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?(?![\d.,]\d)(?!\d)"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d{1,6})?(?!\d)"
    r"|\d{1,12}(?:[.,]\d{1,6})?"
    r"|[.,]\d{1,4})"
)
_MINUS = "[-−–‐‑]"
_BARE = re.compile(r"-?(?:0|[1-9]\d{0,11})(?:[.,]\d{1,2})?")
"""What most numbers of an invoice look like, and can't be read in two ways."""
_NUMBER = re.compile(
    rf"(?P<open>\()?(?P<lead>{_MINUS}|\+)?{_BLANK}*(?:{_MONEY_SIGN}{_BLANK}*)?(?P<inner>{_MINUS})?{_BLANK}*"
    rf"{_BODY}"
    rf"(?:[.,](?:--?|[–—]))?{_BLANK}*(?P<trail>{_MINUS}(?!{_MINUS}))?{_BLANK}*(?:{_MONEY_SIGN})?"
    rf"(?P<close>\))?{_BLANK}*(?P<trail2>{_MINUS})?(?:\*{{1,2}}{_BLANK}*[A-Z]?|{_BLANK}[A-E]\*?)?"
)
_ROUND = re.compile(r"(?P<before>.*\d)[.,](?:--?|[–—])(?P<after>\D*)")
_ID_LIKE = re.compile(r"0\d")
_RATE = re.compile(rf"\(?({_MINUS})?{_BLANK}*(\d{{1,3}})(?:[.,](\d{{1,4}}))?{_BLANK}*%?\)?")
_CODE = re.compile(r"[A-Z]{3}")
_HAS_DIGIT = re.compile(r"\d")
_MARKS = re.compile(r"[.,]")


def parse_amount(text: str, *, decimal: DecimalMark | None = None) -> Decimal | None:
    """The number that `text` prints, None when it prints none or something else: a date, a percentage, an id.

    The printed scale is kept. `decimal` settles "1.234" alone, which without it is a good thousand; a number
    that shows its own mark, such as "1,234.56", is read by that mark.
    """
    if _BARE.fullmatch(text):
        return Decimal(text.replace(",", "."))
    text = text.strip()
    if len(text) > 40 or not _HAS_DIGIT.search(text):
        return None
    rounded = _ROUND.fullmatch(text)
    found = _NUMBER.fullmatch(rounded["before"] + rounded["after"] if rounded else text)
    if not found or bool(found["open"]) != bool(found["close"]) or not _CODES.issuperset(_CODE.findall(text)):
        return None
    number = _plain(found["body"], decimal)
    if number is None or (found["lead"] == "+" and "." not in number):
        return None
    minus = found["lead"] not in (None, "+") or found["inner"] or found["trail"] or found["trail2"] or found["open"]
    return Decimal(f"-{number}" if minus else number)


def _plain(body: str, decimal: DecimalMark | None) -> str | None:
    """`body` with "." as its only mark, None when leading zeros say that it is an id."""
    for blank in " \u00a0\u2009\u202f'’":
        body = body.replace(blank, "")
    if _ID_LIKE.match(body):
        return None
    mark = _own_mark(body) or decimal
    if mark is None or (mark not in body):
        return body.replace(",", "").replace(".", "") if mark is None or _MARKS.search(body) else body
    group = "," if mark == "." else "."
    return body.replace(group, "").replace(mark, ".")


def _own_mark(body: str) -> DecimalMark | None:
    """The decimal mark that `body` shows by itself; None for "1234" and "1.234"."""
    point, comma = body.rfind("."), body.rfind(",")
    if point >= 0 and comma >= 0:
        return "." if point > comma else ","
    last = max(point, comma)
    if last < 0:
        return None
    mark: DecimalMark = "." if point >= 0 else ","
    if body.count(mark) > 1:
        return "," if mark == "." else "."
    head, tail = body[:last], body[last + 1 :]
    is_ambiguous = len(tail) == 3 and 1 <= len(head) <= 3 and head != "0"
    return None if is_ambiguous else mark


def decimal_mark(texts: Iterable[str]) -> DecimalMark | None:
    """The decimal mark that one document's printed numbers use, None when they don't tell.

    Two decimals weigh most, since sums of money have them; rates and versions ("2.5") weigh little.
    """
    votes: Counter[str] = Counter()
    for text in texts:
        shown = _SHOWS_MARK.fullmatch(text) if len(text) <= 40 else None
        if shown and shown["mark"]:
            votes[shown["mark"]] += 4 if len(shown["decimals"]) == 2 else 1
        elif shown:
            votes["," if shown["group"] == "." else "."] += 1
    if votes["."] == votes[","]:
        return None
    return "." if votes["."] > votes[","] else ","


_SHOWS_MARK = re.compile(
    r"(?!\D*0\d)\D{0,6}(?:"
    r"(?:\d{1,3}(?:[.,'’ \u00a0\u202f]\d{2,3})*|\d+)(?P<mark>[.,])(?P<decimals>\d{1,2}|\d{4})"
    r"|\d{1,3}(?P<group>[.,])\d{3}(?:(?P=group)\d{3})+"
    r")\D{0,6}"
)
"""A number with a decimal mark, or with two groups and more, so that the other sign is the mark."""


def parse_rate(text: str) -> Decimal | None:
    """Per cent: Decimal("19") for "19 %", Decimal("5.5") for "5,5%"; None when it is no rate up to 100."""
    found = _RATE.fullmatch(text.strip())
    if not found:
        return None
    rate = Decimal("".join(("-" if found[1] else "", found[2], "." if found[3] else "", found[3] or "")))
    return rate if abs(rate) <= 100 else None


_SIGN_IN_TEXT = re.compile(rf"(?<![^\W\d_]){_MONEY_SIGN}(?![^\W\d_])")


def currency_of(text: str) -> str | None:
    """The ISO 4217 code of the first currency sign or code in `text`: EUR for "€1.234,56".

    None for "kr", which three countries use."""
    for found in _SIGN_IN_TEXT.findall(text):
        code = found if found in _CODES else _SYMBOLS.get(found.lower())
        if code:
            return str(code)
    return None
