"""What each stage of an extraction costs the process that works on it, beside PyMuPDF alone.

    python loadtest/costs.py [--rounds 25] [--pdf FILE]

All in this process, no service: the worker's own calls and their parts, each in turn, so that a busy machine is slow
for all of them. The least value of many tells most on such a machine; it is what "times" divides by the bare one's.
"""

import argparse
import gc
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import bare
import sample
from arguments import count
from figures import Figure, table

from paperloop.documents.extraction import DocumentFacts
from paperloop.pdf import handlers  # noqa: F401  # loads what the calls would load at their first use
from paperloop.pdf.calls import ParsePages, ReadAtOnce, ReadInvoice, facts_of
from paperloop.pdf.document import opened
from paperloop.pdf.parse import parse_pages
from paperloop.pdf.perform import GARBAGE
from paperloop.pdf.read import extracted_json, read_invoice
from paperloop.pdf.sidecar import read_pages, write_pages
from paperloop.pdf.words import page_text
from paperloop.readers.cross_check import cross_checked, telling
from paperloop.readers.grid import text_grid
from paperloop.readers.grounding import ground
from paperloop.readers.layout import read_layout
from paperloop.readers.llm import messages, parts_of, read_answer
from paperloop.readers.reading import read_answer_on
from paperloop.testing.answers import answer_from, seen_in

BATCH = 4
"""Runs between two looks at the clock."""

Stages = Mapping[str, Callable[[], object]]


def stages(pdf: bytes, folder: Path) -> Stages:
    """What is measured, by the names that are shown; the calls as the service sends them come first."""
    document, words = folder / "document.pdf", folder / "words"
    document.write_bytes(pdf)
    parsing = ParsePages(document=document, words=words, max_pages=500, want_grids=True)
    parsed = parse_pages(parsing)
    pages = read_pages(words)
    answers = tuple(answer_from(seen_in(messages(part))) for part in parts_of(parsed.grids))
    facts = facts_of("0" * 64, [parsed])
    reading = ReadInvoice(words=(words,), document=facts, model_answers=answers)
    at_once = ParsePages(
        document=document, words=words, max_pages=500, at_once=ReadAtOnce(sha256=facts.sha256, layout=True)
    )
    said = read_answer(*answers, grids=lambda: map(text_grid, pages))
    read = read_answer_on(pages, *answers)
    layout = read_layout(telling(pages), want_lines=False)
    return {
        "ParsePages, with grids": lambda: parse_pages(parsing),
        "  words": lambda: _words(document),
        "  grid": lambda: [text_grid(page) for page in pages],
        "  words to a file": lambda: write_pages(words, pages),
        "ReadInvoice, a model's answer": lambda: read_invoice(reading),
        "  words from a file": lambda: read_pages(words),
        "  the answer's values": lambda: read_answer(*answers, grids=lambda: map(text_grid, pages)),
        "  grounding": lambda: ground(said.invoice, pages, printed=said.printed),
        "  layout reader, no lines": lambda: read_layout(telling(pages), want_lines=False),
        "  cross-check": lambda: cross_checked(read, layout),
        "  JSON": lambda: extracted_json("llm", read, DocumentFacts(sha256="0" * 64, pages=2), evidence=True),
        "ParsePages, read at once by layout": lambda: parse_pages(at_once),
        "  layout reader": lambda: read_layout(pages),
    }


def figures(pdf: bytes, rounds: int) -> list[Figure]:
    """CPU ms of each stage, a value a round, and how many times the bare cost it is."""
    with tempfile.TemporaryDirectory(prefix="paperloop-bench-") as folder:
        measured = stages(pdf, Path(folder))
        gc.freeze()
        gc.set_threshold(GARBAGE)
        spent: dict[str, list[float]] = {name: [] for name in measured}
        alone: list[float] = []
        for _ in range(rounds):
            alone += bare.words_ms(pdf, 1)
            for name, work in measured.items():
                spent[name].append(_cpu_ms(work))
    return [
        Figure.of('bare PyMuPDF: open, get_text("words")', "ms CPU", alone),
        *(Figure.of(name, "ms CPU", values, note=_times(values, alone)) for name, values in spent.items()),
    ]


def _words(document: Path) -> None:
    with opened(document) as opening:
        for number, page in enumerate(opening.pdf, 1):
            page_text(page, number)


def _times(values: list[float], alone: list[float]) -> str:
    return f"{min(values) / min(alone):.2f} times bare"


def _cpu_ms(work: Callable[[], object]) -> float:
    started = time.process_time()
    for _ in range(BATCH):
        work()
    return (time.process_time() - started) * 1000 / BATCH


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure what each stage of an extraction costs its worker.")
    parser.add_argument("--rounds", type=count, default=25, help="values of each stage")
    parser.add_argument("--pdf", type=Path, metavar="FILE", help="read this invoice in place of the sample")
    asked = parser.parse_args()
    pdf = asked.pdf.read_bytes() if asked.pdf else sample.invoice()
    sys.stdout.write(f"sample: {sample.described(pdf)}\n\n{table(figures(pdf, asked.rounds))}\n")


if __name__ == "__main__":
    main()
