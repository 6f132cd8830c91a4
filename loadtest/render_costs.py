"""What each stage of rendering a résumé costs the process that works on it, beside Typst alone.

    python loadtest/render_costs.py [--rounds 100] [--theme NAME]... [--memory RENDERS]

All in this process, no service, no two résumés alike: the worker's own call as a whole, then its parts one after
another on the next résumé, then Typst alone on another one's text: one face, a paragraph after another, no theme. The
least value of many tells most on a busy machine; it is what "times" divides by Typst's own. With --memory, what the
process holds after so many renders.
"""

import argparse
import gc
import itertools
import json
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import pymupdf
import resumes
import typesetters
from arguments import count
from figures import Figure, table

from paperloop.documents.resume.arrange import view_of
from paperloop.documents.resume.json_resume import from_json_resume
from paperloop.pdf import handlers  # noqa: F401  # loads what the calls would load at their first use
from paperloop.pdf.body import json_object
from paperloop.pdf.limits import resident_bytes
from paperloop.pdf.perform import GARBAGE
from paperloop.pdf.render_calls import RenderDocument
from paperloop.pdf.render_options import RenderOptions
from paperloop.pdf.rendering import render_document
from paperloop.pdf.typeset.catalogue import themes
from paperloop.pdf.typeset.compiler import compiled, compiler
from paperloop.pdf.typeset.expected import strings
from paperloop.pdf.typeset.glyphs import unprintable
from paperloop.pdf.typeset.manuscript import manuscript
from paperloop.pdf.typeset.readback import looked_up, texts_of

BARE = "Typst alone: the same text, one face, no theme"
_BARE_SOURCE = b"""#set text(font: "Source Serif 4", size: 10.2pt)
#for paragraph in json(bytes(sys.inputs.data)) { par(paragraph) }
"""
_LOOK = {"paper": "a4", "accent": None, "photo": None, "dated": False, "lang": "en", "region": None, "scale": 1.0}
_WARM = 3
"""Renders before the first that counts."""

Spent = defaultdict[str, list[float]]
Made = TypeVar("Made")


class Clock:
    """CPU ms of each stage by its name, a value a round."""

    def __init__(self) -> None:
        self.spent: Spent = defaultdict(list)

    def __call__(self, name: str, work: Callable[[], Made]) -> Made:
        started = time.process_time()
        made = work()
        self.spent[name].append((time.process_time() - started) * 1000)
        return made


def figures(theme: str, rounds: int, folder: Path) -> list[Figure]:
    """CPU ms of each stage, and how many times Typst's own it is."""
    numbers, clock = itertools.count(), Clock()
    _whole(folder, theme, itertools.islice(numbers, _WARM), Clock())
    for _ in range(rounds):
        _whole(folder, theme, itertools.islice(numbers, 1), clock)
        _stages(_call(folder, theme, next(numbers)), clock)
        clock(BARE, _bare(next(numbers)))
    alone = clock.spent.pop(BARE)
    return [
        Figure.of(BARE, "ms CPU", alone, note=f"least {min(alone):.1f}"),
        *(Figure.of(name, "ms CPU", values, note=_times(values, alone)) for name, values in clock.spent.items()),
    ]


def _whole(folder: Path, theme: str, numbers: Iterator[int], clock: Clock) -> None:
    for number in numbers:
        call = _call(folder, theme, number)
        clock(f"RenderDocument, {theme}", lambda call=call: render_document(call))  # type: ignore[misc]


def _stages(call: RenderDocument, clock: Clock) -> None:
    """The parts of `render_document`, with what they hand to one another."""
    theme = themes()[call.options.theme or ""]
    body = clock("  the body's JSON", lambda: json_object(call.source))
    resume, _ = clock("  the résumé of it", lambda: from_json_resume(body["json_resume"]))
    view = clock("  its view", lambda: view_of(resume))
    text = clock("  the manuscript", lambda: manuscript(view, theme.order))
    clock("  are there glyphs for all", lambda: unprintable(strings(text.expected)))
    content = clock("  its JSON", lambda: json.dumps(text.content, ensure_ascii=False))
    inputs = {"data": content, "look": json.dumps(_LOOK)}
    data = clock("  Typst", lambda: compiled(theme, inputs, ()))
    clock("  the file", lambda: call.to.write_bytes(data))
    pdf = clock("  opened again", lambda: pymupdf.open(stream=data, filetype="pdf"))
    texts = clock("  its text", lambda: texts_of(pdf))
    clock("  looked up in it", lambda: looked_up(text.expected, texts, foot=text.content["foot"]))


def _call(folder: Path, theme: str, number: int) -> RenderDocument:
    source = folder / "body.json"
    source.write_bytes(json.dumps({"json_resume": resumes.resume(number)}).encode())
    return RenderDocument(
        source=source,
        to=folder / "rendered.pdf",
        photo=folder / "photo",
        options=RenderOptions(theme=theme),
    )


def _bare(number: int) -> Callable[[], object]:
    inputs = {"data": json.dumps(typesetters.paragraphs(resumes.resume(number)))}
    return lambda: compiler().compile(input=_BARE_SOURCE, format="pdf", sys_inputs=inputs, timestamp=0)


def _times(values: Sequence[float], alone: Sequence[float]) -> str:
    return f"least {min(values):.2f}, {min(values) / min(alone):.2f} times Typst alone"


def memory(theme: str, renders: int, folder: Path) -> Iterator[str]:
    """Lines of how much the process holds, ten times on the way."""
    for number in range(renders + 1):
        if number % max(1, renders // 10) == 0:
            yield f"after {number:5} renders: {resident_bytes() / 1e6:.1f} MB"
        render_document(_call(folder, theme, number))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure what each stage of a rendering costs its worker.")
    parser.add_argument("--rounds", type=count, default=100, help="values of each stage")
    parser.add_argument("--theme", action="append", choices=themes(), metavar="NAME", help="more than one is possible")
    parser.add_argument(
        "--memory", type=count, metavar="RENDERS", help="render so many, and print the process's memory"
    )
    asked = parser.parse_args()
    os.environ["RAYON_NUM_THREADS"] = "1"  # as in a worker
    gc.freeze()
    gc.set_threshold(GARBAGE)
    with tempfile.TemporaryDirectory(prefix="paperloop-bench-") as folder:
        for theme in asked.theme or ["classic"]:
            if asked.memory:
                for line in memory(theme, asked.memory, Path(folder)):
                    sys.stdout.write(f"{line}\n")
            else:
                sys.stdout.write(f"{table(figures(theme, asked.rounds, Path(folder)))}\n\n")


if __name__ == "__main__":
    main()
