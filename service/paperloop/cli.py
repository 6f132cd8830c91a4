"""The service from a shell: serve it, or run one document through it without a server."""

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.progress import Progress

from paperloop import server
from paperloop.app import Paperloop
from paperloop.documents.extraction import Extraction
from paperloop.documents.pages import PageSelection
from paperloop.errors import FieldsNeedModel, InvalidParameter, InvalidSchema, PaperloopError, PasswordRequired
from paperloop.flows.extract import ExtractOptions
from paperloop.mistakes import said_by_system
from paperloop.pdf.render_options import RenderOptions
from paperloop.pdf.typeset.options import Unprintable
from paperloop.readers.fields import FieldsSchema
from paperloop.render_files import Outcome, render_files, target_of
from paperloop.report import extraction_table, outcome_lines
from paperloop.server import PASSWORD_VARIABLE, settings_from_environment, usable
from paperloop.settings import PREFIX, InvalidSettings, Settings
from paperloop.store.spool import SpooledDocument, parts, spooled_copy
from paperloop.web.parameters import reader_names

Result = TypeVar("Result")

cli = typer.Typer(
    help="PDFs in, checked data out; data in, PDFs out. Settings are environment variables; `serve --help` lists them.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

VARIABLES = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]

File = Annotated[Path, typer.Argument(help="A PDF.", metavar="FILE")]
Password = Annotated[str | None, typer.Option(envvar=PASSWORD_VARIABLE, help="Of an encrypted PDF.", show_envvar=True)]
Schema = Annotated[
    Path | None, typer.Option(help="A JSON Schema file: fields of your own, found by the model.", metavar="FILE")
]
Pages = Annotated[str, typer.Option(help="Which pages, such as 1-3,5. Default: all.")]


def main() -> None:
    """The console script's entry."""
    try:
        cli()
    except InvalidSettings as error:
        sys.exit(f"paperloop: {error}")
    except PaperloopError as error:
        sys.exit(f"paperloop: {_in_options(error)}")
    except OSError as error:
        sys.exit(f"paperloop: {said_by_system(error)}")


@cli.command(epilog=f"Settings, from the environment: {', '.join(VARIABLES)}.")
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=0, max=65535)] = 8000,
    workers: Annotated[
        int, typer.Option(help="Server processes, each with lanes and limits of its own.", min=1, max=256)
    ] = 1,
    access_log: Annotated[bool, typer.Option(help="A line for every request.")] = False,
) -> None:
    """Serve the HTTP API until interrupted."""
    server.serve(host=host, port=port, workers=workers, access_log=access_log)


@cli.command()
def extract(
    file: File,
    readers: Annotated[str, typer.Option(help="auto, or a list of einvoice, llm, layout to try in turn.")] = "auto",
    pages: Pages = "",
    password: Password = None,
    schema: Schema = None,
    json: Annotated[bool, typer.Option("--json", help="The whole extraction as JSON (the default).")] = False,
    table: Annotated[
        bool, typer.Option("--table", help="A table for people; after the JSON when both are asked.")
    ] = False,
) -> None:
    """Read one invoice, without a server."""
    options = ExtractOptions(
        readers=reader_names(readers),
        pages=PageSelection.parse(pages),
        password=password,
        schema=FieldsSchema.parse(schema.read_text("utf-8", errors="replace")) if schema else None,
    )
    extraction = _with_service(file, lambda service, document: service.extract(document, options))
    if json or not table:
        typer.echo(extraction.model_dump_json(indent=2))
    if table:
        _print_table(extraction)


@cli.command()
def text(file: File, pages: Pages = "", password: Password = None) -> None:
    """Print a PDF's text, its layout preserved."""

    async def grids(service: Paperloop, document: SpooledDocument) -> None:
        parsed = await service.extract_text(document, "grid", pages=PageSelection.parse(pages), password=password)
        async for part in parts(parsed.files, separator=b"\f"):
            sys.stdout.buffer.write(part)

    _with_service(file, grids)
    sys.stdout.buffer.write(b"\n")


@cli.command()
def render(
    files: Annotated[list[Path], typer.Argument(help="Résumés or invoices in JSON or YAML.", metavar="FILE...")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The PDF, or a folder for several. Default: beside each file.")
    ] = None,
    theme: Annotated[str | None, typer.Option(help="How it looks; `GET /v1/themes` lists them.")] = None,
    variant: Annotated[str | None, typer.Option(help="What it shows: backend, leadership, or one of its own.")] = None,
    paper: Annotated[str | None, typer.Option(help="A4 or Letter.")] = None,
    accent: Annotated[str | None, typer.Option(help="A colour, such as #1a5fb4.")] = None,
    language: Annotated[str | None, typer.Option(help="Of labels and dates, such as de.")] = None,
    fit: Annotated[int | None, typer.Option(help="Shrink to this many pages.", min=1, max=20)] = None,
    standard: Annotated[str | None, typer.Option(help="Such as PDF/A-2b,PDF/UA-1.")] = None,
    unprintable: Annotated[
        Unprintable | None, typer.Option(help="Where a standard is asked for and no font has a character.")
    ] = None,
    warnings: Annotated[bool, typer.Option(help="Tell what is odd about a file.")] = True,
) -> None:
    """Make PDFs of résumés (JSON Resume, RenderCV or the service's own shape) and of invoices (as `extract` has it)."""
    options = RenderOptions(
        theme=theme,
        variant=variant,
        paper=paper,
        accent=accent,
        language=language,
        fit=fit,
        standard=standard,
        unprintable=unprintable,
    )
    alone = len(files) == 1
    if output and not alone:
        output.mkdir(parents=True, exist_ok=True)
    pairs = [(file, target_of(file, output, alone=alone)) for file in files]
    failed: list[Outcome] = []
    console = Console(stderr=True, highlight=False)
    with Progress(console=console, transient=True, disable=alone) as progress:
        bar = progress.add_task("Rendering", total=len(files))

        def done(outcome: Outcome) -> None:
            progress.advance(bar)
            for line in outcome_lines(outcome, warnings=warnings):
                console.print(line, markup=False, soft_wrap=True)
            if outcome.error:
                failed.append(outcome)

        asyncio.run(render_files(usable(settings_from_environment()), pairs, options, done))
    if failed:
        sys.exit(1)


def _print_table(extraction: Extraction) -> None:
    Console().print(extraction_table(extraction))


def _with_service(file: Path, work: Callable[[Paperloop, SpooledDocument], Awaitable[Result]]) -> Result:
    service = usable(settings_from_environment().model_copy(update={"lanes": 1}))

    async def run() -> Result:
        async with service.running(), service.spool.workspace() as workspace:
            document = await spooled_copy(file, workspace, max_bytes=service.settings.max_upload_bytes)
            return await work(service, document)

    return asyncio.run(run())


def _in_options(error: PaperloopError) -> str:
    """The sentence, its parameters written as options."""
    if isinstance(error, InvalidParameter):
        return "--{parameter}: {reason}".format(**error.facts)
    if isinstance(error, PasswordRequired):
        return "the PDF is encrypted; send its password with `--password`"
    if isinstance(error, InvalidSchema | FieldsNeedModel):
        return str(error).replace("`schema`", "--schema")
    return re.sub(r"`(readers|pages)=", r"`--\1 ", str(error))
