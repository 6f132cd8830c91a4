"""The answers about a document's parts as one answer, by rules; no rule drops a word without telling.

- Header fields: the word of the first part that prints one.
- Totals: that of the last part. VAT rows: of each rate, those of the last part that has it.
- Accounts and notes: each once, in the order in which they are met.
- Lines: in order. Where two parts meet, what one row is on the pages becomes one row.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from paperloop.readers.llm.meaning import Meaning, Value
from paperloop.readers.llm.schema import HEADER, TABLES, Asked
from paperloop.readers.llm.shape import Row, Shaped, words_by_kind

Grids = Callable[[], Iterable[str]]
"""Gives the text grids of all pages; called only where it must be known how often a row is printed."""

JOINT: Final = "\n"
"""Between the words of one text that two parts give. No word holds a line's end otherwise."""

_TEXTS: Final = ("name", "description")
_FIGURES: Final = ("quantity", "net_price", "gross_price", "net_amount", "gross_amount")
_AMOUNTS: Final = ("net_amount", "gross_amount")
_MOST_REPEATED: Final = 5
"""Rows at the beginning of a part that are looked at for being those at the end of the part before."""
_NOT_SAYING: Final = "other"
"""The type that a model gives a part on which no title stands."""


@dataclass(frozen=True, slots=True)
class Merged:
    """One answer, and what was said otherwise or twice."""

    answer: Shaped
    warnings: tuple[str, ...] = ()


def merge(answers: Sequence[Shaped], grids: Grids) -> Merged:
    """The answers about successive parts as one about the document; a single one is as it is."""
    if len(answers) == 1:
        return Merged(answers[0])
    merging = _Merging(answers, Meaning.of(words_by_kind(answers)), grids)
    return Merged(merging.answer(), tuple(merging.warnings))


