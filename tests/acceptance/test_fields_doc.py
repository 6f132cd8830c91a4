"""What docs/fields.md says holds: its commands run, its example is what the fake model gives for the sample."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from paperloop.readers.fields.node import ANNOTATIONS, DEFINITIONS, KEYWORDS
from paperloop.testing import write_sample
from serving import Served, free_port, served

PAGE = Path(__file__, "../../../docs/fields.md").resolve().read_text("utf-8")
SCHEMA, COMMANDS, ANSWER = re.findall(r"^```(?:json)?\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
CURL, SHELL = COMMANDS.strip().split("\n")
TIMEOUT_S = 60


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fields")
    write_sample(folder / "invoice.pdf")
    (folder / "fields.json").write_text(SCHEMA)
    return folder


@pytest.fixture(scope="module")
def model() -> Iterator[str]:
    """The fake model in a process of its own, by its base URL, started as the page says."""
    (command,) = re.findall(r"`(uvicorn --factory \S+ --port 9000)`", PAGE)
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", *shlex.split(command.replace("9000", str(port)))],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/v1/models", process)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
        process.wait(TIMEOUT_S)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + TIMEOUT_S
    with httpx.Client(verify=False, trust_env=False) as client:
        while process.poll() is None and time.monotonic() < ends:
            try:
                client.get(url)
            except httpx.TransportError:
                time.sleep(0.01)
            else:
                return
    raise AssertionError("the fake model did not answer")


@pytest.fixture(scope="module")
def service(folder: Path, model: str) -> Iterator[Served]:
    with served(folder, lanes=1, llm_base_url=model) as running:
        yield running


def run(folder: Path, *command: str, **variables: str) -> Any:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAPERLOOP_")}
    done = subprocess.run(
        command, cwd=folder, env=environment | variables, capture_output=True, text=True, check=False, timeout=TIMEOUT_S
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_its_curl_command_gives_its_example(service: Served, folder: Path) -> None:
    command = CURL.replace("127.0.0.1:8000", f"127.0.0.1:{service.port}")
    given = run(folder, *shlex.split(command), "--silent", "--noproxy", "*")
    shown = json.loads(ANSWER)
    assert cut_to(shown, given) == shown
    assert list(given["fields"]) == list(shown["fields"])


def test_its_command_line_gives_its_example(model: str, folder: Path) -> None:
    command = [sys.executable, *shlex.split(SHELL)[1:]]
    given = run(folder, *command, PAPERLOOP_LLM_BASE_URL=model)
    shown = json.loads(ANSWER)
    assert cut_to(shown, given) == shown


def cut_to(shown: Any, given: Any) -> Any:
    """Of `given` what `shown` has: its keys; of a list of objects as many as are shown."""
    if isinstance(shown, dict) and isinstance(given, dict):
        return {key: cut_to(shown[key], given[key]) for key in shown if key in given}
    if isinstance(shown, list) and shown and isinstance(shown[0], dict):
        return [cut_to(one, other) for one, other in zip(shown, given, strict=False)]
    return given


def test_every_keyword_stands_in_it() -> None:
    known = ANNOTATIONS | DEFINITIONS | {"type", "nullable", "$ref", "anyOf", "oneOf"} | set().union(*KEYWORDS.values())
    table = PAGE.partition("| keyword | taken |")[2]
    named = set(re.findall(r"[$\w]+", " ".join(re.findall(r"`([^`]+)`", table))))
    assert known <= named
