"""POST /v1/render/html: HTML and CSS as a PDF, that reaches nothing and nobody."""

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pymupdf
import pytest

from bodies import problem
from paperloop.web.json_body import MAX_BYTES
from serving import Service

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def render(client: httpx.AsyncClient, headers: dict[str, str] | None = None, **body: Any) -> httpx.Response:
    return await client.post("/v1/render/html", json=body, headers=headers)


def opened(answer: httpx.Response) -> pymupdf.Document:
    assert answer.headers.get("content-type") == "application/pdf", answer.text
    return pymupdf.open("pdf", answer.content)


async def test_html_becomes_a_pdf_with_its_text_and_title(client: httpx.AsyncClient) -> None:
    answer = await render(client, html="<h1>Offer</h1><p>Zwölf Äpfel</p>", title="An offer")
    pdf = opened(answer)
    assert [word[4] for word in pdf[0].get_text("words")] == ["Oﬀer", "Zwölf", "Äpfel"]
    assert pdf.metadata["title"] == "An offer"
    assert answer.headers["x-paperloop-pages"] == "1"


async def test_css_is_kept_to(client: httpx.AsyncClient) -> None:
    pdf = opened(await render(client, html="<p>red</p>", css="p { color: #ff0000; font-size: 30pt }"))
    span = pdf[0].get_text("dict")["blocks"][0]["lines"][0]["spans"][0]
    assert (span["color"], round(span["size"])) == (0xFF0000, 30)


@pytest.mark.parametrize(("options", "size"), [
    ({}, (595, 842)), ({"landscape": True}, (842, 595)), ({"paper": "letter"}, (612, 792)),
    ({"paper": "a5", "margin": 0}, (420, 595)), ({"paper": "Letter"}, (612, 792)),
])  # fmt: skip
async def test_the_paper_is_the_one_asked_for(
    client: httpx.AsyncClient, options: dict[str, Any], size: tuple[int, int]
) -> None:
    rect = opened(await render(client, html="<p>x</p>", **options))[0].rect
    assert (round(rect.width), round(rect.height)) == size


async def test_the_margin_stays_empty(client: httpx.AsyncClient) -> None:
    pdf = opened(await render(client, html="<p>" + "word " * 3000, margin=100))
    assert pdf.page_count > 1
    boxes = [word[:4] for page in pdf for word in page.get_text("words")]
    assert min(box[0] for box in boxes) >= 99
    assert max(box[2] for box in boxes) <= 596 - 99
    assert max(box[3] for box in boxes) <= 843 - 99


async def test_links_lead_outside_or_to_a_place_in_the_document_and_nowhere_else(client: httpx.AsyncClient) -> None:
    html = (
        "<a href='https://example.org/a'>a</a> <a href='mailto:x@example.org'>b</a> <a href='#end'>c</a>"
        "<a href='javascript:alert(1)'>d</a> <a href='file:///etc/passwd'>e</a> <a href='#none'>f</a>"
        "<p style='page-break-before: always' id='end'>end</p>"
    )
    pdf = opened(await render(client, html=html))
    links = pdf[0].get_links()
    assert [link.get("uri") for link in links if "uri" in link] == ["https://example.org/a", "mailto:x@example.org"]
    assert [link["page"] for link in links if link["kind"] == pymupdf.LINK_GOTO] == [1]


async def test_no_file_and_no_address_is_reached(client: httpx.AsyncClient, tmp_path: Path) -> None:
    asked: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.read(100))
        writer.close()

    picture = tmp_path / "secret.png"
    red = pymupdf.Pixmap(pymupdf.csRGB, (0, 0, 9, 9))
    red.set_rect(red.irect, (255, 0, 0))
    red.save(picture)
    (tmp_path / "secret.css").write_text("p { font-size: 99pt }")
    server = await asyncio.start_server(listen, "127.0.0.1", 0)
    async with server:
        address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        html = (
            f"<link rel='stylesheet' href='{tmp_path}/secret.css'><style>@import url({tmp_path}/secret.css);"
            f"@font-face {{ font-family: x; src: url({address}/x.ttf) }} p {{ background: url({address}/b) }}</style>"
            f"<img src='{picture}'><img src='file://{picture}'><img src='{address}/x.png'>"
            f"<svg><image href='{picture}'/></svg><iframe src='{address}'></iframe><p style='font-family: x'>text</p>"
        )
        pdf = opened(await render(client, html=html))
    assert not asked
    colours = await asyncio.to_thread(lambda: pdf[0].get_pixmap(dpi=30).color_count(colors=True))
    assert b"\xff\x00\x00" not in colours
    assert max(span["size"] for block in pdf[0].get_text("dict")["blocks"] for line in block.get("lines", ())
               for span in line["spans"]) < 50  # fmt: skip


async def test_a_picture_as_a_data_uri_is_drawn(client: httpx.AsyncClient) -> None:
    png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    pdf = opened(await render(client, html=f"<img src='data:image/png;base64,{png}'>"))
    assert len(pdf[0].get_images()) == 1


@pytest.mark.parametrize("html", ["<p style='page-break-before: always'>x</p>" * 300, "<p style='font-size: 9999pt'>x"])
async def test_what_takes_too_many_pages_is_refused(client: httpx.AsyncClient, html: str) -> None:
    answer = await render(client, html=html)
    assert problem(answer) == (422, "too-many-rendered-pages")
    assert answer.json()["limit"] == 200


