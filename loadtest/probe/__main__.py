"""The service as `python -m paperloop serve` runs it, with a probe of its event loop in each server process.

    PAPERLOOP_DATA_DIR=spool python loadtest/probe --port 8000 [--workers 2] [--log FOLDER]

GET /loop-lag answers how late the event loop was since the last DELETE /loop-lag; with --log a line a second tells it.
Every other request is Paperloop's.

This is a folder's `__main__` because multiprocessing loads a main module that is a plain script into every worker, and
a lane would then hold what no lane of `python -m paperloop serve` does.
"""

import argparse
import os

from paperloop import server


def main() -> None:
    """Serve on loopback until SIGTERM, with the settings of the environment."""
    parser = argparse.ArgumentParser(description="Serve Paperloop with a probe of its event loop.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1, help="server processes")
    parser.add_argument("--log", metavar="FOLDER", help="write a line a second there")
    asked = parser.parse_args()
    if asked.log:
        os.environ["PROBE_LOG"] = asked.log  # the server processes are told by it
    server.serve(host="127.0.0.1", port=asked.port, workers=asked.workers, factory="probed:application")


if __name__ == "__main__":
    main()
