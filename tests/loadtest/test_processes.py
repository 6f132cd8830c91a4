"""What processes use, as it is asked of the system."""

import subprocess
import sys
from types import SimpleNamespace

import processes
import pytest

BURN = "import time\nwhile time.process_time() < 0.3: pass"


def test_what_a_process_of_ours_used_before_it_ended_went_to_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """A load may start processes of its own: pdflatex's, lanes that are replaced, locust."""
    standing = SimpleNamespace(user=1000.0, nice=100.0, system=10.0)
    monkeypatch.setattr(processes.psutil, "cpu_times", lambda: standing)
    before = processes.busy_elsewhere_s()
    assert before < 1110
    subprocess.run([sys.executable, "-c", BURN], check=True)
    assert before - processes.busy_elsewhere_s() >= 0.2  # some systems count in steps of 10 ms, and round each figure
