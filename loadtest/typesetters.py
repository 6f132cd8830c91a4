"""What other ways from data to two typeset pages cost, where they are installed: WeasyPrint, and a LaTeX run."""

import importlib.util
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from figures import Figure

RUNS = 3
LATEX = ("pdflatex", "-interaction=batchmode", "cv.tex")
_TEX = r"""\documentclass[10pt,a4paper]{article}
\usepackage[T1]{fontenc}
\usepackage[margin=2cm]{geometry}
\begin{document}
%s
\end{document}
"""


def figures(resume: dict[str, Any]) -> list[Figure]:
    """A row for each; one that is not installed says so."""
    return [_weasyprint(resume), _latex(resume)]


def html(resume: dict[str, Any]) -> str:
    """The text of a résumé, a paragraph each, without a style of its own."""
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs(resume))


def tex(resume: dict[str, Any]) -> str:
    """The same text for LATEX."""
    return _TEX % "\n\n".join(_escaped(paragraph) for paragraph in paragraphs(resume))


def paragraphs(resume: dict[str, Any]) -> list[str]:
    """The text of a résumé's name, summary and jobs."""
    basics = resume["basics"]
    jobs = [line for job in resume["work"] for line in (f"{job['position']}, {job['name']}", *job["highlights"])]
    return [basics["name"], basics["summary"], *jobs]


def _weasyprint(resume: dict[str, Any]) -> Figure:
    name = "the same text by WeasyPrint, warm"
    if not importlib.util.find_spec("weasyprint"):
        return _missing(name, "pip install weasyprint")
    import weasyprint

    text = html(resume)
    return Figure.of(name, "ms CPU", _timed(lambda: weasyprint.HTML(string=text).write_pdf(), resource.RUSAGE_SELF))


def _latex(resume: dict[str, Any]) -> Figure:
    name = "the same text by pdflatex, a process each"
    if not shutil.which(LATEX[0]):
        return _missing(name, "apt-get install texlive-latex-base")
    with tempfile.TemporaryDirectory(prefix="paperloop-bench-") as folder:
        Path(folder, "cv.tex").write_text(tex(resume))

        def run() -> None:
            subprocess.run(LATEX, cwd=folder, check=True, capture_output=True)  # noqa: S603

        return Figure.of(name, "ms CPU", _timed(run, resource.RUSAGE_CHILDREN))


def _missing(name: str, how: str) -> Figure:
    return Figure.of(name, "ms CPU", [float("nan")], note=f"not installed ({how})")


def _timed(work: Callable[[], object], who: int) -> Sequence[float]:
    work()
    return [_cpu_ms(work, who) for _ in range(RUNS)]


def _cpu_ms(work: Callable[[], object], who: int) -> float:
    before = resource.getrusage(who)
    started = time.process_time() if who == resource.RUSAGE_SELF else 0.0
    work()
    if who == resource.RUSAGE_SELF:
        return (time.process_time() - started) * 1000
    after = resource.getrusage(who)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def _escaped(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "&%$#_{}" else sign for sign in text)
