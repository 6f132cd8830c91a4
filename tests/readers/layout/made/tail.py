"""What stands below the lines: sums, terms, the account."""

import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from readers.layout.made.content import Content
from readers.layout.made.printing import Printing
from readers.layout.made.sheet import HEIGHT, WIDTH, Sheet

LEFT, RIGHT = 50.0, WIDTH - 50.0


def draw_totals(
    rng: random.Random, what: Content, printing: Printing, sheet: Sheet, y: float, truth: dict[str, Any],
    foot: Callable[[], None],
) -> None:  # fmt: skip
    if y > HEIGHT - 280:
        foot()
        sheet.turn_page()
        y = 60.0
    rows = list(_rows(rng, what, truth))
    style = rng.choice(["right", "right", "right", "left", "near", "across"])
    size = rng.choice([9, 9, 10])
    if style == "across" and len(rows) <= 4:
        y = _across(printing, sheet, y + 12, rows) + 20
    else:
        x, edge = {"left": (LEFT, 250.0), "near": (330.0, RIGHT), "across": (300.0, RIGHT)}.get(style, (360.0, RIGHT))
        y += 8
        for label, value in rows:
            sheet.put(x, y, printing.label(label), size)
            sheet.put(edge, y, printing.money(value, total=True), size, right=True)
            y += 1.5 * size
    if what.scheme == "several" and rng.random() < 0.5:
        y = _vat_table(what, printing, sheet, y + 10)
    _rest(rng, what, printing, sheet, y + 14, truth)


def _across(printing: Printing, sheet: Sheet, y: float, rows: list[tuple[str, Decimal]]) -> float:
    step = (RIGHT - LEFT) / len(rows)
    for place, (label, value) in enumerate(rows):
        sheet.put(LEFT + step * place, y, label, 8)
        sheet.put(LEFT + step * place, y + 13, printing.money(value, total=True), 10)
    return y + 26


def _rows(rng: random.Random, what: Content, truth: dict[str, Any]):
    words = what.words
    word = lambda key: rng.choice(words[key])  # noqa: E731
    truth |= {"grand_total": what.gross}
    if what.reduction or what.shipping:
        yield word("lines"), what.lines_sum
        truth["line_total"] = what.lines_sum
        if what.reduction:
            yield word("reduction"), -what.reduction
            truth["allowance_total"] = what.reduction
        if what.shipping:
            yield word("shipping"), what.shipping
            truth["charge_total"] = what.shipping
    plain = what.scheme in ("none", "reverse")
    taxes = list(_taxes(rng, what, word))
    if what.gross_lines and rng.random() < 0.5:
        yield word("gross"), what.gross
        yield from _included(rng, what, taxes)
        truth["tax_total"] = what.tax if len(taxes) == 1 else None
    elif plain and rng.random() < 0.6:
        yield word("gross"), what.gross
    else:
        if not (what.language == "us" and (what.reduction or what.shipping)):
            yield word("net"), what.net
            truth["tax_basis_total"] = what.net
        yield from taxes
        truth["tax_total"] = what.tax if len(taxes) == 1 else None
        yield word("gross"), what.gross
    if what.prepaid:
        yield word("prepaid"), rng.choice([what.prepaid, -what.prepaid])
        yield word("payable"), what.gross - what.prepaid
        truth |= {"prepaid": what.prepaid, "due_payable": what.gross - what.prepaid}
    elif rng.random() < 0.2:
        yield word("payable"), what.gross
        truth["due_payable"] = what.gross


def _taxes(rng: random.Random, what: Content, word):
    if what.scheme == "indian":
        half = (what.tax / 2).quantize(Decimal("0.01"))
        yield "CGST 9%", half
        yield "SGST 9%", half
    elif len(what.rates) == 1:
        yield word("tax").format(rate=f"{what.rates[0][0].normalize():f}"), what.tax
    else:
        label = next(text for text in what.words["tax"] if "{rate}" in text)
        for rate, _, tax in what.rates:
            yield label.format(rate=f"{rate.normalize():f}"), tax


def _included(rng: random.Random, what: Content, taxes):
    prefix = {"de": "darin enthalten ", "en": "incl. ", "fr": "dont ", "nl": "waarvan ", "sv": "varav "}.get(
        what.language, "incl. "
    )
    for label, value in taxes:
        yield prefix + label, value


def _vat_table(what: Content, printing: Printing, sheet: Sheet, y: float) -> float:
    for x, key in ((130.0, "rate"), (230.0, "net"), (330.0, "tax")):
        sheet.put(x, y, what.words[key][0].format(rate="").replace("%", "").strip(), 8, right=True)
    for rate, basis, tax in what.rates:
        y += 12
        sheet.put(130, y, f"{printing.number(rate, None)} %", 8, right=True)
        sheet.put(230, y, printing.money(basis), 8, right=True)
        sheet.put(330, y, printing.money(tax), 8, right=True)
    return y + 14


def _rest(rng: random.Random, what: Content, printing: Printing, sheet: Sheet, y: float, truth: dict[str, Any]) -> None:
    words = what.words
    if what.scheme == "reverse":
        sheet.put(LEFT, y, rng.choice(words["reverse"]), 9)
        y += 14
    if rng.random() < 0.6:
        terms = rng.choice(words["terms"]).format(days=what.days)
        sheet.put(LEFT, y, terms, 9)
        truth["payment_terms"] = terms
        y += 14
    if what.iban:
        parts = [what.iban[i : i + 4] for i in range(0, len(what.iban), 4)]
        iban = rng.choice([what.iban, " ".join(parts)])
        bank = rng.choice(words["bank"])
        sheet.put(LEFT, y, f"{bank}: Musterbank   IBAN: {iban}" if rng.random() < 0.3 else f"IBAN {iban}", 9)
        truth["iban"] = what.iban
        y += 14
    if rng.random() < 0.5:
        sheet.put(LEFT, y, rng.choice(words["thanks"]), 9)
