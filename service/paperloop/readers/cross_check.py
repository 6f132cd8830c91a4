"""A language model's reading held against the layout reader's.

Two readers that know nothing of each other and say the same are right more often than either. Where they differ, the
sums, check digits and dates decide; where these say nothing, the value is marked.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations
from typing import Final

from paperloop.documents.checks import check
from paperloop.documents.extraction import Reading
from paperloop.documents.invoice import Invoice, Line
from paperloop.documents.json_pointers import Pointer
from paperloop.documents.pages import Page
from paperloop.documents.pointers import Leaf, having, leaves

AGREED: Final = 0.98
DOUBTED: Final = 0.6
"""Of a value that the other reader contradicts, and nothing decides."""

_CANDIDATE, _SURE, _CERTAIN = 0.5, 0.8, 0.9
"""The layout reader's confidence from which a total of its counts, any other value, and one that nobody else gave."""
_MOST_PAGES, _END_PAGES = 20, 3
"""Pages of which all are read, and how many at each end of a longer document: where headers and totals stand."""

_MOST_DIFFERING = 6
"""Values of a group that are tried in all combinations; more are no matter of a slip, and are marked."""
_MANY_LINES = 100

_TOTALS: Final = tuple(
    f"/totals/{name}"
    for name in (
        "tax_basis_total", "tax_total", "grand_total", "due_payable", "prepaid", "line_total", "allowance_total",
        "charge_total", "rounding",
    )
)  # fmt: skip
_GROUPS: Final = (
    _TOTALS,
    ("/issue_date", "/due_date", "/delivery_date"),
    *(
        (pointer,)
        for pointer in (
            "/invoice_number", "/currency", "/purchase_order", "/contract", "/buyer_reference", "/payment_reference",
            "/seller/name", "/seller/vat_id", "/buyer/name", "/buyer/vat_id", "/accounts/0/iban",
        )
    ),
)  # fmt: skip
"""What is compared; the values of a group bear on each other's rules."""

_ROWS: Final = ("/lines/", "/vat_breakdown/", "/accounts/")
"""Which of them is which, only their values tell."""

_SIGNS = re.compile(r"[\W_]+")


def telling(pages: Sequence[Page]) -> Sequence[Page]:
    """The pages on which the values stand that are compared."""
    return pages if len(pages) <= _MOST_PAGES else [*pages[:_END_PAGES], *pages[-_END_PAGES:]]


def cross_checked(model: Reading, layout: Reading, *, invented: Collection[Pointer] = ()) -> tuple[Reading, bool]:
    """`model`'s reading with what `layout`'s says about it, and whether that leaves a doubt.

    Values in `invented` were taken from the model because no page prints them; they stay away.
    """
    checking = _CrossCheck(model, layout, frozenset(invented))
    checking.agree()
    for group in _GROUPS:
        checking.settle(group)
    return checking.reading(), checking.doubtful


