"""Who sells and who buys: names from labelled blocks, sender's lines, letterheads and footers."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from paperloop.readers.layout.addresses import address_in, sender_address
from paperloop.readers.layout.blocks import (
    DETAILS,
    Block,
    address_blocks,
    block_at,
    foot_of,
    labelled_blocks,
    one_line_address,
    postcode_in,
    sender_lines,
    under_sender,
)
from paperloop.readers.layout.findings import Finding, Place, find, is_label, right_of
from paperloop.readers.layout.labels import LEXICON, key_of
from paperloop.readers.layout.sheet import Line, Sheet
from paperloop.readers.layout.signs import holds_title, trust_in_buyer, trust_in_seller

_LINK = re.compile(r"(?i)@|^(?:https?://|www\.)|\.(?:com|net|org|de|fr|nl|eu|co\.uk)$")
_DOMAIN = re.compile(r"(?i)(?:@|www\.|://)([\w-]+(?:\.[\w-]+)*)\.[a-z]{2,}")
_NOT_A_NAME = re.compile(r"(?i)page|seite|\d+[/.]\d+|original|copy|kopie|duplicate")

_LABELLED = 4.0
"""The score of a name under its party's label."""
_SURE = 0.8
_LIKELY = 0.5
"""A name less likely than this by its own form and place is no seller, whatever stands around it."""
_MAX_NAMES = 60
_NEXT_LINE = 1.45
"""Line heights to the next line of one cell, at most."""


class Parties(NamedTuple):
    """The names found, and the blocks they came from: what stands in a block is that party's."""

    seller: Finding[str] | None
    buyer: Finding[str] | None
    blocks: list[Block]
    addresses: dict[str, dict[str, Finding[str]]]
    """By role, "seller" and "buyer", then by the field of the address."""


class _Named(NamedTuple):
    """A name that stands at `place`, and goes on at `more` where it was too long for its line."""

    score: float
    name: str
    place: Place
    block: Block | None = None
    more: Place | None = None
    linked: bool = False
    """Does the domain of an address or link bear the name?"""


def find_parties(sheet: Sheet) -> Parties:
    """Seller and buyer of the document: of all names that can be one or the other, the best pair."""
    blocks = list(labelled_blocks(sheet))
    senders = list(sender_lines(sheet, 0.0, 0.4))
    foot = foot_of(sheet)
    feet = list(sender_lines(sheet, foot, 1.0))
    windows = [block for place, _ in senders if (block := under_sender(sheet, place)) and _may_be_buyers(block)]
    free = [_free_block(sheet, block) for block in address_blocks(sheet) if not _among(block, blocks)]
    buyers = [*_labelled(blocks, sheet, "buyer", _LABELLED), *_windowed(windows), *_free_buyers(free)]
    buyers += _labelled(blocks, sheet, "other_party", 1.6)
    sellers = [
        *_labelled(blocks, sheet, "seller", _LABELLED),
        *(_first_part(3.4, place, parts) for place, parts in senders),
        *(named for place, parts in feet if _can_be_name((named := _first_part(2.4, place, parts)).place)),
        *_free_sellers(free, foot),
        *_companies(sheet, foot),
    ]
    sellers = _backed(sheet, sellers, [*blocks, *windows])
    sellers = sorted(sellers, key=lambda one: -one.score)[:_MAX_NAMES]
    seller, buyer = _best_pair(_repeated(sheet.text, sellers), _repeated(sheet.text, buyers[:_MAX_NAMES]))
    own = [
        Block("buyer", one.block.places) for one in free if buyer and _begins(_keys_of(one.block), key_of(buyer.name))
    ]
    addresses = {
        role: address_in(sheet, named.block, named.place)
        for role, named in (("seller", seller), ("buyer", buyer))
        if named and named.block
    }
    for place, parts in (*senders, *feet):
        if seller and not addresses.get("seller") and key_of(seller.name) == key_of(parts[0]):
            addresses["seller"] = sender_address(place, parts)
    trust = _trust(sheet, seller, buyer, buyers)
    return Parties(_finding(seller, trust[0]), _finding(buyer, trust[1]), [*blocks, *windows, *own], addresses)


