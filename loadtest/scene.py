"""Everybody who takes part in a load test, started, let loose, and looked after until all is quiet again."""

import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import httpx
import machine
import processes
from budget import Budget
from drawing import draw
from figures import quantile
from processes import Running
from records import Record, RecordReader
from run import Left, Load, Run
from watch import Watch, files_of_requests, looks

HERE = Path(__file__).parent
PROGRESS_S = 5.0
SPAWN_S = 3.0
"""In which all users have come."""
STOP_S = 30
"""For users to finish what they have begun."""
QUIET_S, POLL_S = 20.0, 0.5

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What is running, and the folders it writes into."""

    upstream: Running
    service: Running
    host: Running
    materials: Path
    service_log: Path
    host_log: Path
    records: Path


def played(
    load: Load,
    budget_file: Path,
    budget: Budget,
    say: Say,
    beside: Callable[[Stage], AbstractContextManager[object]] = nullcontext,
) -> Run:
    """The whole run, from drawing the documents to the last process's end; `beside` is entered while users are there.

    The first sample is taken before they come, the last once all is quiet again.
    """
    facts = _facts(budget)
    with staged(load, budget, say) as stage, _watched(load, stage.service) as watch:
        say(f"{load}")
        began, before = time.time(), processes.busy_elsewhere_s()
        with beside(stage):
            records = _driven(load, budget_file, stage, watch, say)
        elsewhere = (processes.busy_elsewhere_s() - before) / (time.time() - began)
        say("waiting until all is quiet")
        left = remains(stage, records)
        watch.look()
        return Run(
            load=load,
            began=began,
            records=records,
            samples=list(watch.samples),
            service=looks(stage.service_log, since=began),
            host=looks(stage.host_log, since=began),
            left=left,
            facts=facts | {"used by other programs meanwhile": f"{elsewhere:.1f} cores"},
        )


@contextmanager
def staged(load: Load, budget: Budget, say: Say) -> Iterator[Stage]:
    """The model, the service and the host application, ready; their files are gone afterwards."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="paperloop-load-")))
        service_log, host_log, materials = (_made(folder / name) for name in ("service", "host", "materials"))
        say("drawing what will be sent")
        draw(materials, max_upload_bytes=int(str(budget.service["max_upload_bytes"])))
        say("starting the model, the service and the host application")
        upstream = stack.enter_context(_upstream(budget))
        settings = dict(budget.service) | {"llm_base_url": f"http://127.0.0.1:{upstream.port}/v1"}
        arguments = ("--log", str(service_log), "--workers", str(load.workers))
        yield Stage(
            upstream=upstream,
            service=stack.enter_context(processes.service("probe", arguments=arguments, **settings)),
            host=stack.enter_context(processes.host(host_log, **settings | {"lanes": 1})),
            materials=materials,
            service_log=service_log,
            host_log=host_log,
            records=folder / "records.csv",
        )


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _upstream(budget: Budget) -> AbstractContextManager[Running]:
    told = budget.upstream
    return processes.upstream(
        told["delay_s"],
        *("--p95", str(told["p95_s"]), "--error-rate", str(told["error_rate"])),
        *("--limited-rate", str(told["limited_rate"]), "--retry-after", str(told["retry_after_s"])),
    )


def _watched(load: Load, service: Running) -> AbstractContextManager[Watch]:
    spool = service.folder / "spool"
    return Watch(service.process.pid, web_depth=load.web_depth, spool=spool, temporary=service.temporary).looking()


def _driven(load: Load, budget_file: Path, stage: Stage, watch: Watch, say: Say) -> list[Record]:
    """What locust's users met."""
    log = stage.records.with_name("locust.log")
    with log.open("wb") as output:
        locust = subprocess.Popen(_locust(load, budget_file, stage), stdout=output, stderr=subprocess.STDOUT)  # noqa: S603
    records, reader = list[Record](), RecordReader(stage.records)
    try:
        while locust.poll() is None:
            began = time.monotonic()
            _waited(locust, PROGRESS_S)
            new = list(reader.new())
            records += new
            say(_progress(new, time.monotonic() - began, watch))
    finally:
        locust.kill()
        locust.wait()
    records += reader.new()
    if locust.returncode:
        raise RuntimeError(f"locust ended with {locust.returncode}; it said:\n{log.read_text()}")
    return records


def _waited(process: subprocess.Popen[bytes], seconds: float) -> None:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return


def _locust(load: Load, budget_file: Path, stage: Stage) -> list[str]:
    rate = max(1.0, load.users / SPAWN_S)
    return [
        *(sys.executable, "-m", "locust", "--locustfile", str(HERE / "locustfile.py"), "--headless", "--only-summary"),
        *("--users", str(load.users), "--spawn-rate", str(rate), "--run-time", f"{load.seconds:g}s"),
        *("--stop-timeout", str(STOP_S), "--exit-code-on-error", "0", "--loglevel", "WARNING"),
        *("--host", f"http://127.0.0.1:{stage.service.port}", "--embedding", f"http://127.0.0.1:{stage.host.port}"),
        *("--materials", str(stage.materials), "--records", str(stage.records), "--budget", str(budget_file)),
    ]


def _progress(new: list[Record], seconds: float, watch: Watch) -> str:
    waited = [record.seconds for record in new if record.behaviour == "uploader"]
    wrong = sum(record.outcome != "ok" for record in new)
    said = f"{len(new) / seconds:5.1f} requests/s, {wrong} not answered well"
    said += f", uploads p95 {quantile(waited, 0.95):.2f} s" if waited else ""
    return said + (f", web {watch.samples[-1].web_mb:.0f} MB" if watch.samples else "")


def remains(stage: Stage, records: list[Record]) -> Left:
    """What is left of the requests once they are all done, or `QUIET_S` later, in every server process.

    Raises:
        RuntimeError: the service has ended.
    """
    service, began = stage.service, time.time()
    if (code := service.process.poll()) is not None:
        raise RuntimeError(f"the service ended with {code} under load; it said:\n{service.log.read_text()}")
    while True:
        probes, files = looks(stage.service_log, since=began), len(files_of_requests(service.folder / "spool"))
        quiet = all(probe and not probe[-1].under_way for probe in probes) and not files
        if quiet or time.time() > began + QUIET_S:
            break
        time.sleep(POLL_S)
    with httpx.Client(base_url=f"http://127.0.0.1:{service.port}", timeout=QUIET_S) as client:
        stored = _stored(client)
    done = [record.name for record in records if record.outcome == "ok"]
    return Left(
        files=files,
        requests=sum(probe[-1].under_way for probe in probes if probe),
        resumes_astray=stored - done.count("store a résumé") + done.count("delete a résumé"),
        errors_logged=sum(" ERROR " in line for line in service.log.read_text(errors="replace").splitlines()),
    )


def _stored(client: httpx.Client) -> int:
    """How many résumés there are."""
    target, count = "/v1/resumes?limit=100", 0
    while target:
        page = client.get(target).json()
        count, target = count + len(page["resumes"]), page["next"]
    return count


def _facts(budget: Budget) -> dict[str, str]:
    said = budget.upstream
    return {
        "machine": machine.described(),
        "load average before the run": machine.load_average(),
        "Python": platform.python_version(),
        "the model": f"median {said['delay_s']:g} s, p95 {said['p95_s']:g} s, "
        f"{said['error_rate']:.0%} errors, {said['limited_rate']:.0%} answered 429",
        "users": ", ".join(f"{weight} {name}" for name, weight in budget.weights.items()),
    }
