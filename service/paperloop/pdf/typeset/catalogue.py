"""Which themes there are: one of résumés is a file in `themes/`, one of invoices a file in `themes/invoice/`. Its first
comment says what it is."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "themes"
FONTS = Path(__file__).parent / "fonts"

_FACT = re.compile(r"^// (\w+): (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """`order`: kinds of sections that go before all others. `fit`: pages it shrinks to, unless told otherwise."""

    name: str
    source: Path
    title: str
    description: str
    order: tuple[str, ...] = ()
    fit: int | None = None


@cache
def themes() -> dict[str, Theme]:
    """Every theme of résumés by its name, sorted."""
    return _themes_in(FOLDER)


@cache
def invoice_themes() -> dict[str, Theme]:
    """Every theme of invoices by its name, sorted."""
    return _themes_in(FOLDER / "invoice")


def _themes_in(folder: Path) -> dict[str, Theme]:
    return {path.stem: _theme(path) for path in sorted(folder.glob("*.typ"))}


def _theme(path: Path) -> Theme:
    head = path.read_text(encoding="utf-8").partition("\n\n")[0]
    facts = dict(_FACT.findall(head))
    return Theme(
        name=path.stem,
        source=path,
        title=facts["title"],
        description=facts["description"],
        order=tuple(facts.get("order", "").split()),
        fit=int(facts["fit"]) if "fit" in facts else None,
    )
