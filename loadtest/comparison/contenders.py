"""Who is compared: architectures for one job, each started in processes of its own."""

import importlib.util
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

import processes
import typesetters
from processes import Running

MANY_THREADS = 500
"""One for each client of the largest load; with Starlette's own 40, a model of 2 s would allow 20 requests/s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """`start` takes the model's base URL. `absent` says how to install what is missing here."""

    name: str
    does: str
    start: Callable[[str], AbstractContextManager[Running]]
    absent: str = ""


def _baseline(name: str, module: str, does: str, *, threads: int = 40, absent: str = "") -> Contender:
    return Contender(
        name=name,
        does=does,
        start=lambda llm: processes.baseline(module, llm=llm, threads=threads),
        absent=absent,
    )


OURS = "Paperloop"
BLOCKING = "blocking"

EXTRACTION = (
    _baseline(BLOCKING, "blocking", "PyMuPDF and httpx, called in `async def`"),
    _baseline("threads, pdfplumber", "pdfplumber_threads", "pdfplumber and httpx in Starlette's 40 threads"),
    _baseline("threads, no checks", "threads", f"PyMuPDF and httpx in {MANY_THREADS} threads", threads=MANY_THREADS),
    _baseline(
        "threads, all checks",
        "checked_threads",
        f"all of this service's work on a document, in {MANY_THREADS} threads",
        threads=MANY_THREADS,
    ),
    Contender(
        name=OURS,
        does="this service: worker processes, one asynchronous HTTP client, evidence and checks",
        start=lambda llm: processes.service("probe", llm_base_url=llm),
    ),
)

RENDERING = (
    _baseline(
        "LaTeX in threads",
        "latex_threads",
        "a pdflatex process a résumé, the text alone, waited for in a thread",
        absent="" if shutil.which(typesetters.LATEX[0]) else "apt-get install texlive-latex-base",
    ),
    _baseline(
        "WeasyPrint in threads",
        "weasyprint_threads",
        "the text alone, without a theme, in a thread",
        absent="" if importlib.util.find_spec("weasyprint") else "pip install weasyprint",
    ),
    Contender(
        name=OURS,
        does="this service: a theme, tags, fonts, and the PDF read back",
        start=lambda _: processes.service("probe", render_cache_bytes=0),
    ),
)


def installed(contenders: tuple[Contender, ...]) -> Iterator[Contender]:
    return (contender for contender in contenders if not contender.absent)
