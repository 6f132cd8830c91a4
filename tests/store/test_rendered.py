"""Rendered files are kept while there is room."""

from pathlib import Path

import pytest

from paperloop.store.rendered import RenderedFiles


def made(folder: Path, data: bytes) -> Path:
    path = folder / "made.pdf"
    path.write_bytes(data)
    return path


@pytest.fixture
def files(tmp_path: Path) -> RenderedFiles[str]:
    return RenderedFiles(tmp_path, max_bytes=10)


async def test_what_is_kept_comes_back_with_its_facts(files: RenderedFiles[str], tmp_path: Path) -> None:
    assert await files.keep("a", made(tmp_path, b"12345"), "five") == b"12345"
    assert await files.get("a") == (b"12345", "five")
    assert await files.get("b") is None


async def test_what_was_asked_for_least_recently_goes_first(files: RenderedFiles[str], tmp_path: Path) -> None:
    for key in "ab":
        await files.keep(key, made(tmp_path, b"1234"), key)
    await files.get("a")
    await files.keep("c", made(tmp_path, b"1234"), "c")
    assert [bool(await files.get(key)) for key in "abc"] == [True, False, True]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rendered-a", "rendered-c"]


async def test_one_that_is_too_large_is_given_and_not_kept(files: RenderedFiles[str], tmp_path: Path) -> None:
    await files.keep("a", made(tmp_path, b"1234"), "a")
    assert await files.keep("b", made(tmp_path, b"x" * 11), "b") == b"x" * 11
    assert await files.get("b") is None
    assert await files.get("a")


async def test_the_same_key_takes_the_room_of_one(files: RenderedFiles[str], tmp_path: Path) -> None:
    for _ in range(5):
        await files.keep("a", made(tmp_path, b"123456"), "a")
    await files.keep("b", made(tmp_path, b"1234"), "b")
    assert await files.get("a")
    assert await files.get("b")


async def test_a_file_that_somebody_removed_is_made_anew(files: RenderedFiles[str], tmp_path: Path) -> None:
    await files.keep("a", made(tmp_path, b"1234"), "a")
    (tmp_path / "rendered-a").unlink()
    assert await files.get("a") is None
    await files.keep("a", made(tmp_path, b"4321"), "a")
    assert await files.get("a") == (b"4321", "a")
