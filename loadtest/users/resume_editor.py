"""Somebody who writes a résumé: stores it, changes a sentence, looks at the PDF, and again."""

import copy
import random
from typing import Any

from locust import between, task
from locust.contrib.fasthttp import FastResponse
from users.caller import Caller


class ResumeEditor(Caller):
    """Renders after every change. What was stored last has to be what is read, and no stale copy may replace it."""

    behaviour = "resume_editor"
    wait_time = between(0.3, 1.5)

    def on_start(self) -> None:
        self._resume: dict[str, Any] = copy.deepcopy(random.choice(self.materials.resumes))  # noqa: S311
        self._revision = 0
        self._address: str | None = None
        self._etag = self._pdf_etag = ""
        self._create()

    def on_stop(self) -> None:
        if self._address:
            headers = {"If-Match": self._etag}
            self.ask("DELETE", self._address, "delete a résumé", expected=(204,), headers=headers)

    @task(8)
    def change_and_look(self) -> None:
        """A new PDF: other content, another ETag."""
        if self._ready() and self._save():
            answer = self._look(expected=(200,))
            if answer is not None:
                self._pdf_etag = answer.headers["etag"]

    @task(3)
    def look_again(self) -> None:
        """The browser has this PDF already."""
        if self._ready() and self._pdf_etag:
            self._look(expected=(304,))

    @task(1)
    def read_back(self) -> None:
        if self._ready():
            self.ask("GET", self._address, "read a résumé", verify=self._is_the_last_saved)

    @task(1)
    def save_a_stale_copy(self) -> None:
        """Another window of the same person still shows what was stored before."""
        if self._ready():
            headers = {"If-Match": '"1-0123456789abcdef0123456789abcdef"'}
            self.ask(
                "PUT", self._address, "save a stale résumé", expected=(412,), json=self._body("stale"), headers=headers
            )

    def _ready(self) -> bool:
        if self._address is None:
            self._create()
        return self._address is not None

    def _create(self) -> None:
        answer = self.ask("POST", "/v1/resumes", "store a résumé", expected=(201,), json=self._body("0"))
        if answer is not None:
            self._address, self._etag = answer.headers["location"], answer.headers["etag"]

    def _save(self) -> bool:
        revision = self._revision + 1
        headers = {"If-Match": self._etag}
        answer = self.ask("PUT", self._address, "save a résumé", json=self._body(str(revision)), headers=headers)
        if answer is None:
            return False
        self._revision, self._etag, self._pdf_etag = revision, answer.headers["etag"], ""
        return True

    def _look(self, *, expected: tuple[int, ...]) -> FastResponse | None:
        headers = {"If-None-Match": self._pdf_etag} if self._pdf_etag else {}
        target = f"{self._address}/render/pdf"
        name = "render a résumé" if 200 in expected else "render what is known"
        return self.ask("GET", target, name, expected=expected, verify=_is_read_back, headers=headers)

    def _body(self, revision: str) -> dict[str, Any]:
        """The résumé with `revision` in its last sentence."""
        basics = self._resume["basics"]
        changed = basics | {"summary": f"{basics['summary']} Revision {revision}."}
        return {"json_resume": self._resume | {"basics": changed}}

    def _is_the_last_saved(self, answer: FastResponse) -> str | None:
        said = answer.json()["json_resume"]["basics"]["summary"]
        return None if said.endswith(f" Revision {self._revision}.") else f"revision {self._revision} was lost: {said}"


def _is_read_back(answer: FastResponse) -> str | None:
    if answer.status_code == 304:
        return None
    readback = answer.headers["x-paperloop-readback"]
    return None if readback == "1.000" else f"the PDF reads back as {readback}"
