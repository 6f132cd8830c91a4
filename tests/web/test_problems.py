"""Errors on their way to a client: stable names, statuses, sentences, and nothing that is nobody's business."""

import inspect
import pickle
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import documents_made
from bodies import RAW, problem
from lane_calls import Fail
from paperloop import errors
from paperloop.app import Paperloop
from paperloop.errors import PaperloopError, all_errors
from paperloop.settings import Settings
from paperloop.testing import Behaviour, FakeLlm
from paperloop.web.problems import HTTP_KINDS, INTERNAL, KINDS, from_error, kind_of
from serving import client_of, in_process

DOCUMENTED = Path(__file__, "../../../docs/problems.md").resolve()
FACTS: dict[str, Any] = {
    "reason": "it rained", "limit": 7, "what": "the file", "got": "a picture", "seconds": 1.5, "parameter": "dpi",
    "pages": 9, "page": 12, "status": 500, "attempts": 2, "retry_after_s": 3, "call": "ParsePages",
    "pointer": "/work/0", "wanted": "a PDF", "etag": '"1-ab"', "trace": "Traceback: /srv/secret.py",
    "characters": "☃",
}  # fmt: skip
SUM_OF_PARTS = {
    errors.BadRequest,
    errors.DocumentError,
    errors.LlmError,
    errors.RenderError,
    errors.ResumeError,
    PaperloopError,
}
"""Classes that are never raised themselves."""


def made(kind: type[PaperloopError]) -> PaperloopError:
    """An error of this kind with all its facts."""
    if kind is errors.DocumentTooComplex:
        return errors.DocumentTooComplex(limit="words")
    parameters = inspect.signature(kind).parameters.values()
    return kind(**{each.name: FACTS[each.name] for each in parameters if each.kind is each.KEYWORD_ONLY})


every_error = pytest.mark.parametrize("kind", [kind for kind in all_errors() if kind.__module__ == errors.__name__])


@every_error
def test_every_error_makes_a_sentence_of_its_facts(kind: type[PaperloopError]) -> None:
    sentence = str(made(kind))
    assert len(sentence) > 10
    assert not re.search(r"[{}]|None|secret", sentence)


@every_error
def test_every_error_survives_pickling(kind: type[PaperloopError]) -> None:
    error = made(kind)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.facts, vars(again)) == (kind, str(error), error.facts, vars(error))


@every_error
def test_every_error_is_a_problem_of_its_own(kind: type[PaperloopError]) -> None:
    assert kind in KINDS or kind in SUM_OF_PARTS
    answer = from_error(made(kind), "an-id")
    assert answer.status_code == kind_of(made(kind)).status
    assert b"secret" not in answer.body


def test_a_new_error_without_an_entry_is_its_base_classs_problem() -> None:
    class Scrambled(errors.UnreadableDocument):
        pass

    assert kind_of(Scrambled()).name == "unreadable-document"
    assert kind_of(ValueError()) is INTERNAL


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.LlmUnavailable(status=429, attempts=5), 503),
        (errors.LlmUnavailable(status=503, attempts=5), 503),
        (errors.LlmUnavailable(status=500, attempts=5), 502),
        (errors.LlmUnavailable(status=None, attempts=5), 502),
        (errors.LlmOutOfQuota(status=429, attempts=1), 502),
    ],
    ids=["limited", "busy", "failed", "not-reached", "out-of-quota"],
)
def test_a_busy_model_is_503_and_one_that_waiting_does_not_help_502(error: PaperloopError, status: int) -> None:
    assert kind_of(error).status == status


def test_every_problem_stands_in_the_documentation_with_its_status() -> None:
    documented = set(re.findall(r"^\| `([a-z-]+)` \| (\d+) \|", DOCUMENTED.read_text(), re.MULTILINE))
    busy = kind_of(errors.LlmUnavailable(status=503, attempts=1))
    kinds = {(kind.name, str(kind.status)) for kind in (*KINDS.values(), *HTTP_KINDS.values(), busy)}
    assert documented == kinds


@pytest.mark.asyncio(loop_scope="module")
class TestAnswers:
    async def test_a_problem_has_the_members_of_rfc_9457_its_facts_and_the_request_id(
        self, client: httpx.AsyncClient
    ) -> None:
        answer = await client.post(
            "/v1/extract?pages=9", content=documents_made.numbered(2), headers={"content-type": RAW}
        )
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json() == {
            "type": "/problems/page-out-of-range",
            "title": "Page out of range",
            "status": 422,
            "detail": "page 9 was asked for; the document has 2",
            "request_id": answer.headers["x-request-id"],
            "page": 9,
            "pages": 2,
        }

    @pytest.mark.parametrize("path", ["/", "/v1", "/v1/nothing", "/v1/extract/", "/v1//extract", "/V1/extract"])
    async def test_an_unknown_address_is_told_as_a_problem_without_a_redirect(
        self, client: httpx.AsyncClient, path: str
    ) -> None:
        answer = await client.post(path, content=b"x")
        assert problem(answer) == (404, "not-found")
        assert answer.json()["request_id"] == answer.headers["x-request-id"]

    @pytest.mark.parametrize(("method", "path", "allowed"), [
        ("GET", "/v1/extract", {"POST"}), ("PUT", "/v1/extract", {"POST"}), ("DELETE", "/v1/text", {"POST"}),
        ("GET", "/v1/render/png", {"POST"}), ("POST", "/livez", {"GET", "HEAD"}),
    ])  # fmt: skip
    async def test_a_wrong_method_is_told_with_those_that_are_right(
        self, client: httpx.AsyncClient, method: str, path: str, allowed: set[str]
    ) -> None:
        answer = await client.request(method, path)
        assert problem(answer) == (405, "method-not-allowed")
        assert set(answer.headers["allow"].split(", ")) == allowed


