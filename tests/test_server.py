"""Several server processes behind one port: what they share, and what becomes of them when one dies."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from uvicorn.config import STARTUP_FAILURE

import documents_made
from bodies import RAW
from eventually import alive, eventually_blocking
from paperloop.cli import main
from paperloop.server import SILENCE_S
from serving import Served, served

INVOICE = documents_made.invoice()
RESUME = {"json_resume": {"basics": {"name": "Robin Example"}}}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Served]:
    """Two server processes with a lane each."""
    with served(tmp_path, "--workers", "2", lanes=1) as running:
        yield running


def servers(service: Served) -> list[psutil.Process]:
    """The processes that answer: each has a fork server below it."""
    children = psutil.Process(service.process.pid).children()
    return [child for child in children if child.children()]


def spools(service: Served) -> list[Path]:
    return [path for path in (service.data_dir / "spool").iterdir() if path.is_dir()]


def both_serve(service: Served) -> None:
    eventually_blocking(lambda: len(servers(service)) == 2, "both processes serve")
    eventually_blocking(lambda: len(spools(service)) == 2, "each has its folder")


def answered(service: Served, method: str, path: str, **sent: Any) -> httpx.Response:
    """Over a connection of its own, so that either process may be met."""
    with httpx.Client(base_url=service.url, timeout=60, verify=False, trust_env=False) as client:
        return client.request(method, path, **sent)


def test_each_has_a_spool_of_its_own_and_all_have_the_same_resumes(service: Served) -> None:
    both_serve(service)
    stored = answered(service, "POST", "/v1/resumes", json=RESUME)
    etag = stored.headers["etag"]
    for number in range(8):
        path, changed = stored.headers["location"], {"json_resume": {"basics": {"name": f"Robin {number}"}}}
        saved = answered(service, "PUT", path, json=changed, headers={"if-match": etag})
        stale = answered(service, "PUT", path, json=RESUME, headers={"if-match": etag})
        assert (saved.status_code, stale.status_code) == (200, 412)
        read = answered(service, "GET", path)
        assert read.json()["json_resume"] == changed["json_resume"]
        etag = read.headers["etag"]
    service.process.terminate()
    assert service.process.wait(60) == 0
    assert spools(service) == []


def test_one_that_dies_is_replaced_and_leaves_nothing(service: Served) -> None:
    both_serve(service)
    dead, other = servers(service)
    below = dead.children(recursive=True)
    dead.kill()
    eventually_blocking(lambda: not any(alive(each.pid) for each in below), "its lanes end with it")
    eventually_blocking(lambda: dead not in servers(service) and len(servers(service)) == 2, "it is replaced")
    eventually_blocking(lambda: len(spools(service)) == 2, "its files are gone, and the new one has a folder")
    assert other in servers(service)
    for _ in range(4):
        answer = answered(service, "POST", "/v1/text", content=INVOICE, headers={"content-type": RAW})
        assert answer.status_code == 200


def test_they_end_when_their_supervisor_is_killed(service: Served) -> None:
    both_serve(service)
    below = service.tree()[1:]
    service.process.kill()
    eventually_blocking(lambda: not any(alive(each.pid) for each in below), "nobody is left")
    assert spools(service) == []


SLOW_TO_FAIL = f"""
import os, time
from paperloop.server import serve
if __name__ == "__main__":
    serve(host="127.0.0.1", port=0, workers=2)
else:
    time.sleep(3)
    os._exit({STARTUP_FAILURE})
"""
"""Server processes that are asked for a sign of life before they fail, and give none."""


def test_one_that_can_not_start_ends_all_and_no_answer_of_it_is_waited_for(tmp_path: Path) -> None:
    program = tmp_path / "slow_to_fail.py"
    program.write_text(SLOW_TO_FAIL)
    environment = os.environ | {"PAPERLOOP_DATA_DIR": str(tmp_path)}
    ended = subprocess.run(
        [sys.executable, str(program)], env=environment, capture_output=True, timeout=SILENCE_S * 0.75, check=False
    )
    assert ended.returncode == STARTUP_FAILURE, ended.stderr


@pytest.mark.parametrize("number", ["0", "257", "two"])
def test_a_number_of_processes_that_can_not_be_is_refused(
    number: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["paperloop", "serve", "--workers", number])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "--workers" in capsys.readouterr().err
