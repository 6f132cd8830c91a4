"""The readers on all documents whose truth is known."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import Document
from readings import Answer, service
from scans import scanned
from scoring import Score, score
from truths import Truth, read_invoice

from paperloop.documents.extraction import Extraction

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A document whose truth is known, its own e-invoice's where `from_xml`."""

    document: Document
    truth: Truth
    from_xml: bool
    einvoice: Extraction | None

    def score(self, answer: Answer) -> Score:
        return score(self.document.name, self.truth, answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Scores of the layout reader on all that is `known`, and on `scans` of some: as pictures and, `unscanned`, before.

    `recognised` counts the scans of which OCR read a page; `left_out` the documents without a truth.
    """

    known: Sequence[Known]
    left_out: int
    layout: Sequence[Score]
    scans: Sequence[Score]
    unscanned: Sequence[Score]
    recognised: int

    @property
    def einvoices(self) -> list[Score]:
        """The e-invoice reader's, where the truth has another source."""
        return [each.score(each.einvoice) for each in self.known if each.einvoice and not each.from_xml]


def tried(documents: Sequence[Document], folder: Path, say: Say, *, scans: int | None) -> Trial:
    """`folder` is for files that nobody needs afterwards. `scans` documents are read as scans too; None: all."""
    known, answers = asyncio.run(_read(documents, folder, say))
    layout = _scores(known, answers)
    chosen = _spread(len(known), len(known) if scans is None else scans)
    pictures = scanned([known[index].document.path for index in chosen], folder, say) if chosen else []
    recognised = asyncio.run(_read_scans(pictures, folder, say)) if pictures else []
    return Trial(
        known=known,
        left_out=len(documents) - len(known),
        layout=layout,
        scans=_scores([known[index] for index in chosen], recognised),
        unscanned=[layout[index] for index in chosen],
        recognised=sum(isinstance(answer, Extraction) and bool(answer.document.pages_ocr) for answer in recognised),
    )


def _spread(count: int, wanted: int) -> list[int]:
    """`wanted` of `count` indices at even distances, all of them where more are wanted."""
    taken = min(count, wanted)
    return [index * count // taken for index in range(taken)]


def _scores(known: Sequence[Known], answers: Sequence[Answer]) -> list[Score]:
    return [each.score(answer) for each, answer in zip(known, answers, strict=True)]


async def _read(documents: Sequence[Document], folder: Path, say: Say) -> tuple[list[Known], list[Answer]]:
    async with service(folder, say) as running:
        say(f"the e-invoices attached to {len(documents)} documents")
        einvoices = await running.read([document.path for document in documents], "einvoice")
        known = list(_with_truth(documents, einvoices))
        say(f"the layout reader on {len(known)} documents")
        layout = await running.read([each.document.path for each in known], "layout")
    return known, [answer for answer in layout if answer]


async def _read_scans(paths: Sequence[Path], folder: Path, say: Say) -> list[Answer]:
    async with service(folder, say) as running:
        say(f"the layout reader on {len(paths)} scans, which takes some seconds a page")
        return [answer for answer in await running.read(paths, "layout") if answer]


def _with_truth(documents: Sequence[Document], answers: Sequence[Answer | None]) -> Iterator[Known]:
    for document, answer in zip(documents, answers, strict=True):
        einvoice = answer if isinstance(answer, Extraction) else None
        if document.truth:
            yield Known(document=document, truth=document.truth, from_xml=False, einvoice=einvoice)
        elif einvoice:
            truth = read_invoice(einvoice.invoice, einvoice.evidence)
            yield Known(document=document, truth=truth, from_xml=True, einvoice=einvoice)