class TestFaultsOfOurOwn:
    """A 500 tells a request id, under which the log tells the rest."""

    async def test_a_fault_in_the_web_process_tells_nothing_of_itself(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        async with in_process(tmp_path) as (client, paperloop):
            shutil.rmtree(paperloop.spool.folder)
            answer = await client.post("/v1/text", content=b"x", headers={"content-type": RAW})
        assert problem(answer) == (500, "internal-error")
        assert str(tmp_path) not in answer.text
        assert "FileNotFound" not in answer.text
        assert "FileNotFoundError" in caplog.text
        assert answer.json()["request_id"] in {getattr(record, "request_id", "") for record in caplog.records}

    async def test_a_fault_in_a_worker_tells_nothing_of_itself(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        async with in_process(tmp_path) as (client, paperloop):

            async def faulty(_: Request) -> Response:
                await paperloop.workers.run(Fail(known=False))
                raise AssertionError

            paperloop.app.router.routes.append(Route("/faulty", faulty))
            answer = await client.get("/faulty")
        assert problem(answer) == (500, "internal-error")
        assert set(answer.json()) == {"type", "title", "status", "detail", "request_id"}
        assert "shadow" not in answer.text
        assert "Fail" not in answer.text
        assert "shadow" in caplog.text


@asynccontextmanager
async def asked_of(llm: FakeLlm, data_dir: Path, **settings: Any) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a service whose model is `llm`."""
    configured = Settings.model_validate({"data_dir": data_dir, "lanes": 1, "llm_base_url": "http://llm/v1"} | settings)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(llm)) as http:
        paperloop = Paperloop(configured, http=http)
        async with paperloop.running(), client_of(paperloop.app) as client:
            yield client


@pytest.mark.parametrize(("behaviour", "status", "name"), [
    (Behaviour(fail_status=401), 502, "llm-unavailable"),
    (Behaviour(fail_status=500, headers={"x-should-retry": "false"}), 502, "llm-unavailable"),
    (Behaviour(fail_status=503, headers={"x-should-retry": "false"}), 503, "llm-unavailable"),
    (Behaviour(fail_status=429, headers={"x-should-retry": "false"}), 503, "llm-unavailable"),
    (Behaviour(refuse=True), 422, "llm-refused"),
    (Behaviour(content_filter=True), 422, "llm-refused"),
    (Behaviour(broken_json=True), 502, "llm-invalid-answer"),
    (Behaviour(truncate=True), 502, "llm-invalid-answer"),
    (Behaviour(delay_s=600.0), 504, "llm-timeout"),
])  # fmt: skip
async def test_what_a_model_does_wrong_is_told_by_name(
    tmp_path: Path, behaviour: Behaviour, status: int, name: str
) -> None:
    timeout_s = 0.1 if behaviour.delay_s else 20
    async with asked_of(FakeLlm(behaviour), tmp_path, llm_timeout_s=timeout_s) as client:
        body = documents_made.invoice()
        answer = await client.post("/v1/extract?readers=llm", content=body, headers={"content-type": RAW})
    assert problem(answer) == (status, name)
    assert "told to fail" not in answer.text


async def test_a_model_that_says_when_to_come_again_is_quoted(tmp_path: Path) -> None:
    busy = Behaviour(fail_status=429, retry_after="17", headers={"x-should-retry": "false"})
    async with asked_of(FakeLlm(busy), tmp_path) as client:
        body = documents_made.invoice()
        answer = await client.post("/v1/extract", content=body, headers={"content-type": RAW})
    assert problem(answer) == (503, "llm-unavailable")
    assert answer.headers["retry-after"] == "17"


async def test_a_model_that_nobody_can_reach_is_told_as_a_bad_gateway(tmp_path: Path) -> None:
    # No time for a second try: the first pause would be longer.
    settings = Settings.model_validate(
        {"data_dir": tmp_path, "lanes": 1, "llm_base_url": "http://llm/v1", "llm_timeout_s": 0.3}
    )
    async with httpx.AsyncClient(transport=httpx.MockTransport(_unreachable)) as http:
        paperloop = Paperloop(settings, http=http)
        async with paperloop.running(), client_of(paperloop.app) as client:
            body = documents_made.invoice()
            answer = await client.post("/v1/extract?readers=llm", content=body, headers={"content-type": RAW})
    assert problem(answer) == (502, "llm-unavailable")


def _unreachable(_: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("Connection refused at /secret")
