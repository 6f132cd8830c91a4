"""How a document gets in: what is taken, what is refused, and that nothing of it is left on the disk."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

import documents_made
from bodies import BOUNDARY, CLOSING, MULTIPART, RAW, form, part, pieces, problem, then_silence
from eventually import eventually
from paperloop.store.spool import WRITE_BYTES
from paperloop.web import body as arrival
from paperloop.web.multipart import MAX_FIELD_BYTES, MAX_PARTS
from paperloop.web.upload import FRAMING_BYTES
from serving import Service, in_process

pytestmark = pytest.mark.asyncio(loop_scope="module")

MAX_UPLOAD_BYTES = 200_000
PDF = documents_made.numbered(1)
LARGE = PDF + b" " * 2 * WRITE_BYTES
"""More than is kept in memory before it is written."""


def titled(disposition: str) -> bytes:
    """A part with the PDF whose disposition reads so."""
    head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n"
    return head.encode() + PDF + b"\r\n"


ONE_TOO_MANY = PDF + b"\0" * (MAX_UPLOAD_BYTES + 1 - len(PDF))
"""A PDF with junk behind it, one byte above the limit."""


async def send(client: httpx.AsyncClient, body: bytes | AsyncIterator[bytes], content_type: str) -> httpx.Response:
    headers = {"content-type": content_type} if content_type else {}
    return await client.post("/v1/text", content=body, headers=headers)


TAKEN = [
    pytest.param(RAW, PDF, id="raw"),
    pytest.param("application/pdf; charset=binary", PDF, id="raw with a parameter"),
    pytest.param("Application/PDF", PDF, id="raw in other letters"),
    pytest.param("application/octet-stream", PDF, id="raw without a type of its own"),
    pytest.param(MULTIPART, form(part(PDF)), id="multipart"),
    pytest.param(f'multipart/form-data; boundary="{BOUNDARY}"', form(part(PDF)), id="quoted boundary"),
    pytest.param(MULTIPART, form(part(PDF)) + b"epilogue", id="multipart with an epilogue"),
    pytest.param(MULTIPART, form(part(PDF, content_type="image/png")), id="the part's declared type is ignored"),
    pytest.param(MULTIPART, form(part(b"x", name="note", filename=None), part(PDF)), id="a field before the file"),
    pytest.param(MULTIPART, form(part(PDF), part(b"x", name="note", filename=None)), id="a field after the file"),
    pytest.param(MULTIPART, form(part(b"x", name="logo"), part(PDF)), id="a small file of another name"),
    pytest.param(MULTIPART, form(part(b"", filename=""), part(PDF)), id="a form's second, empty chooser"),
    pytest.param(MULTIPART, form(part(PDF, filename="")), id="a file whose name is empty"),
    pytest.param(MULTIPART, form(titled("name=file; filename=a.pdf")), id="a name without quotes"),
    pytest.param(MULTIPART, form(titled('name="file"; filename="a.pdf"; filename*=UTF-8\'\'%e2%82%ac%2f..%2fa.pdf')),
                 id="a name in both spellings of RFC 6266"),
    pytest.param(MULTIPART, form(titled('name="file"; filename="a.pdf"; filename="../b.sh"')), id="two names"),
    pytest.param(MULTIPART, form(*[part(b"x", name=f"f{n}", filename=None) for n in range(MAX_PARTS - 1)], part(PDF)),
                 id="as many parts as may be"),
    pytest.param(MULTIPART, form(part(b"x" * MAX_FIELD_BYTES, name="f", filename=None), part(PDF)),
                 id="a field as large as may be"),
    pytest.param(RAW, ONE_TOO_MANY[:-1], id="raw, as large as may be"),
    pytest.param(MULTIPART, form(part(ONE_TOO_MANY[:-1])), id="multipart, as large as may be"),
]  # fmt: skip

REFUSED = [
    pytest.param(RAW, b"", 400, "empty-file", id="raw, empty"),
    pytest.param(MULTIPART, form(part(b"")), 400, "empty-file", id="multipart, empty file"),
    pytest.param(MULTIPART, b"", 400, "malformed-multipart", id="multipart, empty body"),
    pytest.param("multipart/form-data", form(part(PDF)), 400, "malformed-multipart", id="no boundary named"),
    pytest.param("multipart/form-data; boundary=", form(part(PDF)), 400, "malformed-multipart", id="empty boundary"),
    pytest.param("multipart/form-data; boundary=other", form(part(PDF)), 400, "malformed-multipart", id="other one"),
    pytest.param(f"multipart/form-data; boundary={'b' * 71}", form(part(PDF)), 400, "malformed-multipart",
                 id="boundary longer than 70"),
    pytest.param(MULTIPART, part(PDF), 400, "malformed-multipart", id="no closing boundary"),
    pytest.param(MULTIPART, part(PDF) + CLOSING[:4], 400, "malformed-multipart", id="half a closing boundary"),
    pytest.param(MULTIPART, form(part(PDF))[: len(PDF) // 2], 400, "malformed-multipart", id="cut off in the file"),
    pytest.param(MULTIPART, form(part(PDF, header=b"X-A: " + b"a" * 20_000 + b"\r\n")), 400, "malformed-multipart",
                 id="a part's header of 20 KB"),
    pytest.param(MULTIPART, form(part(PDF, header=b"X: y\r\n" * 1000)), 400, "malformed-multipart",
                 id="a part with 1,000 headers"),
    pytest.param(MULTIPART, f"--{BOUNDARY}\r\n\r\n".encode() + PDF + b"\r\n" + CLOSING, 400, "malformed-multipart",
                 id="a part without Content-Disposition"),
    pytest.param(MULTIPART, form(b"--XbX\r\nContent-Disposition: form-data; filename=a\r\n\r\nx\r\n"), 400,
                 "malformed-multipart", id="a part without a name"),
    pytest.param(MULTIPART, form(*[part(b"x", name="f", filename=None)] * MAX_PARTS, part(PDF)), 400,
                 "too-many-parts", id="one part too many"),
    pytest.param(MULTIPART, form(part(b"x" * (MAX_FIELD_BYTES + 1), name="f", filename=None), part(PDF)), 413,
                 "payload-too-large", id="a field of more than 64 KB"),
    pytest.param(MULTIPART, form(part(b"x" * (MAX_FIELD_BYTES + 1), name="logo"), part(PDF)), 413,
                 "payload-too-large", id="another file of more than 64 KB"),
    pytest.param(RAW, ONE_TOO_MANY, 413, "payload-too-large", id="raw, one byte too large"),
    pytest.param(MULTIPART, form(part(ONE_TOO_MANY)), 413, "payload-too-large", id="multipart, one byte too large"),
    pytest.param(MULTIPART, form(part(PDF), b"x" * (MAX_UPLOAD_BYTES + FRAMING_BYTES)), 413, "payload-too-large",
                 id="a small file in a vast body"),
    pytest.param(MULTIPART, CLOSING, 422, "missing-file", id="no part at all"),
    pytest.param(MULTIPART, form(part(PDF, name="upload")), 422, "missing-file", id="wrong field name"),
    pytest.param(MULTIPART, form(part(PDF, filename=None)), 422, "missing-file", id="the file as a plain field"),
    pytest.param(MULTIPART, form(titled("name=file; filename*=UTF-8\'\'a.pdf")), 422, "missing-file",
                 id="a name in the one spelling that RFC 7578 forbids"),
    pytest.param(MULTIPART, form(part(b"", filename="")), 422, "missing-file", id="a browser with nothing chosen"),
    pytest.param(MULTIPART, form(part(PDF), part(PDF, filename="b.pdf")), 422, "too-many-files", id="two files"),
    pytest.param(MULTIPART, form(part(PDF), part(b"", filename="b.pdf")), 422, "too-many-files", id="one is empty"),
    pytest.param("application/json", b"{}", 415, "unsupported-media-type", id="JSON"),
    pytest.param("application/x-www-form-urlencoded", b"file=x", 415, "unsupported-media-type", id="a plain form"),
    pytest.param("multipart/mixed; boundary=XbX", form(part(PDF)), 415, "unsupported-media-type", id="other multipart"),
    pytest.param("", PDF, 415, "unsupported-media-type", id="no type"),
    pytest.param("\x01;;=", PDF, 415, "unsupported-media-type", id="a type that is none"),
    pytest.param(RAW, b"MZ" + b"\0" * 500, 415, "not-a-pdf", id="a program"),
    pytest.param(RAW, b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415, "not-a-pdf", id="a drawing"),
    pytest.param(RAW, b"\0" * 1024 + PDF, 415, "not-a-pdf", id="a PDF behind 1,024 bytes of junk"),
    pytest.param(MULTIPART, form(part(b"hello")), 415, "not-a-pdf", id="text"),
    pytest.param(MULTIPART, form(part(b64encode(PDF), header=b"Content-Transfer-Encoding: base64\r\n")), 415,
                 "not-a-pdf", id="a transfer encoding that RFC 7578 has given up"),
]  # fmt: skip


@pytest.mark.parametrize(("content_type", "body"), TAKEN)
async def test_a_document_is_taken(service: Service, content_type: str, body: bytes) -> None:
    answer = await send(service.client, body, content_type)
    assert (answer.status_code, answer.text.strip()) == (200, "page 1 of 1")
    assert not service.spooled()


@pytest.mark.parametrize(("content_type", "body", "status", "name"), REFUSED)
async def test_a_body_is_refused_with_its_reason(
    service: Service, content_type: str, body: bytes, status: int, name: str
) -> None:
    assert problem(await send(service.client, body, content_type)) == (status, name)
    assert not service.spooled()


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize(("content_type", "body", "status", "name"), [
    (RAW, PDF, 200, ""),
    (MULTIPART, form(part(PDF), part(b"x", name="note", filename=None)), 200, ""),
    (MULTIPART, form(part(PDF + b"\r\n--Xb\r\n\r\n--")), 200, ""),
    (MULTIPART, part(PDF), 400, "malformed-multipart"),
    (MULTIPART, form(part(b"")), 400, "empty-file"),
    (MULTIPART, form(part(PDF), part(PDF)), 422, "too-many-files"),
])  # fmt: skip
async def test_the_pieces_a_body_comes_in_make_no_difference(
    client: httpx.AsyncClient, content_type: str, body: bytes, status: int, name: str, size: int
) -> None:
    assert problem(await send(client, pieces(body, size), content_type)) == (status, name)


@pytest.mark.parametrize(("content_type", "body"), [(RAW, PDF), (MULTIPART, form(part(PDF)))])
async def test_the_hash_told_is_that_of_the_files_bytes(
    client: httpx.AsyncClient, content_type: str, body: bytes
) -> None:
    headers = {"content-type": content_type, "accept": "application/json"}
    answer = await client.post("/v1/text", content=pieces(body, 500), headers=headers)
    assert answer.json()["document"]["sha256"] == sha256(PDF).hexdigest()


@pytest.mark.parametrize("declared", ["10", str(MAX_UPLOAD_BYTES), None])
async def test_size_is_counted_on_what_arrives_whatever_was_declared(
    client: httpx.AsyncClient, declared: str | None
) -> None:
    headers = {"content-type": RAW} | ({"content-length": declared} if declared else {})
    answer = await client.post("/v1/text", content=pieces(ONE_TOO_MANY, 65_536), headers=headers)
    assert problem(answer) == (413, "payload-too-large")
    assert answer.json()["limit"] == MAX_UPLOAD_BYTES


async def unread() -> AsyncIterator[bytes]:
    pytest.fail("the body was read")
    yield b""


@pytest.mark.parametrize(("headers", "status", "name"), [
    ({"content-length": "100000000000"}, 413, "payload-too-large"),
    ({"content-encoding": "gzip"}, 415, "unsupported-media-type"),
    ({"content-encoding": "identity, br"}, 415, "unsupported-media-type"),
])  # fmt: skip
async def test_what_the_headers_give_away_is_refused_before_the_body_is_read(
    service: Service, headers: dict[str, str], status: int, name: str
) -> None:
    answer = await service.client.post("/v1/text", content=unread(), headers={"content-type": RAW} | headers)
    assert problem(answer) == (status, name)
    assert not service.spooled()


async def test_a_wrong_parameter_is_told_before_the_body_is_read(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/text?pages=x", content=unread(), headers={"content-type": RAW})
    assert problem(answer) == (422, "invalid-parameter")


async def test_an_encoding_named_identity_is_none(client: httpx.AsyncClient) -> None:
    headers = {"content-type": RAW, "content-encoding": "Identity"}
    assert (await client.post("/v1/text", content=PDF, headers=headers)).status_code == 200


@pytest.mark.parametrize("filename", [
    "../../../../etc/passwd", "..\\..\\win.ini", "/etc/cron.d/x.pdf", "Résumé 请 🧾.pdf", "invoice\u202efdp.exe",
    "a.pdf\0.exe", "a" * 5000 + ".pdf", "<img src=x onerror=alert(1)>.pdf", ".", "-rf",
])  # fmt: skip
async def test_a_senders_file_name_never_reaches_the_disk(tmp_path: Path, filename: str) -> None:
    taken = asyncio.Event()
    async with in_process(tmp_path) as (client, paperloop):
        body = then_silence(part(LARGE, filename=filename)[:-2], taken)
        sending = asyncio.create_task(send(client, body, MULTIPART))
        await taken.wait()
        await eventually(lambda: any(paperloop.spool.folder.iterdir()), "the first bytes are on the disk")
        below = [path.name.partition("-")[2] for path in paperloop.spool.folder.iterdir()]
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
    assert below == ["document.pdf"]
    assert {path.name for path in tmp_path.rglob("*")} == {"spool", ".lock"}


async def test_a_file_name_that_breaks_out_of_its_header_changes_nothing_else(client: httpx.AsyncClient) -> None:
    answer = await send(client, form(part(PDF, filename="a\r\nX-Evil: 1\r\n.pdf")), MULTIPART)
    assert answer.status_code in {200, 400}
    assert "x-evil" not in answer.headers


class TestSlowBodies:
    """A body has `upload_timeout_s` to go on, and has to come at MIN_BYTES_PER_S in the long run."""

    @pytest.mark.parametrize(("content_type", "start"), [
        (RAW, b""), (RAW, PDF), (MULTIPART, b""), (MULTIPART, part(PDF)[:100]), (MULTIPART, part(PDF)),
    ])  # fmt: skip
    async def test_one_that_falls_silent_is_answered(self, tmp_path: Path, content_type: str, start: bytes) -> None:
        async with in_process(tmp_path, upload_timeout_s=0.05) as (client, paperloop):
            answer = await send(client, then_silence(start), content_type)
            assert problem(answer) == (408, "request-timeout")
            assert not list(paperloop.spool.folder.iterdir())

    async def test_one_that_drips_is_answered(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A byte whenever it is asked for: never silent, and slower than this rate."""
        monkeypatch.setattr(arrival, "MIN_BYTES_PER_S", 1e12)

        async def dripping() -> AsyncIterator[bytes]:
            while True:
                yield b"%"
                await asyncio.sleep(0)

        async with in_process(tmp_path, upload_timeout_s=0.1) as (client, _):
            assert problem(await send(client, dripping(), RAW)) == (408, "request-timeout")

    async def test_a_service_is_as_good_as_new_afterwards(self, tmp_path: Path) -> None:
        async with in_process(tmp_path, upload_timeout_s=0.05, max_in_flight=1) as (client, _):
            for _ in range(3):
                await send(client, then_silence(b"%PDF-"), RAW)
            assert (await send(client, PDF, RAW)).status_code == 200


async def test_a_cancelled_upload_leaves_nothing(tmp_path: Path) -> None:
    taken = asyncio.Event()
    async with in_process(tmp_path) as (client, paperloop):
        sending = asyncio.create_task(send(client, then_silence(LARGE, taken), RAW))
        await taken.wait()
        await eventually(lambda: any(paperloop.spool.folder.iterdir()), "the first bytes are on the disk")
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        await eventually(lambda: not any(paperloop.spool.folder.iterdir()), "the spool is empty again")
