"""A short load test through real processes: that it works, and not how fast this machine is."""

import os
import subprocess
import sys
from pathlib import Path

from budget import Threshold, Verdict
from figures import Target
from load import exit_code

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, env=dict(os.environ))


def test_users_of_every_kind_lose_nothing_and_double_nothing_over_two_server_processes(tmp_path: Path) -> None:
    load = run(
        str(ROOT / "loadtest" / "load.py"), "--users", "8", "--seconds", "6", "--workers", "2", "--no-timing",
        "--report", str(tmp_path),
    )  # fmt: skip
    assert load.returncode == 0, load.stdout + load.stderr
    assert load.stdout.startswith("# All 10 thresholds met\n\n8 users for 6 s, 2 server processes.")
    assert "requests/s, 0 not answered well" in load.stderr
    assert (tmp_path / "report.md").read_text(encoding="utf-8") == load.stdout
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 6
    assert "service 2, p99" in page


def test_a_missed_threshold_ends_in_1_and_says_which() -> None:
    limits = {"requests": Target(limit=1, at_least=True), "failed": Target(limit=0)}
    thresholds = [Threshold(figure=name, target=target) for name, target in limits.items()]

    def judged(**figures: float) -> tuple[int, list[str]]:
        said: list[str] = []
        verdicts = [Verdict(threshold=each, measured=figures[each.figure]) for each in thresholds]
        return exit_code(verdicts, said.append), said

    assert judged(requests=3, failed=0) == (0, [])
    assert judged(requests=3, failed=2) == (1, ["missed: failed is 2, allowed <= 0"])


def test_a_budget_that_is_missing_is_one_sentence(tmp_path: Path) -> None:
    load = run(str(ROOT / "loadtest" / "load.py"), "--budget", str(tmp_path / "none.toml"))
    assert (load.returncode, load.stdout) == (1, "")
    assert load.stderr.startswith("load: ")
    assert "none.toml" in load.stderr
    assert "Traceback" not in load.stderr


def test_locust_never_imports_the_service() -> None:
    """In a process of its own: locust patches sockets and threads."""
    looked = run("-c", f"import sys; sys.path.insert(0, {str(ROOT / 'loadtest')!r}); import locustfile; "
                       "print([name for name in sys.modules if name.partition('.')[0] == 'paperloop'])")  # fmt: skip
    assert (looked.stdout.strip(), looked.returncode) == ("[]", 0), looked.stderr
