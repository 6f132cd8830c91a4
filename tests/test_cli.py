"""The service from a shell: what it prints, and what it says to people when it can't."""

import errno
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

import documents_made
import serving
from paperloop.cli import main
from paperloop.settings import Settings

INVOICE = documents_made.invoice(einvoice=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "invoice.pdf").write_bytes(INVOICE)
    (tmp_path / "three.pdf").write_bytes(documents_made.numbered(3))
    (tmp_path / "locked.pdf").write_bytes(documents_made.invoice(password="open sesame"))
    (tmp_path / "notes.txt").write_text("no PDF")
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "fields.json").write_text('{"type": "object", "properties": {"x": {"type": "string"}}}')
    (tmp_path / "odd.json").write_text('{"type": "object", "properties": {"x": {"type": "text"}}}')
    (tmp_path / "latin.json").write_bytes(b'{"\xe9": 1}')
    return tmp_path


@dataclass(frozen=True, slots=True)
class Run:
    """What a command printed, and its exit code."""

    code: int | str | None
    out: str
    err: str


Shell = Callable[..., Run]


@pytest.fixture
def shell(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """The command line in this process, which saves the start of a Python for each test."""

    def run(*arguments: str, **variables: str) -> Run:
        monkeypatch.setattr("sys.argv", ["paperloop", *arguments])
        for name, value in ({"COLUMNS": "160"} | variables).items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as exit_:
            main()
        said = capsys.readouterr()
        if isinstance(exit_.value.code, str):  # Python itself prints it, and exits with 1
            return Run(1, said.out, f"{said.err}{exit_.value.code}\n")
        return Run(exit_.value.code or 0, said.out, said.err)

    monkeypatch.chdir(folder)
    return run


def new_process(folder: Path, *arguments: str, **variables: str) -> Run:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("PAPERLOOP_")}
    command = [sys.executable, "-m", "paperloop", *arguments]
    run = subprocess.run(
        command, cwd=folder, env=bare | variables, capture_output=True, text=True, timeout=60, check=False
    )
    return Run(run.returncode, run.stdout, run.stderr)


def test_a_process_of_its_own_prints_json_and_exits_with_0(folder: Path) -> None:
    run = new_process(folder, "extract", "invoice.pdf")
    assert (run.code, run.err) == (0, "")
    assert json.loads(run.out)["reader"] == "einvoice"


@pytest.mark.parametrize(("command", "variables", "said"), [
    (["extract", "missing.pdf"], {}, "paperloop: missing.pdf: No such file or directory\n"),
    (["serve"], {"PAPERLOOP_LANES": "zero"}, "paperloop: PAPERLOOP_LANES: must be a whole number"),
])  # fmt: skip
def test_a_process_of_its_own_exits_with_1_and_says_why(
    folder: Path, command: list[str], variables: dict[str, str], said: str
) -> None:
    run = new_process(folder, *command, **variables)
    assert (run.code, run.out) == (1, "")
    assert run.err.startswith(said)


@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_extract_prints_the_whole_extraction_as_json(shell: Shell, flags: list[str]) -> None:
    run = shell("extract", "invoice.pdf", *flags)
    assert (run.code, run.err) == (0, "")
    told = json.loads(run.out)
    assert told["reader"] == "einvoice"
    assert told["invoice"]["totals"]["grand_total"] == "240.00"
    assert told["document"]["sha256"] == sha256(INVOICE).hexdigest()


def test_extract_prints_a_table_for_people(shell: Shell) -> None:
    run = shell("extract", "invoice.pdf", "--table", "--readers", "layout")
    assert run.code == 0
    assert "read by layout" in run.out
    (number,) = [line for line in run.out.splitlines() if line.startswith("invoice_number")]
    assert number.split()[:4] == ["invoice_number", "NT-2031-117", "1", "NT-2031-117"]


def test_extract_prints_both_when_both_are_asked(shell: Shell) -> None:
    run = shell("extract", "invoice.pdf", "--json", "--table")
    told, end = json.JSONDecoder().raw_decode(run.out)
    assert told["reader"] == "einvoice"
    assert "read by einvoice" in run.out[end:]


def test_text_prints_the_pages_meant(shell: Shell) -> None:
    run = shell("text", "three.pdf", "--pages", "2-3")
    assert (run.code, run.err) == (0, "")
    assert [page.strip() for page in run.out.split("\f")] == ["page 2 of 3", "page 3 of 3"]


@pytest.mark.parametrize(("flags", "variables"), [
    (["--password", "open sesame"], {}), ([], {"PAPERLOOP_DOCUMENT_PASSWORD": "open sesame"}),
])  # fmt: skip
def test_a_password_comes_as_an_option_or_from_the_environment(
    shell: Shell, flags: list[str], variables: dict[str, str]
) -> None:
    run = shell("text", "locked.pdf", *flags, **variables)
    assert (run.code, run.err) == (0, "")
    assert "NT-2031-117" in run.out


def test_nothing_is_left_in_the_folder_of_its_data(shell: Shell, folder: Path) -> None:
    shell("text", "three.pdf", PAPERLOOP_DATA_DIR="data")
    assert [path for path in (folder / "data").rglob("*") if path.name not in {"spool", ".lock"}] == []


