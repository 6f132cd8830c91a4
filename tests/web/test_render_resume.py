"""POST /v1/render/pdf and /v1/render/check: a résumé in, a PDF out that a machine can read."""

import asyncio
import base64
import json
import struct
import zlib
from typing import Any

import httpx
import pymupdf
import pytest

from bodies import problem
from paperloop.pdf import resume
from paperloop.pdf.typeset import photo
from paperloop.web.json_body import MAX_BYTES
from resumes_made import ADA, JSON_RESUME, RENDERCV, RESUME_DATA
from serving import Service

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def render(
    client: httpx.AsyncClient, body: Any, query: str = "", headers: dict[str, str] | None = None
) -> httpx.Response:
    return await client.post(f"/v1/render/pdf?{query}", json=body, headers=headers)


def text_of(answer: httpx.Response) -> str:
    assert answer.headers.get("content-type") == "application/pdf", answer.text
    with pymupdf.open("pdf", answer.content) as pdf:
        return " ".join(page.get_text() for page in pdf)


@pytest.mark.parametrize(("body", "name", "words"), [
    (JSON_RESUME, "Ada Sørensen", "Harbour Systems"), (RESUME_DATA, "Bo Lind", "Painted the office."),
    (RENDERCV, "Cy Ortega", "Writes bold things."),
])  # fmt: skip
async def test_a_resume_of_each_shape_becomes_a_pdf_that_reads_back_whole(
    client: httpx.AsyncClient, body: Any, name: str, words: str
) -> None:
    answer = await render(client, body)
    assert name in text_of(answer)
    assert words in text_of(answer)
    assert answer.headers["x-paperloop-readback"] == "1.000"
    assert answer.headers["x-paperloop-pages"] == "1"


@pytest.mark.parametrize("variant", ["backend", "v1.1.0-backend"])
async def test_a_variant_shows_its_summary_its_skills_and_its_bullets(client: httpx.AsyncClient, variant: str) -> None:
    text = text_of(await render(client, RESUME_DATA | {"variant": variant}))
    assert "An engineer of backends." in text
    assert "Painted the office." not in text
    assert "CSS" not in text


async def test_options_stand_in_the_body_or_in_the_query(client: httpx.AsyncClient) -> None:
    in_body = await render(client, JSON_RESUME | {"language": "de", "paper": "Letter", "fit": 2})
    in_query = await render(client, JSON_RESUME, "language=de&paper=Letter&fit=2")
    assert in_body.content == in_query.content
    assert in_body.content != (await render(client, JSON_RESUME)).content
    with pymupdf.open("pdf", in_body.content) as pdf:
        assert round(pdf[0].rect.width) == 612
        assert "heute" in pdf[0].get_text()


@pytest.mark.parametrize(("body", "query", "name", "word"), [
    ({}, "", "invalid-body", "resume_data, json_resume, rendercv"),
    (ADA, "", "invalid-body", 'found: none; send it as {"json_resume": {...}}'),
    (JSON_RESUME | RENDERCV, "", "invalid-body", "json_resume and rendercv"),
    (JSON_RESUME | {"colour": "red"}, "", "invalid-body", "/colour"),
    (JSON_RESUME | {"fit": 0}, "", "invalid-body", "/fit"),
    (JSON_RESUME | {"fit": True}, "", "invalid-body", "/fit: must be a whole number"),
    (JSON_RESUME, "fit=true", "invalid-parameter", "`fit`: must be a whole number"),
    ({"json_resume": []}, "", "invalid-resume", "/json_resume"),
    ({"json_resume": {"basics": {"name": "x" * 30_000}}}, "", "invalid-resume", "/json_resume/basics/name"),
    ({"json_resume": {"work": [{"summary": "x" * 9_000}] * 40}}, "", "invalid-resume", "262144"),
    (JSON_RESUME | {"theme": "classic"}, "theme=plain", "invalid-parameter", "theme"),
    (JSON_RESUME, "theme=../../etc/passwd", "invalid-parameter", "theme"),
    (JSON_RESUME, "variant=nonsense", "invalid-parameter", "leadership"),
    (JSON_RESUME, "paper=A9", "invalid-parameter", "A4"),
    (JSON_RESUME, "accent=url(x)", "invalid-parameter", "accent"),
    (JSON_RESUME, "standard=PDF/X-1", "invalid-parameter", "`PDF/X-1` is not known; ask for `PDF/A-2b`"),
    (JSON_RESUME, "language=tlh", "invalid-parameter", "language"),
    (JSON_RESUME, "colour=red", "invalid-parameter", "theme"),
    ({"json_resume": {"basics": {"image": "data:image/png;base64,AAAA"}}}, "", "unusable-photo", "JPEG"),
])  # fmt: skip
async def test_what_is_wrong_is_told_with_its_place(
    client: httpx.AsyncClient, body: Any, query: str, name: str, word: str
) -> None:
    answer = await render(client, body, query)
    assert problem(answer) == (422, name)
    assert word in answer.json()["detail"]


