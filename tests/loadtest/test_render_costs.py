"""The table of what rendering costs, with one résumé instead of many."""

from pathlib import Path

import render_costs

STAGES = ["the body's JSON", "the résumé of it", "its view", "the manuscript", "Typst", "its text", "looked up in it"]


def test_the_whole_call_and_each_of_its_stages_have_a_figure_for_every_round(tmp_path: Path) -> None:
    figures = {figure.name.strip(): figure.values for figure in render_costs.figures("plain", 2, tmp_path)}
    assert [name for name in figures if name in STAGES] == STAGES
    assert {len(values) for values in figures.values()} == {2}
    assert sum(figures["RenderDocument, plain"]) > 0


def test_memory_is_told_ten_times_on_the_way_and_at_the_end(tmp_path: Path) -> None:
    lines = list(render_costs.memory("plain", 3, tmp_path))
    assert [line.split()[1] for line in lines] == ["0", "1", "2", "3"]
