"""A line for every request of a load test: written while locust runs, read by those who watch and judge."""

import csv
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

REFUSED = "refused"
"""Begins the message of a failure that is none: the service had too much to do and said when to come again, or it had
no answer of the model and said so."""

Outcome = Literal["ok", "refused", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A request that ended `at` (seconds since the epoch) and took `seconds`. `detail` says why it failed."""

    at: float
    behaviour: str
    name: str
    seconds: float
    outcome: Outcome
    detail: str = ""


class RecordWriter:
    """Listens to locust's events."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", newline="", encoding="utf-8", buffering=1)
        self._rows = csv.writer(self._file)

    def request(
        self,
        *,
        name: str,
        response_time: float,
        context: Mapping[str, Any],
        exception: BaseException | None,
        **_: Any,
    ) -> None:
        detail = " ".join(str(exception).split()) if exception else ""
        outcome = "ok" if exception is None else "refused" if detail.startswith(REFUSED) else "failed"
        seconds = f"{response_time / 1000:.4f}"
        self._rows.writerow([f"{time.time():.3f}", context.get("behaviour", ""), name, seconds, outcome, detail])

    def close(self, **_: Any) -> None:
        self._file.close()


class RecordReader:
    """Follows a file that is still being written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read = 0

    def new(self) -> Iterator[Record]:
        """The records since the last call; a line that is not whole yet is left for the next."""
        if not self._path.exists():
            return
        with self._path.open("rb") as file:
            file.seek(self._read)
            data = file.read()
        whole = data[: data.rfind(b"\n") + 1]
        self._read += len(whole)
        for at, behaviour, name, seconds, outcome, detail in csv.reader(whole.decode().splitlines()):
            yield Record(
                at=float(at), behaviour=behaviour, name=name, seconds=float(seconds), outcome=outcome, detail=detail
            )
