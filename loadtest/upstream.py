"""The language model of a load test: the fake one that ships with Paperloop, behind a uvicorn of its own.

python loadtest/upstream.py --port 9000 --delay 2.0
"""

import argparse

import uvicorn

from paperloop.testing import Behaviour, FakeLlm


def main() -> None:
    """Serve on loopback until SIGTERM. `--delay` is the seconds every call takes."""
    parser = argparse.ArgumentParser(description="Serve a fake language model on loopback.")
    parser.add_argument("--port", type=int, default=9000)
    parser.add_argument("--delay", type=float, default=2.0, help="seconds before an answer")
    asked = parser.parse_args()
    uvicorn.run(
        FakeLlm(Behaviour(delay_s=asked.delay)),
        host="127.0.0.1",
        port=asked.port,
        ws="none",
        access_log=False,
        log_level="warning",
        timeout_keep_alive=60,
    )


if __name__ == "__main__":
    main()
