"""Questions to a language model that are answered in JSON."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
from pydantic_core import to_json

from paperloop.errors import LlmInvalidAnswer, LlmNoRoom, LlmTimeout
from paperloop.llm.dialects import Dialect, Message, Understanding, gives_a_reason
from paperloop.llm.endpoint import Endpoint, Reply
from paperloop.llm.retries import Retries
from paperloop.llm.turns import Turn, Validate, failure, read_turn, repair, understand

log = logging.getLogger("paperloop.llm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """The answer's JSON object, and what it cost over all turns. `attempts` counts HTTP calls.

    Numbers in `data` are int and Decimal, with the digits that the model wrote.
    """

    data: dict[str, Any]
    prompt_tokens: int
    completion_tokens: int
    attempts: int
    model: str


@dataclass(slots=True, kw_only=True)
class Spent:
    """What several questions cost together, those that failed among them."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    attempts: int = 0


@dataclass(slots=True, kw_only=True)
class _Call:
    """What one `ask` has asked and met so far. `ends_at` is the event loop's time, `dialect` what it is asked in."""

    schema: Mapping[str, Any]
    name: str
    ends_at: float
    dialect: Dialect
    attempts: int = 0
    turns: list[Turn] = field(default_factory=list)

    def add_to(self, spent: Spent) -> None:
        spent.prompt_tokens += sum(turn.prompt_tokens for turn in self.turns)
        spent.completion_tokens += sum(turn.completion_tokens for turn in self.turns)
        spent.attempts += self.attempts


class ChatModel:
    """A model behind an OpenAI-compatible chat-completions endpoint.

    `base_url` is such as http://127.0.0.1:9000/v1. `concurrency` HTTP calls are in flight at once, the rest wait
    their turn. `timeout_s` is for one `ask` with everything in it: the wait, the retries, the repair; several that
    belong together share a `deadline()`. The client `http` stays its owner's. Which dialect the server takes is found
    out on the way and remembered, apart for each name of a schema: one that the server refuses speaks for no other.
    Making one does no I/O; it belongs to the event loop that it is first asked in.

    Raises:
        ValueError: `api_key` holds characters that no HTTP header may carry.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        base_url: str,
        model: str,
        api_key: str | None,
        concurrency: int,
        timeout_s: float,
        retries: Retries | None = None,
    ) -> None:
        self.model = model
        self._endpoint = Endpoint(http, base_url=base_url, api_key=api_key)
        self._slots = asyncio.Semaphore(concurrency)
        self._timeout_s = timeout_s
        self._retries = retries or Retries()
        self._understandings: defaultdict[str, Understanding] = defaultdict(Understanding)

    def deadline(self) -> float:
        """The event loop's time at which work that begins now must be done."""
        return asyncio.get_running_loop().time() + self._timeout_s

    async def ask(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, Any],
        name: str,
        validate: Validate = lambda _: (),
        ends_at: float | None = None,
        spent: Spent | None = None,
    ) -> Completion:
        """The model's answer to `messages`, an object of `schema`, which goes under `name` (letters, digits, _ and -).

        `validate` names the faults of an answer; the model is told them, once, and may answer again. `ends_at` is a
        `deadline()`, by default one of its own. What the answer or the failure cost is added to `spent`.

        Raises:
            LlmNoRoom: `messages` or their answer are longer than the model can take.
            LlmUnavailable, LlmTimeout, LlmRefused, LlmInvalidAnswer.
        """
        dialect = self._understandings[name].dialect
        call = _Call(schema=schema, name=name, ends_at=ends_at or self.deadline(), dialect=dialect)
        try:
            async with asyncio.timeout_at(call.ends_at):
                return await self._answer(call, messages, validate)
        except TimeoutError as exc:
            raise LlmTimeout(seconds=self._timeout_s) from exc
        finally:
            if spent is not None:
                call.add_to(spent)

    async def _answer(self, call: _Call, messages: Sequence[Message], validate: Validate) -> Completion:
        turn = await self._turn(call, messages)
        data, faults = understand(turn, validate)
        if faults:
            log.info("the model's answer has %d faults; it is asked to mend them", len(faults))
            data, faults = understand(await self._turn(call, repair(messages, turn, faults)), validate)
        if faults:
            raise LlmInvalidAnswer(reason="its JSON is broken or not of the shape asked for, even after a second try")
        return Completion(
            data=data,
            prompt_tokens=sum(turn.prompt_tokens for turn in call.turns),
            completion_tokens=sum(turn.completion_tokens for turn in call.turns),
            attempts=call.attempts,
            model=self.model,
        )

    async def _turn(self, call: _Call, messages: Sequence[Message]) -> Turn:
        """One answer, in the strictest dialect that the server takes."""
        dialect: Dialect | None = call.dialect
        explained = call.dialect
        while dialect:
            payload = dialect.payload(messages, schema=call.schema, name=call.name)
            reply = await self._reply(call, {"model": self.model, **payload})
            if reply.ok:
                self._learn(call, explained, dialect)
                return self._taken(call, read_turn(reply, messages))
            easier = dialect.easier(reply)
            if easier and dialect == explained and gives_a_reason(reply):
                explained = easier
            dialect = easier
        raise failure(reply, attempts=call.attempts, now=self._retries.now()) from reply.cause

    def _taken(self, call: _Call, turn: Turn) -> Turn:
        call.turns.append(turn)
        if turn.ran_out:
            raise LlmNoRoom(reason="it was cut short at the model's output limit")
        return turn

    def _learn(self, call: _Call, explained: Dialect, dialect: Dialect) -> None:
        """What this call goes on in, and, once a document, what the next ones begin with."""
        if not call.turns:
            self._understandings[call.name].worked(first=call.dialect, explained=explained, last=dialect)
        call.dialect = dialect

    async def _reply(self, call: _Call, payload: Mapping[str, Any]) -> Reply:
        """The first reply that another try would not better, or for which no time is left."""
        body = to_json(payload)
        made = 0
        while True:
            async with self._slots:
                call.attempts += 1
                reply = await self._endpoint.post(body)
            made += 1
            wait_s = self._retries.wait_s(reply, made)
            if wait_s is None or wait_s > call.ends_at - asyncio.get_running_loop().time():
                return reply
            met = reply.status or type(reply.cause).__name__
            log.warning("the model answered %s; call %d follows in %.1f s", met, made + 1, wait_s)
            await self._retries.sleep(wait_s)
