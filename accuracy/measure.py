"""What the readers get right over a folder of invoices, as a document.

    python accuracy/measure.py [FOLDER ...] [--to FILE] [--date DATE] [--scans N] [--check] [--show]

Without a folder it measures invoices that the package draws itself. It ends with 0 also when a target is missed, which
the document says; with --check it ends with 1 then.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from corpus import Document, NoCorpus, made, of_folder
from facts import facts_of
from page import Measured, written
from scoring import Outcome, Score
from targets import missed
from trial import tried

COUNT: Final = 24
DOCUMENT: Final = Path(__file__).parents[1] / "docs" / "accuracy.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked for; returns how the process should end."""
    asked = _arguments(arguments)
    with tempfile.TemporaryDirectory(prefix="accuracy-") as folder:
        try:
            measured = _measured(asked, Path(folder))
        except NoCorpus as error:
            _say(str(error))
            return 2
    if asked.show:
        _show("", measured.trial.layout)
        _show(" as a scan", measured.trial.scans)
    asked.to.write_text(written(measured), encoding="utf-8")
    failed = missed(measured.trial.layout)
    _say(f"{asked.to.name} is written; targets missed: {', '.join(goal.name for goal in failed) or 'none'}")
    return 1 if failed and asked.check else 0


def whole_number(text: str) -> int:
    """
    Raises:
        ValueError: it is none, or below zero.
    """
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def _measured(asked: argparse.Namespace, spare: Path) -> Measured:
    """
    Raises:
        NoCorpus: there is nothing to measure.
    """
    trial = tried(_documents(asked.folders, asked.count, spare), spare, _say, scans=asked.scans)
    if not trial.known:
        raise NoCorpus("no document has a truth or an e-invoice attached; accuracy/README.md says what is needed")
    return Measured(
        command=_command(asked),
        day=asked.date,
        is_made=not asked.folders,
        note=asked.note,
        facts=facts_of(each.document.path for each in trial.known),
        trial=trial,
    )


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure what the readers get right, field by field.")
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="PDFs whose content is known")
    parser.add_argument("--to", type=Path, default=DOCUMENT, metavar="FILE", help="where to write: docs/accuracy.md")
    parser.add_argument(
        "--date", type=date.fromisoformat, default=datetime.now(UTC).date(), help="the day that the document bears"
    )
    parser.add_argument(
        "--count", type=whole_number, default=COUNT, help="how many invoices to draw where no folder is named"
    )
    parser.add_argument("--note", default="", metavar="TEXT", help="a limit of the documents that only you know")
    parser.add_argument(
        "--scans",
        type=whole_number,
        metavar="N",
        help="of how many documents scans are read too, which takes its time: all",
    )
    parser.add_argument("--check", action="store_true", help="end with 1 when a target is missed")
    parser.add_argument("--show", action="store_true", help="list what is wrong or missing, with file names")
    asked = parser.parse_args(arguments)
    if not asked.to.parent.is_dir():
        parser.error(f"--to: there is no folder {asked.to.parent}")
    return asked


def _documents(folders: Sequence[Path], count: int, spare: Path) -> list[Document]:
    if folders:
        return [document for folder in folders for document in of_folder(folder)]
    _say(f"drawing {count} invoices")
    return made(spare, count)


def _command(asked: argparse.Namespace) -> str:
    """What makes these figures again, with a placeholder for each folder."""
    folders = f' CORPUS="{" ".join(["path/to/folder"] * len(asked.folders))}"' if asked.folders else ""
    drawn = [f"--count {asked.count}"] if asked.count != COUNT and not asked.folders else []
    options = [*drawn, *([] if asked.scans is None else [f"--scans {asked.scans}"])]
    return f"make accuracy{folders}" + (f' ARGS="{" ".join(options)}"' if options else "")


def _show(how: str, scores: Sequence[Score]) -> None:
    for each in scores:
        if each.refused:
            _say(f"{each.document}{how}: refused: {each.refused}")
        for value in (*each.header, *each.rows):
            if value.outcome is not Outcome.RIGHT:
                sure = f" ({value.confidence:.2f})" if value.outcome is Outcome.WRONG else ""
                review = "" if each.needs_review else ", no review"
                said = f"{value.field} {value.outcome}{review}: {value.given!r}{sure}, printed {value.wanted!r}"
                _say(f"{each.document}{how}: {said}")


def _say(text: str) -> None:
    sys.stderr.write(f"accuracy: {text}\n")


if __name__ == "__main__":
    sys.exit(main())
