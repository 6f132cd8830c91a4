"""Many scores in a few figures, and what is made of them."""

from dataclasses import replace

import pytest
from scoring import Judged, LineCount, Outcome, Score
from tally import Band, Share, bands, by_field, f1, header_of, line_count, reasons, right_of_sure, unreviewed, wrong
from targets import missed

RIGHT, WRONG, MISSING = Outcome


def value(outcome: Outcome, confidence: float = 0.0, field: str = "invoice_number") -> Judged:
    return Judged(field=field, outcome=outcome, wanted="7", confidence=confidence)


def scored(*header: Judged, review: bool = False, lines: LineCount | None = None, complete: bool = True) -> Score:
    return Score(
        document="a.pdf",
        complete=complete,
        header=header,
        rows=(),
        lines=lines or LineCount(),
        needs_review=review,
    )


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (LineCount(2, 2, 2), 1.0),
        (LineCount(1, 2, 2), 0.5),
        (LineCount(1, 1, 3), 0.5),
        (LineCount(0, 0, 3), 0.0),
        (LineCount(), None),
    ],
)
def test_f1_weighs_lines_lost_and_lines_made_up(lines: LineCount, expected: float | None) -> None:
    assert f1(lines) == expected


def test_line_counts_add_up_over_documents() -> None:
    counts = [LineCount(1, 2, 3), LineCount(4, 5, 6)]
    assert line_count(scored(lines=count) for count in counts) == LineCount(5, 7, 9)
    assert line_count([]) == LineCount()


def test_outcomes_are_counted_by_field() -> None:
    scores = [scored(value(RIGHT), value(WRONG, field="currency")), scored(value(RIGHT), value(MISSING))]
    counted = by_field(scores, header_of)
    assert counted == {"invoice_number": (2, 0, 1), "currency": (0, 1, 0)}
    assert counted["invoice_number"].found == Share(2, 3)


def test_a_band_holds_what_was_given_with_its_confidence() -> None:
    given = [value(RIGHT, 0.9), value(WRONG, 0.94), value(RIGHT, 0.95), value(RIGHT, 1.0), value(MISSING, 0.0)]
    filled = [band for band in bands([scored(*given)], header_of) if band.right.whole]
    assert filled == [Band(0.9, 0.95, Share(1, 2)), Band(0.95, 1.01, Share(2, 2))]


def test_every_confidence_is_in_one_band() -> None:
    values = [value(RIGHT, hundredth / 100) for hundredth in range(101)]
    assert sum(band.right.whole for band in bands([scored(*values)], header_of)) == 101


@pytest.mark.parametrize(("confidence", "counted"), [(0.89, 0), (0.9, 1), (1.0, 1)])
def test_a_value_is_sure_from_nine_tenths(confidence: float, counted: int) -> None:
    assert right_of_sure([scored(value(RIGHT, confidence))], header_of) == Share(counted, counted)


def test_what_is_missing_is_not_wrong() -> None:
    scores = [scored(value(WRONG), value(RIGHT), value(MISSING)), scored(value(WRONG), review=True)]
    assert wrong(scores, header_of) == Share(2, 3)
    assert wrong(unreviewed(scores), header_of) == Share(1, 2)


def test_reasons_count_documents_and_those_that_have_no_other() -> None:
    said = [{"a", "b"}, {"a"}, {"c"}]
    scores = [replace(scored(review=True), reasons=frozenset(each)) for each in said]
    assert reasons(scores) == [("a", 2, 1), ("b", 1, 0), ("c", 1, 1)]


def names(scores: list[Score]) -> set[str]:
    return {goal.name for goal in missed(scores)}


def test_a_right_answer_misses_no_target() -> None:
    assert names([scored(value(RIGHT, 0.95), lines=LineCount(3, 3, 3))]) == set()


@pytest.mark.parametrize(
    ("score", "goals"),
    [
        (
            scored(value(WRONG, 0.95)),
            {
                "right, of header values given 0.9 or more",
                "wrong, of header values given without review",
                "documents exact in every core field",
                "invoice_number",
            },
        ),
        (scored(value(WRONG, 0.5), review=True), {"documents exact in every core field", "invoice_number"}),
        (scored(value(MISSING, field="iban")), {"iban"}),
        (scored(value(MISSING, field="iban"), complete=False), set()),
        (scored(value(MISSING, field="currency"), complete=False), {"currency"}),
        (scored(lines=LineCount(1, 1, 2)), {"lines, F1"}),
    ],
)
def test_a_target_is_missed_for_what_it_is_about(score: Score, goals: set[str]) -> None:
    assert names([score]) == goals


@pytest.mark.parametrize(("wrong_ones", "is_missed"), [(2, False), (3, True)])
def test_two_in_a_hundred_may_be_wrong_without_review(wrong_ones: int, is_missed: bool) -> None:
    header = [value(WRONG, 0.5)] * wrong_ones + [value(RIGHT, 0.5)] * (100 - wrong_ones)
    goal = "wrong, of header values given without review"
    assert (goal in names([scored(*header)])) is is_missed
