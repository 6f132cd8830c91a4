"""Serve one of the baselines on loopback, with a probe of its event loop beside it."""

import argparse
import importlib

import uvicorn
from lag import LagProbe

NAMES = ("blocking", "threads", "checked_threads", "pdfplumber_threads", "weasyprint_threads", "latex_threads", "empty")


def main() -> None:
    """Serve until SIGTERM. Starlette has 40 threads unless told otherwise."""
    parser = argparse.ArgumentParser(description="Serve a baseline on loopback.")
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--llm", default="http://127.0.0.1:9000/v1", help="base URL of the language model")
    parser.add_argument("--threads", type=int, default=40)
    parser.add_argument("--port", type=int, default=8000)
    asked = parser.parse_args()
    application = importlib.import_module(f"baselines.{asked.name}").application
    uvicorn.run(
        LagProbe(application(llm=asked.llm, threads=asked.threads)),
        host="127.0.0.1",
        port=asked.port,
        ws="none",
        access_log=False,
        log_level="warning",
    )


if __name__ == "__main__":
    main()
