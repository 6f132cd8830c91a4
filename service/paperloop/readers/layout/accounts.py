"""Numbers that name accounts and tax payers: IBAN, BIC, VAT ids."""

import re
from collections.abc import Iterator, Sequence

from paperloop.readers.layout.blocks import Block, block_at
from paperloop.readers.layout.candidates import iban_at, iban_holds, iban_length
from paperloop.readers.layout.findings import Finding, Place, below, find, right_of
from paperloop.readers.layout.labels import Hit
from paperloop.readers.layout.sheet import Line, Sheet

_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_STRICT_VAT_ID = re.compile(
    r"(?:ATU\d{8}|BE[01]\d{9}|BG\d{9,10}|CY\d{8}[A-Z]|CZ\d{8,10}|DE\d{9}|DK\d{8}|EE\d{9}|EL\d{9}|ES[A-Z\d]\d{7}[A-Z\d]"
    r"|FI\d{8}|FR[A-Z\d]{2}\d{9}|GB\d{9}(?:\d{3})?|HR\d{11}|HU\d{8}|IE\d[A-Z\d]\d{5}[A-Z]{1,2}|IT\d{11}|LT\d{9}(?:\d{3})?"
    r"|LU\d{8}|LV\d{11}|MT\d{8}|NL\d{9}B\d{2}|PL\d{10}|PT\d{9}|RO\d{2,10}|SE\d{10}01|SI\d{8}|SK\d{10}|EU\d{9}"
    r"|CHE\d{9}(?:MWST|TVA|IVA)?|NO\d{9}(?:MVA)?)"
)
_LOOSE_VAT_ID = re.compile(r"[A-Z]{2}[A-Z]?[A-Z\d]?\d{6,12}[A-Z\d]{0,3}|\d{2}[A-Z]{5}\d{4}[A-Z\d]{4}")
_SHORTEST = 9
"""Signs of a VAT id that stands without a label."""
_MAX_ACCOUNTS = 100
_INNER = re.compile(r"[\s./-]")


def ibans(sheet: Sheet) -> list[Finding[str]]:
    """The account numbers printed, each once, in the order of the page; with blanks left out."""
    found: dict[str, Finding[str]] = {}
    seen: list[Place] = []
    for line, position in sheet.printing(sheet.kinds["id"]):
        end = iban_at(line.row.words, position) if line.row.has_digits else None
        if end is None:
            continue
        if len(seen) == _MAX_ACCOUNTS:
            break
        place = Place(line, position, end)
        seen.append(place)
        iban = _plain(place.text)
        iban += _wrapped(sheet, place, iban_length(iban) - len(iban))
        holds = len(iban) == iban_length(iban) and iban_holds(iban)
        labelled = any(hit.field == "iban" and hit.end <= position for hit in line.hits)
        if holds or labelled or _under_label(sheet, line):
            found.setdefault(iban, find(place, iban, 0.95 if holds else 0.7))
    return list(found.values())


def _plain(text: str) -> str:
    return _INNER.sub("", text).rstrip(",;").upper()


def _under_label(sheet: Sheet, line: Line) -> bool:
    above = sheet.lines[max(0, line.row.index - 2) : line.row.index]
    return any(hit.field == "iban" for other in above for hit in other.hits)


def _wrapped(sheet: Sheet, place: Place, lacking: int) -> str:
    """The rest of a number that goes on in the line below."""
    if not 0 < lacking < 12:
        return ""
    for other in sheet.below(place.line.row, 2.2 * place.line.row.height):
        for start, end in other.row.cells:
            rest = _plain(other.row.text(start, end))
            if abs(other.row.words[start].x0 - place.x0) < 3 and len(rest) == lacking and rest.isalnum():
                return rest
    return ""


def bic(sheet: Sheet) -> Finding[str] | None:
    for line, hit in sheet.labelled("bic"):
        place = right_of(line, hit)
        if place:
            first = Place(line, place.start, place.start + 1)
            if _BIC.fullmatch(first.text.strip(",;.")):
                return find(first, first.text.strip(",;."), 0.9)
    return None


def vat_ids(sheet: Sheet, blocks: Sequence[Block]) -> dict[str, Finding[str]]:
    """VAT ids by party, "seller" and "buyer": by the label, else by the block that holds them."""
    found: dict[str, Finding[str]] = {}
    for role, finding in _labelled_vat_ids(sheet, blocks):
        if role not in found or finding.confidence > found[role].confidence:
            found[role] = finding
    if "seller" not in found:
        others = {finding.value for finding in found.values()}
        bare = next((one for one in _bare_vat_ids(sheet, blocks) if one.value not in others), None)
        found |= {"seller": bare} if bare else {}
    if "seller" in found and "buyer" in found and found["seller"].value == found["buyer"].value:
        del found["buyer"]
    return {role: finding for role, finding in found.items() if role in ("seller", "buyer")}


def _labelled_vat_ids(sheet: Sheet, blocks: Sequence[Block]) -> Iterator[tuple[str, Finding[str]]]:
    for line, hit in sheet.labelled("vat_id", "buyer_vat_id", "tax"):
        place = _vat_id_at(sheet, line, hit)
        if place:
            value = _plain(place.text)
            block = block_at(blocks, line, hit.start)
            role = "buyer" if hit.field == "buyer_vat_id" else (block.role if block else None) or "seller"
            strict = bool(_STRICT_VAT_ID.fullmatch(value))
            yield role, find(place, value, (0.92 if strict else 0.75) + 0.03 * (block is not None))


def _vat_id_at(sheet: Sheet, line: Line, hit: Hit) -> Place | None:
    """The VAT id right of a label, on the next line where the label ends its own, or under it."""
    place = _vat_id_in(right_of(line, hit), loose=hit.field != "tax")
    if place or hit.field == "tax":
        return place
    if hit.end == len(line.row.words) and line.row.index + 1 < len(sheet.lines):
        following = sheet.lines[line.row.index + 1]
        place = _vat_id_in(Place(following, *following.row.cells[0]), loose=False)
    return place or next((p for under in below(sheet, line, hit) if (p := _vat_id_in(under, loose=True))), None)


def _bare_vat_ids(sheet: Sheet, blocks: Sequence[Block]) -> Iterator[Finding[str]]:
    """Words that can only be a VAT id, outside the buyer's block."""
    ids = {text for text in sheet.kinds["id"] if len(text) >= _SHORTEST and _STRICT_VAT_ID.fullmatch(text)}
    for line, position in sheet.printing(ids):
        block = block_at(blocks, line, position)
        if block is None or block.role == "seller":
            yield find(Place(line, position, position + 1), line.row.texts[position], 0.7)


def _vat_id_in(place: Place | None, *, loose: bool) -> Place | None:
    """The VAT id that opens `place`, the longest run of words that is one."""
    if place is None:
        return None
    for end in range(min(place.end, place.start + 6), place.start, -1):
        text = _plain(place.line.row.text(place.start, end))
        if _STRICT_VAT_ID.fullmatch(text) or (loose and _LOOSE_VAT_ID.fullmatch(text)):
            return Place(place.line, place.start, end)
    return None
