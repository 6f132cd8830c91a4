"""A comparison in little: everything that `make compare` starts, for a moment."""

from pathlib import Path

import compare
from comparison.contenders import EXTRACTION, OURS
from comparison.points import Plan

MOMENT = Plan(clients=(1, 2), rounds=1, runs=1, limit_s=1, timeout_s=30, patience_s=0)
EXTENT = compare.Extent(
    extraction=MOMENT, rendering=MOMENT, latency_s=0.05, bare_rounds=1, bare_in_flight=5, large_pages=2
)


def test_a_comparison_runs_every_contender_and_writes_its_page_and_figure(tmp_path: Path) -> None:
    results = compare.compared(EXTENT, "2026-01-31", lambda _: None)
    assert [line.name for line in results.extraction.lines] == [each.name for each in EXTRACTION]
    for line in results.extraction.lines:
        assert [(point.clients, point.errors.total()) for point in line.points] == [(1, 0), (2, 0)], line.name
        assert all(point.cpu_ms > 0 for point in line.points), line.name
    ours = results.extraction.ours.points[-1]
    assert ours.lanes_ms > 0
    assert results.bare.total_ms > results.bare.parse_ms > 0
    assert all(each.seconds for each in results.neighbours)
    compare.written(results, tmp_path)
    assert f"| {OURS} |" in (tmp_path / "compare.md").read_text()
    assert "<svg" in (tmp_path / "compare.svg").read_text()
    assert "<svg" in (tmp_path / "compare-rendering.svg").read_text()
