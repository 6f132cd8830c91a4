"""Which themes there are: a theme is one file in `themes/`, and its first comment says what it is."""

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
    title: str
    description: str
    order: tuple[str, ...] = ()
    fit: int | None = None

    @property
    def source(self) -> Path:
        return FOLDER / f"{self.name}.typ"


@cache
def themes() -> dict[str, Theme]:
    """Every theme by its name, sorted."""
    return {path.stem: _theme(path) for path in sorted(FOLDER.glob("*.typ"))}


def _theme(path: Path) -> Theme:
    head = path.read_text(encoding="utf-8").partition("\n\n")[0]
    facts = dict(_FACT.findall(head))
    return Theme(
        name=path.stem,
        title=facts["title"],
        description=facts["description"],
        order=tuple(facts.get("order", "").split()),
        fit=int(facts["fit"]) if "fit" in facts else None,
    )
