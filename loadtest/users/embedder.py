"""Somebody whose own application has Paperloop mounted in it, and other things to do."""

import random

from locust import between, task
from materials import Invoice, content
from users.caller import Caller
from users.uploader import as_body, reads


class Embedder(Caller):
    """Calls the host application of `host.py` and nothing else: its own answers must not wait for Paperloop's."""

    behaviour = "embedder"
    wait_time = between(0.1, 0.5)

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)
        self.client.base_url = self.environment.parsed_options.embedding

    @task(2)
    def through_the_mount(self) -> None:
        invoice = random.choice(self._small())  # noqa: S311
        pdf = content(invoice.path)
        self.ask("POST", "/documents/v1/extract", "extract through the mount", verify=reads(invoice), **as_body(pdf))

    @task(2)
    def without_http(self) -> None:
        """The host takes the upload itself and calls the use case."""
        invoice = random.choice(self._small())  # noqa: S311
        pdf = content(invoice.path)
        self.ask("POST", "/bookings", "extract without HTTP", verify=reads(invoice), **as_body(pdf))

    @task(6)
    def something_else(self) -> None:
        self.ask("GET", "/pulse", "the host's own page")

    def _small(self) -> list[Invoice]:
        return [invoice for invoice in self.materials.invoices if invoice.weight > 1]
