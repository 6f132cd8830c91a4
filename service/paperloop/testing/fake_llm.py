"""A language model's HTTP interface without a language model."""

import asyncio
import json
import random
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from functools import lru_cache
from typing import Any

from paperloop.testing.answers import Seen, answer_from, seen_in, told_total
from paperloop.testing.behaviour import Behaviour
from paperloop.testing.own_fields import Shape, answer_to, lied, shape_in

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

LIE = "987,654.32"
CHARACTERS_A_TOKEN = 4


class FakeLlm:
    """An ASGI application that answers as OpenAI's API does, from the prompt's own text.

    POST /v1/chat/completions finds an invoice's values in the document that the prompt quotes; what is not there is
    null. Asked about a caller's own fields it goes by their names. GET /v1/models lists one model. In a test, put it
    behind an `httpx.ASGITransport` and tell it how to behave by `behaviour` (from now on) or `next()` (for the next
    calls). In a process of its own:

        uvicorn --factory paperloop.testing:fake_llm --port 9000

    PUT /behaviour takes the fields of a `Behaviour` as JSON, GET /calls tells what was counted, DELETE /calls starts
    the counts again. The same `seed` fails the same calls.

    `calls`, `in_flight`, `max_in_flight`, `statuses` count chat completions; `last_request` is the body of the newest
    and `last_headers` its headers. Nothing else is kept.
    """

    def __init__(self, behaviour: Behaviour | None = None, *, seed: int = 0) -> None:
        self._chance = random.Random(seed)  # noqa: S311  # the same failures at every run
        self._queue: deque[Behaviour] = deque()
        self.behaviour = behaviour or Behaviour()
        self.in_flight = 0
        self._changed = asyncio.Event()
        self.forget()

    @property
    def behaviour(self) -> Behaviour:
        """What every call meets for which `next` holds nothing."""
        return self._behaviour

    @behaviour.setter
    def behaviour(self, behaviour: Behaviour) -> None:
        self._behaviour = behaviour
        self._failed = 0

    def next(self, *behaviours: Behaviour) -> None:
        """One call each meets these, then `behaviour` holds again."""
        self._queue.extend(behaviours)

    async def until_in_flight(self, count: int) -> None:
        """Return when exactly `count` calls are in flight, so that a test need not sleep."""
        while self.in_flight != count:
            await self._changed.wait()

    def forget(self) -> None:
        """Start all counts again; what is in flight stays in flight."""
        self.calls = 0
        self.max_in_flight = self.in_flight
        self.statuses: Counter[int] = Counter()
        self.last_request: dict[str, Any] = {}
        self.last_headers: dict[str, str] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        match scope["method"], scope["path"].removeprefix(scope.get("root_path", "")):
            case "POST", "/v1/chat/completions":
                await self._chat(scope, receive, send)
            case "GET", "/v1/models":
                await _send(send, 200, {"object": "list", "data": [{"id": "fake", "object": "model"}]})
            case "PUT", "/behaviour":
                await self._take_behaviour(receive, send)
            case "GET", "/calls":
                await _send(send, 200, self._counts())
            case "DELETE", "/calls":
                self.forget()
                await _send(send, 200, self._counts())
            case _:
                await _send(send, 404, _error("there is no such call", None))

    async def _take_behaviour(self, receive: Receive, send: Send) -> None:
        try:
            self.behaviour = Behaviour.from_json(await _body(receive))
        except ValueError as exc:
            await _send(send, 400, _error(str(exc), "behaviour"))
        else:
            await _send(send, 200, {"behaviour": "taken"})

    def _counts(self) -> dict[str, Any]:
        return {
            "calls": self.calls,
            "in_flight": self.in_flight,
            "max_in_flight": self.max_in_flight,
            "statuses": {str(status): count for status, count in self.statuses.items()},
        }

    async def _chat(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.calls += 1
        self._count(+1)
        try:
            body = await _body(receive)
            behaviour = self._queue.popleft() if self._queue else self._behaviour
            failing = self._fails(behaviour)
            if not await self._waited(behaviour, receive):
                return
            status, answer = self._answer(behaviour, body, failing=failing)
            self.statuses[status] += 1
            self.last_headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
            await _send(send, status, answer, _failure_headers(behaviour) if failing else {})
        finally:
            self._count(-1)

    def _count(self, change: int) -> None:
        self.in_flight += change
        self.max_in_flight = max(self.max_in_flight, self.in_flight)
        self._changed.set()
        self._changed = asyncio.Event()

    def _fails(self, behaviour: Behaviour) -> bool:
        if behaviour.fail_status is None or self._chance.random() >= behaviour.fail_rate:
            return False
        if behaviour is self._behaviour and behaviour.fail_times is not None:
            self._failed += 1
            return self._failed <= behaviour.fail_times
        return True

    async def _waited(self, behaviour: Behaviour, receive: Receive) -> bool:
        """Whether the client is still there after the delay."""
        if not behaviour.delay_s:
            return True
        jitter = behaviour.delay_jitter * (2 * self._chance.random() - 1)
        try:
            async with asyncio.timeout(behaviour.delay_s * (1 + jitter)):
                await receive()
        except TimeoutError:
            return True
        return False

    def _answer(self, behaviour: Behaviour, body: bytes, *, failing: bool) -> tuple[int, dict[str, Any]]:
        try:
            request = json.loads(body)
            messages = request["messages"]
        except (ValueError, TypeError, KeyError):
            return 400, _error("the body is no chat completion request", "messages")
        self.last_request = request
        if failing and behaviour.fail_status:
            return behaviour.fail_status, _error("told to fail", None, behaviour.error_code)
        unsupported = _unsupported(behaviour, request)
        if unsupported:
            return behaviour.unsupported_status, _error(f"unsupported parameter: {unsupported}", unsupported)
        if behaviour.context_tokens is not None and _tokens(messages) > behaviour.context_tokens:
            return 400, _error("this model's maximum context length is exceeded", "messages", "context_length_exceeded")
        return 200, _completion(behaviour, request, messages)


def fake_llm() -> FakeLlm:
    """For `uvicorn --factory`."""
    return FakeLlm()


def _failure_headers(behaviour: Behaviour) -> dict[str, str]:
    return dict(behaviour.headers) | ({"retry-after": behaviour.retry_after} if behaviour.retry_after else {})


def _unsupported(behaviour: Behaviour, request: Mapping[str, Any]) -> str | None:
    """The parameter that a server of this behaviour does not take."""
    asked = request.get("response_format") or {}
    kind = asked.get("type")
    strict = kind == "json_schema" and asked.get("json_schema", {}).get("strict")
    refused = behaviour.unsupported_formats
    if kind in refused or (strict and "strict" in refused):
        return "response_format"
    return behaviour.unsupported_parameter if behaviour.unsupported_parameter in request else None


def _completion(behaviour: Behaviour, request: Mapping[str, Any], messages: list[dict[str, Any]]) -> dict[str, Any]:
    said, ends = _until_the_limit(behaviour, _said(behaviour, request, messages))
    refused = behaviour.refuse or behaviour.content_filter
    message = {
        "role": "assistant",
        "content": None if refused else said,
        "refusal": "I can't help with that." if behaviour.refuse else None,
    }
    ends = "content_filter" if behaviour.content_filter else ends
    return {
        "id": "chatcmpl-fake",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": request.get("model", "fake"),
        "choices": [{"index": 0, "message": message, "finish_reason": ends}],
        "usage": _usage(behaviour, messages, said),
    }


def _said(behaviour: Behaviour, request: Mapping[str, Any], messages: list[dict[str, Any]]) -> str:
    """The answer as the model would write it: in a fenced block with a word before it where no format was asked."""
    if behaviour.content is not None:
        return behaviour.content
    shape, seen = shape_in(messages), seen_in(messages)
    if shape is None:
        text = _written(seen, lie=behaviour.lie, gullible=behaviour.gullible)
    else:
        text = _fields(shape, seen, lie=behaviour.lie)
    if behaviour.broken_json:
        text = text.replace('": ', '" ', 1)
    return text if "response_format" in request else f"Here is the invoice:\n\n```json\n{text}\n```"


def _until_the_limit(behaviour: Behaviour, said: str) -> tuple[str, str]:
    """What is said before the output limit, and why it ends there."""
    limit = behaviour.output_tokens and behaviour.output_tokens * CHARACTERS_A_TOKEN
    if behaviour.truncate:
        limit = len(said) // 2
    return (said, "stop") if limit is None or len(said) <= limit else (said[:limit], "length")


@lru_cache(maxsize=256)
def _written(seen: Seen, *, lie: bool, gullible: bool) -> str:
    """A load test asks the same few questions thousands of times."""
    answer = answer_from(seen)
    told = LIE if lie else told_total(seen) if gullible else None
    return json.dumps(answer | {"grand_total": told} if told else answer, ensure_ascii=False)


def _tokens(messages: list[dict[str, Any]]) -> int:
    return sum(len(str(message.get("content") or "")) for message in messages) // CHARACTERS_A_TOKEN


def _fields(shape: Shape, seen: Seen, *, lie: bool) -> str:
    answer = answer_to(shape, seen.text, head=seen.head)
    return json.dumps(lied(answer, shape, LIE) if lie else answer, ensure_ascii=False)


def _usage(behaviour: Behaviour, messages: list[dict[str, Any]], said: str) -> dict[str, int]:
    prompt = behaviour.prompt_tokens if behaviour.prompt_tokens is not None else _tokens(messages)
    written = len(said) // CHARACTERS_A_TOKEN
    completion = behaviour.completion_tokens if behaviour.completion_tokens is not None else written
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}


def _error(message: str, param: str | None, code: str | None = None) -> dict[str, Any]:
    return {"error": {"message": message, "type": code or "invalid_request_error", "param": param, "code": code}}


async def _body(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


async def _send(send: Send, status: int, answer: Any, headers: Mapping[str, str] | None = None) -> None:
    body = json.dumps(answer, ensure_ascii=False).encode()
    lines = {"content-type": "application/json", "content-length": str(len(body))} | dict(headers or {})
    encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in lines.items()]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await send({"type": "http.response.body", "body": body})


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
