"""The processes under measurement: started, asked what they use, ended."""

import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

HERE = Path(__file__).parent
PATIENCE_S = 60.0
IMPATIENCE_S = 0.5
"""For the end of a program that may be stuck in what nobody waits for any more."""
POLL_S = 0.005
TEMPORARY = "t"
"""Sockets have names there, of which some systems allow 103 characters."""
DESCRIPTORS = 3
"""Open files a request in flight, at most, in any one process."""
SPARE_DESCRIPTORS = 300


@dataclass(frozen=True, slots=True)
class Cpu:
    """CPU seconds of the web process and of all below it: the fork server, its workers, also those that ended."""

    web_s: float
    lanes_s: float

    def __sub__(self, earlier: "Cpu") -> "Cpu":
        return Cpu(self.web_s - earlier.web_s, self.lanes_s - earlier.lanes_s)


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident memory in MB of 2**20 bytes. A lane shares much of its with the fork server; `own` is what it does not.

    `web_peak_mb` is the highest ever of the web process, `peak_mb` the sum of every process's own highest, where the
    system tells (Linux).
    """

    web_mb: float
    web_peak_mb: float
    lanes_mb: tuple[float, ...]
    lanes_own_mb: tuple[float, ...]
    peak_mb: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A process of ours that answers on `port`; `log` is what it said."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path
    ready_s: float

    def cpu(self) -> Cpu:
        web, *below = self._tree()
        return Cpu(own_s(web), ended_s(web) + sum(map(_spent_s, below)))

    def memory(self) -> Memory:
        web, *below = self._tree()
        lanes = [process for process in below if process.ppid() != web.pid]
        return Memory(
            web_mb=web.memory_info().rss / 2**20,
            web_peak_mb=_peak_mb(web),
            lanes_mb=tuple(lane.memory_info().rss / 2**20 for lane in lanes),
            lanes_own_mb=tuple(lane.memory_full_info().uss / 2**20 for lane in lanes),
            peak_mb=sum(_peak_mb(process) for process in [web, *below]),
        )

    @property
    def temporary(self) -> Path:
        """Where a service's temporary files go."""
        return self.folder / TEMPORARY

    @property
    def folder(self) -> Path:
        """What it may write to: gone when it has ended."""
        return self.log.parent

    def _tree(self) -> list[psutil.Process]:
        root = psutil.Process(self.process.pid)
        return [root, *root.children(recursive=True)]


@contextmanager
def service(script: str | None = None, *, arguments: Sequence[str] = (), **settings: object) -> Iterator[Running]:
    """Paperloop, ready for requests: `python -m paperloop serve`, or the program `script` of this folder in its place.

    `settings` are Paperloop's, by their lower-case names. Its files are gone afterwards.
    """
    program = [str(HERE / script)] if script else ["-m", "paperloop", "serve"]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        Path(folder, TEMPORARY).mkdir()
        environment = _environment(settings, folder) | {"TMPDIR": str(Path(folder, TEMPORARY))}
        with _serving([*program, *arguments], environment, Path(folder) / "log", "/readyz") as running:
            yield running


@contextmanager
def host(log: Path, **settings: object) -> Iterator[Running]:
    """The application of `host.py`, which has Paperloop mounted; its probe writes into the folder `log`."""
    program = ["-m", "uvicorn", "--app-dir", str(HERE), "--factory", "host:create_app", "--log-level", "warning"]
    with tempfile.TemporaryDirectory(prefix="paperloop-bench-") as folder:
        environment = _environment(settings, folder) | {"PULSE_LOG": str(log)}
        with _serving(program, environment, Path(folder) / "log", "/documents/readyz") as running:
            yield running


def _environment(settings: Mapping[str, object], data_dir: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PAPERLOOP_")}
    told = {f"PAPERLOOP_{name.upper()}": str(value) for name, value in settings.items()}
    return kept | told | {"PAPERLOOP_DATA_DIR": data_dir}


@contextmanager
def upstream(delay_s: float, *arguments: str) -> Iterator[Running]:
    """The fake language model, which takes `delay_s` for every answer; `arguments` are more of upstream.py's."""
    with tempfile.TemporaryDirectory(prefix="paperloop-bench-") as folder:
        program = [str(HERE / "upstream.py"), "--delay", str(delay_s), *arguments]
        with _serving(program, os.environ, Path(folder) / "log", "/v1/models") as running:
            yield running


@contextmanager
def baseline(name: str, *, llm: str = "", threads: int = 40) -> Iterator[Running]:
    """One of `baselines`, ready for requests; whatever it is busy with at the end is not waited for."""
    with tempfile.TemporaryDirectory(prefix="paperloop-bench-") as folder:
        program = ["-m", "baselines", name, "--llm", llm, "--threads", str(threads)]
        modules = filter(None, [str(HERE), str(HERE / "probe"), os.environ.get("PYTHONPATH")])
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(modules)}
        with _serving(program, environment, Path(folder) / "log", "/readyz", IMPATIENCE_S) as running:
            yield running


@contextmanager
def _serving(
    program: list[str], environment: Mapping[str, str], log: Path, ready: str, patience_s: float = PATIENCE_S
) -> Iterator[Running]:
    port = _free_port()
    started = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  # our own programs
            [sys.executable, *program, "--port", str(port)], env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        _wait(process, port, ready, log)
        yield Running(process=process, port=port, log=log, ready_s=time.perf_counter() - started)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(patience_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, path: str, log: Path) -> None:
    ends = time.monotonic() + PATIENCE_S
    while time.monotonic() < ends and process.poll() is None:
        if _answers(port, path):
            return
        time.sleep(POLL_S)
    code = process.poll()
    fate = f"did not become ready within {PATIENCE_S:g} s" if code is None else f"ended with {code}"
    raise RuntimeError(f"{' '.join(map(str, process.args))} {fate}; it said:\n{log.read_text()}")


def _answers(port: int, path: str) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n".encode())
            return connection.recv(12) == b"HTTP/1.1 200"
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def allow_descriptors(in_flight: int) -> None:
    """Raise this process's limit of open files, which those that it starts inherit, for so many requests in flight.

    Raises:
        RuntimeError: the system does not let us.
    """
    count = in_flight * DESCRIPTORS + SPARE_DESCRIPTORS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard not in (-1, resource.RLIM_INFINITY) and hard < count:
        raise RuntimeError(f"{count} open files are needed, and the system allows {hard}: raise it with ulimit -Hn")
    if soft != resource.RLIM_INFINITY and soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))


def busy_elsewhere_s() -> float:
    """CPU seconds of the machine, since some fixed moment, that went to none of ours: neither this process nor below.

    Only a difference says something.
    """
    spent = psutil.cpu_times()
    here = psutil.Process()
    return spent.user + spent.nice + spent.system - sum(map(_spent_s, [here, *here.children(recursive=True)]))


def own_s(process: psutil.Process) -> float:
    """CPU seconds of `process` itself."""
    times = process.cpu_times()
    return float(times.user + times.system)


def ended_s(process: psutil.Process) -> float:
    """CPU seconds of those below `process` that have ended and were waited for."""
    times = process.cpu_times()
    return float(times.children_user + times.children_system)


def _spent_s(process: psutil.Process) -> float:
    """Both; nothing where it ends at that very moment."""
    try:
        return own_s(process) + ended_s(process)
    except psutil.NoSuchProcess:
        return 0.0


def _peak_mb(process: psutil.Process) -> float:
    try:
        status = Path(f"/proc/{process.pid}/status").read_text()
    except OSError:
        return float("nan")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
