"""multipart/form-data (RFC 7578) taken apart while it arrives: the file into the spool, the few fields into memory.

`python-multipart` parses; `request.form()` is not used because it copies through a temporary file of its own.
"""

from dataclasses import dataclass, field

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from paperloop.errors import MalformedMultipart, MissingFile, PayloadTooLarge, TooManyFiles, TooManyParts
from paperloop.store.spool import Incoming

MAX_PARTS = 20
MAX_FIELD_BYTES = 64 * 1024
MAX_PART_HEADER_BYTES = 8 * 1024
MAX_PART_HEADERS = 16
FILE_PART = "file"


@dataclass(slots=True)
class _Part:
    """One part. `filename` is None for a plain field; it is a hint for people and never a path."""

    headers: dict[bytes, bytes] = field(default_factory=dict)
    name: str = ""
    filename: str | None = None
    value: bytearray = field(default_factory=bytearray)
    size: int = 0

    @property
    def is_file(self) -> bool:
        return self.filename is not None


class Form:
    """A multipart body as it comes in: `feed` bytes, then `finish`; afterwards `fields` are the plain fields."""

    def __init__(self, boundary: bytes, file: Incoming) -> None:
        self.fields: dict[str, str] = {}
        self._file = file
        self._files = 0
        self._parts = 0
        self._part = _Part()
        self._header = (bytearray(), bytearray())
        self._ended = False
        self._parser = _parser(boundary, self)

    def feed(self, data: bytes) -> None:
        """Take the next bytes of the body.

        Raises:
            MalformedMultipart, TooManyParts, TooManyFiles, PayloadTooLarge.
        """
        try:
            self._parser.write(data)
        except FormParserError:
            raise MalformedMultipart(reason="its parts or their headers are broken or too long") from None

    def finish(self) -> None:
        """Say that the body is complete.

        Raises:
            MalformedMultipart: the closing boundary is missing.
            MissingFile: no part is a file named `file`.
        """
        if not self._ended:
            raise MalformedMultipart(reason="it ends before its closing boundary")
        if not self._files:
            raise MissingFile

    def on_part_begin(self) -> None:
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise TooManyParts(limit=MAX_PARTS)
        self._part = _Part()

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header[0].extend(data[start:end])

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header[1].extend(data[start:end])

    def on_header_end(self) -> None:
        name, value = self._header
        self._part.headers.setdefault(bytes(name).strip().lower(), bytes(value).strip())
        self._header = (bytearray(), bytearray())

    def on_headers_finished(self) -> None:
        disposition, options = parse_options_header(
            self._part.headers.get(b"content-disposition", b"").decode("latin-1")
        )
        if disposition != b"form-data" or b"name" not in options:
            raise MalformedMultipart(reason="a part has no `Content-Disposition: form-data; name=...`")
        self._part.name = options[b"name"].decode("utf-8", "replace")
        if b"filename" in options:
            self._part.filename = options[b"filename"].decode("utf-8", "replace")

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        part = self._part
        part.size += end - start
        if part.is_file and part.name == FILE_PART:
            self._take_file(memoryview(data)[start:end])
        elif part.size > MAX_FIELD_BYTES:
            raise PayloadTooLarge(what=f"a form field other than `{FILE_PART}`", limit=MAX_FIELD_BYTES)
        else:
            part.value += data[start:end]

    def _take_file(self, data: memoryview) -> None:
        if self._part.size == len(data):
            self._count_file()
        self._file.take(data)

    def _count_file(self) -> None:
        self._files += 1
        if self._files > 1:
            raise TooManyFiles

    def on_part_end(self) -> None:
        part = self._part
        if not part.is_file or part.name != FILE_PART:  # a field may come from a file: curl -F schema=@fields.json
            self.fields[part.name] = part.value.decode("utf-8", "replace")
        elif part.filename and not part.size:
            self._count_file()  # chosen and empty; a browser that has nothing chosen sends filename=""

    def on_end(self) -> None:
        self._ended = True


def boundary_of(content_type: str) -> bytes:
    """The boundary of a multipart Content-Type.

    Raises:
        MalformedMultipart: there is none, or it is longer than the 70 characters of RFC 2046.
    """
    _, options = parse_options_header(content_type)
    boundary: bytes = options.get(b"boundary", b"")
    if not 1 <= len(boundary) <= 70:
        raise MalformedMultipart(reason="its Content-Type needs a `boundary` of 1 to 70 characters")
    return boundary


def _parser(boundary: bytes, form: Form) -> MultipartParser:
    names = (
        "on_part_begin", "on_header_field", "on_header_value", "on_header_end", "on_headers_finished",
        "on_part_data", "on_part_end", "on_end",
    )  # fmt: skip
    return MultipartParser(
        boundary,
        {name: getattr(form, name) for name in names},
        max_header_count=MAX_PART_HEADERS,
        max_header_size=MAX_PART_HEADER_BYTES,
    )
