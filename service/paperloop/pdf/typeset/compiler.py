"""The one Typst compiler of a worker: fonts and themes read once, no packages, no network, no file but the themes."""

from datetime import UTC, datetime
from functools import cache
from typing import cast

import typst

from paperloop.errors import WorkerFault
from paperloop.pdf.typeset.catalogue import FOLDER, FONTS, Theme
from paperloop.pdf.typeset.options import PdfStandard

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""PDF/A wants a date; a document that tells none has this one, so that the same input makes the same bytes."""


@cache
def compiler() -> typst.Compiler:
    """Fonts are those that ship, so a document looks the same on every machine."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return typst.Compiler(root=FOLDER, font_paths=fonts, package_path=FONTS, package_cache_path=FONTS)


def compiled(
    theme: Theme, inputs: dict[str, str], standards: tuple[PdfStandard, ...], moment: datetime | None
) -> bytes:
    """The PDF that `theme` makes of `inputs`.

    Raises:
        WorkerFault: the theme does not compile.
    """
    try:
        pdf = compiler().compile(
            input=theme.source,
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=[*standards],
            timestamp=moment or EPOCH,
        )
    except typst.TypstError as error:
        raise WorkerFault(call="TypesetResume", trace=f"{error.message}\n{error.diagnostic}") from error
    return cast("bytes", pdf)
