from pathlib import Path

import marked
from comparison import floor, report
from comparison.contenders import BLOCKING, EXTRACTION, OURS, RENDERING

from results_made import against_blocking, neighbour, point, results

ROOT = Path(__file__).parents[2]


def test_the_page_tells_every_contender_the_machine_and_the_date() -> None:
    page = report.markdown(results(), "make compare")
    assert all(f"| {each.name} |" in page for each in EXTRACTION)
    assert "2 cores, a processor" in page
    assert "2026-01-31" in page
    assert "make compare" in page


def test_every_table_of_the_page_has_as_many_cells_in_each_row() -> None:
    page = report.markdown(results(floor=tuple(floor.judged(results().extraction.lines, [neighbour()]))), "make")
    tables = [part.splitlines() for part in page.split("\n\n") if part.startswith("|")]
    assert len(tables) >= 7
    for table in tables:
        assert len({row.count("|") for row in table}) == 1, table


def test_failures_and_what_was_not_tried_are_said() -> None:
    lines = against_blocking(point(10, rate=0.5, failed=4), point(10), point(50))
    page = report.markdown(results(lines), "make compare")
    assert f"- {BLOCKING}, 10 clients: 4 x TimeoutError. More clients were not tried." in page
    assert f"| {BLOCKING} |  | none |  |" in page


def test_what_is_not_installed_is_named_as_left_out() -> None:
    page = report.markdown(results(), "make compare")
    assert all(each.absent in page for each in RENDERING)


def test_the_paragraph_tells_the_best_of_each_and_where_it_failed() -> None:
    lines = against_blocking(point(10, rate=0.5, failed=4), point(10, rate=4.5), point(50, rate=21))
    told = report.paragraph(results(lines))
    assert f"*{BLOCKING}* 0.50/s at 10 clients" in told
    assert "not all answered at 10" in told
    assert f"*{OURS}* 21/s at 50 clients" in told


def test_the_readme_quotes_the_page_word_by_word() -> None:
    quoted = (ROOT / "README.md").read_text().partition(marked.mark("make compare"))[2].partition(marked.END)[0]
    page = (ROOT / "docs" / "compare.md").read_text()
    assert quoted.split()
    assert " ".join(quoted.split()).replace("docs/compare.md", "#throughput") in " ".join(page.split())