def _trust(sheet: Sheet, seller: _Named | None, buyer: _Named | None, buyers: Sequence[_Named]) -> tuple[float, float]:
    """How far the signs beside their labels and places speak for seller and buyer."""
    of_seller = of_buyer = 0.0
    if seller and _confidence(seller) >= _LIKELY and not holds_title(seller.place):
        other = buyer is not None and buyer.score >= _LABELLED
        of_seller = trust_in_seller(sheet, seller.place, seller.block, seller.name, linked=seller.linked, other=other)
    bare = buyer is not None and not holds_title(buyer.place)
    if seller and buyer and bare and buyer.block and max(of_seller, _confidence(seller)) >= _SURE:
        alone = all(one.block is buyer.block for one in buyers if one.score > buyer.score - 1)
        of_buyer = trust_in_buyer(buyer.block, alone=alone)
    return of_seller, of_buyer


def _best_pair(sellers: Sequence[_Named], buyers: Sequence[_Named]) -> tuple[_Named | None, _Named | None]:
    """The seller and the buyer with the highest sum, that are not one and the same."""
    tops = _ranked(sellers), _ranked(buyers)
    keys = {id(one.block): _keys_of(one.block) for top in tops for one in top}
    pairs = [(seller, buyer) for seller in tops[0] for buyer in tops[1] if not _are_one(seller, buyer, keys)]
    if pairs:
        return max(pairs, key=lambda pair: pair[0].score + pair[1].score)
    seller, buyer = (top[0] if top else None for top in tops)
    if seller and buyer:
        return (seller, None) if seller.score >= buyer.score else (None, buyer)
    return seller, buyer


def _are_one(one: _Named, other: _Named, keys: Mapping[int, Sequence[str]]) -> bool:
    """One name begins with the other, unless labels name both; or the block of one holds the other.

    `keys` are the lines of the names' blocks, by the blocks' identity.
    """
    key, other_key = key_of(one.name), key_of(other.name)
    if (key.startswith(other_key) or other_key.startswith(key)) and min(one.score, other.score) < _LABELLED:
        return True
    return _begins(keys[id(one.block)], other_key) or _begins(keys[id(other.block)], key)


def _keys_of(block: Block | None) -> list[str]:
    return [key_of(place.text) for place in block.places] if block else []


def _begins(lines: Iterable[str], key: str) -> bool:
    return any(line.startswith(key) for line in lines)


def _finding(named: _Named | None, trust: float) -> Finding[str] | None:
    if named is None:
        return None
    found = find(named.place, named.name, max(trust, _confidence(named)))
    return found._replace(words=[*found.words, *named.more.words]) if named.more else found


def _confidence(named: _Named) -> float:
    return min(0.95, 0.15 + 0.21 * named.score)


def _repeated(text: str, named: Iterable[_Named]) -> list[_Named]:
    """A name that the document's `text`, case folded, prints more than once scores more."""
    return [one._replace(score=one.score + 0.15 * min(text.count(one.name.casefold()) - 1, 2)) for one in named]


def _ranked(named: Iterable[_Named]) -> list[_Named]:
    """Best first, each name once; a name found again scores more."""
    best: dict[str, _Named] = {}
    repeats: Counter[str] = Counter()
    for one in named:
        key = key_of(one.name)
        repeats[key] += 1
        if key and (key not in best or one.score > best[key].score):
            best[key] = one
    again = [one._replace(score=one.score + 0.3 * min(repeats[key] - 1, 2)) for key, one in best.items()]
    return sorted(again, key=lambda one: -one.score)[:8]


def _among(block: Block, others: Iterable[Block]) -> bool:
    taken = {(place.line.row.index, place.start) for other in others for place in other.places}
    return any((place.line.row.index, place.start) in taken for place in block.places)


def _first_part(score: float, place: Place, parts: Sequence[str]) -> _Named:
    end = min(place.end, place.start + len(parts[0].split()))
    return _Named(score, parts[0], Place(place.line, place.start, end))


def _labelled(blocks: Iterable[Block], sheet: Sheet, role: str, score: float) -> Iterator[_Named]:
    """The names of the blocks of one role: behind a label "Name", before an address on one line, else their first
    lines."""
    for block in blocks:
        if block.role == role:
            named = _behind_label(sheet, block, score) or _before_address(block, score)
            yield from [named] if named else _names_in(block, score)


def _behind_label(sheet: Sheet, block: Block, score: float) -> _Named | None:
    for place in block.places:
        hit = next((hit for hit in place.line.hits if hit.field == "name" and hit.start == place.start), None)
        value = right_of(place.line, hit) if hit else None
        if value:
            above = _continued_above(sheet, value)
            return _Named(score, f"{above.text} {value.text}" if above else value.text, value, block)
    return None


