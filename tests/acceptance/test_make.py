"""What a newcomer types: make, make demo; and what they are told when it can't work."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TARGETS = {
    "help", "demo", "serve", "test", "check", "format", "bench", "load", "soak", "compare", "growth", "accuracy",
    "gallery", "clean",
}  # fmt: skip


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with what make looks at, and no virtual environment."""
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def test_make_alone_lists_every_target_with_a_sentence(checkout: Path) -> None:
    listed = dict(re.findall(r"^  make (\w+) +(.+)$", make(checkout).stdout, flags=re.MULTILINE))
    assert listed.keys() == TARGETS
    assert all(sentence.endswith((".", '"')) or "make test" in sentence for sentence in listed.values())


def test_every_target_listed_is_one_that_makes_no_file_of_its_name() -> None:
    phony = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    assert phony
    assert set(phony[1].split()) == TARGETS


@pytest.mark.parametrize("target", ["demo", "test", "check", "serve"])
def test_an_old_python_is_refused_with_its_version_and_a_way_out(checkout: Path, target: str) -> None:
    old = checkout / "old-python"
    old.write_text('#!/bin/sh\ntest "$1" = --version && echo Python 3.9.2\n')
    old.chmod(0o755)
    run = make(checkout, f"PYTHON={old}", target)
    assert run.returncode == 2
    assert "Python 3.11 or newer is needed" in run.stdout
    assert "Python 3.9.2" in run.stdout
    assert "make PYTHON=" in run.stdout
    assert not (checkout / ".venv").exists()


def test_the_demonstration_prints_the_extraction_and_a_table_and_ends_well(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, ROOT / "examples" / "demo.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    extraction, end = json.JSONDecoder().raw_decode(run.stdout[run.stdout.index("{") :])
    assert extraction["invoice"]["invoice_number"] == "FT-2024-00417"
    assert extraction["evidence"]
    table = run.stdout[run.stdout.index("{") + end :]
    assert "totals/grand_total" in table
    assert "The service stopped." in run.stdout
    assert list(tmp_path.iterdir()) == []
