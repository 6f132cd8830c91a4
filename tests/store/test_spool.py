"""Where documents lie while they are worked on, and that they are gone afterwards."""

import asyncio
import hashlib
import os
import resource
import signal
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from eventually import eventually
from paperloop.errors import AlreadyRunning, EmptyFile, NotRunning, PayloadTooLarge
from paperloop.store.spool import Spool, Workspace, incoming, parts, spooled_copy


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_a_workspace_is_gone_with_all_that_is_in_it(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    async with spool.running():
        async with spool.workspace() as workspace:
            made = workspace / "made.png"
            made.write_bytes(b"x")
        assert not made.exists()
    assert not spool.folder.exists()


async def test_a_workspace_is_gone_when_its_request_is_cancelled(tmp_path: Path) -> None:
    spool, inside = Spool(tmp_path), asyncio.Event()

    async def request() -> None:
        async with spool.workspace() as workspace:
            (workspace / "document.pdf").write_bytes(b"x")
            inside.set()
            await asyncio.Event().wait()

    async with spool.running():
        task = asyncio.create_task(request())
        await inside.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await eventually(lambda: not list(spool.folder.iterdir()), "the workspace is removed")


async def test_a_workspace_before_running_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotRunning):
        async with Spool(tmp_path).workspace():
            pass


async def test_services_that_share_a_folder_start_at_the_same_time(tmp_path: Path) -> None:
    async def service(started: asyncio.Barrier) -> None:
        spool = Spool(tmp_path)
        async with spool.running():
            await started.wait()
            assert spool.folder.is_dir()
            async with spool.workspace() as workspace:
                (workspace / "document.pdf").write_bytes(b"x")

    for _ in range(10):
        started = asyncio.Barrier(20)
        await asyncio.gather(*(service(started) for _ in range(20)))
    assert [path.name for path in (tmp_path / "spool").iterdir()] == [".lock"]


async def test_a_spool_is_opened_once_at_a_time_and_again_once_it_is_closed(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    async with spool.running():
        with pytest.raises(AlreadyRunning):
            async with spool.running():
                pass
        async with spool.workspace() as workspace:
            (workspace / "document.pdf").write_bytes(b"x")
    async with spool.running():
        assert spool.folder.is_dir()


async def test_a_spool_that_could_not_be_opened_may_be_tried_again(tmp_path: Path) -> None:
    spool, obstacle = Spool(tmp_path / "data"), tmp_path / "data"
    obstacle.write_bytes(b"")
    with pytest.raises(NotADirectoryError):
        async with spool.running():
            pass
    obstacle.unlink()
    async with spool.running():
        assert spool.folder.is_dir()


async def test_a_file_is_hashed_as_it_arrives(tmp_path: Path) -> None:
    data = os.urandom(700_000)
    async with incoming(Workspace(tmp_path / "x"), max_bytes=1_000_000) as file:
        for start in range(0, len(data), 65_536):
            file.take(data[start : start + 65_536])
            await file.flush()
        document = await file.finished()
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert (document.size_bytes, document.path.read_bytes()) == (len(data), data)


@pytest.mark.parametrize("size", [100_000, 700_000], ids=["one piece", "several pieces"])
async def test_a_file_that_is_on_the_disk_is_held_in_memory_no_more(tmp_path: Path, size: int) -> None:
    """Its request may wait for long, and whatever refers to it may be in a cycle."""
    async with incoming(Workspace(tmp_path / "x"), max_bytes=1_000_000) as file:
        tracemalloc.start()
        try:
            file.take(bytes(size))
            await file.finished()
            await eventually(lambda: tracemalloc.get_traced_memory()[0] < 50_000, "the thread has let go of it")
        finally:
            tracemalloc.stop()


async def test_a_file_above_its_limit_is_refused_before_it_is_written(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "x")
    async with incoming(workspace, max_bytes=10) as file:
        file.take(b"0123456789")
        with pytest.raises(PayloadTooLarge, match="10 bytes"):
            file.take(b"!")
        await file.flush(above=0)
    assert (workspace / "document.pdf").stat().st_size <= 10


async def test_a_file_that_does_not_fit_on_the_disk_is_never_cut_off_in_silence(tmp_path: Path) -> None:
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, unlimited[1]))
    try:
        async with incoming(Workspace(tmp_path / "x"), max_bytes=10_000) as file:
            file.take(b"x" * 1500)  # the first write takes 1000 bytes and reports no fault
            with pytest.raises(OSError, match="File too large"):
                await file.finished()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)


async def test_a_cancelled_upload_ends_after_its_thread(tmp_path: Path) -> None:
    spool, fifo = Spool(tmp_path), tmp_path / "fifo"
    os.mkfifo(fifo)

    async def upload() -> None:
        async with spool.workspace() as workspace:
            (workspace / "document.pdf").hardlink_to(fifo)  # opening it for writing waits for a reader
            async with incoming(workspace, max_bytes=10) as file:
                file.take(b"x")
                await file.flush(above=0)

    async with spool.running():
        task = asyncio.create_task(upload())
        await turns_of_the_loop()
        for _ in range(2):
            task.cancel()
            await turns_of_the_loop()
        early = task.done()
        reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
        with pytest.raises(asyncio.CancelledError):
            await task
        written = await asyncio.to_thread(os.read, reader, 10)
        os.close(reader)
        assert (early, written) == (False, b"x")
        assert not list(spool.folder.iterdir())


async def turns_of_the_loop() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_an_empty_file_is_told(tmp_path: Path) -> None:
    async with incoming(Workspace(tmp_path / "x"), max_bytes=10) as file:
        with pytest.raises(EmptyFile):
            await file.finished()
    assert not files_below(tmp_path)


async def test_a_file_from_the_disk_is_under_the_same_limit(tmp_path: Path) -> None:
    source = tmp_path / "source.pdf"
    source.write_bytes(b"x" * 11)
    with pytest.raises(PayloadTooLarge):
        await spooled_copy(source, Workspace(tmp_path / "x"), max_bytes=10)
    assert source.exists()


async def test_several_files_are_one_stream(tmp_path: Path) -> None:
    paths = (tmp_path / "a", tmp_path / "b")
    for path in paths:
        path.write_bytes(path.name.encode())
    assert b"".join([part async for part in parts(paths, separator=b",")]) == b"a,b"


async def test_what_a_killed_service_left_is_removed_by_the_next_and_a_living_one_is_spared(tmp_path: Path) -> None:
    holder = (
        "import asyncio, sys\n"
        "from pathlib import Path\n"
        "from paperloop.store.spool import Spool\n"
        "async def main():\n"
        "    spool = Spool(Path(sys.argv[1]))\n"
        "    async with spool.running(), spool.workspace() as workspace:\n"
        "        (workspace / 'document.pdf').write_bytes(b'x')\n"
        "        print(spool.folder, flush=True)\n"
        "        await asyncio.Event().wait()\n"
        "asyncio.run(main())\n"
    )
    command = [sys.executable, "-c", holder, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        folder = Path(await asyncio.to_thread(process.stdout.readline)).absolute()
        folder = Path(str(folder).strip())
        async with Spool(tmp_path).running():
            assert files_below(folder), "a living service keeps its files"
        process.send_signal(signal.SIGKILL)
        await asyncio.to_thread(process.wait)
    assert files_below(folder)
    async with Spool(tmp_path).running():
        assert not folder.exists()
