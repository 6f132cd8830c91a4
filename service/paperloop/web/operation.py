"""/livez, /readyz and /health: for those who run the service."""

from dataclasses import asdict, replace

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from paperloop import __version__
from paperloop.errors import NotRunning, Overloaded
from paperloop.web import problems
from paperloop.web.admission import Admission
from paperloop.workers import Workers

NOT_RUNNING = replace(problems.KINDS[NotRunning], status=503)
"""To a probe it is no fault that something has not started yet."""


class Operation:
    """Answers from memory alone: no lane, no file, no model is asked, so a busy service still answers at once."""

    def __init__(self, workers: Workers, admission: Admission, *, llm_model: str | None) -> None:
        self._workers = workers
        self._admission = admission
        self._llm_model = llm_model

    async def livez(self, request: Request) -> Response:
        """The event loop turns."""
        return JSONResponse({"status": "ok"})

    async def readyz(self, request: Request) -> Response:
        """Whether a document sent now would be worked on."""
        if self._workers.state.ready:
            return JSONResponse({"status": "ready"})
        request_id = problems.request_id_of(request)
        if self._workers.open:
            return problems.from_error(Overloaded(retry_after_s=1), request_id)
        return problems.problem(NOT_RUNNING, str(NotRunning()), request_id=request_id)

    async def health(self, request: Request) -> Response:
        """What there is and what it does."""
        state = self._workers.state
        return JSONResponse(
            {
                "status": "ok" if state.ready == state.lanes else "degraded",
                "version": __version__,
                "in_flight": self._admission.in_flight,
                "max_in_flight": self._admission.limit,
                "lanes": asdict(state),
                "readers": ["einvoice", *(["llm"] if self._llm_model else []), "layout"],
                "llm": {"model": self._llm_model} if self._llm_model else None,
            }
        )
