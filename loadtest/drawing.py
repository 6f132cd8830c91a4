"""Draws what the users of a load test send: invoices of many sizes, hostile files, résumés."""

import hashlib
from pathlib import Path
from random import Random

import resumes
import sample
from materials import Hostile, Invoice, Materials

from paperloop.documents.invoice import Invoice as Drawn
from paperloop.testing import documents

PDF = "application/pdf"
EXTRACT = "/v1/extract?readers=layout"
BALLAST_BYTES = 4_000_000
LONG_PAGES = 25
"""More than one chunk."""
RESUMES = 12


def draw(folder: Path, *, max_upload_bytes: int) -> Materials:
    """Everything, in files of `folder`, the same in every run; about three seconds."""
    drawn = Materials(
        invoices=_invoices(folder),
        hostile=_hostile(folder, max_upload_bytes),
        resumes=tuple(resumes.resume(number) for number in range(RESUMES)),
    )
    drawn.write(folder)
    return drawn


def _invoices(folder: Path) -> tuple[Invoice, ...]:
    short, two_pages = documents.short_invoice(), documents.sample_invoice()
    varied = [documents.varied_invoice(Random(seed)) for seed in range(3)]  # noqa: S311  # the same in every run
    ordinary = [
        _invoice(folder, "one page", 6, short),
        _invoice(folder, "two pages", 6, two_pages),
        _invoice(folder, "two pages, e-invoice", 2, two_pages, einvoice=True),
        *(_invoice(folder, f"varied {number}", 2, each) for number, each in enumerate(varied)),
    ]
    return (*ordinary, _swollen(folder, ordinary[0]), _long(folder))


def _invoice(folder: Path, name: str, weight: int, invoice: Drawn, *, einvoice: bool = False) -> Invoice:
    path = _path(folder, name)
    documents.write_invoice(path, invoice, einvoice=einvoice)
    return _known(name, path, weight, number=invoice.invoice_number or "")


def _swollen(folder: Path, small: Invoice) -> Invoice:
    path = _path(folder, "megabytes")
    path.write_bytes(sample.swollen(Path(small.path).read_bytes(), BALLAST_BYTES))
    return _known("megabytes", path, 1, number=small.number)


def _long(folder: Path) -> Invoice:
    path = _path(folder, "long")
    documents.write_long(path, pages=LONG_PAGES)
    return _known("long", path, 1, number=documents.long_invoice(1).invoice_number or "")


def _known(name: str, path: Path, weight: int, *, number: str) -> Invoice:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Invoice(name=name, path=str(path), weight=weight, sha256=digest, number=number)


def _hostile(folder: Path, max_upload_bytes: int) -> tuple[Hostile, ...]:
    for name, write in {
        "broken": lambda path: documents.write_truncated(path, share=0.3),
        "encrypted": lambda path: documents.write_encrypted(path, "secret"),
        "huge page": documents.write_huge_page,
        "overclaimed": documents.write_overclaimed,
        "bomb": lambda path: documents.write_bomb(path, inflated_bytes=1 << 28),
    }.items():
        write(_path(folder, name))
    oversized = b"%PDF-1.7\n" + Random(0).randbytes(max_upload_bytes)  # noqa: S311  # the same bytes in every run
    multipart = b'--no\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-'
    written = {
        "oversized": oversized,
        "text": b"This is no PDF. " * 1000,
        "picture": b"\x89PNG\r\n\x1a\n" + bytes(5000),
        "empty": b"",
        "page of HTML": b"<!doctype html><title>404</title>" + b"<p>no invoice" * 500,
        "noise after a PDF's first bytes": b"%PDF-1.7\n" + Random(1).randbytes(200_000),  # noqa: S311
        "multipart without an end": multipart,
    }
    for name, data in written.items():
        _path(folder, name).write_bytes(data)

    def hostile(name: str, *statuses: int, target: str = EXTRACT, content_type: str = PDF) -> Hostile:
        path = str(_path(folder, name))
        return Hostile(name=name, path=path, target=target, content_type=content_type, statuses=statuses)

    return (
        hostile("broken", 200, 422),
        hostile("encrypted", 422),
        hostile("huge page", 422, target="/v1/render/png"),
        hostile("overclaimed", 413),
        hostile("bomb", 422),
        hostile("oversized", 413),
        hostile("text", 415),
        hostile("picture", 415),
        hostile("empty", 400),
        hostile("page of HTML", 415),
        hostile("noise after a PDF's first bytes", 422),
        hostile("multipart without an end", 400, content_type="multipart/form-data; boundary=no"),
    )


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name.replace(' ', '-').replace(',', '')}.pdf"