@pytest.mark.parametrize(("arguments", "said"), [
    (["extract", "missing.pdf"], "missing.pdf: No such file or directory"),
    (["extract", "."], ".: Is a directory"),
    (["extract", "notes.txt"], "the file is not a PDF"),
    (["extract", "empty.pdf"], "the uploaded file is empty"),
    (["extract", "locked.pdf"], "the PDF is encrypted; send its password with `--password`"),
    (["extract", "locked.pdf", "--password", "x"], "the password does not open this PDF"),
    (["extract", "three.pdf", "--pages", "4"], "page 4 was asked for; the document has 3"),
    (["extract", "three.pdf", "--pages", "x"], "paperloop: --pages: write page numbers and ranges, such as 1-3,5"),
    (["text", "three.pdf", "--pages", "2-1"], "paperloop: --pages: write page numbers"),
    (["extract", "invoice.pdf", "--readers", "ocr"], "paperloop: --readers: `auto`, or any of einvoice, llm, layout"),
    (["extract", "invoice.pdf", "--readers", "llm"], "PAPERLOOP_LLM_BASE_URL, or ask for `--readers auto`"),
    (["extract", "three.pdf", "--readers", "einvoice"], "no Factur-X"),
    (["text", "notes.txt"], "the file is not a PDF"),
    (["extract", "invoice.pdf", "--schema", "fields.json"], "paperloop: --schema needs a language model"),
    (["extract", "invoice.pdf", "--schema", "odd.json"], "paperloop: --schema at /properties/x/type: write one of"),
    (["extract", "invoice.pdf", "--schema", "latin.json"], "paperloop: --schema: it holds bytes that are no UTF-8"),
    (["extract", "invoice.pdf", "--schema", "missing.json"], "missing.json: No such file or directory"),
])  # fmt: skip
def test_what_cannot_be_done_is_said_in_a_line(shell: Shell, arguments: list[str], said: str) -> None:
    run = shell(*arguments)
    assert run.code == 1
    assert run.out == ""
    assert run.err.startswith("paperloop: ")
    assert said in run.err
    assert len(run.err.splitlines()) == 1


@pytest.mark.parametrize("command", [["serve"], ["extract", "invoice.pdf"], ["text", "invoice.pdf"]])
def test_a_setting_that_cannot_be_used_is_named(shell: Shell, command: list[str]) -> None:
    run = shell(*command, PAPERLOOP_LANES="zero")
    assert run.code == 1
    assert run.err.startswith("paperloop: PAPERLOOP_LANES: ")
    assert "Traceback" not in run.err


@pytest.mark.parametrize("command", [["serve", "--port", "0"], ["extract", "invoice.pdf"], ["text", "three.pdf"]])
def test_a_data_folder_that_cannot_be_made_is_named(shell: Shell, command: list[str]) -> None:
    run = shell(*command, PAPERLOOP_DATA_DIR="notes.txt")
    assert run.code == 1
    assert run.err == "paperloop: PAPERLOOP_DATA_DIR: notes.txt/spool: Not a directory\n"


def test_pages_above_the_limit_are_told_in_the_words_of_the_command_line(shell: Shell) -> None:
    run = shell("text", "three.pdf", PAPERLOOP_MAX_PAGES="2")
    assert run.err == "paperloop: 3 pages were asked for; the limit is 2; ask for fewer with `--pages 1-2`\n"


@pytest.mark.parametrize(("error", "said"), [
    (OSError(errno.EFBIG, "File too large"), "paperloop: File too large\n"),
    (OSError("the disk is on holiday"), "paperloop: the disk is on holiday\n"),
])  # fmt: skip
def test_a_fault_of_the_system_that_concerns_no_file_is_told_without_one(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, error: OSError, said: str
) -> None:
    async def copy(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("paperloop.cli.spooled_copy", copy)
    assert shell("text", "three.pdf").err == said


@pytest.mark.parametrize("port", ["99999", "-1"])
def test_a_port_that_is_none_is_refused(shell: Shell, port: str) -> None:
    run = shell("serve", "--port", port)
    assert run.code == 2
    assert "'--port'" in run.err


def test_a_failure_is_found_in_the_log_by_its_request_id(tmp_path: Path) -> None:
    with serving.served(tmp_path) as service:
        shutil.rmtree(tmp_path / "spool")
        answer = httpx.post(f"{service.url}/v1/extract", content=INVOICE, headers={"content-type": "application/pdf"})
        assert answer.status_code == 500
        (line,) = [line for line in service.said().splitlines() if answer.headers["x-request-id"] in line]
        assert " ERROR paperloop.web.edge " in line
        assert "FileNotFoundError" in service.said()


@pytest.mark.parametrize("arguments", [["extract"], ["extract", "a.pdf", "--nonsense"], ["print", "a.pdf"]])
def test_a_command_that_is_none_exits_with_2(shell: Shell, arguments: list[str]) -> None:
    assert shell(*arguments).code == 2


def test_help_names_the_commands(shell: Shell) -> None:
    run = shell("--help")
    assert run.code == 0
    assert {"serve", "extract", "text"} <= set(run.out.split())


def test_help_names_every_setting(shell: Shell) -> None:
    said = shell("serve", "--help").out
    for name in Settings.model_fields:
        assert f"PAPERLOOP_{name.upper()}" in re.findall(r"[A-Z_]+", said)
