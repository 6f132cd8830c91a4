"""An extraction held against the truth, value by value."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final, NamedTuple

from fields import FIELDS, Field, same_amount, same_number, values_at, words_of
from truths import TrueLine, Truth

from paperloop.documents.extraction import Extraction
from paperloop.readers.reading import TRUSTED, shaky

LINE: Final = "lines/net_amount"
"""The value that says whether there is a line at all."""

UNSURE: Final = f"a value that every invoice has is missing or below {TRUSTED}"

_OF_A_LINE: Final[Mapping[str, Callable[[str, str], bool]]] = {"quantity": same_number, "net_price": same_number}
"""Compared in lines that are right, beside the amount and the name, which make them right."""


class Outcome(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One value: what the page prints, what the reader said and how sure it was (0 where it said nothing)."""

    field: str
    outcome: Outcome
    wanted: str
    given: str = ""
    confidence: float = 0.0


class LineCount(NamedTuple):
    """`right` lines of the `printed` ones, and how many were `given` in all."""

    right: int = 0
    given: int = 0
    printed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One document. `reasons` say why it needs review; `refused` is what the service said in place of an extraction,
    and then every value is missing."""

    document: str
    complete: bool
    header: tuple[Judged, ...]
    rows: tuple[Judged, ...]
    lines: LineCount
    needs_review: bool = False
    reasons: frozenset[str] = frozenset()
    refused: str = ""

    @property
    def exact(self) -> bool:
        """Is every core field that is known right?"""
        core = {field.name for field in FIELDS if field.core}
        return all(value.outcome is Outcome.RIGHT for value in self.header if value.field in core)


def score(document: str, truth: Truth, answer: Extraction | str) -> Score:
    """`answer` is an extraction, or why there is none."""
    if isinstance(answer, str):
        return replace(_held(document, truth, {"lines": ()}, {}), needs_review=True, refused=answer)
    held = _held(document, truth, answer.invoice.model_dump(mode="json"), answer.confidence)
    return replace(held, needs_review=answer.needs_review, reasons=_reasons(answer))


def _held(document: str, truth: Truth, invoice: Mapping[str, Any], confidence: Mapping[str, float]) -> Score:
    rows, lines = _judge_lines(truth.lines or (), invoice["lines"] if truth.lines else (), confidence)
    return Score(
        document=document,
        complete=truth.complete,
        header=tuple(_judge_field(field, truth, invoice, confidence) for field in FIELDS if field.name in truth.values),
        rows=rows,
        lines=lines,
    )


def _reasons(answer: Extraction) -> frozenset[str]:
    """The rules that are broken, and UNSURE."""
    broken = {check.rule for check in answer.checks if not check.passed}
    return frozenset(broken | {UNSURE} if shaky(answer.confidence) else broken)


def _judge_field(field: Field, truth: Truth, invoice: Mapping[str, Any], confidence: Mapping[str, float]) -> Judged:
    """One value a field: of several account numbers given, one that the page prints makes it right."""
    wanted, given = truth.values[field.name], list(values_at(invoice, field.pointer))
    if not given:
        return Judged(field=field.name, outcome=Outcome.MISSING, wanted=wanted[0])
    right = [(pointer, value) for pointer, value in given if any(field.alike(value, want) for want in wanted)]
    pointer, value = (right or given)[0]
    outcome = Outcome.RIGHT if right else Outcome.WRONG
    return Judged(
        field=field.name, outcome=outcome, wanted=wanted[0], given=value, confidence=confidence.get(pointer, 0.0)
    )


def _judge_lines(
    wanted: Sequence[TrueLine], given: Sequence[Mapping[str, Any]], confidence: Mapping[str, float]
) -> tuple[tuple[Judged, ...], LineCount]:
    left, judged = dict(enumerate(given)), list[Judged]()
    for line in wanted:
        index = next((index for index, each in left.items() if _is_line(each, line)), None)
        if index is None:
            judged.append(Judged(field=LINE, outcome=Outcome.MISSING, wanted=f"{line.name} {line.net_amount}"))
        else:
            judged += _values(line, left.pop(index), f"/lines/{index}/", confidence)
    judged += [_too_many(line, confidence.get(f"/lines/{index}/net_amount", 0.0)) for index, line in left.items()]
    return tuple(judged), LineCount(len(given) - len(left), len(given), len(wanted))


def _is_line(given: Mapping[str, Any], line: TrueLine) -> bool:
    """The same amount, and at least half of the true name's words in name and description."""
    if given.get("net_amount") is None or not same_amount(given["net_amount"], line.net_amount):
        return False
    words = set(words_of(line.name))
    said = set(words_of(f"{given.get('name') or ''} {given.get('description') or ''}"))
    return len(words & said) * 2 >= len(words)


def _values(
    line: TrueLine, given: Mapping[str, Any], pointer: str, confidence: Mapping[str, float]
) -> Iterator[Judged]:
    """The values of a line that was found, whose amount and name are therefore right."""
    for name in ("net_amount", "name", *_OF_A_LINE):
        wanted, value = getattr(line, name), given.get(name)
        if not wanted or (name == "name" and not value):
            continue
        alike = _OF_A_LINE.get(name)
        outcome = Outcome.MISSING if value is None else Outcome.RIGHT
        if value is not None and alike and not alike(value, wanted):
            outcome = Outcome.WRONG
        sure = confidence.get(pointer + name, 0.0)
        yield Judged(field=f"lines/{name}", outcome=outcome, wanted=wanted, given=value or "", confidence=sure)


def _too_many(line: Mapping[str, Any], confidence: float) -> Judged:
    """A line that the page does not print."""
    said = f"{line.get('name') or ''} {line.get('net_amount')}"
    return Judged(field=LINE, outcome=Outcome.WRONG, wanted="no such line", given=said, confidence=confidence)