@pytest.mark.parametrize(
    "html", ["word " * 900_000, "<p>word</p>\n" * 250_000, "字" * 1_000_001, "<div>" * 600 + "word " * 250_000]
)
async def test_text_that_no_two_hundred_pages_hold_is_refused_before_all_else(
    client: httpx.AsyncClient, html: str
) -> None:
    answer = await render(client, html=html)
    assert problem(answer) == (422, "html-too-long")
    assert answer.json()["characters"] > answer.json()["limit"] == 1_000_000


async def test_shapes_beside_each_other_are_not_nested(client: httpx.AsyncClient) -> None:
    drawing = f"<svg viewBox='0 0 9 9'>{'<path d=M0,0L9,9 />' * 600}</svg>"
    assert "one" in opened(await render(client, html=f"<p>one</p>{drawing}"))[0].get_text()


async def test_tags_and_white_space_are_no_text(client: httpx.AsyncClient) -> None:
    picture = f"<img src='data:image/png;base64,{'A' * 1_100_000}'>"
    assert opened(await render(client, html=f"<p>{' ' * 1_100_000}one</p>{picture}")).page_count == 1


@pytest.mark.parametrize("html", ["<div>" * 60_000, "<b><i>" * 501 + "x", "<DIV>" * 501, "<path/>" * 501])
async def test_elements_nested_without_end_are_refused(client: httpx.AsyncClient, html: str) -> None:
    assert problem(await render(client, html=html)) == (422, "unrenderable-html")


async def test_many_elements_side_by_side_and_without_end_tags_are_none_in_each_other(
    client: httpx.AsyncClient,
) -> None:
    html = "<ul>" + "<li>a<br>" * 600 + "</ul>" + "<div>b</div>" * 600 + "<table>" + "<tr><td>c" * 600
    assert opened(await render(client, html=html)).page_count > 5


@pytest.mark.parametrize("html", [
    "\x00\x01\x1f\x7f", "\ud800 half", "&#0;&#xd800;&#x10ffff;", "<", "<p", "<!--", "<![CDATA[", "a\u202eb", "<?xml?>",
    "<p style='margin: -1e30pt; font-size: 1e30pt; width: NaN'>x", "<img src='data:image/png;base64,AAAA'>",
    "<table><tr><td colspan=99999999>x", "<script>while(1){}</script>x", "{}" * 1000,
])  # fmt: skip
async def test_odd_html_is_rendered_or_refused_and_never_a_fault(client: httpx.AsyncClient, html: str) -> None:
    body = json.dumps({"html": html, "css": html, "title": html[:100]})
    answer = await client.post("/v1/render/html", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in {200, 422}, answer.text


@pytest.mark.parametrize(("body", "name", "word"), [
    (b"", "malformed-json", "empty"), (b"[1]", "malformed-json", "object"),
    (b'{"html": "x"', "malformed-json", "line 1"),
    (b'{"html": "\xff"}', "malformed-json", "UTF-8"), (b"[" * 100_000, "malformed-json", "nested"),
    (b'{"html": "x", "margin": NaN}', "malformed-json", "NaN"),
    (b"{}", "invalid-body", "/html"), (b'{"html": ""}', "invalid-body", "/html"),
    (b'{"html": 1}', "invalid-body", "/html"),
    (b'{"html": "x", "paper": "a9"}', "invalid-body", "/paper"),
    (b'{"html": "x", "margin": 1e9}', "invalid-body", "/margin"),
    (b'{"html": "x", "colour": "red"}', "invalid-body", "/colour"),
])  # fmt: skip
async def test_a_body_that_is_wrong_is_told_where(client: httpx.AsyncClient, body: bytes, name: str, word: str) -> None:
    answer = await client.post("/v1/render/html", content=body, headers={"content-type": "application/json"})
    assert problem(answer) == (400 if name == "malformed-json" else 422, name)
    assert word in answer.json()["detail"]


async def test_a_body_that_is_too_large_or_no_json_is_refused(client: httpx.AsyncClient) -> None:
    large = b'{"html": "' + b"x" * MAX_BYTES
    answer = await client.post("/v1/render/html", content=large, headers={"content-type": "application/json"})
    assert problem(answer) == (413, "payload-too-large")
    answer = await client.post("/v1/render/html", content=b"<p>x", headers={"content-type": "text/html"})
    assert problem(answer) == (415, "unsupported-media-type")
    assert "application/json" in answer.json()["detail"]


async def test_the_same_input_gives_the_same_bytes_and_a_304_to_who_has_them(service: Service) -> None:
    first = await render(service.client, html="<p>same</p>")
    again = await render(service.client, html="<p>same</p>")
    other = await render(service.client, html="<p>other</p>")
    assert first.content == again.content
    assert first.headers["etag"] == again.headers["etag"] != other.headers["etag"]
    has = await render(service.client, {"if-none-match": f'"x", W/{first.headers["etag"]}'}, html="<p>same</p>")
    assert (has.status_code, has.content, has.headers["etag"]) == (304, b"", first.headers["etag"])


async def test_equal_requests_in_flight_are_rendered_once(service: Service) -> None:
    before = service.paperloop.workers.state
    html = "<p>" + "once " * 20_000
    answers = await asyncio.gather(*(render(service.client, html=html) for _ in range(8)))
    assert len({answer.content for answer in answers}) == 1
    assert before.busy == 0


async def test_nothing_is_left_of_a_request_but_what_is_kept(service: Service) -> None:
    await render(service.client, html="<p>kept</p>")
    await render(service.client, html="<div>" * 6000)
    assert {path.name.partition("-")[0] for path in service.spooled()} == {"rendered"}
