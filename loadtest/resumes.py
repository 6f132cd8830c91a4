"""Résumés of nobody, as long as they are wanted, each with other words."""

import itertools
import json
import random
from collections.abc import Iterator
from typing import Any

import client
import httpx

_JSON = {"content-type": "application/json"}


_VERBS = ("Built", "Halved", "Moved", "Measured", "Replaced", "Designed", "Taught", "Wrote")
_NOUNS = ("the billing pipeline", "its cost", "forty services", "the latency of search", "a release process")
_ENDS = ("without downtime", "in three months", "for two million customers", "with a team of five", "twice")


def bodies() -> Iterator[bytes]:
    """Bodies of POST /v1/render/pdf, no two alike, the same in every run."""
    return (json.dumps({"json_resume": resume(number)}).encode() for number in itertools.count())


def requests() -> Iterator[bytes]:
    """Whole requests, no two alike."""
    return (client.request("POST", "/v1/render/pdf", body, "application/json") for body in bodies())


def had(port: int) -> bytes:
    """A request of somebody who has the PDF already, and asks whether it is still the same."""
    body = next(bodies())
    answer = httpx.post(f"http://127.0.0.1:{port}/v1/render/pdf", content=body, headers=_JSON, timeout=30)
    tag = answer.headers["etag"]
    return client.request("POST", "/v1/render/pdf", body, "application/json", f"If-None-Match: {tag}\r\n")


def resume(number: int, *, jobs: int = 6) -> dict[str, Any]:
    """Six jobs make two pages."""
    chance = random.Random(number)  # noqa: S311  # the same words in every run
    return {
        "basics": {
            "name": f"Robin Example {number}",
            "label": "Software engineer",
            "email": f"robin{number}@example.org",
            "url": "https://example.org",
            "summary": _sentences(chance, 3),
            "location": {"city": "Springfield", "countryCode": "US"},
        },
        "work": [_job(chance, 2024 - 3 * (job % 6)) for job in range(jobs)],
        "education": [{"institution": "State University", "area": "Physics", "studyType": "MSc", "endDate": "2008"}],
        "skills": [
            {"name": name, "keywords": ["Python", "Rust", "SQL", "Go"]} for name in ("Backend", "Data", "Tools")
        ],
        "languages": [{"language": "English", "fluency": "native"}, {"language": "French", "fluency": "fluent"}],
    }


def _job(chance: random.Random, year: int) -> dict[str, Any]:
    return {
        "name": f"Company {chance.randrange(10_000)}",
        "position": "Engineer",
        "startDate": str(year),
        "endDate": str(year + 3),
        "highlights": [_sentences(chance, 1) for _ in range(6)],
    }


def _sentences(chance: random.Random, count: int) -> str:
    return " ".join(
        f"{chance.choice(_VERBS)} {chance.choice(_NOUNS)} {chance.choice(_ENDS)}, case {chance.randrange(10**6)}."
        for _ in range(count)
    )
