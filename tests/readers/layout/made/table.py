"""The table of lines, over as many pages as it takes."""

import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from readers.layout.made.content import Content, Item
from readers.layout.made.printing import Printing
from readers.layout.made.sheet import HEIGHT, WIDTH, Sheet, width

LEFT, RIGHT = 50.0, WIDTH - 50.0


def draw_table(
    rng: random.Random, what: Content, printing: Printing, sheet: Sheet, y: float, truth: dict[str, Any],
    foot: Callable[[], None],
) -> float:  # fmt: skip
    table = _Table(rng, what, printing, sheet)
    y = table.heading(y)
    carried = Decimal(0)
    for place, item in enumerate(what.items, 1):
        if y > HEIGHT - 130:
            y = table.next_page(carried, foot)
        y = table.row(place, item, y)
        carried += item.amount
    truth["lines"] = [(item.name, item.quantity, item.amount) for item in what.items]
    return y + 8


class _Table:
    """`columns` are (kind, heading, left edge, right edge)."""

    def __init__(self, rng: random.Random, what: Content, printing: Printing, sheet: Sheet) -> None:
        self.rng, self.what, self.printing, self.sheet = rng, what, printing, sheet
        self.pitch = rng.choice([13.0, 15.0, 20.0])
        self.carries = rng.random() < 0.4
        self.repeats = rng.random() < 0.8
        self.unit = rng.random() < 0.25
        self.two_lines = rng.random() < 0.15
        self.columns = self._columns()

    def _columns(self) -> list[tuple[str, str, float, float]]:
        rng, words = self.rng, self.what.words
        kinds = ["quantity", "price", "amount"]
        if rng.random() < 0.12:
            kinds = rng.choice([["amount"], ["quantity", "amount"], ["price", "quantity", "amount"]])
        if any(item.discount for item in self.what.items):
            kinds.insert(-1, "discount")
            kinds = [kind for kind in kinds if kind != "price"] if "price" not in kinds else kinds
        if rng.random() < 0.4 and self.what.scheme in ("single", "several", "gross", "swiss"):
            kinds.insert(-1, "rate")
        if self.unit and "quantity" in kinds:
            kinds.insert(kinds.index("quantity") + 1, "unit")
        texts = ["description"]
        if rng.random() < 0.3:
            texts.insert(rng.choice([0, 1]), "code")
        if rng.random() < 0.35:
            texts.insert(0, "position")
        front = rng.random() < 0.1 and "quantity" in kinds
        if front:
            kinds.remove("quantity")
            texts.insert(0, "quantity")
        x = LEFT
        columns: list[tuple[str, str, float, float]] = []
        step = 58.0 if len(kinds) > 4 else 66.0
        right = RIGHT - step * len(kinds)
        for kind in texts:
            wide = {"position": 32, "code": 62, "quantity": 52}.get(
                kind, right - x - (62 if texts[-1] == "code" and kind != "code" else 0)
            )
            columns.append((kind, rng.choice(words[kind]), x, x + wide))
            x += wide
        for kind in kinds:
            right += step
            columns.append((kind, rng.choice(words[kind]), right - step, right))
        return columns

    def heading(self, y: float) -> float:
        for kind, text, left, right in self.columns:
            parts = self._parts(text, right - left - 4)
            for line, part in enumerate(parts):
                if kind in ("description", "code", "position"):
                    self.sheet.put(left, y + 10 * line, part, 8)
                else:
                    self.sheet.put(right, y + 10 * line, part, 8, right=True)
        return y + 26

    def _parts(self, text: str, room: float) -> list[str]:
        return text.split(" ", 1) if width(text, 8) > room and " " in text else [text]

    def row(self, place: int, item: Item, y: float) -> float:
        for kind, _, left, right in self.columns:
            text = self._cell(kind, place, item)
            if kind in ("description", "code", "position"):
                for line, part in enumerate(self._wrapped(text, right - left - 6)):
                    self.sheet.put(left, y + 11 * line, part, 9)
            else:
                self.sheet.put(right, y, text, 9, right=True)
        description = next(column for column in self.columns if column[0] == "description")
        lines = len(self._wrapped(item.name, description[3] - description[2] - 6))
        if item.more:
            self.sheet.put(description[2], y + 11 * lines, item.more, 8)
            lines += 1
        return y + self.pitch + 11 * (lines - 1)

    def _wrapped(self, text: str, room: float) -> list[str]:
        lines = [""]
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if width(longer, 9) > room and lines[-1]:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def _cell(self, kind: str, place: int, item: Item) -> str:
        printing = self.printing
        return {
            "position": lambda: str(place),
            "description": lambda: item.name,
            "code": lambda: item.code or "",
            "quantity": lambda: printing.quantity(item.quantity),
            "unit": lambda: {"de": "Stk.", "fr": "u", "nl": "st", "pl": "szt.", "sv": "st", "ro": "buc"}.get(
                self.what.language, "pcs"
            ),
            "price": lambda: printing.money(item.price),
            "rate": lambda: f"{printing.number(item.rate, None)}{self.rng.choice(['%', ' %'])}",
            "discount": lambda: f"{item.discount}%" if item.discount else "",
            "amount": lambda: printing.money(item.amount),
        }[kind]()

    def next_page(self, carried: Decimal, foot: Callable[[], None]) -> float:
        label = self.rng.choice(self.what.words["carried"])
        if self.carries:
            self.sheet.put(LEFT + 40, HEIGHT - 112, label, 9)
            self.sheet.put(RIGHT, HEIGHT - 112, self.printing.money(carried), 9, right=True)
        foot()
        self.sheet.turn_page()
        y = self.heading(60) if self.repeats else 60.0
        if self.carries:
            self.sheet.put(LEFT + 40, y, label, 9)
            self.sheet.put(RIGHT, y, self.printing.money(carried), 9, right=True)
            y += 15
        return y
