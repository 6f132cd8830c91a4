"""A document's question to the model: in one part or in many, asked at the same time."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from paperloop.documents.extraction import LlmUsage
from paperloop.errors import LlmNoRoom
from paperloop.llm import ChatModel, Spent
from paperloop.readers.llm import SCHEMA, SCHEMA_NAME, Part, messages, parts_of, validate

MOST_PARTS: Final = 1000
"""About one document: its parts, and the halves of those that were too long. A document of the greatest length has
half as many parts."""

Item = TypeVar("Item")
Result = TypeVar("Result")
Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked about each part: its messages, and the schema, under a name, that the answer is held against."""

    messages: Callable[[Part], Sequence[Mapping[str, Any]]]
    schema: Mapping[str, Any]
    name: str
    faults: Callable[[Answer], Sequence[str]]


INVOICE: Final = Question(messages=messages, schema=SCHEMA, name=SCHEMA_NAME, faults=validate)


@dataclass(frozen=True, slots=True)
class Asked:
    """The answers about successive parts, and what they cost together."""

    answers: tuple[Answer, ...]
    usage: LlmUsage


async def ask_in_parts(model: ChatModel, grids: Sequence[str], question: Question = INVOICE) -> Asked:
    """What `model` says of the pages with these text grids.

    A part that the model has no room for, or no room for its answer, is asked about in halves. All parts have one
    deadline; the first that fails ends the others.

    Raises:
        DocumentTooComplex: the document is longer than is ever asked about.
        LlmUnavailable, LlmTimeout, LlmRefused, LlmInvalidAnswer.
    """
    asking = _Asking(model, question)
    answers = await asking.about_all(parts_of(grids))
    usage = LlmUsage(
        model=model.model,
        prompt_tokens=asking.spent.prompt_tokens,
        completion_tokens=asking.spent.completion_tokens,
        attempts=asking.spent.attempts,
    )
    return Asked(tuple(answers), usage)


class _Asking:
    """One document's questions."""

    def __init__(self, model: ChatModel, question: Question) -> None:
        self.spent = Spent()
        self._model = model
        self._question = question
        self._ends_at = model.deadline()
        self._asked = 0

    async def about_all(self, parts: Sequence[Part]) -> list[Answer]:
        self._asked += len(parts)
        if len(parts) == 1:
            return await self._about(parts[0])
        return [answer for answers in await together(self._about, parts) for answer in answers]

    async def _about(self, part: Part) -> list[Answer]:
        try:
            completion = await self._model.ask(
                self._question.messages(part),
                schema=self._question.schema,
                name=self._question.name,
                validate=self._question.faults,
                ends_at=self._ends_at,
                spent=self.spent,
            )
        except LlmNoRoom:
            halves = part.halves()
            if halves is None or self._asked + len(halves) > MOST_PARTS:
                raise
        else:
            return [completion.data]
        return await self.about_all(halves)


async def together(work: Callable[[Item], Awaitable[Result]], items: Iterable[Item]) -> list[Result]:
    """`work` on every item at the same time; the results in the order of the items.

    The first failure cancels the others, and is raised itself once they have ended. Between two beginnings the event
    loop turns, so that many items do not hold it.
    """

    async def one(item: Item) -> Result:
        return await work(item)

    tasks: list[asyncio.Task[Result]] = []
    try:
        async with asyncio.TaskGroup() as group:
            for item in items:
                tasks.append(group.create_task(one(item)))
                await asyncio.sleep(0)
    except BaseExceptionGroup as failures:
        raise failures.exceptions[0] from None
    return [task.result() for task in tasks]
