"""Equal work in flight is done once."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Result = TypeVar("Result")


@dataclass(slots=True)
class _Shared(Generic[Result]):
    task: asyncio.Task[Result]
    waiting: int = 0


class Once(Generic[Result]):
    """Whoever asks for what is being made already waits for it, and gets the same result or the same error.

    The work ends when nobody waits for it any more, and before the last of them is let go.
    """

    def __init__(self) -> None:
        self._shared: dict[str, _Shared[Result]] = {}

    async def __call__(self, key: str, work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        shared = self._shared.get(key)
        if shared is None:
            shared = self._shared[key] = _Shared(asyncio.create_task(work()))
        shared.waiting += 1
        try:
            return await asyncio.shield(shared.task)
        finally:
            shared.waiting -= 1
            if not shared.waiting:
                await self._end(key, shared)

    async def _end(self, key: str, shared: _Shared[Result]) -> None:
        if self._shared.get(key) is shared:
            del self._shared[key]
        shared.task.cancel()
        await asyncio.wait([shared.task])
