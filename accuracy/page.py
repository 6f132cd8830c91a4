"""The measurement as a document in Markdown."""

import platform
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import pymupdf
from facts import Facts
from fields import FIELDS
from prose import bullets, percent, section, table
from scans import DPI
from scoring import Score
from tally import (
    Outcomes,
    Share,
    Values,
    bands,
    by_field,
    header_of,
    line_count,
    reasons,
    reviewed,
    rows_of,
    unreviewed,
    wrong,
)
from targets import FOUND, FOUND_IN_PART, Goal, field_goal, goals, missed
from trial import Trial

import paperloop
from paperloop.settings import Settings

NOTHING: Final = "nothing to measure"
NO_LIMITS: Final[Mapping[str, float]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """All that the document tells. `note` is what its reader should know of the documents besides."""

    command: str
    day: date
    is_made: bool
    note: str
    facts: Facts
    trial: Trial


def written(measured: Measured) -> str:
    """The same measurement on the same day gives the same text."""
    trial = measured.trial
    sections = (
        _opening(measured),
        _summary(trial.layout),
        _fields(trial.layout),
        _lines(trial.layout),
        _confidence(trial.layout),
        _review(trial.layout),
        _einvoices(trial.einvoices),
        _scans(trial),
        section("Limits of the corpus", bullets(_limits(measured))),
        _RULES,
    )
    return "\n\n".join(sections) + "\n"


def _opening(measured: Measured) -> str:
    which = "invoices that the package draws itself" if measured.is_made else "invoices whose content is known"
    versions = f"Paperloop {paperloop.__version__}, Python {platform.python_version()}, PyMuPDF {pymupdf.VersionBind}"
    return (
        "# Accuracy\n\nWhat the layout reader, which asks no model and no network, makes of"
        f" {len(measured.trial.known)} {which}.\nMeasured on {measured.day.isoformat()} with {versions}. Written by:"
        f"\n\n```\n{measured.command}\n```"
    )


def _summary(scores: Sequence[Score]) -> str:
    failed = missed(scores)
    verdict = "Every target is met."
    if failed:
        verdict = f"**Targets missed: {len(failed)}** ({', '.join(goal.name for goal in failed)})."
    rows = [(goal.name, _figure(goal), *_judgement(goal)) for goal in goals(scores)]
    return section("Summary", verdict, table(("", "measured", "target", ""), rows))


def _fields(scores: Sequence[Score]) -> str:
    complete, partial = [each for each in scores if each.complete], [each for each in scores if not each.complete]
    return section(
        "Field by field",
        _part("Documents whose printed fields are all known", complete, FOUND),
        _part("Documents of which some fields are known", partial, FOUND_IN_PART),
    )


def _part(title: str, scores: Sequence[Score], limits: Mapping[str, float]) -> str:
    return f"{title} ({len(scores)}):\n\n{_by_field(scores, header_of, limits)}" if scores else ""


def _by_field(scores: Sequence[Score], values: Values, limits: Mapping[str, float] = NO_LIMITS) -> str:
    counted = by_field(scores, values)
    order = [name for name in (field.name for field in FIELDS) if name in counted]
    order += [name for name in counted if name not in order]
    head = ("field", "right", "wrong", "missing", "share right", *(("target", "") if limits else ()))
    return table(head, [_field_row(name, counted[name], limits) for name in order])


def _field_row(name: str, counted: Outcomes, limits: Mapping[str, float]) -> Sequence[str]:
    goal = field_goal(name, counted, limits)
    return (f"`{name}`", *map(str, counted), percent(goal.value), *(_judgement(goal) if limits else ()))


def _lines(scores: Sequence[Score]) -> str:
    lines = line_count(scores)
    documents = sum(bool(score.lines.printed) for score in scores)
    if not lines.printed:
        return section("Lines", f"The truth names no lines: {NOTHING}.")
    said = f"Lines of {documents} documents: {lines.printed} printed, {lines.given} given, {lines.right} right."
    return section("Lines", said, _by_field(scores, rows_of))


def _confidence(scores: Sequence[Score]) -> str:
    rows = [
        (f"{header.low:.2f} to {min(header.high, 1):.2f}", *_counts(header.right), *_counts(row.right))
        for header, row in zip(bands(scores, header_of), bands(scores, rows_of), strict=True)
    ]
    head = ("confidence", "header values", "right", "share", "line values", "right", "share")
    return section("Confidence", "The values given, by their confidence, and how many are right.", table(head, rows))


def _review(scores: Sequence[Score]) -> str:
    head = ("`needs_review`", "documents", "header values", "wrong", "share", "line values", "wrong", "share")
    rows = [
        (name, str(len(part)), *_counts(wrong(part, header_of)), *_counts(wrong(part, rows_of)))
        for name, part in (("no", unreviewed(scores)), ("yes", reviewed(scores)))
    ]
    why = [(reason, str(count), str(alone)) for reason, count, alone in reasons(scores)]
    return section(
        "Review",
        "What is wrong among the values that nobody is asked to look at, and among the others.",
        table(head, rows),
        "Why documents ask for review:" if why else "",
        table(("", "documents", "for no other reason"), why) if why else "",
    )


def _einvoices(scores: Sequence[Score]) -> str:
    title = "Attached e-invoices"
    if not scores:
        return section(title, f"No document has both an e-invoice and another truth: {NOTHING}.")
    lines = line_count(scores)
    said = (
        f"The reader `einvoice` on the {len(scores)} documents that have one attached and whose truth has another"
        f" source.\n{lines.right} of {lines.printed} lines are right."
    )
    return section(title, said, _by_field(scores, header_of))


def _scans(trial: Trial) -> str:
    title = f"Scans at {DPI} dpi"
    if not trial.scans:
        return section(title, "Not measured.")
    which = "The same documents" if len(trial.scans) == len(trial.known) else f"{len(trial.scans)} of the documents"
    said = (
        f"{which} as grey pictures of {DPI} dots an inch, as a scanner makes them, for OCR ({Settings().ocr_languages})"
        f" and the layout\nreader. In {trial.recognised} of the {len(trial.scans)} pages were recognised."
    )
    before = {goal.name: goal for goal in goals(trial.unscanned)}
    rows = [(goal.name, _figure(goal), _figure(before[goal.name])) for goal in goals(trial.scans)]
    return section(
        title,
        said,
        table(("", "as scans", "with their text layer"), rows),
        _by_field(trial.scans, header_of),
        _by_field(trial.scans, rows_of) if line_count(trial.scans).printed else "",
    )


def _limits(measured: Measured) -> Iterator[str]:
    facts, trial = measured.facts, measured.trial
    yield f"{len(facts.pages)} documents of {min(facts.pages)} to {max(facts.pages)} pages, {sum(facts.pages)} in all."
    yield f"Languages, judged by their small words: {_counted(facts.languages)}."
    countries = Counter(each.truth.country for each in trial.known if each.truth.country)
    yield f"Sellers' countries, where known: {_counted(countries)}."
    if facts.programs:
        most = max(facts.programs.values())
        yield f"They name {len(facts.programs)} programs that made them; the most frequent one made {most}."
    yield _source_of_truth(measured)
    if trial.left_out:
        yield f"Left out for want of a truth: {trial.left_out}."
    if refused := sum(bool(score.refused) for score in trial.layout):
        yield f"Refused: {refused}; their values count as missing."
    yield f"Without a text layer: {facts.wordless}. Handwriting and photographs are not covered."
    if measured.note:
        yield measured.note


def _source_of_truth(measured: Measured) -> str:
    if measured.is_made:
        return "One program drew them all in one design: this shows that measuring works, and no more."
    known = measured.trial.known
    from_xml, partly = sum(each.from_xml for each in known), sum(not each.truth.complete for each in known)
    return (
        f"Truth: for {len(known) - from_xml - partly} a file names all that is printed, for {partly} a part; for"
        f" {from_xml} the attached e-invoice is it, as far as the page shows it."
    )


def _counted(counter: Counter[str]) -> str:
    ranked = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} {count}" for name, count in ranked) or "none"