@dataclass(slots=True)
class _CrossCheck:
    """Goes over the values once; `invoice` is the model's with what was decided against it."""

    model: Reading
    layout: Reading
    invented: frozenset[Pointer]
    invoice: Invoice = field(init=False)
    ours: dict[Pointer, Leaf] = field(init=False)
    theirs: dict[Pointer, Leaf] = field(init=False)
    confidence: dict[Pointer, float] = field(init=False)
    taken: list[Pointer] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    doubtful: bool = False

    def __post_init__(self) -> None:
        self.invoice = self.model.invoice
        self.ours = dict(leaves(self.invoice))
        self.theirs = dict(leaves(self.layout.invoice))
        self.confidence = dict(self.model.confidence)

    def reading(self) -> Reading:
        kept = {pointer: found for pointer, found in self.model.evidence.items() if pointer not in self.taken}
        evidence = kept | {p: self.layout.evidence[p] for p in self.taken if p in self.layout.evidence}
        return self.model.model_copy(
            update={
                "invoice": self.invoice,
                "evidence": evidence,
                "confidence": self.confidence,
                "warnings": (*self.model.warnings, *self.warnings),
            }
        )

    def agree(self) -> None:
        """What both say is trusted."""
        same = {pointer for pointer, value in self.theirs.items() if _same(self.ours.get(pointer), value)}
        rows = _rows_of_both(self.model.invoice, self.layout.invoice)
        for pointer in self.ours:
            if pointer.rpartition("/")[0] in rows or (pointer in same and not pointer.startswith(_ROWS)):
                self.confidence[pointer] = AGREED

    def settle(self, group: Sequence[Pointer]) -> None:
        """What the rules say of the group's values that differ; those of which they say nothing are marked.

        Against a value of which the layout reader is certain, sums of the model's own making prove nothing: a document
        may have talked it into all of them.
        """
        self._fill(group)
        differing = {pointer: value for pointer in group if (value := self._other(pointer)) is not None}
        if not differing:
            return
        tried = frozenset(list(differing)[:_MOST_DIFFERING])
        best = self._best_ways({pointer: differing[pointer] for pointer in differing if pointer in tried})
        taken = frozenset.intersection(*best)
        kept = {pointer for pointer in tried.difference(*best) if self._trust(pointer) < _CERTAIN}
        self._take({pointer: value for pointer, value in differing.items() if pointer in taken})
        self._mark({pointer: value for pointer, value in differing.items() if pointer not in taken | kept})

    def _best_ways(self, differing: Mapping[Pointer, Leaf]) -> list[frozenset[Pointer]]:
        """Of all ways to take some of the layout reader's values for the model's, those that break the fewest rules."""
        ways: dict[int, list[frozenset[Pointer]]] = {}
        for way in _subsets(list(differing)):
            broken = self._broken({pointer: differing[pointer] for pointer in way})
            ways.setdefault(broken, []).append(frozenset(way))
        return ways[min(ways)]

    def _trust(self, pointer: Pointer) -> float:
        return self.layout.confidence.get(pointer, 0.0)

    def _other(self, pointer: Pointer) -> Leaf | None:
        """What the layout reader says against the model's value, loudly enough."""
        ours, theirs = self.ours.get(pointer), self.theirs.get(pointer)
        if ours is None or theirs is None or _same(ours, theirs) or _like(ours, theirs):
            return None
        if theirs in {account.iban for account in self.invoice.accounts}:  # the same in another order
            return None
        enough = _CANDIDATE if pointer in _TOTALS else _SURE
        return theirs if self._trust(pointer) >= enough else None

    def _broken(self, changes: Mapping[Pointer, Leaf]) -> int:
        """How many rules the invoice breaks with `changes`. Totals that the model left out count as the layout reader
        has them: one alone proves nothing."""
        absent = {
            pointer: self.theirs[pointer]
            for pointer in _TOTALS
            if pointer not in self.ours and self._trust(pointer) >= _CERTAIN
        }
        return sum(not each.passed for each in check(having(_condensed(self.invoice), {**absent, **changes})))

    def _take(self, better: Mapping[Pointer, Leaf]) -> None:
        self.invoice = having(self.invoice, better)
        for pointer, value in better.items():
            said = self.ours[pointer]
            self.doubtful = True
            self.warnings.append(f"{pointer}: the model said {_told(said)}; with {_told(value)} the rules hold")
            self._adopt(pointer, value)

    def _adopt(self, pointer: Pointer, value: Leaf) -> None:
        self.ours[pointer] = value
        self.confidence[pointer] = self.layout.confidence[pointer]
        self.taken.append(pointer)

    def _mark(self, open_: Mapping[Pointer, Leaf]) -> None:
        for pointer, value in open_.items():
            self.confidence[pointer] = DOUBTED
            self.doubtful = True
            said = self.ours[pointer]
            self.warnings.append(f"{pointer}: the model says {_told(said)}, the layout reader {_told(value)}")

    def _fill(self, group: Sequence[Pointer]) -> None:
        """Values that the model left out and the layout reader is certain of: told, and taken where a rule bears
        them out."""
        for pointer in group:
            absent = pointer not in self.ours and pointer not in self.invented
            if absent and self._trust(pointer) >= _CERTAIN:
                value = self.theirs[pointer]
                if self._is_borne_out(pointer, value):
                    self.invoice = having(self.invoice, {pointer: value})
                    self._adopt(pointer, value)
                    self.warnings.append(f"{pointer}: the model gave none; the rules bear out {_told(value)}")
                elif not pointer.startswith("/accounts/"):
                    self.warnings.append(f"{pointer}: the model gave none, the layout reader {_told(value)}")

    def _is_borne_out(self, pointer: Pointer, value: Leaf) -> bool:
        """Does a sum hold with it that says nothing without it, and none break?"""
        if pointer not in _TOTALS:
            return False
        invoice = _condensed(self.invoice)
        without = Counter(each.passed for each in check(invoice))
        with_it = Counter(each.passed for each in check(having(invoice, {pointer: value})))
        return with_it[True] > without[True] and with_it[False] <= without[False]


def _rows_of_both(model: Invoice, layout: Invoice) -> frozenset[Pointer]:
    """Where the model's accounts and VAT rows stand that the layout reader has too."""
    ibans = {account.iban for account in layout.accounts}
    rates = [(row.rate, row.basis, row.amount) for row in layout.vat_breakdown]
    return frozenset(
        [f"/accounts/{number}" for number, account in enumerate(model.accounts) if account.iban in ibans - {None}]
        + [
            f"/vat_breakdown/{number}"
            for number, row in enumerate(model.vat_breakdown)
            if (row.rate, row.basis, row.amount) in rates
        ]
    )


def _subsets(pointers: Sequence[Pointer]) -> Iterator[tuple[Pointer, ...]]:
    return chain.from_iterable(combinations(pointers, count) for count in range(len(pointers) + 1))


def _condensed(invoice: Invoice) -> Invoice:
    """Of many lines their sum, which is all that the totals have to do with."""
    if len(invoice.lines) <= _MANY_LINES:
        return invoice
    nets = [line.net_amount for line in invoice.lines if line.net_amount is not None]
    grosses = [line.gross_amount for line in invoice.lines if line.gross_amount is not None]
    line = Line(net_amount=sum(nets) if nets else None, gross_amount=sum(grosses) if grosses else None)
    return invoice.model_copy(update={"lines": (line,)})


def _same(one: Leaf | None, two: Leaf) -> bool:
    if isinstance(one, str) and isinstance(two, str):
        return _key(one) == _key(two)
    return one == two


def _like(one: Leaf, two: Leaf) -> bool:
    """Is one text a part of the other? Then one reader took more of the same place."""
    if not (isinstance(one, str) and isinstance(two, str)):
        return False
    first, second = _key(one), _key(two)
    return first in second or second in first


def _key(text: str) -> str:
    return _SIGNS.sub("", text).casefold()


def _told(value: Leaf | None) -> str:
    return f"{str(value)[:80]!r}"
