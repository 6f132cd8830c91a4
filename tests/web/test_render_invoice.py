"""POST /v1/render/pdf with an invoice: what is rendered is what is extracted again, by its XML and by its pages."""

import json
from typing import Any

import httpx
import pymupdf
import pytest

from bodies import problem
from paperloop.documents.invoice import Invoice
from paperloop.testing.documents import sample_invoice, short_invoice

pytestmark = pytest.mark.asyncio(loop_scope="module")


def body_of(invoice: Invoice, **options: str) -> dict[str, Any]:
    return {"invoice": json.loads(invoice.model_dump_json()), **options}


async def rendered(client: httpx.AsyncClient, invoice: Invoice, query: str = "") -> httpx.Response:
    answer = await client.post(f"/v1/render/pdf?{query}", json=body_of(invoice))
    assert answer.status_code == 200, answer.text
    return answer


async def extracted(client: httpx.AsyncClient, pdf: bytes, reader: str) -> dict[str, Any]:
    answer = await client.post(f"/v1/extract?readers={reader}", files={"file": ("invoice.pdf", pdf)})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_an_invoice_becomes_a_pdf_that_says_what_came_of_it(client: httpx.AsyncClient) -> None:
    answer = await rendered(client, sample_invoice())
    told = {name.removeprefix("x-paperloop-"): value for name, value in answer.headers.items()}
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'inline; filename="Invoice-FT-2024-00417.pdf"'
    assert (told["pages"], told["readback"], told["standard"], told["warnings"]) == ("2", "1.000", "PDF/A-3b", "0")


async def test_an_equal_invoice_is_not_sent_twice(client: httpx.AsyncClient) -> None:
    first = await rendered(client, short_invoice())
    again = await client.post(
        "/v1/render/pdf", json=body_of(short_invoice()), headers={"If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


async def test_its_xml_reads_back_as_the_invoice(client: httpx.AsyncClient) -> None:
    pdf = (await rendered(client, sample_invoice())).content
    answer = await extracted(client, pdf, "einvoice")
    assert Invoice.model_validate(answer["invoice"]) == sample_invoice()


async def test_its_pages_read_back_as_the_invoice(client: httpx.AsyncClient) -> None:
    pdf = (await rendered(client, sample_invoice())).content
    answer = await extracted(client, pdf, "layout")
    read = Invoice.model_validate(answer["invoice"])
    assert read.totals == sample_invoice().totals
    assert [line.net_amount for line in read.lines] == [line.net_amount for line in sample_invoice().lines]
    assert not answer["needs_review"]


async def test_what_was_extracted_can_be_rendered_as_it_is(client: httpx.AsyncClient) -> None:
    pdf = (await rendered(client, short_invoice())).content
    answer = await extracted(client, pdf, "layout")
    again = await client.post("/v1/render/pdf", json={"invoice": answer["invoice"]})
    assert again.headers["x-paperloop-readback"] == "1.000"


async def test_options_are_chosen_in_the_query_too(client: httpx.AsyncClient) -> None:
    answer = await rendered(client, short_invoice(), "language=fr&paper=Letter&accent=%23a51d2d")
    with pymupdf.open("pdf", answer.content) as pdf:
        assert "Facture FT-2024-00418" in pdf[0].get_text()
        assert pdf[0].rect.width == 612


async def test_a_check_tells_what_does_not_add_up(client: httpx.AsyncClient) -> None:
    invoice = short_invoice().model_dump(mode="json")
    invoice["totals"]["grand_total"] = "1.00"
    report = (await client.post("/v1/render/check", json={"invoice": invoice})).json()
    assert report["readback"] == 1.0
    assert [warning.partition(":")[0] for warning in report["warnings"]] == [
        "net + tax = gross",
        "gross - prepaid + rounding = due",
        "no e-invoice is attached, since EN 16931 wants more",
    ]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"invoice": []}, "/invoice"),
        ({"invoice": {"total": "5"}}, "/invoice/total"),
        ({"invoice": {"lines": [{"id": "1"}, {"quantity": "a few"}]}}, "/invoice/lines/1/quantity"),
        ({"invoice": {"issue_date": "15.11.2024"}}, "/invoice/issue_date"),
        ({"invoice": {"totals": {"net": "1"}}}, "/invoice/totals/net"),
        ({"invoice": {"totals": {"grand_total": "1E+999999999"}}}, "/invoice/totals/grand_total"),
        ({"invoice": {"lines": [{}] * 2001}}, "/invoice/lines"),
        ({"invoice": {"notes": ["x" * 20_001]}}, "/invoice/notes/0"),
        ({"invoice": {}, "colour": "red"}, "/colour"),
        ({"invoice": {}, "json_resume": {}}, "/json_resume"),
        ({"invoice": {"issue_date": 1731628800}}, "/invoice/issue_date"),
        ({"invoice": {"lines": [None]}}, "/invoice/lines/0"),
    ],
)
async def test_a_body_that_is_no_invoice_is_told_where(
    client: httpx.AsyncClient, body: dict[str, Any], pointer: str
) -> None:
    answer = await client.post("/v1/render/pdf", json=body)
    assert problem(answer) == (422, "invalid-body")
    assert f" {pointer}: " in answer.json()["detail"]


async def test_null_says_of_every_member_that_there_is_none(client: httpx.AsyncClient) -> None:
    blank = Invoice().model_dump(mode="json")
    without = await client.post("/v1/render/check", json={"invoice": {}})
    party = {"name": None, "address": None}
    for invoice in (blank, dict.fromkeys(blank), {"seller": party, "buyer": party}):
        answer = await client.post("/v1/render/check", json={"invoice": invoice})
        assert answer.json() == without.json()


@pytest.mark.parametrize("query", ["theme=classic", "variant=backend", "fit=1", "language=tlh", "standard=PDF/X"])
async def test_what_an_invoice_does_not_have_is_no_option(client: httpx.AsyncClient, query: str) -> None:
    answer = await client.post(f"/v1/render/pdf?{query}", json={"invoice": {}})
    assert problem(answer) == (422, "invalid-parameter")
    assert query.partition("=")[0] in answer.json()["detail"]


@pytest.mark.parametrize("standard", ["", "PDF/A-2b", "PDF/UA-1"])
async def test_without_pdf_a_3_there_is_no_einvoice_and_that_is_told(client: httpx.AsyncClient, standard: str) -> None:
    answer = await rendered(client, short_invoice(), f"standard={standard}")
    assert answer.headers["x-paperloop-warnings"] == "1"
    with pymupdf.open("pdf", answer.content) as pdf:
        assert pdf.embfile_names() == []