@pytest.mark.parametrize(("body", "word"), [
    (b'{"json_resume": {"basics": {"name": "A"}, "basics": {"name": "B"}}}', "more than one member `basics`"),
    (b'{"json_resume": {"a": ' + b"9" * 5000 + b"}}", "more than 4300 digits"),
    (b'{"json_resume": {"a": NaN}}', "NaN is no JSON"), (b"[" * 100_000, "nested too deep"),
    (b'{"json_resume": {"\\ud800": 1, "\\ud800": 2}}', "more than one member"), (b"\xff", "byte 0 is no UTF-8"),
])  # fmt: skip
async def test_json_that_would_lose_something_is_refused(client: httpx.AsyncClient, body: bytes, word: str) -> None:
    answer = await client.post("/v1/render/pdf", content=body, headers={"Content-Type": "application/json"})
    assert problem(answer) == (400, "malformed-json")
    assert word in answer.json()["detail"]


@pytest.mark.parametrize("member", ["\ud800", "variant", "language", "theme"])
async def test_half_a_surrogate_pair_is_quoted_as_a_question_mark(client: httpx.AsyncClient, member: str) -> None:
    body = json.dumps(JSON_RESUME | {member: "\ud800"})
    answer = await client.post("/v1/render/pdf", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["detail"]


@pytest.mark.parametrize("body", [
    {"json_resume": {"odd\ud800": "field"}}, {"json_resume": {"work": [{"odd\udfff": "1"}]}},
    {"resume_data": {"variants": {"odd\ud800": {"skill_sections": ["missing"]}}}, "variant": "odd"},
    {"invoice": {"currency": "\ud800", "totals": {"grand_total": "1", "tax_total": "1", "tax_basis_total": "1"}}},
])  # fmt: skip
async def test_a_warning_quotes_half_a_surrogate_pair_as_a_question_mark(client: httpx.AsyncClient, body: Any) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await client.post("/v1/render/check", content=json.dumps(body), headers=headers)
    assert answer.status_code == 200
    assert "?" in " ".join(answer.json()["warnings"])


async def test_a_photo_that_is_no_base64_is_refused(client: httpx.AsyncClient) -> None:
    body = json.dumps({"json_resume": {"basics": {"image": "data:image/png;base64,\u00e9\ud800"}}})
    answer = await client.post("/v1/render/pdf", content=body, headers={"Content-Type": "application/json"})
    assert problem(answer) == (422, "unusable-photo")


async def test_a_compressed_body_is_told_what_is_wanted_here(client: httpx.AsyncClient) -> None:
    answer = await render(client, JSON_RESUME, headers={"Content-Encoding": "gzip"})
    assert problem(answer) == (415, "unsupported-media-type")
    assert "send application/json, unencoded" in answer.json()["detail"]


async def test_whoever_has_anything_at_all_is_still_told_what_is_wrong(client: httpx.AsyncClient) -> None:
    assert problem(await render(client, {}, headers={"If-None-Match": "*"})) == (422, "invalid-body")


@pytest.mark.parametrize("text", [
    '#read("/etc/passwd")', '#import "@preview/cetz:0.3.0"', "$ x^2 $ *bold* _it_ `raw` <label> @ref", "\\u{1F600}",
    "javascript:alert(1)", "{{7*7}} ${x} %s", "a\u202eb", "\x00\x07", "]]>&amp;<b>", "//comment /* x */",
])  # fmt: skip
async def test_markup_in_the_data_prints_as_text_and_does_nothing(client: httpx.AsyncClient, text: str) -> None:
    body = {"json_resume": {"basics": {"name": "Eve", "label": text, "url": text, "summary": text}}}
    answer = await render(client, body)
    assert "root:" not in text_of(answer)
    assert float(answer.headers["x-paperloop-readback"]) == 1
    with pymupdf.open("pdf", answer.content) as pdf:
        assert not [link for link in pdf[0].get_links() if "javascript" in link.get("uri", "")]


async def test_oddities_are_counted_in_a_header_and_told_by_the_check(client: httpx.AsyncClient) -> None:
    body = {"json_resume": ADA | {"shoe_size": 38}}
    answer = await render(client, body)
    assert int(answer.headers["x-paperloop-warnings"]) >= 1
    report = (await client.post("/v1/render/check", json=body)).json()
    assert report["pages"] == 1
    assert report["readback"] == 1
    assert report["unreadable"] == []
    assert any("/json_resume/shoe_size" in warning for warning in report["warnings"])
    assert len(report["warnings"]) == int(answer.headers["x-paperloop-warnings"])


async def test_a_standard_is_kept_or_refused_or_dropped_as_asked(client: httpx.AsyncClient) -> None:
    kept = await render(client, JSON_RESUME, "standard=PDF/A-2b,PDF/UA-1")
    assert kept.headers["x-paperloop-standard"] == "PDF/A-2b, PDF/UA-1"
    assert b"pdfaid:part" in kept.content
    odd = {"json_resume": {"basics": {"name": "Zoë", "summary": "Signs \U00013000"}}}
    refused = await render(client, odd, "standard=PDF/A-2b")
    assert problem(refused) == (422, "unprintable-characters")
    assert "U+13000" in refused.json()["detail"]
    dropped = await render(client, odd, "standard=PDF/A-2b&unprintable=drop-standard")
    assert dropped.headers["x-paperloop-standard"] == "none"


async def test_a_photo_is_drawn(client: httpx.AsyncClient) -> None:
    pixmap = pymupdf.Pixmap(pymupdf.csRGB, (0, 0, 60, 80))
    pixmap.set_rect(pixmap.irect, (200, 30, 30))
    photo = "data:image/png;base64," + base64.b64encode(pixmap.tobytes("png")).decode()
    body = {"json_resume": ADA | {"basics": ADA["basics"] | {"image": photo}}}
    with pymupdf.open("pdf", (await render(client, body)).content) as pdf:
        assert pdf[0].get_images()


async def test_the_same_input_gives_the_same_bytes_and_304_to_who_has_them(client: httpx.AsyncClient) -> None:
    first, again = await render(client, JSON_RESUME), await render(client, JSON_RESUME)
    assert first.content == again.content
    etag = first.headers["etag"]
    assert etag == again.headers["etag"] != (await render(client, JSON_RESUME, "paper=Letter")).headers["etag"]
    has = await render(client, JSON_RESUME, headers={"if-none-match": etag})
    assert (has.status_code, has.content) == (304, b"")


async def test_equal_requests_in_flight_are_rendered_once_and_others_for_themselves(service: Service) -> None:
    bodies = [{"json_resume": {"basics": {"name": f"Number {number}"}}} for number in (1, 2) for _ in range(5)]
    answers = await asyncio.gather(*(render(service.client, body) for body in bodies))
    assert len({answer.content for answer in answers}) == 2
    assert len({answer.headers["etag"] for answer in answers}) == 2


@pytest.mark.parametrize(("name", "header"), [
    ("Ada Lovelace", 'inline; filename="Ada-Lovelace.pdf"'),
    ('a"; x=y\r\nSet-Cookie: z', None), ("王小明", None), ("../../etc/passwd", None),
    ("", 'inline; filename="resume.pdf"'),
])  # fmt: skip
async def test_the_filename_is_the_name_and_nothing_else(
    client: httpx.AsyncClient, name: str, header: str | None
) -> None:
    answer = await render(client, {"json_resume": {"basics": {"name": name, "label": "x"}}})
    told = answer.headers["content-disposition"]
    assert header is None or told == header
    assert told.startswith('inline; filename="')
    assert not set("\r\n/\\") & set(told)
    assert told.count('"') == 2
    assert "set-cookie" not in answer.headers


async def test_nothing_but_what_is_kept_is_left(service: Service) -> None:
    await render(service.client, JSON_RESUME)
    await render(service.client, {"json_resume": []})
    assert {path.name.partition("-")[0] for path in service.spooled()} == {"rendered"}


async def test_a_body_with_a_byte_order_mark_is_read(client: httpx.AsyncClient) -> None:
    body = b"\xef\xbb\xbf" + json.dumps(JSON_RESUME).encode()
    answer = await client.post("/v1/render/pdf", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 200


@pytest.mark.parametrize("format_", ["png", "jpeg"])
@pytest.mark.parametrize("cut", [20, 100])
async def test_a_photo_that_is_cut_off_is_refused_or_drawn_as_far_as_it_goes(
    client: httpx.AsyncClient, format_: str, cut: int
) -> None:
    data = pymupdf.Pixmap(pymupdf.csRGB, (0, 0, 60, 80)).tobytes(format_)[:cut]
    photo = f"data:image/{format_};base64," + base64.b64encode(data).decode()
    answer = await render(client, {"json_resume": {"basics": {"name": "Ada", "image": photo}}})
    assert answer.status_code == 200 or problem(answer) == (422, "unusable-photo")


async def test_the_largest_photo_fits_into_a_body_beside_the_longest_text() -> None:
    in_base64 = len(base64.b64encode(bytes(photo.MAX_BYTES)))
    assert in_base64 + resume.MAX_TEXT_BYTES < MAX_BYTES


async def test_a_photo_of_billions_of_pixels_is_refused_before_it_is_decoded(client: httpx.AsyncClient) -> None:
    png = bytearray(pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 8, 8)).tobytes("png"))
    png[16:24] = struct.pack(">II", 100_000, 100_000)
    png[29:33] = struct.pack(">I", zlib.crc32(png[12:29]))
    photo = "data:image/png;base64," + base64.b64encode(png).decode()
    answer = await render(client, {"json_resume": {"basics": {"name": "Ada", "image": photo}}})
    assert problem(answer) == (422, "unusable-photo")
