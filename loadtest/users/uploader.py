"""Somebody whose accounting sends invoices of all sizes, and who reads what comes back."""

import random
from collections.abc import Callable

from client import form
from locust import between, task
from locust.contrib.fasthttp import FastResponse
from materials import Invoice, content
from users.caller import Caller


class Uploader(Caller):
    """Most have a model configured and let the service choose; some read by layout, some ask for the text."""

    behaviour = "uploader"
    wait_time = between(0.2, 1.0)

    @task(6)
    def extract(self) -> None:
        invoice = self._any()
        self.ask("POST", "/v1/extract", "extract", verify=reads(invoice), **as_form(content(invoice.path)))

    @task(3)
    def extract_by_layout(self) -> None:
        invoice = self._any()
        target = "/v1/extract?readers=layout"
        self.ask("POST", target, "extract by layout", verify=reads(invoice), **as_body(content(invoice.path)))

    @task(1)
    def text(self) -> None:
        invoice = self._any()
        self.ask("POST", "/v1/text", "text", verify=_shows(invoice), **as_body(content(invoice.path)))

    def _any(self) -> Invoice:
        invoices = self.materials.invoices
        (chosen,) = random.choices(invoices, [invoice.weight for invoice in invoices])  # noqa: S311
        return chosen


def as_body(pdf: bytes) -> dict[str, object]:
    return {"data": pdf, "headers": {"Content-Type": "application/pdf"}}


def as_form(pdf: bytes) -> dict[str, object]:
    body, content_type = form(pdf)
    return {"data": body, "headers": {"Content-Type": content_type}}


def reads(invoice: Invoice) -> Callable[[FastResponse], str | None]:
    """Looks for `invoice` in the extraction: an answer to somebody else's document would be the worst of faults."""

    def verify(answer: FastResponse) -> str | None:
        said = answer.json()
        if said["document"]["sha256"] != invoice.sha256:
            return "answered about another document"
        number = said["invoice"]["invoice_number"]
        return None if number == invoice.number else f"{invoice.name}: the number is {invoice.number}, not {number}"

    return verify


def _shows(invoice: Invoice) -> Callable[[FastResponse], str | None]:
    return lambda answer: None if invoice.number in answer.text else f"{invoice.name}: the text lacks its number"
