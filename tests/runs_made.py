"""A run that never took place, made of numbers that are easy to check."""

from typing import Any

from records import Record
from run import Left, Load, Run
from watch import Look, Sample

BEGAN = 1_000_000.0
SECONDS = 20


def run(**changed: Any) -> Run:
    """20 seconds: each second an upload of 1 s, a rendering of 0.1 s, a page of the host's and a hostile file; 10 ms of
    CPU in the web process and 30 in the lanes."""
    made = {
        "load": Load(users=4, seconds=SECONDS, workers=1),
        "began": BEGAN,
        "records": [record for second in range(SECONDS) for record in requests(second)],
        "samples": [sample(second) for second in range(SECONDS)],
        "service": [[look(second) for second in range(SECONDS)]],
        "host": [[look(second, lanes=0) for second in range(SECONDS)]],
        "left": Left(files=0, requests=0, resumes_astray=0, errors_logged=0),
        "facts": {"machine": "2 cores"},
    }
    return Run(**made | changed)


def requests(second: int) -> list[Record]:
    return [
        request(second, "uploader", "extract", 1.0),
        request(second, "resume_editor", "render a résumé", 0.1),
        request(second, "embedder", "the host's own page", 0.002),
        request(second, "attacker", "hostile: empty", 0.01),
    ]


def request(second: float, behaviour: str, name: str, seconds: float, **more: Any) -> Record:
    made = {"at": BEGAN + second + 0.5, "behaviour": behaviour, "name": name, "seconds": seconds, "outcome": "ok"}
    return Record(**made | more)


def sample(second: int, **changed: Any) -> Sample:
    made = {
        "at": BEGAN + second,
        "web_mb": 70.0 + second,
        "lane_mb": 60.0,
        "web_s": second * 0.010,
        "lanes_s": second * 0.030,
        "processes": 5,
        "descriptors": 60,
        "files": 0,
        "temporary": 1,
    }
    return Sample(**made | changed)


def look(second: int, **changed: Any) -> Look:
    made = {
        "at": BEGAN + second,
        "late_ms": (0.5,) * 98 + (4.0, 8.0),
        "busy": 1.0,
        "lanes": 2,
        "waiting": 0,
        "replaced": 0,
        "under_way": 0,
    }
    return Look(**made | changed)
