"""The documents that are measured: a folder's, or ones made on the spot."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from truths import BadTruth, Truth, read_invoice, read_row

from paperloop.testing.documents import Language, varied_invoice, write_invoice

_LANGUAGES: Final[Sequence[Language]] = ("en", "de")


class NoCorpus(Exception):
    """A folder that can't be measured; says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A PDF; `truth` is None where only an attached e-invoice can tell."""

    name: str
    path: Path
    truth: Truth | None = None


def of_folder(folder: Path) -> list[Document]:
    """Every PDF in `folder`, by name.

    Raises:
        NoCorpus: it has none, or a truth file can't be used.
    """
    if not folder.is_dir():
        raise NoCorpus(f"{folder} is no folder; name one that holds PDFs")
    truths = dict(_truths(folder))
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".pdf")
    if not paths:
        raise NoCorpus(f"{folder} holds no file that ends in .pdf")
    if lost := truths.keys() - {path.name for path in paths}:
        raise NoCorpus(f"{folder}: the truth names {min(lost)}, which is not there")
    return [Document(name=path.name, path=path, truth=truths.get(path.name)) for path in paths]


def made(folder: Path, count: int) -> list[Document]:
    """`count` invoices that the package draws itself, every other one with an e-invoice attached."""
    return [_made(folder, number) for number in range(count)]


def _made(folder: Path, number: int) -> Document:
    language = _LANGUAGES[number % len(_LANGUAGES)]
    invoice = varied_invoice(random.Random(number), language)  # noqa: S311  # the same documents in every run
    name = f"made-{number:03}.pdf"
    write_invoice(folder / name, invoice, language=language, einvoice=number // len(_LANGUAGES) % 2 == 0)
    return Document(name=name, path=folder / name, truth=read_invoice(invoice))


def _truths(folder: Path) -> Iterator[tuple[str, Truth]]:
    for path in sorted(folder.glob("truth*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                try:
                    yield read_row(line)
                except BadTruth as error:
                    raise NoCorpus(f"{path.name}, line {number}: {error}") from None
