"""The dates of an invoice: issued, due, delivered."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from paperloop.readers.layout.candidates import Day
from paperloop.readers.layout.findings import Finding, Place, below, opens_cell
from paperloop.readers.layout.labels import Hit
from paperloop.readers.layout.sheet import Line, Sheet

_TITLES = ("title_invoice", "title_credit", "title_receipt")


class _ScoredDay(NamedTuple):
    score: float
    day: Day


def issue_date(sheet: Sheet) -> Finding[date] | None:
    """The date of the document: labelled, behind its title ("Invoice 7 of 3 May"), else the first date on top."""
    labelled = [*_labelled_days(sheet, "issue_date"), *_titled_days(sheet)]
    free = list(_free_days(sheet))
    found = _best_day([*labelled, *free])
    if found and _is_only_day(sheet, [*labelled, *free], labelled=bool(labelled)):
        return found._replace(confidence=max(found.confidence, _ONLY_LABELLED if labelled else _ONLY_FREE))
    return found


_ONLY_LABELLED = 0.85
_ONLY_FREE = 0.8


def _is_only_day(sheet: Sheet, found: list[_ScoredDay], *, labelled: bool) -> bool:
    """Do all that can be the date of issue agree? Without a label, no other date may stand on the first page."""
    values = {scored.day.value for scored in found}
    if not labelled:
        first = sheet.lines[0].row.page
        values |= {day.value for line in sheet.marked_lines if line.row.page == first for day in line.days}
    return len(values) == 1 and not any(scored.day.ambiguous for scored in found)


def due_date(sheet: Sheet) -> Finding[date] | None:
    """When it is to be paid. A label's date goes before a sentence's ("pay until ..."); of several sentences the
    one that is not about a discount, then the last."""
    found = [
        *_labelled_days(sheet, "due_date"),
        *(scored._replace(score=scored.score - 0.4) for scored in _labelled_days(sheet, "due_phrase")),
    ]
    return _best_day([_without_discount(sheet, scored) for scored in found], latest=True)


def _without_discount(sheet: Sheet, scored: _ScoredDay) -> _ScoredDay:
    fields = {hit.field for hit in sheet.line_of(scored.day.row).hits}
    is_discount = "discount_terms" in fields and "full_terms" not in fields and scored.score != _UNDER
    return scored._replace(score=scored.score - 0.8) if is_discount else scored


def delivery_date(sheet: Sheet) -> Finding[date] | None:
    return _best_day(list(_labelled_days(sheet, "delivery_date")))


def _best_day(found: list[_ScoredDay], *, latest: bool = False) -> Finding[date] | None:
    if not found:
        return None
    top = max(scored.score for scored in found)
    best = [scored.day for scored in found if scored.score == top]
    day = max(best, key=lambda day: day.value) if latest else best[0]
    disputed = len({other.value for other in best}) > 1
    confidence = 0.31 * top - 0.2 * disputed - 0.25 * day.ambiguous
    return Finding(day.value, day.row.page, day.row.words[day.start : day.end], max(0.1, min(0.95, confidence)))


_UNDER = 2.75
"""What the first date under a heading scores; behind a label 3.1."""


def _labelled_days(sheet: Sheet, field: str) -> Iterator[_ScoredDay]:
    for line, hit in sheet.labelled(field):
        less = 0.4 if hit.end - hit.start == 1 and len(line.keys[hit.start]) < 6 else 0.0
        less += 0.8 if line.row.y > 0.85 * sheet.pages[line.row.page].height else 0.0
        day = _day_behind(line, hit)
        if day:
            yield _ScoredDay(3.1 - less - (0.0 if opens_cell(hit) else 0.3), day)
            continue
        under = next((day for place in below(sheet, line, hit) for day in place.line.days if _within(day, place)), None)
        if under:
            yield _ScoredDay(_UNDER - less, under)


def _within(day: Day, place: Place) -> bool:
    return place.start <= day.start < place.end


def _day_behind(line: Line, hit: Hit) -> Day | None:
    """The first date behind a label, where no other label stands between and the words between are few."""
    limit = min(
        [other.start for other in line.hits if other.start >= hit.end and other.field != "connector"], default=999
    )
    for day in line.days:
        if day.start >= hit.end:
            return day if day.start < limit and day.start - hit.end <= 3 else None
    return None


def _titled_days(sheet: Sheet) -> Iterator[_ScoredDay]:
    """Dates that a title or a number leads to: "Invoice 7 of 3 May"."""
    for line, hit in sheet.labelled(*_TITLES, "number"):
        if not line.days or not opens_cell(hit):
            continue
        links = [other.end for other in line.hits if other.field == "connector" and other.start >= hit.end]
        near = hit.end + (2 if hit.field != "number" else -1)
        for day in line.days:
            if day.start >= hit.end and (day.start in links or day.start <= near):
                yield _ScoredDay(3.0, day)


def _free_days(sheet: Sheet) -> Iterator[_ScoredDay]:
    """Dates on the upper half of the first page that no other label claims; "Berlin, den 3. Mai" before others."""
    first = sheet.lines[0].row.page
    for line in sheet.marked_lines:
        if line.row.page != first or line.row.y > sheet.pages[first].height * 0.5:
            return
        if len(line.days) == 1 and not _CLAIMED.intersection(hit.field for hit in line.hits):
            day = line.days[0]
            behind_town = day.start > 1 and line.row.words[day.start - 2].text.endswith(",")
            yield _ScoredDay(2.1 if behind_town else 1.8 if _alone(line, day) else 1.5, day)


_CLAIMED = frozenset(("due_date", "due_phrase", "delivery_date", "period", "other_date", "prepaid"))


def _alone(line: Line, day: Day) -> bool:
    return line.row.cell_at(day.start) == (day.start, day.end)
