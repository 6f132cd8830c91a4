"""What the users of a load test send, read from the folder where `drawing.py` put it. Knows nothing of the service."""

import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

INDEX = "materials.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """A PDF at `path`, how often it is sent beside others (`weight`), and what has to be answered."""

    name: str
    path: str
    weight: int
    sha256: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hostile:
    """A body that is no good invoice, where it is sent, and the statuses that may be answered."""

    name: str
    path: str
    target: str
    content_type: str
    statuses: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Materials:
    invoices: tuple[Invoice, ...]
    hostile: tuple[Hostile, ...]
    resumes: tuple[dict[str, Any], ...]

    def write(self, folder: Path) -> None:
        (folder / INDEX).write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Self:
        said = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        return cls(
            invoices=tuple(Invoice(**each) for each in said["invoices"]),
            hostile=tuple(Hostile(**each | {"statuses": tuple(each["statuses"])}) for each in said["hostile"]),
            resumes=tuple(said["resumes"]),
        )


@lru_cache(maxsize=1)
def materials(folder: str) -> Materials:
    """Those of `folder`, read once for all users."""
    return Materials.read(Path(folder))


@lru_cache(maxsize=64)
def content(path: str) -> bytes:
    return Path(path).read_bytes()
