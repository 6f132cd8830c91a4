"""Who sells and who buys: names from labelled blocks, sender's lines, letterheads and footers."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from paperloop.readers.layout.addresses import address_in, sender_address
from paperloop.readers.layout.blocks import (
    DETAILS,
    Block,
    address_blocks,
    block_at,
    foot_of,
    labelled_blocks,
    postcode_in,
    sender_lines,
    under_sender,
)
from paperloop.readers.layout.findings import Finding, find
from paperloop.readers.layout.labels import key_of
from paperloop.readers.layout.names import LINK, Named, can_be_name, companies, first_part, labelled_names, names_in
from paperloop.readers.layout.sheet import Line, Sheet
from paperloop.readers.layout.signs import holds_title, trust_in_buyer, trust_in_seller

_DOMAIN = re.compile(r"(?i)(?:@|www\.|://)([\w-]+(?:\.[\w-]+)*)\.[a-z]{2,}")

_LABELLED = 4.0
"""The score of a name under its party's label."""
_SURE = 0.8
_LIKELY = 0.5
"""A name less likely than this by its own form and place is no seller, whatever stands around it."""
_MAX_NAMES = 60


class Parties(NamedTuple):
    """The names found, and the blocks they came from: what stands in a block is that party's."""

    seller: Finding[str] | None
    buyer: Finding[str] | None
    blocks: list[Block]
    addresses: dict[str, dict[str, Finding[str]]]
    """By role, "seller" and "buyer", then by the field of the address."""


def find_parties(sheet: Sheet) -> Parties:
    """Seller and buyer of the document: of all names that can be one or the other, the best pair."""
    blocks = list(labelled_blocks(sheet))
    senders = list(sender_lines(sheet, 0.0, 0.4))
    foot = foot_of(sheet)
    feet = list(sender_lines(sheet, foot, 1.0))
    windows = [block for place, _ in senders if (block := under_sender(sheet, place)) and _may_be_buyers(block)]
    free = [_free_block(sheet, block) for block in address_blocks(sheet) if not _among(block, blocks)]
    buyers = [*labelled_names(blocks, sheet, "buyer", _LABELLED), *_windowed(windows), *_free_buyers(free)]
    buyers += labelled_names(blocks, sheet, "other_party", 1.6)
    sellers = [
        *labelled_names(blocks, sheet, "seller", _LABELLED),
        *(first_part(3.4, place, parts) for place, parts in senders),
        *(named for place, parts in feet if can_be_name((named := first_part(2.4, place, parts)).place)),
        *_free_sellers(free, foot),
        *companies(sheet, foot),
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


def _trust(sheet: Sheet, seller: Named | None, buyer: Named | None, buyers: Sequence[Named]) -> tuple[float, float]:
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


def _best_pair(sellers: Sequence[Named], buyers: Sequence[Named]) -> tuple[Named | None, Named | None]:
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


def _are_one(one: Named, other: Named, keys: Mapping[int, Sequence[str]]) -> bool:
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


def _finding(named: Named | None, trust: float) -> Finding[str] | None:
    if named is None:
        return None
    found = find(named.place, named.name, max(trust, _confidence(named)))
    return found._replace(words=[*found.words, *named.more.words]) if named.more else found


def _confidence(named: Named) -> float:
    return min(0.95, 0.15 + 0.21 * named.score)


def _repeated(text: str, named: Iterable[Named]) -> list[Named]:
    """A name that the document's `text`, case folded, prints more than once scores more."""
    return [one._replace(score=one.score + 0.15 * min(text.count(one.name.casefold()) - 1, 2)) for one in named]


def _ranked(named: Iterable[Named]) -> list[Named]:
    """Best first, each name once; a name found again scores more."""
    best: dict[str, Named] = {}
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


def _windowed(windows: Iterable[Block]) -> list[Named]:
    return [named for block in windows for named in names_in(block, 3.4)]


def _marks_of_seller(block: Block) -> int:
    """How many things a block prints that a seller prints of himself."""
    fields = {hit.field for place in block.places for hit in place.line.hits if place.start <= hit.start < place.end}
    links = any(LINK.search(word.text) for place in block.places for word in place.words)
    return len(fields & DETAILS) + links


def _may_be_buyers(block: Block) -> bool:
    """Doesn't it show a seller's details, or one beside an address?"""
    marks = _marks_of_seller(block)
    return marks == 0 or (marks == 1 and any(postcode_in(place.text) for place in block.places))


class _FreeBlock(NamedTuple):
    """A block without a label: its names, how far down the page it begins, and what it shows of a seller."""

    block: Block
    names: list[Named]
    height: float
    marks: int


def _free_block(sheet: Sheet, block: Block) -> _FreeBlock:
    return _FreeBlock(block, list(names_in(block, 0.0)), _height_of(sheet, block), _marks_of_seller(block))


def _free_buyers(blocks: Sequence[_FreeBlock]) -> Iterator[Named]:
    """Address blocks in the upper part of the first page; the less one shows of a seller, the better."""
    for position, free in enumerate([free for free in blocks if free.height < 0.45]):
        score = 2.2 + (0.3 if position > 0 else 0.0) - 0.7 * min(free.marks, 3)
        yield from (named._replace(score=score + named.score) for named in free.names)


def _free_sellers(blocks: Sequence[_FreeBlock], foot: float) -> Iterator[Named]:
    """Address blocks in letterhead or footer."""
    for free in blocks:
        edge = 0.9 if free.height > min(0.75, foot) else 0.5 if free.height < 0.15 else 0.0
        score = 1.2 + edge + 0.4 * min(free.marks, 4)
        yield from (named._replace(score=score + named.score) for named in free.names)


def _height_of(sheet: Sheet, block: Block) -> float:
    row = block.places[0].line.row
    return row.y / sheet.pages[row.page].height


def _backed(sheet: Sheet, sellers: Sequence[Named], blocks: Sequence[Block]) -> list[Named]:
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
