"""The image, as far as it can be tried without Docker: its recipe is read, and what it does is done here."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

import httpx
import psutil
import pytest

from paperloop.testing import write_sample
from serving import Served, free_port, wait_until_ready

ROOT = Path(__file__).parents[2]
BUILD_TIMEOUT_S = 300


class Instruction(NamedTuple):
    """One instruction of a Dockerfile, its continued lines joined."""

    word: str
    value: str

    def exec_form(self) -> list[str] | None:
        """The arguments of CMD, or of a HEALTHCHECK's CMD; None in the shell form."""
        found = re.search(r"\[.*\]$", self.value)
        return json.loads(found[0]) if found else None


def stages(text: str) -> list[list[Instruction]]:
    """The instructions of each stage, FROM first."""
    joined = re.sub(r"\\\n", " ", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE))
    found: list[list[Instruction]] = []
    for line in filter(str.strip, joined.splitlines()):
        word, _, value = line.strip().partition(" ")
        if word == "FROM":
            found.append([])
        found[-1].append(Instruction(word, " ".join(value.split())))
    return found


BUILD, IMAGE = stages((ROOT / "Dockerfile").read_text())


def values(stage: list[Instruction], word: str) -> list[str]:
    return [instruction.value for instruction in stage if instruction.word == word]


def only(stage: list[Instruction], word: str) -> Instruction:
    (found,) = [instruction for instruction in stage if instruction.word == word]
    return found


def environment_of(stage: list[Instruction]) -> dict[str, str]:
    return dict(pair.split("=", 1) for value in values(stage, "ENV") for pair in value.split())


def copied_sources() -> list[str]:
    return [source for value in values(BUILD, "COPY") for source in value.split()[:-1]]


def ignored(path: str) -> bool:
    """Whether .dockerignore keeps `path`, at the root of the project, out of the build: the last pattern decides."""
    answer = False
    for line in (ROOT / ".dockerignore").read_text().split():
        if fnmatch(path, line.removeprefix("!")):
            answer = not line.startswith("!")
    return answer


def test_every_source_that_is_copied_exists_and_is_not_ignored() -> None:
    sources = copied_sources()
    assert sources
    assert [source for source in sources if not (ROOT / source).exists() or ignored(source)] == []


def test_what_is_not_needed_for_the_wheel_is_ignored() -> None:
    needed = {"pyproject.toml", "README.md", "LICENSE", "service"}
    assert [path.name for path in ROOT.iterdir() if path.name not in needed and not ignored(path.name)] == []


def test_nothing_comes_from_an_address_of_its_own() -> None:
    assert values(BUILD, "ADD") == values(IMAGE, "ADD") == []
    assert not any(re.search(r"https?://(?!127\.0\.0\.1)|curl|wget", value) for _, value in [*BUILD, *IMAGE])


def test_no_secret_is_written_into_the_image() -> None:
    named = [*environment_of(BUILD), *environment_of(IMAGE), *values(BUILD, "ARG"), *values(IMAGE, "ARG")]
    assert not any(re.search("KEY|SECRET|TOKEN|PASSWORD", name) for name in named)


def test_both_stages_have_the_same_python() -> None:
    """A virtual environment is copied, and it points at its interpreter."""
    bases = [values(stage, "FROM")[0].split(" AS ")[0] for stage in (BUILD, IMAGE)]
    assert bases[0] == bases[1]
    assert re.fullmatch(r"python:3\.1[1-9]-slim", bases[0])


def test_the_image_takes_the_virtual_environment_and_nothing_else() -> None:
    copied = values(IMAGE, "COPY")
    assert copied == ["--from=build /opt/paperloop /opt/paperloop"]
    assert "/opt/paperloop/bin" in environment_of(IMAGE)["PATH"]


def test_the_service_does_not_run_as_root() -> None:
    words = [instruction.word for instruction in IMAGE]
    assert values(IMAGE, "USER")[-1] not in {"root", "0"}
    assert words.index("USER") < words.index("CMD")
    assert "RUN" not in words[words.index("USER") :]