def _before_address(block: Block, score: float) -> _Named | None:
    first = block.places[0]
    parts = one_line_address(first)
    named = _first_part(score, first, parts)._replace(block=block) if parts else None
    return named if named and _can_be_name(named.place) else None


def _continued_above(sheet: Sheet, value: Place) -> Place | None:
    """The first half of a name whose label stands beside the middle of two lines."""
    index = value.line.row.index - 1
    if index < 0:
        return None
    line = sheet.lines[index]
    start, end = line.row.cells[0]
    same_place = abs(line.row.words[start].x0 - value.x0) < 3 and len(line.row.cells) == 1
    close = line.row.page == value.line.row.page and value.line.row.y - line.row.y < 1.35 * line.row.height
    return Place(line, start, end) if same_place and close else None


def _clean(text: str) -> str:
    return text.strip(" ,;:-–•●·|")


def _can_be_name(place: Place) -> bool:
    """A line that can be a name: mostly letters, no street number first, no link, no label of something else, more than
    a company's form."""
    words, text = place.words, place.text
    if words[0].text.isdigit() or text[0] in '(*#-"' or _is_all_form(place):
        return False
    letters, digits = sum(map(str.isalpha, text)), sum(map(str.isdigit, text))
    if letters <= digits or letters < 2 or postcode_in(text):
        return False
    if any(_LINK.search(word.text) for word in words) or _NOT_A_NAME.fullmatch(words[0].text):
        return False
    if any(word.text.endswith(":") for word in words[:4]):
        return False
    hit = next((hit for hit in place.line.hits if hit.start == place.start), None)
    if hit and hit.field == "salutation" and not any(place.line.keys[hit.end : place.end]):
        return False
    if hit and (hit.field in _NO_NAME or (hit.field in DETAILS and digits) or is_label(place.line, hit)):
        return False
    return not any(hit.field == "trade_name" and place.start <= hit.start < place.end for hit in place.line.hits)


_NO_NAME = frozenset(
    (
        *("title_invoice", "title_credit", "title_receipt", "number", "payment_terms"),
        *("iban", "bic", "vat_id", "buyer_vat_id", "address", "legal_id"),
    )
)


def _names_in(block: Block, score: float) -> Iterator[_Named]:
    """The first two lines of a block that can be its name; each has `score` less what it lacks."""
    streets = [one for one, other in pairwise(block.places) if postcode_in(other.text) and _has_house_number(one)]
    more: Place | None = None
    for rank, place in enumerate(islice(filter(_can_be_name, block.places[:5]), 2)):
        if place is more:
            break
        more = _continued_below(block, place)
        is_company = _holds_form(place) or (more is not None and _holds_form(more))
        lack = 0.25 * rank - (0.2 if is_company else 0.0)
        lack += 0.3 if "," in place.text and not is_company else 0.0
        lack += 0.8 if any(hit.field == "bank" and hit.row is place.line.row for hit in place.line.hits) else 0.0
        lack += 1.5 if place in streets and not is_company else 0.0
        name = f"{place.text} {more.text}" if more else place.text
        yield _Named(score - lack, _clean(name), place, block, more)


def _continued_below(block: Block, place: Place) -> Place | None:
    """The rest of a name that is longer than its line: its legal form, or what follows a word that ends no name."""
    after = next((one for one in block.places if one.line.row.y > place.line.row.y), None)
    if after is None or after.line.row.y - place.line.row.y > _NEXT_LINE * place.line.row.height:
        return None
    if _is_all_form(after):
        return after
    goes_on = place.words[-1].text in LEXICON.joining and _can_be_name(after) and not _has_house_number(after)
    return after if goes_on else None


def _holds_form(place: Place) -> bool:
    return any(_is_form(place.line, position) for position in range(place.start, place.end))


def _is_all_form(place: Place) -> bool:
    return all(_is_form(place.line, position) for position in range(place.start, place.end))


def _has_house_number(place: Place) -> bool:
    return any(word.text[0].isdigit() for word in place.words)


def _windowed(windows: Iterable[Block]) -> list[_Named]:
    return [named for block in windows for named in _names_in(block, 3.4)]


def _marks_of_seller(block: Block) -> int:
    """How many things a block prints that a seller prints of himself."""
    fields = {hit.field for place in block.places for hit in place.line.hits if place.start <= hit.start < place.end}
    links = any(_LINK.search(word.text) for place in block.places for word in place.words)
    return len(fields & DETAILS) + links


def _may_be_buyers(block: Block) -> bool:
    """Doesn't it show a seller's details, or one beside an address?"""
    marks = _marks_of_seller(block)
    return marks == 0 or (marks == 1 and any(postcode_in(place.text) for place in block.places))


