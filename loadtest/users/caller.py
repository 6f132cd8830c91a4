"""What every behaviour does: ask, and say what became of it."""

from collections.abc import Callable, Collection
from typing import Any

from locust.contrib.fasthttp import FastHttpUser, FastResponse
from materials import Materials, materials
from records import REFUSED

Verify = Callable[[FastResponse], str | None]
"""What is wrong with an answer of the right status; None: nothing."""


class Caller(FastHttpUser):
    """A user of the service. `behaviour` is the name in reports and in budget.toml."""

    abstract = True
    behaviour: str
    network_timeout = 60.0
    connection_timeout = 60.0

    @property
    def materials(self) -> Materials:
        return materials(self.environment.parsed_options.materials)

    def context(self) -> dict[str, str]:
        return {"behaviour": self.behaviour}

    def ask(
        self,
        method: str,
        path: str,
        name: str,
        *,
        expected: Collection[int] = (200,),
        verify: Verify | None = None,
        **sent: Any,
    ) -> FastResponse | None:
        """The answer; None when its status is none of `expected`, or `verify` finds something."""
        with self.client.request(method, path, name=name, catch_response=True, **sent) as answer:
            fault = _fault(answer, expected) or (verify(answer) if verify else None)
            if fault is None:
                answer.success()
                return answer
            answer.failure(fault)
            return None


def _fault(answer: FastResponse, expected: Collection[int]) -> str | None:
    if answer.status_code in expected:
        return None
    if answer.status_code == 503 and answer.headers and answer.headers.get("retry-after"):
        return f"{REFUSED}: 503"
    if answer.status_code in {502, 504} and "/problems/llm-" in answer.text:
        return f"{REFUSED}: {answer.status_code} for want of a model"
    if not answer.status_code:
        return f"no answer: {answer.error!r}"
    return f"{answer.status_code}: {answer.text[:200]}"
