"""What the readers get right over a folder of invoices, as a document.

    python accuracy/measure.py [FOLDER ...] [--to FILE] [--date DATE] [--count N] [--check] [--show]

Without a folder it measures invoices that the package draws itself. It ends with 0 also when a target is missed, which
the document says; with --check it ends with 1 then.
"""

import argparse
import asyncio
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from corpus import Document, NoCorpus, made, of_folder
from facts import facts_of
from page import Measured, written
from readings import Answer, service
from scoring import Outcome, Score, score
from targets import missed
from truths import Truth, read_invoice

from paperloop.documents.extraction import Extraction

COUNT: Final = 24
DOCUMENT: Final = Path(__file__).parents[1] / "docs" / "accuracy.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked for; returns how the process should end."""
    asked = _arguments(arguments)
    with tempfile.TemporaryDirectory(prefix="accuracy-") as folder:
        try:
            documents = _documents(asked.folders, asked.count, Path(folder))
        except NoCorpus as error:
            _say(str(error))
            return 2
        answers = asyncio.run(_read(documents, Path(folder)))
        if not answers.known:
            _say("no document has a truth or an e-invoice attached; accuracy/README.md says what is needed")
            return 2
        measured = _measured(answers, asked)
    if asked.show:
        _show(measured.layout)
    asked.to.write_text(written(measured), encoding="utf-8")
    failed = missed(measured.layout)
    _say(f"{asked.to.name} is written; targets missed: {', '.join(goal.name for goal in failed) or 'none'}")
    return 1 if failed and asked.check else 0


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure what the readers get right, field by field.")
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="PDFs whose content is known")
    parser.add_argument("--to", type=Path, default=DOCUMENT, metavar="FILE", help="where to write: docs/accuracy.md")
    parser.add_argument(
        "--date", type=date.fromisoformat, default=datetime.now(UTC).date(), help="the day that the document bears"
    )
    parser.add_argument("--count", type=int, default=COUNT, help="how many invoices to draw where no folder is named")
    parser.add_argument("--check", action="store_true", help="end with 1 when a target is missed")
    parser.add_argument("--show", action="store_true", help="list what is wrong or missing, with file names")
    return parser.parse_args(arguments)


def _documents(folders: Sequence[Path], count: int, spare: Path) -> list[Document]:
    if folders:
        return [document for folder in folders for document in of_folder(folder)]
    _say(f"drawing {count} invoices")
    return made(spare, count)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A document whose truth is known, its own e-invoice's where `from_xml`."""

    document: Document
    truth: Truth
    from_xml: bool
    einvoice: Answer | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answers:
    """What the layout reader says of each known document; `left_out` counts those without a truth."""

    known: Sequence[_Known]
    layout: Sequence[Answer]
    left_out: int


async def _read(documents: Sequence[Document], folder: Path) -> _Answers:
    async with service(folder, _say) as running:
        _say(f"the e-invoices attached to {len(documents)} documents")
        einvoices = await running.read([document.path for document in documents], "einvoice")
        known = list(_with_truth(documents, einvoices))
        _say(f"the layout reader on {len(known)} documents")
        layout = await running.read([each.document.path for each in known], "layout")
    return _Answers(known=known, layout=[each for each in layout if each], left_out=len(documents) - len(known))


def _with_truth(documents: Sequence[Document], einvoices: Sequence[Answer | None]) -> Iterator[_Known]:
    for document, einvoice in zip(documents, einvoices, strict=True):
        if document.truth:
            yield _Known(document=document, truth=document.truth, from_xml=False, einvoice=einvoice)
        elif isinstance(einvoice, Extraction):
            truth = read_invoice(einvoice.invoice, einvoice.evidence)
            yield _Known(document=document, truth=truth, from_xml=True, einvoice=einvoice)


def _measured(answers: _Answers, asked: argparse.Namespace) -> Measured:
    known = answers.known
    return Measured(
        command=_command(asked),
        day=asked.date,
        is_made=not asked.folders,
        facts=facts_of(each.document.path for each in known),
        countries=Counter(each.truth.country for each in known if each.truth.country),
        from_xml=sum(each.from_xml for each in known),
        left_out=answers.left_out,
        layout=[
            score(each.document.name, each.truth, answer) for each, answer in zip(known, answers.layout, strict=True)
        ],
        einvoices=[
            score(each.document.name, each.truth, each.einvoice)
            for each in known
            if each.einvoice is not None and not each.from_xml
        ],
    )


def _command(asked: argparse.Namespace) -> str:
    """What makes these figures again, with a placeholder for each folder."""
    if asked.folders:
        return f'make accuracy CORPUS="{" ".join(["path/to/folder"] * len(asked.folders))}"'
    return "make accuracy" + (f' ARGS="--count {asked.count}"' if asked.count != COUNT else "")


def _show(scores: Sequence[Score]) -> None:
    for each in scores:
        if each.refused:
            _say(f"{each.document}: refused: {each.refused}")
        for value in (*each.header, *each.rows):
            if value.outcome is not Outcome.RIGHT:
                sure = f" ({value.confidence:.2f})" if value.outcome is Outcome.WRONG else ""
                review = "" if each.needs_review else ", no review"
                _say(
                    f"{each.document}: {value.field} {value.outcome}{review}: {value.given!r}{sure}, printed"
                    f" {value.wanted!r}"
                )


def _say(text: str) -> None:
    sys.stderr.write(f"accuracy: {text}\n")


if __name__ == "__main__":
    sys.exit(main())
