"""The figures of a load test, from what was seen of it."""

from dataclasses import replace

import pytest
from run import faults

import runs_made


def test_figures_count_what_was_asked_and_how_it_was_answered() -> None:
    figures = runs_made.run().figures()
    assert (figures["requests"], figures["failed"], figures["refused"]) == (80, 0, 0)
    assert figures["uploader.p95_s"] == 1.0
    assert figures["resume_editor.p50_s"] == pytest.approx(0.1)
    assert figures["pulse_p95_s"] == pytest.approx(0.002)
    assert figures["throughput_per_s"] == pytest.approx(80 / 20)


def test_a_refusal_is_no_failure_and_neither_counts_as_an_answer() -> None:
    wrong = [
        runs_made.request(3, "uploader", "extract", 9.0, outcome="refused", detail="refused: 503"),
        runs_made.request(4, "uploader", "extract", 9.0, outcome="failed", detail="500: {}"),
    ]
    run = runs_made.run(records=[*runs_made.run().records, *wrong])
    figures = run.figures()
    assert (figures["failed"], figures["refused"], figures["uploader.failed"]) == (1, 1, 1)
    assert figures["failed_share"] == pytest.approx(1 / 82)
    assert figures["uploader.p99_s"] == 1.0
    assert faults(run.records) == [("uploader, extract: refused: 503", 1), ("uploader, extract: 500: {}", 1)]


def test_cpu_is_shared_among_the_requests_that_the_service_worked_on() -> None:
    """The embedder's are worked on by the host application, whose CPU is not the service's."""
    figures = runs_made.run().figures()
    assert figures["web_cpu_ms_a_request"] == pytest.approx(19 * 10 / 60)
    assert figures["lanes_cpu_ms_a_request"] == pytest.approx(19 * 30 / 60)
    assert figures["cpu_ms_a_request"] == pytest.approx(19 * 40 / 60)
    assert figures["web_peak_mb"] == 89


def test_lag_and_occupation_are_those_of_all_server_processes() -> None:
    quiet = [runs_made.look(second, late_ms=(0.1,) * 100, busy=0.0) for second in range(20)]
    busy = [runs_made.look(second, late_ms=(30.0,) * 100, busy=2.0) for second in range(20)]
    figures = runs_made.run(service=[quiet, busy]).figures()
    assert (figures["loop_lag_p99_ms"], figures["loop_lag_longest_ms"]) == (30.0, 30.0)
    assert figures["lanes_busy_share"] == 0.5
    assert figures["host_lag_longest_ms"] == 8.0


@pytest.mark.parametrize("astray", [-2, 2])
def test_a_resume_too_many_is_as_bad_as_one_too_few(astray: int) -> None:
    run = runs_made.run()
    assert runs_made.run(left=replace(run.left, resumes_astray=astray)).figures()["resumes_astray"] == 2


def test_what_was_not_measured_is_no_figure() -> None:
    figures = runs_made.run(records=[], samples=[], service=[], host=[]).figures()
    assert figures["requests"] == 0
    assert not {"cpu_ms_a_request", "loop_lag_p99_ms", "uploader.p95_s", "failed_share"} & figures.keys()
