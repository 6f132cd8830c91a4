"""The service as `python -m paperloop serve` runs it, with a probe of its event loop beside it.

    PAPERLOOP_DATA_DIR=/tmp/spool python loadtest/probe --port 8000

GET /loop-lag answers how late the event loop was since the last DELETE /loop-lag. Every other request is Paperloop's.

This is a folder's `__main__` because multiprocessing loads a main module that is a plain script into every worker, and
a lane would then hold what no lane of `python -m paperloop serve` does.
"""

import argparse
import os

import uvicorn
from lag import LagProbe

from paperloop.app import Paperloop
from paperloop.settings import Settings
from paperloop.web.protocol import GuardedProtocol


def main() -> None:
    """Serve on loopback until SIGTERM, with the settings of the environment."""
    parser = argparse.ArgumentParser(description="Serve Paperloop with a probe of its event loop.")
    parser.add_argument("--port", type=int, default=8000)
    uvicorn.run(
        LagProbe(Paperloop(Settings.from_environment(os.environ)).app),
        host="127.0.0.1",
        port=parser.parse_args().port,
        http=GuardedProtocol,
        ws="none",
        access_log=False,
        log_config=None,
        server_header=False,
    )


if __name__ == "__main__":
    main()
