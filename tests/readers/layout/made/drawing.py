"""An invoice's content on paper, in one of many arrangements, and the truth of what was printed."""

import random
from typing import Any

from paperloop.documents.pages import Page
from readers.layout.made.content import Company, Content
from readers.layout.made.printing import Printing
from readers.layout.made.sheet import HEIGHT, WIDTH, Sheet, width
from readers.layout.made.table import draw_table
from readers.layout.made.tail import draw_totals

LEFT, RIGHT = 50.0, WIDTH - 50.0


def draw(rng: random.Random, what: Content) -> tuple[list[Page], dict[str, Any]]:
    head = _Head(rng, what, Printing(rng, what), Sheet(rng.choice([1.1, 1.2, 1.37])))
    y = head.draw()
    y = draw_table(rng, what, head.printing, head.sheet, y, head.truth, foot=head.foot)
    draw_totals(rng, what, head.printing, head.sheet, y, head.truth, foot=head.foot)
    head.foot()
    return head.sheet.done(), head.truth


class _Head:
    def __init__(self, rng: random.Random, what: Content, printing: Printing, sheet: Sheet) -> None:
        self.rng, self.what, self.printing, self.sheet = rng, what, printing, sheet
        self.words = what.words
        self.seller_at = rng.choice(["left", "left", "right", "foot", "label", "window"])
        self.foot_style = (
            rng.choice(["none", "line", "columns"]) if self.seller_at != "foot" else rng.choice(["line", "columns"])
        )
        self.vat_in_foot = self.foot_style != "none" and rng.random() < 0.5
        self.truth: dict[str, Any] = {
            "seller_name": what.seller.name,
            "buyer_name": what.buyer.name,
            "invoice_number": what.number,
            "issue_date": what.issued,
            "currency": what.currency if printing.where != "none" else None,
        }

    def word(self, key: str) -> str:
        return self.rng.choice(self.words[key])

    def draw(self) -> float:
        y = {"left": self._letterhead, "right": self._letterhead_right, "window": self._window, "foot": lambda: 60.0,
             "label": lambda: 50.0}[self.seller_at]()  # fmt: skip
        return self._parties_and_facts(y)

    def _contact(self, company: Company, *, vat: bool) -> list[str]:
        lines = []
        if company.phone and self.rng.random() < 0.7:
            lines.append(f"{self.word('phone')} {company.phone}".strip())
            self.truth["seller_phone"] = company.phone
        if company.email and self.rng.random() < 0.8:
            label = self.word("email")
            lines.append(
                f"{label}: {company.email}" if label and not label.endswith(":") else f"{label} {company.email}".strip()
            )
            self.truth["seller_email"] = company.email
        if vat and company.vat_id:
            lines.append(f"{self.word('vat')}{self.rng.choice([':', '', ':'])} {company.vat_id}")
            self.truth["seller_vat_id"] = company.vat_id
        return lines

    def _letterhead(self) -> float:
        return self._letterhead_at(LEFT, right=False)

    def _letterhead_right(self) -> float:
        return (
            self._letterhead_at(RIGHT, right=True) if self.rng.random() < 0.5 else self._letterhead_at(380, right=False)
        )

    def _letterhead_at(self, x: float, *, right: bool) -> float:
        seller = self.what.seller
        size = self.rng.choice([9, 12, 16])
        self.sheet.put(x, 40, seller.name, size, right=right)
        lines = [seller.street, seller.town, *self._contact(seller, vat=not self.vat_in_foot)]
        return self.sheet.stack(x, 44 + 1.2 * size, lines, 9, right=right) + 20

    def _window(self) -> float:
        seller = self.what.seller
        mark = self.rng.choice([" • ", " · ", ", ", " - ", " | "])
        self.sheet.put(LEFT, 120, mark.join([seller.name, seller.street, seller.town]), 6.5)
        if self.rng.random() < 0.7:
            self.sheet.put(RIGHT, 40, seller.name, 15, right=True)
            self.sheet.stack(400, 62, self._contact(seller, vat=not self.vat_in_foot), 8)
        return 135.0

    def _parties_and_facts(self, y: float) -> float:
        what, rng = self.what, self.rng
        title = self.word("credit" if what.credit else "title")
        self.truth["document_type"] = None
        size = rng.choice([12, 14, 20, 26])
        titled = rng.random()
        facts = self._facts()
        if self.seller_at == "window":
            bottom = self._address(LEFT, y, what.buyer)
            bottom = max(bottom, self._facts_at(350, y + rng.choice([0, 20]), facts)) + 25
            return self._title(title, bottom, size) + 15
        if titled < 0.5:
            y = self._title(title, y, size, right=rng.random() < 0.3) + 10
        elif titled < 0.8:
            self._title(title, 42 if self.seller_at != "right" else y, size, right=True)
            y += 0 if self.seller_at != "right" else size * 1.5
        blocks_first = rng.random() < 0.6
        if rng.random() < 0.3:
            y = self._fact_row(y, facts) + 14
            return self._party_row(y) + 15
        if blocks_first and rng.random() < 0.5:
            bottom = self._party_row(y, columns=1)
            return max(bottom, self._facts_at(rng.choice([330, 360]), y, facts)) + 20
        if blocks_first:
            y = self._party_row(y) + 12
            return self._facts_at(LEFT, y, facts) + 15
        y = self._facts_at(LEFT, y, facts) + 12
        return self._party_row(y) + 15

    def _title(self, title: str, y: float, size: float, *, right: bool = False) -> float:
        self.truth["document_type"] = "credit_note" if self.what.credit else "invoice"
        self.sheet.put(RIGHT if right else LEFT, y, title, size, right=right)
        return y + 1.4 * size

    def _party_row(self, y: float, columns: int = 2) -> float:
        what, rng = self.what, self.rng
        blocks: list[tuple[str | None, Company]] = []
        if self.seller_at == "label":
            blocks.append((self.word("seller"), what.seller))
        blocks.append((self.word("buyer") if self.seller_at == "label" or rng.random() < 0.85 else None, what.buyer))
        if rng.random() < 0.25:
            blocks.append(
                (self.word("ship"), Company(what.buyer.name, rng.choice(self.words["streets"]), what.buyer.town))
            )
        if columns == 1:
            for label, company in blocks:
                y = self._party(LEFT, y, label, company) + 10
            return y
        step = (RIGHT - LEFT) / max(2, len(blocks))
        return max(self._party(LEFT + step * place, y, label, company) for place, (label, company) in enumerate(blocks))

    def _party(self, x: float, y: float, label: str | None, company: Company) -> float:
        if label:
            self.sheet.put(x, y, self.printing.label(label), 9)
            y += 13
        return self._address(x, y, company)

    def _address(self, x: float, y: float, company: Company) -> float:
        lines = [company.name, company.street, company.town]
        if company is self.what.seller:
            lines += self._contact(company, vat=True)
        elif company.vat_id:
            lines.append(f"{self.word('buyer_vat')}: {company.vat_id}")
            self.truth["buyer_vat_id"] = company.vat_id
        return self.sheet.stack(x, y, lines, 9)

    def _facts(self) -> list[tuple[str, str]]:
        """Labels and values of what stands in the head."""
        what, rng, printing = self.what, self.rng, self.printing
        facts = [(self.word("number"), what.number), (self.word("date"), printing.day(what.issued))]
        if rng.random() < 0.3:
            rng.shuffle(facts)
        if rng.random() < 0.6:
            facts.append((self.word("due"), printing.day(what.due)))
            self.truth["due_date"] = what.due
        if rng.random() < 0.3:
            facts.append((self.word("customer"), str(rng.randint(1000, 99999))))
        if rng.random() < 0.2:
            order = f"PO-{rng.randint(100, 9999)}"
            facts.append((self.word("order"), order))
            self.truth["purchase_order"] = order
        if rng.random() < 0.2:
            day = what.issued.replace(day=1)
            facts.append((self.word("delivery"), printing.day(day)))
            self.truth["delivery_date"] = day
        return facts

    def _facts_at(self, x: float, y: float, facts: list[tuple[str, str]]) -> float:
        style = self.rng.choice(["one cell", "columns", "columns", "right", "above"])
        apart = max(width(self.printing.label(label), 9) for label, _ in facts) + 12
        for label, value in facts:
            label = self.printing.label(label)
            if style == "above":
                self.sheet.put(x, y, label, 8)
                self.sheet.put(x, y + 11, value, 9)
                y += 26
                continue
            end = self.sheet.put(x, y, label, 9)
            if style == "one cell":
                self.sheet.put(end + 3, y, value, 9)
            elif style == "columns":
                self.sheet.put(x + apart, y, value, 9)
            else:
                self.sheet.put(min(RIGHT, x + apart + 90), y, value, 9, right=True)
            y += 13
        return y

    def _fact_row(self, y: float, facts: list[tuple[str, str]]) -> float:
        """A table of one row: labels above, values below."""
        step = (RIGHT - LEFT) / len(facts)
        for place, (label, value) in enumerate(facts):
            label = label if width(label, 8) < step - 8 else label.split()[0]
            self.sheet.put(LEFT + step * place, y, label, 8)
            self.sheet.put(LEFT + step * place, y + self.rng.choice([12, 15]), value, 9)
        return y + 28

    def foot(self) -> None:
        """The seller's details at the page's bottom."""
        seller, rng, sheet = self.what.seller, self.rng, self.sheet
        y = HEIGHT - 60
        page = self.word("page").format(n=len(sheet.pages), of=3)
        if rng.random() < 0.5:
            sheet.put(RIGHT, HEIGHT - 22, page, 7, right=True)
        if self.foot_style == "none":
            return
        vat = [f"{self.word('vat')}: {seller.vat_id}"] if seller.vat_id and self.vat_in_foot else []
        if vat:
            self.truth["seller_vat_id"] = seller.vat_id
        if self.foot_style == "line":
            sheet.put(LEFT, y, ", ".join([seller.name, seller.street, seller.town, *vat]), 7)
            return
        columns = [[seller.name, seller.street, seller.town], [*self._contact(seller, vat=False), *vat]]
        for place, lines in enumerate(columns):
            sheet.stack(LEFT + 180 * place, y, lines, 7)
