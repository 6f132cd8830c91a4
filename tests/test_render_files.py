"""`paperloop render`: résumés and invoices from files to PDFs."""

import json
from pathlib import Path

import pymupdf
import pytest

from paperloop.cli import main
from paperloop.render_files import target_of
from paperloop.testing.documents import short_invoice
from resumes_made import ADA, JSON_RESUME, RENDERCV, RESUME_DATA

YAML = """
cv:
  name: Dee Müller
  sections:
    Work:
      - company: Ostsee
        position: Engineer
        start_date: 2020-01-01
        end_date: present
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {"bare": ADA, "named": JSON_RESUME, "bo": RESUME_DATA["resume_data"], "cy": RENDERCV["rendercv"]}
    for name, document in files.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(document))
    invoice = json.loads(short_invoice().model_dump_json())
    answer = {"document": {}, "invoice": invoice, "evidence": {}, "checks": []}
    (tmp_path / "invoice.json").write_text(json.dumps(invoice))
    (tmp_path / "extraction.json").write_text(json.dumps(answer))
    (tmp_path / "dee.yaml").write_text(YAML)
    (tmp_path / "broken.json").write_text('{"basics": ')
    (tmp_path / "broken.yaml").write_text("a: [")
    (tmp_path / "twice.yaml").write_text(f"{YAML}  name: Dee Maier\n")
    (tmp_path / "twice.json").write_text('{"basics": {"name": "A", "name": "B"}}')
    (tmp_path / "circle.yaml").write_text("basics: &a {summary: *a}")
    (tmp_path / "chain.yaml").write_text(
        "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 1300))
    )
    (tmp_path / "list.json").write_text("[]")
    (tmp_path / "latin.json").write_bytes('{"basics": {"name": "Zoë"}}'.encode("latin-1"))
    (tmp_path / "wide.yaml").write_bytes(YAML.encode("utf-16"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def render(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["paperloop", "render", *arguments])
    with pytest.raises(SystemExit) as exited:
        main()
    return int(exited.value.code or 0)


def text_of(pdf: Path) -> str:
    with pymupdf.open(pdf) as opened:
        return str(opened[0].get_text())


@pytest.mark.parametrize(("file", "name"), [
    ("bare.json", "Ada Sørensen"), ("named.json", "Ada Sørensen"), ("bo.json", "Bo Lind"), ("cy.json", "Cy Ortega"),
    ("dee.yaml", "Dee Müller"), ("invoice.json", "Invoice FT-2024-00418"), ("extraction.json", "Invoice FT-2024-00418"),
])  # fmt: skip
def test_a_file_of_each_shape_becomes_a_pdf_beside_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], file: str, name: str
) -> None:
    assert render(monkeypatch, file) == 0
    made = folder / Path(file).with_suffix(".pdf")
    assert name in text_of(made)
    assert f"{made.name}: 1 page, 100.0% of it can be read back" in capsys.readouterr().err


def test_options_reach_the_page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    options = ("--variant", "backend", "--language", "de", "--paper", "Letter", "--theme", "plain")
    assert render(monkeypatch, "bo.json", "-o", "out.pdf", *options) == 0
    assert "An engineer of backends." in text_of(folder / "out.pdf")
    assert "heute" in text_of(folder / "out.pdf")


def test_of_many_files_those_that_fail_are_told_and_the_others_are_made(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = ("bare.json", "broken.json", "broken.yaml", "list.json", "missing.json", "dee.yaml")
    assert render(monkeypatch, *files, "--output", "made") == 1
    said = capsys.readouterr().err
    assert sorted(path.name for path in (folder / "made").iterdir()) == ["bare.pdf", "dee.pdf"]
    for file in ("broken.json", "broken.yaml", "list.json", "missing.json"):
        assert f"{file}: " in said
    assert "Traceback" not in said


@pytest.mark.parametrize(("file", "said"), [
    ("twice.yaml", "it can't be read: `name` in line 10 stands in line 3 too; give each key once"),
    ("twice.json", "it can't be read: /basics has more than one member `name`; give each once"),
    ("circle.yaml", "it can't be read: the alias `*a` in line 1, column 22 stands for what holds it"),
    ("chain.yaml", "it can't be read: it is nested too deep"),
    ("list.json", "it can't be read: it is a list and no object"),
    ("missing.json", "No such file or directory"),
    ("latin.json", "it can't be read: byte 23 is no UTF-8; save it as UTF-8"),
    ("wide.yaml", "it can't be read: byte 0 is no UTF-8; save it as UTF-8"),
])  # fmt: skip
def test_a_file_that_can_t_be_read_whole_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], file: str, said: str
) -> None:
    assert render(monkeypatch, file) == 1
    assert f"{file}: {said}" in " ".join(capsys.readouterr().err.split())
    assert not (folder / file).with_suffix(".pdf").exists()


def test_a_wrong_option_is_told_for_each_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert render(monkeypatch, "bare.json", "--theme", "nonsense") == 1
    assert "classic" in capsys.readouterr().err
    assert not (folder / "bare.pdf").exists()


def test_half_a_surrogate_pair_is_told_as_over_http(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "half.json").write_text('{"basics": {"name": "Ada \\ud800"}}')
    assert render(monkeypatch, "half.json") == 0
    assert "/json_resume/basics/name: characters that can't be printed" in capsys.readouterr().err


def test_what_no_font_has_costs_the_standard_or_the_document(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "odd.json").write_text(json.dumps({"basics": {"name": "Ada \U00013000"}}))
    assert render(monkeypatch, "odd.json", "--standard", "PDF/A-2b") == 1
    assert render(monkeypatch, "odd.json", "--standard", "PDF/A-2b", "--unprintable", "drop-standard") == 0


@pytest.mark.parametrize(("output", "alone", "target"), [
    (None, True, "in/cv.pdf"), (None, False, "in/cv.pdf"), ("x.pdf", True, "x.pdf"), ("out", False, "out/cv.pdf"),
])  # fmt: skip
def test_where_a_pdf_goes(output: str | None, alone: bool, target: str) -> None:
    assert target_of(Path("in/cv.json"), Path(output) if output else None, alone=alone) == Path(target)
