"""What the service adds to the bare cost of its work, against its targets.

    python loadtest/bench.py [--quick] [--only NAME]... [--pdf FILE] [--json FILE]

Starts everything it measures on loopback, takes some five minutes (one with --quick) and exits with 0 also
when a target is missed: a shared machine is slow for reasons of its own.
"""

import argparse
import json
import platform
import sys
import time
from pathlib import Path

import machine
import pymupdf
import sample
from figures import Figure, table
from measurements import FULL, MEASUREMENTS, QUICK, Bench

BIG_BYTES = 50_000_000


def main() -> None:
    """Measure what was asked for and print it."""
    asked = _arguments()
    _say("making the sample")
    pdf = asked.pdf.read_bytes() if asked.pdf else sample.invoice()
    bench = Bench(QUICK if asked.quick else FULL, pdf, lambda: sample.swollen(pdf, BIG_BYTES), _say)
    facts, started = _facts(pdf), time.perf_counter()
    figures: list[Figure] = []
    for name, measure in MEASUREMENTS.items():
        if not asked.only or name in asked.only:
            _say(name)
            figures += measure(bench)
    facts["took_s"] = round(time.perf_counter() - started, 1)
    sys.stdout.write("\n".join([*(f"{name}: {value}" for name, value in facts.items()), "", table(figures), ""]))
    if asked.json:
        asked.json.write_text(
            json.dumps({"facts": facts, "figures": [figure.as_json() for figure in figures]}, indent=2)
        )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure what the service adds to the bare cost of its work.")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter runs: about a minute")
    parser.add_argument(
        "--only", action="append", choices=MEASUREMENTS, metavar="NAME", help=f"one of {', '.join(MEASUREMENTS)}"
    )
    parser.add_argument("--pdf", type=Path, metavar="FILE", help="send this invoice in place of the sample")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every run's figures there")
    return parser.parse_args()


def _facts(pdf: bytes) -> dict[str, object]:
    return {
        "machine": machine.described(),
        "load average before the run": machine.load_average(),
        "Python": platform.python_version(),
        "PyMuPDF": pymupdf.VersionBind,
        "sample": sample.described(pdf),
    }


def _say(text: str) -> None:
    sys.stderr.write(f"bench: {text}\n")


if __name__ == "__main__":
    main()
