"""What README says holds: its commands run, its addresses exist, its example is what the sample gives."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Route

from paperloop.app import Paperloop
from paperloop.settings import Settings
from paperloop.testing import sample_invoice
from paperloop.testing.documents import short_invoice
from resumes_made import ADA
from serving import Served, free_port, served, wait_until_ready

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])

BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, flags=re.DOTALL | re.MULTILINE)
CODE = "\n".join(code for language, code in BLOCKS if not language)
COMMANDS = [line.partition(" #")[0].strip() for line in CODE.splitlines()]
CURLS = [command for command in COMMANDS if command.startswith("curl ")]
SHELL = [command for command in COMMANDS if command.startswith("python -m paperloop ")]
ENDLESS = [command for command in SHELL if " serve" in command]
TIMEOUT_S = 60


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with an invoice.pdf, the project's sample, an invoice.json, and somebody's resume.json."""
    folder = tmp_path_factory.mktemp("readme")
    sample = {"invoice": sample_invoice().model_dump(mode="json")}
    (folder / "sample.json").write_text(json.dumps(sample))
    run(folder, sys.executable, "-m", "paperloop", "render", "sample.json", "-o", "invoice.pdf")
    (folder / "invoice.json").write_text(short_invoice().model_dump_json())
    (folder / "resume.json").write_text(json.dumps(ADA))
    return folder


@pytest.fixture(scope="module")
def service(folder: Path) -> Iterator[Served]:
    with served(folder, lanes=1) as running:
        yield running


def run(folder: Path, *command: str) -> str:
    """What `command` prints; it has to end well."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=TIMEOUT_S)
    assert done.returncode == 0, done.stderr
    return done.stdout


def python(command: str) -> list[str]:
    return [sys.executable, *shlex.split(command)[1:]]


def test_every_kind_of_command_was_found() -> None:
    assert CURLS
    assert ENDLESS
    assert len(SHELL) > len(ENDLESS)


def test_every_make_target_named_is_one() -> None:
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", README, flags=re.MULTILINE))
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    assert named
    assert named <= targets


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
@pytest.mark.parametrize("command", CURLS)
def test_a_curl_command_is_answered_200(service: Served, folder: Path, command: str) -> None:
    told = shlex.split(command.replace("127.0.0.1:8000", f"127.0.0.1:{service.port}"))
    body, _, status = run(folder, *told, "--silent", "--noproxy", "*", "--write-out", "\n%{http_code}").rpartition("\n")
    assert status == "200", body
    if "render" in command:
        (made,) = re.findall(r"-o (\S+)", command)
        assert (folder / made).read_bytes().startswith(b"%PDF-")
    else:
        assert json.loads(body)["invoice"]["invoice_number"] == "FT-2024-00417"


@pytest.mark.parametrize("command", sorted(set(SHELL) - set(ENDLESS)))
def test_a_command_line_ends_well(folder: Path, command: str) -> None:
    printed = run(folder, *python(command))
    if "render" in command:
        (made,) = re.findall(r"-o (\S+)", command)
        assert (folder / made).read_bytes().startswith(b"%PDF-")
    else:
        assert "FT-2024-00417" in printed


@pytest.mark.parametrize("command", ENDLESS)
def test_a_serving_command_line_serves(folder: Path, command: str) -> None:
    port = free_port()
    with (folder / "served.log").open("wb") as output:
        told = python(command.replace("8000", str(port)))
        process = subprocess.Popen(told, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
    try:
        wait_until_ready(Served(process=process, port=port, data_dir=folder, log=folder / "served.log"))
    finally:
        process.terminate()
        assert process.wait(TIMEOUT_S) == 0


def test_the_factory_named_for_uvicorn_is_there(tmp_path: Path) -> None:
    (name,) = re.findall(r"^uvicorn --factory (\S+)$", CODE, flags=re.MULTILINE)
    module, _, factory = name.partition(":")
    run(tmp_path, sys.executable, "-c", f"from {module} import {factory}; {factory}()")


def test_every_address_stands_in_it(tmp_path: Path) -> None:
    routes = Paperloop(Settings(data_dir=tmp_path)).app.routes
    paths = [route.path for route in routes if isinstance(route, Route)]
    assert len(paths) == len(routes) > 3
    assert [path for path in paths if not re.search(rf"{path}(?![\w/])", README)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_its_example_is_what_the_sample_gives(folder: Path) -> None:
    (example,) = (code for language, code in BLOCKS if language == "json")
    shown = json.loads(example)
    given = json.loads(run(folder, sys.executable, "-m", "paperloop", "extract", "invoice.pdf", "--readers", "layout"))
    assert shown == cut_to(shown, given)


def cut_to(shown: Any, given: Any) -> Any:
    """Of `given` what `shown` has: its keys; of a list those that are shown."""
    if isinstance(shown, dict) and isinstance(given, dict):
        return {key: cut_to(shown[key], given[key]) for key in shown if key in given}
    if isinstance(shown, list) and isinstance(given, list) and not all(isinstance(each, float) for each in shown):
        return [each for each in shown if each in given]
    return given
