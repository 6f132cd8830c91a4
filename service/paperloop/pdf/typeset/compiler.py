"""The one Typst compiler of a worker: fonts and themes read once, no packages, no network, no file but the themes."""

import re
from datetime import UTC, datetime
from functools import cache
from typing import Final, cast

import typst

from paperloop.errors import UnprintableCharacters, WorkerFault
from paperloop.pdf.typeset.catalogue import FOLDER, FONTS, Theme
from paperloop.pdf.typeset.options import PdfStandard

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""PDF/A wants a date. It is always this one, so that the same input makes the same bytes."""

_UNDISPLAYED: Final = re.compile(r'the text `"(.+?)"` could not be displayed')


@cache
def compiler() -> typst.Compiler:
    """Fonts are those that ship, so a document looks the same on every machine."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return typst.Compiler(root=FOLDER, font_paths=fonts, package_path=FONTS, package_cache_path=FONTS)


def compiled(theme: Theme, inputs: dict[str, str], standards: tuple[PdfStandard, ...]) -> bytes:
    """The PDF that `theme` makes of `inputs`.

    Raises:
        UnprintableCharacters: a standard is asked for, and no font has a character together with the marks on it.
        WorkerFault: the theme does not compile.
    """
    try:
        pdf = compiler().compile(
            input=theme.source,
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=[*standards],
            timestamp=EPOCH,
        )
    except typst.TypstError as error:
        if undisplayed := _UNDISPLAYED.search(error.message):
            raise UnprintableCharacters(characters=undisplayed[1]) from error
        raise WorkerFault(call="RenderDocument", trace=f"{error.message}\n{error.diagnostic}") from error
    return cast("bytes", pdf)
