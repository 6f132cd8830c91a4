"""How many requests are under way at once."""

import asyncio
from pathlib import Path

import pytest

import documents_made
from bodies import MULTIPART, RAW, problem, then_silence
from eventually import eventually
from lane_calls import Hold
from paperloop.errors import Overloaded
from paperloop.web.admission import Admission
from serving import in_process

PDF = documents_made.numbered(1)


def test_a_slot_is_given_back_after_an_error() -> None:
    admission = Admission(1)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), admission.admitted():
            raise ZeroDivisionError
    assert admission.in_flight == 0


def test_who_comes_above_the_limit_is_sent_away() -> None:
    admission = Admission(2)
    with admission.admitted(), admission.admitted(), pytest.raises(Overloaded), admission.admitted():
        pass
    assert admission.in_flight == 0


async def test_a_request_above_the_limit_is_answered_503_at_once_and_told_when_to_come_again(tmp_path: Path) -> None:
    taken = asyncio.Event()
    async with in_process(tmp_path, max_in_flight=1) as (client, _):
        slow = client.post("/v1/text", content=then_silence(PDF, taken), headers={"content-type": RAW})
        uploading = asyncio.create_task(slow)
        await taken.wait()
        for path in ("/v1/extract", "/v1/text", "/v1/render/png"):
            answer = await client.post(path, content=PDF, headers={"content-type": RAW})
            assert problem(answer) == (503, "overloaded")
            assert int(answer.headers["retry-after"]) >= 1
        assert (await client.get("/livez")).status_code == 200
        assert (await client.get("/health")).json()["in_flight"] == 1

        uploading.cancel()
        await asyncio.gather(uploading, return_exceptions=True)
        assert (await client.get("/health")).json()["in_flight"] == 0
        assert (await client.post("/v1/text", content=PDF, headers={"content-type": RAW})).status_code == 200


async def test_a_document_that_no_lane_was_free_for_in_time_is_told_when_to_come_again(tmp_path: Path) -> None:
    started, release = tmp_path / "started", tmp_path / "release"
    async with in_process(tmp_path / "data", lane_queue_timeout_s=0.05) as (client, paperloop):
        held = asyncio.create_task(paperloop.workers.run(Hold(started=started, release=release)))
        await eventually(started.exists, "the lane is held")
        answer = await client.post("/v1/text", content=PDF, headers={"content-type": RAW})
        assert problem(answer) == (503, "overloaded")
        assert int(answer.headers["retry-after"]) >= 1
        release.touch()
        await held


async def test_slots_are_given_back_whatever_a_request_ends_with(tmp_path: Path) -> None:
    async with in_process(tmp_path, max_in_flight=1, upload_timeout_s=0.05) as (client, _):
        endings = [
            ("/v1/text", PDF, RAW, 200), ("/v1/text", b"", RAW, 400), ("/v1/text", b"x", MULTIPART, 400),
            ("/v1/text", b"x", RAW, 415), ("/v1/text?pages=2", PDF, RAW, 422), ("/v1/text", PDF, "text/plain", 415),
            ("/v1/extract?readers=llm", PDF, RAW, 422), ("/v1/render/png?page=2", PDF, RAW, 422),
            ("/v1/render/png", PDF, RAW, 200),
        ]  # fmt: skip
        for path, body, content_type, status in endings:
            answer = await client.post(path, content=body, headers={"content-type": content_type})
            assert answer.status_code == status
        stalled = await client.post("/v1/text", content=then_silence(PDF), headers={"content-type": RAW})
        assert stalled.status_code == 408
        assert (await client.get("/health")).json()["in_flight"] == 0
