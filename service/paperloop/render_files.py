"""Résumés and invoices from files to PDFs, for the shell: many at once, and one that fails holds up no other."""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from paperloop.app import Paperloop
from paperloop.documents.shapes import wrapped
from paperloop.documents.strict_json import Malformed, json_value, type_name
from paperloop.documents.strict_yaml import yaml_value
from paperloop.errors import PaperloopError
from paperloop.flows.render import render_document
from paperloop.mistakes import said_by_system
from paperloop.pdf.render_calls import RenderedDocument
from paperloop.pdf.render_options import RenderOptions
from paperloop.store.spool import written

AT_ONCE = 16
"""Enough to keep every worker busy."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one file: what was made, or why nothing was."""

    file: Path
    made: Path | None = None
    told: RenderedDocument | None = None
    error: str = ""


def target_of(file: Path, output: Path | None, *, alone: bool) -> Path:
    """Where the PDF of `file` goes: `output` itself for a single file, a folder for several, else beside `file`."""
    if output is None:
        return file.with_suffix(".pdf")
    return output if alone and not output.is_dir() else output / f"{file.stem}.pdf"


def body_of(file: Path) -> bytes:
    """What the service takes, of a file in JSON or YAML.

    Raises:
        Malformed: it is neither, no object, or not in UTF-8.
        OSError: it can't be read.
    """
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Malformed(f"byte {error.start} is no UTF-8; save it as UTF-8") from None
    document = yaml_value(text) if file.suffix.lower() in {".yaml", ".yml"} else json_value(text)
    if not isinstance(document, dict):
        raise Malformed(f"it is {type_name(document)} and no object")
    try:
        content = json.dumps(wrapped(document), ensure_ascii=False, default=str)
    except RecursionError:
        raise Malformed("it is nested too deep") from None
    return content.encode("utf-8", "backslashreplace")  # half a surrogate pair stays as JSON escapes it


async def render_files(
    service: Paperloop, files: Sequence[tuple[Path, Path]], options: RenderOptions, done: Callable[[Outcome], None]
) -> None:
    """Render each first file of a pair into the second one; `done` is called for each as it ends."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(file: Path, target: Path) -> None:
        async with turns:
            done(await _rendered(service, file, target, options))

    async with service.running():
        await asyncio.gather(*(one(file, target) for file, target in files))


async def _rendered(service: Paperloop, file: Path, target: Path, options: RenderOptions) -> Outcome:
    try:
        body = await asyncio.to_thread(body_of, file)
        render = await render_document(service.render_document, body, options)
        await written(target, render.pdf)
    except Malformed as error:
        return Outcome(file, error=f"it can't be read: {error}")
    except PaperloopError as error:
        return Outcome(file, error=str(error))
    except OSError as error:
        return Outcome(file, error=said_by_system(error).removeprefix(f"{file}: "))
    return Outcome(file, made=target, told=render.told)