class _FreeBlock(NamedTuple):
    """A block without a label: its names, how far down the page it begins, and what it shows of a seller."""

    block: Block
    names: list[_Named]
    height: float
    marks: int


def _free_block(sheet: Sheet, block: Block) -> _FreeBlock:
    return _FreeBlock(block, list(_names_in(block, 0.0)), _height_of(sheet, block), _marks_of_seller(block))


def _free_buyers(blocks: Sequence[_FreeBlock]) -> Iterator[_Named]:
    """Address blocks in the upper part of the first page; the less one shows of a seller, the better."""
    for position, free in enumerate([free for free in blocks if free.height < 0.45]):
        score = 2.2 + (0.3 if position > 0 else 0.0) - 0.7 * min(free.marks, 3)
        yield from (named._replace(score=score + named.score) for named in free.names)


def _free_sellers(blocks: Sequence[_FreeBlock], foot: float) -> Iterator[_Named]:
    """Address blocks in letterhead or footer."""
    for free in blocks:
        edge = 0.9 if free.height > min(0.75, foot) else 0.5 if free.height < 0.15 else 0.0
        score = 1.2 + edge + 0.4 * min(free.marks, 4)
        yield from (named._replace(score=score + named.score) for named in free.names)


def _height_of(sheet: Sheet, block: Block) -> float:
    row = block.places[0].line.row
    return row.y / sheet.pages[row.page].height


def _companies(sheet: Sheet, foot: float) -> Iterator[_Named]:
    """Cells that open with a company's name, and the first cell of the document."""
    forms = LEXICON.companies
    for line in sheet.marked_lines:
        for start, end in line.row.cells if not forms.isdisjoint(line.keys) else ():
            stop = _company_end(line, start, end)
            if stop and _can_be_name(Place(line, start, end)):
                height = line.row.y / sheet.pages[line.row.page].height
                edge = 0.6 if height > foot or height < 0.15 else 0.0
                place = Place(line, start, stop)
                yield _Named(1.3 + edge, _clean(place.text), place)
    top = next(
        (Place(line, *line.row.cells[0]) for line in sheet.lines[:4] if _can_be_name(Place(line, *line.row.cells[0]))),
        None,
    )
    if top and top.end - top.start <= 5:
        yield _Named(1.2, _clean(top.text), top)


def _is_form(line: Line, position: int) -> bool:
    """Is the word a company's legal form? Short ones in small letters are words: "se", "sau", "ek"."""
    if line.keys[position] not in LEXICON.companies:
        return False
    text = line.row.texts[position].rstrip(".,;:")
    return not (len(text) < 4 and text.isalpha() and text.islower())


def _company_end(line: Line, start: int, end: int) -> int | None:
    """Where the company name that opens a cell ends: behind its last legal form; None when the cell opens with none."""
    words = line.row.words
    for position in range(start + 1, min(end, start + 7)):
        if _is_form(line, position):
            stop = position + 1
            while stop < end and (
                _is_form(line, stop) or words[stop].text in ("&", "+") or words[stop - 1].text in ("&", "+")
            ):
                stop += 1
            opener = words[start].text
            return stop if opener[0].isupper() or opener[0].isdigit() else None
        if words[position].text[-1:] in ",;:":
            return None
    return None


def _backed(sheet: Sheet, sellers: Sequence[_Named], blocks: Sequence[Block]) -> list[_Named]:
    """Sellers whose name stands in the domain of an address or link outside the buyer's block score more."""
    links = {
        text: [key_of(part) for part in found[1].split(".")]
        for text in sheet.kinds["link"]
        if (found := _DOMAIN.search(text))
    }
    domains = {
        domain
        for line, position in sheet.printing(links.keys())
        if not _in_other_block(line, position, blocks)
        for domain in links[line.row.texts[position]]
    }
    linked = [_in_domain(named.name, domains) for named in sellers]
    return [
        named._replace(score=named.score + 0.9 * bears, linked=bears)
        for named, bears in zip(sellers, linked, strict=True)
    ]


def _in_other_block(line: Line, position: int, blocks: Sequence[Block]) -> bool:
    block = block_at(blocks, line, position)
    return block is not None and block.role != "seller"


def _in_domain(name: str, domains: Iterable[str]) -> bool:
    key = key_of(name.replace(" ", ""))
    head = key_of(name.split()[0])
    return any(len(domain) > 3 and (domain in key or (len(head) > 3 and head in domain)) for domain in domains)
