"""Somebody who means harm, or whose client is broken: hostile files, half bodies, connections that end too soon."""

import random
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

from locust import between, task
from locust.contrib.fasthttp import FastResponse
from materials import Hostile, content
from users.caller import Caller

TIMEOUT_S = 20.0
PROBLEM = "application/problem+json"


class Attacker(Caller):
    """Each gets the answer that tells what was wrong, or none, and the service goes on."""

    behaviour = "attacker"
    wait_time = between(0.2, 1.0)

    @task(8)
    def hostile_file(self) -> None:
        sent: Hostile = random.choice(self.materials.hostile)  # noqa: S311
        headers = {"Content-Type": sent.content_type}
        self.ask(
            "POST",
            sent.target,
            f"hostile: {sent.name}",
            expected=sent.statuses,
            verify=_is_a_problem,
            data=content(sent.path),
            headers=headers,
        )

    @task(2)
    def half_a_body(self) -> None:
        """Half of what was announced, and then nobody."""
        pdf = self._pdf()
        with self._wire("half a body") as wire:
            wire.sendall(_head(len(pdf)) + pdf[: len(pdf) // 2])

    @task(2)
    def gone_before_the_answer(self) -> None:
        pdf = self._pdf()
        with self._wire("gone before the answer") as wire:
            wire.sendall(_head(len(pdf)) + pdf)
            time.sleep(random.uniform(0, 0.2))  # noqa: S311

    @task(1)
    def no_http(self) -> None:
        with self._wire("no HTTP") as wire:
            wire.sendall(random.randbytes(2000) + b"\r\n\r\n")  # noqa: S311
            with suppress(ConnectionError):
                wire.recv(4096)

    @task(1)
    def is_it_alive(self) -> None:
        self.ask("GET", "/livez", "alive after all that")

    def _pdf(self) -> bytes:
        return content(random.choice(self.materials.invoices).path)  # noqa: S311

    @contextmanager
    def _wire(self, name: str) -> Iterator[socket.socket]:
        """A connection of its own, reported as one request: it fails where nobody listens any more."""
        started, fault = time.perf_counter(), None
        at = urlsplit(self.host)
        try:
            with socket.create_connection((at.hostname, at.port), timeout=TIMEOUT_S) as wire:
                yield wire
        except (BrokenPipeError, ConnectionResetError):  # hung up on, as it should be
            pass
        except OSError as error:
            fault = error
        self.environment.events.request.fire(
            request_type="RAW",
            name=name,
            response_time=(time.perf_counter() - started) * 1000,
            response_length=0,
            context=self.context(),
            exception=fault,
        )


def _head(length: int) -> bytes:
    lines = ["POST /v1/extract HTTP/1.1", "Host: load", "Content-Type: application/pdf", f"Content-Length: {length}"]
    return "\r\n".join([*lines, "", ""]).encode()


def _is_a_problem(answer: FastResponse) -> str | None:
    said = answer.headers.get("content-type", "")
    return None if answer.status_code == 200 or said == PROBLEM else f"an error of type {said}"
