"""The command as a whole: documents in, a document out."""

import json
from pathlib import Path

import measure
import pytest

from documents_made import numbered
from paperloop.testing.documents import short_invoice, write_short

SECTIONS = [
    "Summary",
    "Field by field",
    "Lines",
    "Confidence",
    "Review",
    "Attached e-invoices",
    "Scans at 200 dpi",
    "Limits of the corpus",
    "How it is scored",
]


def run(*arguments: str | Path, scans: int = 0) -> int:
    return measure.main([*map(str, arguments), "--date", "2031-03-14", "--scans", str(scans)])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The document of a handful of invoices that the package draws."""
    path = tmp_path_factory.mktemp("made") / "made.md"
    assert run("--count", "5", "--to", path, "--check") == 0
    return path.read_text("utf-8")


def test_without_a_folder_it_measures_invoices_of_its_own_and_writes_every_section(made: str) -> None:
    assert [line[3:] for line in made.splitlines() if line.startswith("## ")] == SECTIONS
    assert "Every target is met." in made
    assert "makes of 5 invoices that the package draws itself" in made


def test_the_document_bears_its_day_and_the_command_that_writes_it(made: str) -> None:
    assert "Measured on 2031-03-14 with Paperloop " in made
    assert '```\nmake accuracy ARGS="--count 5 --scans 0"\n```' in made


def test_the_same_documents_give_the_same_text(made: str, tmp_path: Path) -> None:
    assert run("--count", "5", "--to", tmp_path / "again.md") == 0
    assert (tmp_path / "again.md").read_text("utf-8") == made


def test_both_readers_are_scored_on_what_the_package_draws(made: str) -> None:
    assert "| `grand_total` | 5 | 0 | 0 | 100.0 % | at least 97.0 % | met |" in made
    assert "on the 3 documents that have one attached" in made


def test_some_documents_are_read_as_scans_too(tmp_path: Path) -> None:
    assert run("--count", "2", "--to", tmp_path / "out.md", scans=1) == 0
    _, _, scans = (tmp_path / "out.md").read_text("utf-8").partition("## Scans at 200 dpi")
    assert "1 of the documents as grey pictures" in scans
    assert "In 1 of the 1 pages were recognised." in scans
    assert "| `grand_total` | 1 | 0 | 0 | 100.0 % |" in scans


def corpus(folder: Path, **truth: str) -> Path:
    """Two e-invoices, and one document without: of the first a file tells the truth, of the last nobody."""
    folder.mkdir()
    for name in ("first-of-all.pdf", "second.pdf"):
        write_short(folder / name, einvoice=True)
    (folder / "third.pdf").write_bytes(numbered(1))
    row = {
        "pdf": "first-of-all.pdf",
        "fields": {"grand_total": str(short_invoice().totals.grand_total), "currency": "EUR"} | truth,
    }
    (folder / "truth.jsonl").write_text(json.dumps(row))
    return folder


def test_a_folder_is_measured_by_its_truth_files_and_its_einvoices(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "folder")
    assert run(folder, "--to", tmp_path / "out.md", "--check") == 0
    text = (tmp_path / "out.md").read_text("utf-8")
    assert "for 0 a file names all that is printed, for 1 a part; for 1 the attached e-invoice is it" in text
    assert "- Left out for want of a truth: 1." in text
    assert "Documents of which some fields are known (1):" in text
    assert "Lines of 1 documents: 3 printed, 3 given, 3 right." in text


def test_the_document_names_no_file_and_no_folder(tmp_path: Path) -> None:
    run(corpus(tmp_path / "folder"), "--to", tmp_path / "out.md")
    text = (tmp_path / "out.md").read_text("utf-8")
    assert 'make accuracy CORPUS="path/to/folder" ARGS="--scans 0"' in text
    assert "first-of-all" not in text
    assert str(tmp_path) not in text


def test_a_note_is_a_limit_of_the_documents(tmp_path: Path) -> None:
    run(corpus(tmp_path / "folder"), "--to", tmp_path / "out.md", "--note", "They are all about spades.")
    assert "\n- They are all about spades.\n" in (tmp_path / "out.md").read_text("utf-8")


def test_a_missed_target_is_told_and_fails_the_check_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = corpus(tmp_path / "folder", currency="SEK")
    assert run(folder, "--to", tmp_path / "out.md") == 0
    assert "**Targets missed: " in (tmp_path / "out.md").read_text("utf-8")
    assert run(folder, "--to", tmp_path / "out.md", "--check", "--show") == 1
    assert "first-of-all.pdf: currency wrong, no review: 'EUR'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "holds no file that ends in .pdf"),
        ({"a.pdf": "", "truth.jsonl": '{"pdf": "b.pdf", "fields": {}}'}, "the truth names b.pdf, which is not there"),
        ({"a.pdf": "", "truth.jsonl": '\n{"pdf": "a.pdf"}'}, "truth.jsonl, line 2: Value error, it needs one of"),
        ({"a.pdf": "no PDF"}, "no document has a truth or an e-invoice attached"),
    ],
)
def test_a_folder_that_cannot_be_measured_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], files: dict[str, str], said: str
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    assert run(tmp_path, "--to", tmp_path / "out.md") == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out.md").exists()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "nowhere", "--to", tmp_path / "out.md") == 2
    assert "nowhere is no folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--to", "nowhere/out.md"), "--to: there is no folder nowhere"),
        (("--scans", "-1"), "argument --scans: invalid"),
        (("--count", "many"), "argument --count: invalid"),
        (("--date", "14.3.2031"), "argument --date: invalid"),
    ],
)
def test_a_bad_option_is_refused_before_anything_is_read(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, str], said: str
) -> None:
    with pytest.raises(SystemExit) as end:
        measure.main(arguments)
    assert end.value.code == 2
    assert said in capsys.readouterr().err
