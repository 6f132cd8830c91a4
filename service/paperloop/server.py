"""Server processes: one, or several that share a port and nothing else in memory."""

import gc
import logging
import multiprocessing
import os
import signal
import sys
import threading
from contextlib import suppress
from multiprocessing.process import BaseProcess
from typing import Final

import uvicorn
from starlette.types import ASGIApp
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from paperloop.app import Paperloop
from paperloop.mistakes import said_by_system
from paperloop.settings import PREFIX, InvalidSettings, Settings
from paperloop.web.protocol import GuardedProtocol

APPLICATION: Final = "paperloop.server:application"

GRACE_S: Final = 30
"""Time for requests under way when the service is told to stop."""

SILENCE_S: Final = 60
"""After which a server process that answers nothing is replaced. It begins when Python does, and a busy machine takes
its time to load everything."""

LOG_FORMAT: Final = "%(asctime)s %(levelname)s %(name)s %(request_id)s: %(message)s"

PASSWORD_VARIABLE: Final = f"{PREFIX}DOCUMENT_PASSWORD"
"""An option of commands, and no setting."""


def serve(*, host: str, port: int, workers: int = 1, access_log: bool = False, factory: str = APPLICATION) -> None:
    """Serve until interrupted; `workers` processes of what `factory`, an import string, makes in each.

    Raises:
        InvalidSettings: the environment's settings can't be used, found out before any process starts.
    """
    log_to_stderr()
    # uvicorn closes everything at SIGTERM, then raises the signal once more, which is no failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    usable(settings_from_environment())
    config = uvicorn.Config(
        factory,
        factory=True,
        host=host,
        port=port,
        workers=workers,
        http=GuardedProtocol,
        ws="none",
        access_log=access_log,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
        timeout_worker_healthcheck=SILENCE_S,
    )
    sys.exit(_alone(config) if workers == 1 else _several(config))


def application() -> ASGIApp:
    """What each server process serves."""
    return standalone().app


def standalone() -> Paperloop:
    """The service that has a process to itself: it logs to stderr, and ends with the process that started it."""
    log_to_stderr()
    _end_with_the_supervisor()
    service = Paperloop(settings_from_environment())
    gc.freeze()  # what is loaded is no garbage; looking through it again would hold the event loop
    return service


def settings_from_environment() -> Settings:
    """
    Raises:
        InvalidSettings: a variable PAPERLOOP_... can't be used.
    """
    return Settings.from_environment({name: os.environ[name] for name in os.environ if name != PASSWORD_VARIABLE})


def usable(settings: Settings) -> Paperloop:
    """A service whose folder can be used; uvicorn would print a trace of one that can't.

    Raises:
        InvalidSettings: nothing can be kept in `data_dir`.
    """
    service = Paperloop(settings)
    try:
        service.spool.probe()
    except OSError as error:
        raise InvalidSettings(f"{PREFIX}DATA_DIR: {said_by_system(error)}") from None
    return service


def log_to_stderr() -> None:
    lines = logging.StreamHandler()
    lines.setFormatter(logging.Formatter(LOG_FORMAT, defaults={"request_id": "-"}))
    logging.basicConfig(level=logging.INFO, handlers=[lines])
    for chatty in ("python_multipart", "httpx"):  # a line for every broken upload, a line for every call
        logging.getLogger(chatty).setLevel(logging.ERROR)


def _alone(config: uvicorn.Config) -> int:
    config.load_app()
    server = uvicorn.Server(config)
    with suppress(KeyboardInterrupt):
        server.run()
    return 0 if server.started else STARTUP_FAILURE


class Supervisor(Multiprocess):
    """Replaces a process which died, and gives up when one can't start.

    It asks each for a sign of life over a pipe. Once the far end is the process's alone, its death is that end's too,
    and no answer is waited for that nobody can give any more.
    """

    def init_processes(self) -> None:
        super().init_processes()
        self._let_go_of_far_ends()

    def keep_subprocess_alive(self) -> None:
        super().keep_subprocess_alive()
        self._let_go_of_far_ends()

    def _let_go_of_far_ends(self) -> None:
        for process in self.processes:
            process.child_conn.close()


def _several(config: uvicorn.Config) -> int:
    supervisor = Supervisor(config, [config.bind_socket()])
    supervisor.run()
    failed = any(process.exitcode == STARTUP_FAILURE for process in supervisor.processes)
    return STARTUP_FAILURE if failed else 0


def _end_with_the_supervisor() -> None:
    """A supervisor that is killed leaves its processes behind; nobody would ever stop them."""
    supervisor = multiprocessing.parent_process()
    if supervisor is not None:
        threading.Thread(target=_end_after, args=(supervisor,), name="supervisor's end", daemon=True).start()


def _end_after(supervisor: BaseProcess) -> None:
    supervisor.join()
    os.kill(os.getpid(), signal.SIGTERM)
