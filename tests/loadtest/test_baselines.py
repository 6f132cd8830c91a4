"""The baselines do the service's work: a comparison with less would say nothing."""

import asyncio
from collections.abc import Iterator
from typing import Any

import client
import processes
import pytest
import sample
from processes import Running

PATH = "/v1/extract?readers=llm"
CHECKED = ("evidence", "confidence", "checks", "document")


@pytest.fixture(scope="module")
def model() -> Iterator[str]:
    """Base URL of a language model that answers at once."""
    with processes.upstream(0) as upstream:
        yield f"http://127.0.0.1:{upstream.port}/v1"


@pytest.fixture(scope="module")
def answer(model: str) -> dict[str, Any]:
    """The service's, for the sample invoice."""
    with processes.service(llm_base_url=model) as service:
        return asked(service)


def asked(running: Running) -> dict[str, Any]:
    answer = asyncio.run(client.ask(running.port, client.upload(PATH, sample.invoice())))
    assert answer.status == 200, running.log.read_text()
    extraction: dict[str, Any] = answer.json()
    return extraction


@pytest.mark.parametrize("name", ["blocking", "threads", "pdfplumber_threads", "checked_threads"])
def test_a_baseline_reads_the_sample_invoice_as_the_service_does(name: str, model: str, answer: dict[str, Any]) -> None:
    with processes.baseline(name, llm=model) as baseline:
        theirs = asked(baseline)
    assert theirs["invoice"] == answer["invoice"]
    if name == "checked_threads":
        assert [theirs[part] for part in CHECKED] == [answer[part] for part in CHECKED]
    assert answer["invoice"]["totals"]["grand_total"] == "8175.80"
    assert len(answer["invoice"]["lines"]) == 28
