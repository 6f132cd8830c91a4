"""The report of a load test: a page that needs nothing else, and a summary."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import report
from budget import Budget, Verdict, verdicts
from report_plots import Plot, drawn, endurance_plots, plots

import runs_made

PLOTS = ["Throughput", "Latency", "Event-loop lag", "Lane occupation", "Resident memory", "CPU a request"]
BUDGET = Budget.read(Path(__file__).parents[2] / "loadtest" / "budget.toml")


def judged() -> list[Verdict]:
    return verdicts(BUDGET.works + BUDGET.timing, runs_made.run().figures())


def test_the_page_holds_every_plot_and_asks_for_nothing_from_outside(tmp_path: Path) -> None:
    run = runs_made.run()
    page, _ = report.write(tmp_path / "new" / "folder", run, judged(), plots(run))
    said = page.read_text(encoding="utf-8")
    assert [plot.title for plot in plots(run)] == PLOTS
    assert said.count("<svg") == len(PLOTS)
    for title in PLOTS:
        assert f">{title}<" in said
    assert not re.findall(r'(?:src|href)="(?!#)', said)
    assert "<script" not in said
    assert "@import" not in said


@pytest.mark.parametrize(
    "plot", [*plots(runs_made.run()), *endurance_plots(runs_made.run())], ids=lambda plot: plot.title
)
def test_a_plot_has_points_on_every_line_and_is_drawn_with_each_in_its_legend(plot: Plot) -> None:
    assert plot.lines
    assert all(points for points in plot.lines.values())
    text = "".join(ET.fromstring(drawn(plot)).itertext())
    for label in plot.lines:
        assert label in text


def test_several_server_processes_have_lines_of_their_own() -> None:
    (probe,) = runs_made.run().service
    lag, lanes = (plot for plot in plots(runs_made.run(service=[probe, probe])) if plot.title in PLOTS[2:4])
    assert {"service 1, p99", "service 2, p99"} <= lag.lines.keys()
    assert {"busy 1", "busy 2"} <= lanes.lines.keys()


def test_one_late_callback_is_the_longest_and_no_99th_percentile() -> None:
    """A second has fewer than a hundred callbacks, as each is asked for when the last has come."""
    looks = [runs_made.look(second, late_ms=(0.5,) * 94 + (99.0 if second == 10 else 0.5,)) for second in range(20)]
    (lag,) = (plot for plot in plots(runs_made.run(service=[looks])) if plot.title == PLOTS[2])
    assert {late for _, late in lag.lines["service, p99"]} == {0.5}
    assert max(late for _, late in lag.lines["service, longest"]) == 99.0


def test_a_run_in_which_nothing_was_seen_is_still_reported(tmp_path: Path) -> None:
    run = runs_made.run(records=[], samples=[], service=[], host=[])
    page, summary = report.write(tmp_path, run, verdicts(BUDGET.timing, run.figures()), plots(run))
    assert page.read_text().count("<svg") == len(PLOTS)
    assert "not measured" in summary.read_text()


def test_both_say_which_thresholds_were_missed_and_what_went_wrong() -> None:
    wrong = runs_made.request(5, "uploader", "extract", 1.0, outcome="failed", detail="500: <b>|</b>")
    run = runs_made.run(records=[*runs_made.run().records, wrong])
    missed = verdicts(BUDGET.works, run.figures())
    markdown, page = report.markdown(run, missed), report.html(run, missed, [])
    assert markdown.startswith("# 1 of 10 thresholds missed\n")
    assert "| failed_share | 0.0123 | <= 0 | missed |" in markdown
    assert "| uploader, extract: 500: <b>\\|</b> | 1 |" in markdown
    assert "<h1>1 of 10 thresholds missed</h1>" in page
    assert "500: &lt;b&gt;|&lt;/b&gt;" in page
    assert "| uploader | extract | 20 | 0 | 1 | 1.000 | 1.000 | 1.000 |" in markdown
