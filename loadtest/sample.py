"""The documents that are sent: a two-page invoice, and the same in 50 MB."""

import random

import pymupdf

LOGO_PX = 215


def invoice() -> bytes:
    """A two-page invoice of about 150 KB with a text layer, no e-invoice inside."""
    document = pymupdf.open()
    _first_page(document.new_page(width=595, height=842))
    _second_page(document.new_page(width=595, height=842))
    return bytes(document.tobytes(deflate=True))


def swollen(pdf: bytes, size: int) -> bytes:
    """`pdf` in about `size` bytes (a little less), by a stream that no page uses."""
    document = pymupdf.open(stream=pdf, filetype="pdf")
    ballast = document.get_new_xref()
    document.update_object(ballast, "<<>>")
    document.update_stream(ballast, _noise(size - len(pdf) - 10_000), compress=False)
    return bytes(document.tobytes())


def _first_page(page: pymupdf.Page) -> None:
    noise = _noise(LOGO_PX * LOGO_PX * 3)
    page.insert_image((430, 40, 550, 160), pixmap=pymupdf.Pixmap(pymupdf.csRGB, LOGO_PX, LOGO_PX, noise, False))
    _print(page, 60, ["Nordlicht Nursery Ltd", "12 Orchard Lane", "Bristol BS1 4XX", "VAT ID GB980780684"])
    _print(page, 180, ["Bill to", "Harbour Gardens Ltd", "3 Quay Street", "London E1 6AN"])
    _print(page, 260, ["Invoice number: 2024-00317", "Invoice date: 15 March 2024", "Due date: 14 April 2024"])
    _row(page, 330, "Description", "Quantity", "Price", "Amount")
    for row in range(34):
        _row(page, 345 + row * 14, f"Hornbeam hedge, bare root, 60-80 cm, lot {row + 1}", "10", "12.50", "125.00")


def _second_page(page: pymupdf.Page) -> None:
    _row(page, 60, "Description", "Quantity", "Price", "Amount")
    for row in range(26):
        _row(page, 75 + row * 14, f"Field maple, container 3 l, lot {row + 35}", "10", "12.50", "125.00")
    for row, (label, amount) in enumerate([("Net total", "7,500.00"), ("VAT 20 %", "1,500.00")]):
        _row(page, 460 + row * 14, label, "", "", amount)
    _row(page, 490, "Grand total", "", "GBP", "9,000.00")
    _print(page, 530, ["Payment by bank transfer: IBAN GB33 BUKB 2020 1555 5555 55", "Thank you for your order."])


def _row(page: pymupdf.Page, y: float, *cells: str) -> None:
    for x, cell in zip((60, 340, 420, 490), cells, strict=True):
        page.insert_text((x, y), cell, fontsize=9)


def _print(page: pymupdf.Page, y: float, lines: list[str]) -> None:
    for index, line in enumerate(lines):
        page.insert_text((60, y + 13 * index), line, fontsize=10)


def _noise(size: int) -> bytes:
    return random.Random(0).randbytes(size)  # noqa: S311  # the same bytes in every run