def test_uploads_are_spooled_on_the_volume() -> None:
    assert values(IMAGE, "VOLUME") == [environment_of(IMAGE)["PAPERLOOP_DATA_DIR"]] == ["/data"]


def test_commands_are_in_the_exec_form_so_that_signals_reach_python() -> None:
    command = only(IMAGE, "CMD").exec_form()
    health = only(IMAGE, "HEALTHCHECK").exec_form()
    assert command is not None
    assert health is not None
    assert command[:4] == ["python", "-m", "paperloop", "serve"]
    assert command[command.index("--port") + 1] == only(IMAGE, "EXPOSE").value
    assert f"127.0.0.1:{only(IMAGE, 'EXPOSE').value}" in health[-1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built in a folder that has what the Dockerfile copies, and nothing else."""
    source, folder = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in copied_sources():
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, source)
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", folder, source]
    subprocess.run(command, check=True, capture_output=True, timeout=BUILD_TIMEOUT_S)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a fresh virtual environment with the wheel in it."""
    folder = tmp_path_factory.mktemp("opt") / "paperloop"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True, timeout=BUILD_TIMEOUT_S)
    programs = folder / "bin"
    install = [programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel]
    subprocess.run(install, check=True, capture_output=True, timeout=BUILD_TIMEOUT_S)
    return programs


def test_the_wheel_has_the_types_the_licence_and_the_lexicons_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    source = ROOT / "service" / "paperloop"
    data = [path for path in source.rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc"}]
    assert "paperloop/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith(".toml") for name in names)
    assert [path for path in data if f"paperloop/{path.relative_to(source).as_posix()}" not in names] == []
    assert {name.split("/")[0].split("-")[0] for name in names} == {"paperloop"}
    assert not any(re.search(r"(^|/)(test_|conftest|tests/)", name) for name in names)


@pytest.fixture
def running(installed: Path, tmp_path: Path) -> Iterator[Served]:
    """The image's CMD, on the loopback and on a free port, in a folder with nothing of the source."""
    port = free_port()
    command = only(IMAGE, "CMD").exec_form() or []
    told = [{"0.0.0.0": "127.0.0.1", "8000": str(port)}.get(word, word) for word in command]
    log = tmp_path / "service.log"
    environment = {"PATH": f"{installed}:{os.environ['PATH']}", "PAPERLOOP_DATA_DIR": str(tmp_path / "data")}
    with log.open("wb") as output:
        program = [str(installed / told[0]), *told[1:]]
        process = subprocess.Popen(program, env=environment, cwd=tmp_path, stdout=output, stderr=subprocess.STDOUT)
    service = Served(process=process, port=port, data_dir=tmp_path / "data", log=log)
    try:
        wait_until_ready(service)
        yield service
    finally:
        process.kill()
        process.wait()


def test_the_installed_service_works_tells_its_health_and_ends_in_order(
    running: Served, installed: Path, tmp_path: Path
) -> None:
    assert healthy(running, installed)
    assert extracted_number(running, tmp_path) == "FT-2024-00417"

    tree = running.tree()
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(timeout=20) == 0
    _, alive = psutil.wait_procs(tree, timeout=5)
    assert alive == []
    assert running.spooled() == []
    assert not healthy(running, installed)


def healthy(service: Served, programs: Path) -> bool:
    """What the image's own HEALTHCHECK says."""
    command = only(IMAGE, "HEALTHCHECK").exec_form() or []
    told = [word.replace("127.0.0.1:8000", f"127.0.0.1:{service.port}") for word in command]
    run = subprocess.run([programs / told[0], *told[1:]], capture_output=True, check=False, timeout=30)
    return run.returncode == 0


def extracted_number(service: Served, folder: Path) -> str:
    path = folder / "sample.pdf"
    write_sample(path)
    answer = httpx.post(f"{service.url}/v1/extract", files={"file": path.read_bytes()}, timeout=60)
    answer.raise_for_status()
    return str(answer.json()["invoice"]["invoice_number"])