@dataclass(slots=True)
class _Merging:
    answers: Sequence[Shaped]
    meaning: Meaning
    grids: Grids
    warnings: list[str] = field(default_factory=list)

    def answer(self) -> Shaped:
        header = {asked.name: word for asked in HEADER if (word := self._settled(asked))}
        tables = {"accounts": self._accounts(), "vat_breakdown": self._vat_rows(), "lines": self._lines()}
        return Shaped(
            header=Row(words=header, unasked=_unasked([answer.header for answer in self.answers])),
            tables=tables,
            notes=tuple({_folded(note): note for answer in self.answers for note in answer.notes}.values()),
        )

    def _settled(self, asked: Asked) -> str | None:
        words = [word for answer in self.answers if (word := answer.header.words.get(asked.name))]
        if asked.kind == "type":
            words = [word for word in words if word.lower() != _NOT_SAYING] or words
        if not words:
            return None
        is_total = asked.pointer.startswith("/totals/")
        chosen = words[-1 if is_total else 0]
        others = [word for word in words if not self._same(asked, word, chosen)]
        if others:
            where = "last" if is_total else "first"
            self.warnings.append(f"{asked.pointer}: the {where} part says {chosen!r}, another one {_listed(others)}")
        return chosen

    def _same(self, asked: Asked, one: str, two: str) -> bool:
        """Do two words mean the same? Words that mean nothing are the same in the same letters."""
        meant = self.meaning.value(asked.kind, one)
        if asked.kind == "text" or meant is None:
            return _folded(one) == _folded(two)
        return meant == self.meaning.value(asked.kind, two)

    def _accounts(self) -> tuple[Row, ...]:
        """One row an account; what the parts say of it together, a later word before an earlier one."""
        known: dict[str, Row] = {}
        for row in self._rows("accounts"):
            key = _account(row)
            known[key] = _united(known[key], row) if key in known else row
        return tuple(known.values())

    def _vat_rows(self) -> tuple[Row, ...]:
        last: dict[Value, list[Row]] = {}
        for answer in self.answers:
            own: dict[Value, list[Row]] = {}
            for row in answer.tables["vat_breakdown"]:
                own.setdefault(self._rate(row), []).append(row)
            for rate, rows in own.items():
                self._tell_changed(last.get(rate, rows), rows)
            last |= own
        return tuple(row for rows in last.values() for row in rows)

    def _rate(self, row: Row) -> Value:
        """What tells a VAT row from the others: its rate, else all of it."""
        word = row.words.get("rate")
        rate = self.meaning.value("rate", word) if word else None
        return repr(sorted(row.words.items())) if rate is None else rate

    def _tell_changed(self, before: Sequence[Row], after: Sequence[Row]) -> None:
        columns = TABLES["vat_breakdown"]
        changed = [row for row in before if not any(self._agree(columns, row, other) for other in after)]
        if changed:
            told = "; ".join(map(told_row, changed))
            self.warnings.append(f"/vat_breakdown: an earlier part says {told}, a later one other amounts at this rate")

    def _agree(self, columns: Iterable[Asked], one: Row, two: Row) -> bool:
        """Is no word of one row another than the other's?"""
        return all(
            self._same(asked, one.words[asked.name], two.words[asked.name])
            for asked in columns
            if asked.name in one.words and asked.name in two.words
        )

    def _lines(self) -> tuple[Row, ...]:
        lines: list[Row] = []
        for answer in self.answers:
            rows = list(answer.tables["lines"])
            rows = self._unrepeated(lines, rows)
            if lines and rows and self._are_one(lines[-1], rows[0]):
                lines[-1] = _joined(lines[-1], rows.pop(0))
            lines += rows
        return tuple(lines)

    def _unrepeated(self, lines: Sequence[Row], rows: list[Row]) -> list[Row]:
        """`rows` without those at their beginning that are the last of `lines` once more and not printed so often."""
        most = min(_MOST_REPEATED, len(lines), len(rows))
        count = next((n for n in range(most, 0, -1) if all(map(self._repeats, lines[-n:], rows))), 0)
        kept: list[Row] = []
        for row in rows[:count]:
            if self._times_printed(row) > sum(self._repeats(line, row) for line in [*lines, *kept]):
                kept.append(row)
            else:
                self.warnings.append(f"/lines: two parts give the row {told_row(row)}, which is printed once")
        return kept + rows[count:]

    def _repeats(self, line: Row, row: Row) -> bool:
        """Are these the same words, or the same id and the same figures?"""
        if line.words == row.words:
            return True
        is_one = "id" in row.words and row.words["id"] == line.words.get("id") and _is_whole(row)
        return is_one and self._agree(TABLES["lines"], _without_texts(line), _without_texts(row))

    def _times_printed(self, row: Row) -> int:
        """How many rows of the pages print the row's amount, and the first word of its name before that."""
        name = row.words.get("name", "").split()[:1]
        amount = next((row.words[column] for column in _AMOUNTS if column in row.words), "")
        printed = (" ".join(line.split()) for grid in self.grids() for line in grid.split("\n"))
        return sum(amount in line and all(word in line for word in name) for line in printed)

    def _are_one(self, last: Row, first: Row) -> bool:
        """Were both made of one row that the parts' border cuts?"""
        if "id" in first.words:
            is_rest = first.words["id"] == last.words.get("id") and not _is_whole(first)
            return is_rest and self._agree(TABLES["lines"], last, _without_texts(first))
        if first.words.keys() <= set(_TEXTS):
            return bool(first.words)
        return not _has_figures(last) and "name" not in first.words and not last.words.keys() & first.words.keys()

    def _rows(self, table: str) -> Iterator[Row]:
        for answer in self.answers:
            yield from answer.tables[table]


def told_row(row: Row, most: int = 200) -> str:
    """The words of a row for a warning."""
    return repr(" | ".join(row.words.values())[:most])


def _joined(last: Row, first: Row) -> Row:
    """The row that `last` begins and `first` ends; the texts of `first` go on in its description."""
    more = [first.words[name] for name in _TEXTS if name in first.words]
    description = JOINT.join([*filter(None, [last.words.get("description")]), *more])
    words = {**_without_texts(first).words, **last.words}
    return Row(words=words | ({"description": description} if description else {}), unasked=_unasked([last, first]))


def _united(earlier: Row, later: Row) -> Row:
    return Row(words={**earlier.words, **later.words}, unasked=_unasked([earlier, later]))


def _without_texts(row: Row) -> Row:
    return replace(row, words={name: word for name, word in row.words.items() if name not in _TEXTS})


def _has_figures(row: Row) -> bool:
    return any(name in row.words for name in _FIGURES)


def _is_whole(row: Row) -> bool:
    return "name" in row.words and _has_figures(row)


def _account(row: Row) -> str:
    number = row.words.get("iban") or row.words.get("account_number")
    return "".join(number.split()).upper() if number else repr(sorted(row.words.items()))


def _unasked(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for row in rows for name in row.unasked))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _listed(words: Iterable[str], most: int = 5) -> str:
    different = list(dict.fromkeys(words))
    shown = ", ".join(repr(word[:80]) for word in different[:most])
    return shown if len(different) <= most else f"{shown} and {len(different) - most} more"