def _counts(share: Share) -> tuple[str, str, str]:
    return str(share.whole), str(share.part), percent(share.value)


_CORE = ", ".join(f"`{field.name}`" for field in FIELDS if field.core)

_RULES = f"""\
## How it is scored

- Only what the page prints and the truth names is scored. A value given where the truth has none is not: an e-invoice
  need not say all that its page prints.
- Amounts are the same to the cent, prices and quantities as numbers; identifiers without spaces, points, hyphens and
  slashes; dates and currencies exactly; names word for word, or where one begins the other.
- Of several account numbers one that is printed makes the field right.
- A line is right when its net amount is, and at least half of its name's words stand in the name or the description
  that was given. Quantity and price are compared in such lines.
- Core fields: {_CORE}.
- Other fields (addresses, references, VAT rows, payment terms) are not scored."""


def _figure(goal: Goal) -> str:
    if goal.value is None:
        return NOTHING
    if goal.share is None:
        return f"{goal.value:.3f}"
    return f"{percent(goal.value)} ({goal.share.part} of {goal.share.whole})"


def _judgement(goal: Goal) -> tuple[str, str]:
    """The target and whether it is met."""
    if goal.limit is None:
        return "", ""
    limit = f"{goal.limit:.2f}" if goal.share is None else percent(goal.limit)
    verdict = "**missed**" if goal.missed else "met" if goal.value is not None else ""
    return f"{'at most' if goal.at_most else 'at least'} {limit}", verdict
