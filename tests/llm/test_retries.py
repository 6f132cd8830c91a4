"""Which calls are made again, and when."""

import time
from collections.abc import Iterator

import pytest

from paperloop.llm.endpoint import Reply
from paperloop.llm.retries import Retries, asked_wait_s, worth_another

NOW = 1_800_000_000.0


def reply(status: int | None, body: bytes = b"", **headers: str) -> Reply:
    return Reply(status=status, headers={name.replace("_", "-"): value for name, value in headers.items()}, body=body)


@pytest.fixture
def far_from_greenwich() -> Iterator[None]:
    """The local time is nine hours ahead."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "JST-9")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize(("made", "wait_s"), [(1, 0.5), (2, 1.0), (3, 2.0), (4, 4.0), (5, 8.0), (6, 8.0), (99, 8.0)])
def test_waits_double_up_to_the_longest(made: int, wait_s: float) -> None:
    assert Retries(limit=100, chance=lambda: 0.0).wait_s(reply(500), made) == wait_s


def test_chance_takes_up_to_a_quarter_off() -> None:
    assert Retries(chance=lambda: 1.0).wait_s(reply(500), 2) == 0.75


def test_calls_that_failed_together_do_not_come_again_together() -> None:
    waits = {Retries().wait_s(reply(500), 1) or 0.0 for _ in range(50)}
    assert len(waits) > 1
    assert all(0.375 <= wait <= 0.5 for wait in waits)


def test_an_answer_that_says_when_is_obeyed() -> None:
    assert Retries().wait_s(reply(429, retry_after="3"), 1) == 3.0


@pytest.mark.parametrize(
    ("status", "told", "again"), [(500, "false", False), (429, "false", False), (400, "true", True)]
)
def test_the_upstreams_own_word_comes_first(status: int, told: str, again: bool) -> None:
    assert worth_another(reply(status, x_should_retry=told)) is again


def test_the_last_try_is_the_last() -> None:
    retries = Retries(limit=2)
    assert retries.wait_s(reply(500), 2) is not None
    assert retries.wait_s(reply(500), 3) is None


@pytest.mark.parametrize("status", [None, 408, 409, 429, 500, 503, 599])
def test_these_may_succeed_later(status: int | None) -> None:
    assert worth_another(reply(status))


@pytest.mark.parametrize("status", [200, 301, 400, 401, 403, 404, 413, 422])
def test_these_stay_as_they_are(status: int) -> None:
    assert not worth_another(reply(status))


@pytest.mark.parametrize("key", ["code", "type"])
def test_no_money_is_no_passing_failure(key: str) -> None:
    assert not worth_another(reply(429, b'{"error": {"%s": "insufficient_quota"}}' % key.encode()))


@pytest.mark.parametrize("body", [b"", b"null", b'"x"', b'{"error": "no"}', b'{"error": null}', b"[" * 99_999])
def test_a_body_that_is_no_error_object_says_nothing(body: bytes) -> None:
    assert worth_another(reply(429, body))


@pytest.mark.parametrize(
    ("headers", "wait_s"),
    [
        ({}, None),
        ({"retry-after": "2"}, 2.0),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after-ms": "soon", "retry-after": "9"}, 9.0),
        ({"retry-after": "Fri, 15 Jan 2027 08:00:30 GMT"}, 30.0),
        ({"retry-after": "Fri, 15 Jan 2027 07:00:00 GMT"}, 0.0),
        ({"retry-after": "Friday, 15-Jan-27 08:00:30 GMT"}, 30.0),
        ({"retry-after": "Fri Jan 15 08:00:30 2027"}, 30.0),
        ({"retry-after": "Fri, 15 Jan 2027 08:00:30 -0000"}, 30.0),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "later"}, None),
        ({"retry-after": "Fri, 99 Jan 2027 08:00:30 GMT"}, None),
    ],
)
@pytest.mark.usefixtures("far_from_greenwich")
def test_the_upstream_says_how_long(headers: dict[str, str], wait_s: float | None) -> None:
    assert asked_wait_s(headers, NOW) == wait_s
