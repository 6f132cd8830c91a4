"""Every error of the service.

    PaperloopError
    ├── BadRequest                what the client sent can't be taken apart
    │   ├── EmptyFile, MalformedMultipart, MissingFile, TooManyFiles, TooManyParts
    │   ├── PayloadTooLarge, UnsupportedMediaType, RequestTimeout, InvalidParameter, InvalidSchema
    │   ├── UriTooLong, HeadersTooLarge, MalformedJson, InvalidBody, InvalidResume
    │   └── NotAPdf
    ├── DocumentError             the PDF arrived, and can't be used as it is
    │   ├── UnreadableDocument, PasswordRequired, WrongPassword, UnsupportedEncryption
    │   ├── TooManyPages, PageOutOfRange, PageTooLarge, DocumentTooComplex
    │   └── NoEInvoice
    ├── RenderError               what was sent can't become a PDF
    │   └── TooManyRenderedPages, HtmlTooLong, UnrenderableHtml, UnusablePhoto, UnprintableCharacters
    ├── ResumeError               a stored résumé is not as the request has it
    │   └── ResumeNotFound, ResumeGone, PreconditionFailed
    ├── LlmError                  the model's side
    │   ├── LlmNotConfigured (FieldsNeedModel), LlmUnavailable (LlmOutOfQuota), LlmTimeout, LlmRefused
    │   └── LlmInvalidAnswer (LlmNoRoom)
    ├── Overloaded                more work than was admitted
    ├── ShuttingDown              the service is closing
    ├── WorkerFault               a fault of our own inside a worker process
    ├── WorkersNotStarted         no worker process could be started
    ├── NotRunning                the embedding host forgot `running()`
    └── AlreadyRunning            it opened `running()` twice

An error carries facts as keyword arguments; its class makes the sentence from them. `web/problems.py` alone knows
which HTTP status each one has. Errors cross the process boundary, so every fact must survive pickling.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal


class PaperloopError(Exception):
    """Base of all errors. `str()` is a sentence for the client: no path, no exception text, no secret."""

    sentence: ClassVar[str] = "the service failed"

    def __init__(self, **facts: Any) -> None:
        super().__init__()
        self.facts = facts

    def __str__(self) -> str:
        return self.sentence.format(**self.facts)

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.facts)


def _rebuild(kind: type[PaperloopError], facts: dict[str, Any]) -> PaperloopError:
    return kind(**facts)


class BadRequest(PaperloopError):
    sentence = "the request can't be read"


class EmptyFile(BadRequest):
    sentence = "the uploaded file is empty; send the bytes of a PDF"


class MalformedMultipart(BadRequest):
    def __init__(self, *, reason: str) -> None:
        super().__init__(reason=reason)

    sentence = "the multipart body can't be read: {reason}"


class MissingFile(BadRequest):
    sentence = "no PDF was sent; send it as the multipart part `file` with a filename, or as a raw application/pdf body"


class TooManyFiles(BadRequest):
    sentence = "more than one file was sent; send one PDF a request, as the part `file`"


class TooManyParts(BadRequest):
    def __init__(self, *, limit: int) -> None:
        super().__init__(limit=limit)

    sentence = "the multipart body has more than {limit} parts; send the file and its few fields alone"


class PayloadTooLarge(BadRequest):
    def __init__(self, *, what: str, limit: int) -> None:
        super().__init__(what=what, limit=limit)

    sentence = "{what} is larger than {limit} bytes, the limit of this service"


class UnsupportedMediaType(BadRequest):
    def __init__(self, *, got: str, wanted: str) -> None:
        super().__init__(got=got, wanted=wanted)

    sentence = "{got} can't be taken; send {wanted}, unencoded"


class RequestTimeout(BadRequest):
    def __init__(self, *, seconds: float) -> None:
        super().__init__(seconds=seconds)

    sentence = "the body did not arrive in time ({seconds:g} s); send it again, faster"


class UriTooLong(BadRequest):
    def __init__(self, *, limit: int) -> None:
        super().__init__(limit=limit)

    sentence = "the request's address is longer than {limit} bytes"


class HeadersTooLarge(BadRequest):
    def __init__(self, *, limit: int) -> None:
        super().__init__(limit=limit)

    sentence = "the request's headers are larger than {limit} bytes together"


class InvalidParameter(BadRequest):
    """`parameter` is the name as the client sent it; `reason` says what is wrong and what would be right."""

    def __init__(self, *, parameter: str, reason: str) -> None:
        super().__init__(parameter=parameter, reason=reason)

    sentence = "parameter `{parameter}`: {reason}"


class InvalidResume(BadRequest):
    """`pointer` is the JSON pointer of the value that can't be taken, "" for the document itself."""

    def __init__(self, *, pointer: str, reason: str) -> None:
        super().__init__(pointer=pointer, reason=reason)

    def __str__(self) -> str:
        return f"the résumé can't be taken: {self.facts['pointer'] or 'it'} {self.facts['reason']}"


class MalformedJson(BadRequest):
    def __init__(self, *, reason: str) -> None:
        super().__init__(reason=reason)

    sentence = "the body is not the JSON object that is wanted: {reason}"


class InvalidBody(BadRequest):
    """`pointer` is the JSON pointer of the member that can't be used, "" for the body itself."""

    def __init__(self, *, pointer: str, reason: str) -> None:
        super().__init__(pointer=pointer, reason=reason)

    def __str__(self) -> str:
        place = f"{self.facts['pointer']}: " if self.facts["pointer"] else ""
        return f"the body can't be used: {place}{self.facts['reason']}"


class InvalidSchema(BadRequest):
    """`pointer` is the JSON pointer to the place in the schema; `reason` says what to write there instead."""

    def __init__(self, *, pointer: str, reason: str) -> None:
        super().__init__(pointer=pointer, reason=reason)

    def __str__(self) -> str:
        place = f" at {self.facts['pointer'][:200]}" if self.facts["pointer"] else ""
        return f"`schema`{place}: {self.facts['reason']}"


class NotAPdf(BadRequest):
    sentence = "the file is not a PDF: no `%PDF-` stands in its first 1,024 bytes"


class DocumentError(PaperloopError):
    sentence = "the document can't be used"


class UnreadableDocument(DocumentError):
    sentence = "the PDF is too damaged to be read: no page of it could be opened, even after repair"


class PasswordRequired(DocumentError):
    sentence = "the PDF is encrypted; send its password as the form field `password` or the header X-Document-Password"


class WrongPassword(DocumentError):
    sentence = "the password does not open this PDF"


class UnsupportedEncryption(DocumentError):
    sentence = "the PDF is encrypted in a way that can't be opened; save it again without encryption"


class TooManyPages(DocumentError):
    def __init__(self, *, pages: int, limit: int) -> None:
        super().__init__(pages=pages, limit=limit)

    sentence = "{pages} pages were asked for; the limit is {limit}; ask for fewer with `pages=1-{limit}`"


class PageOutOfRange(DocumentError):
    def __init__(self, *, page: int, pages: int) -> None:
        super().__init__(page=page, pages=pages)

    sentence = "page {page} was asked for; the document has {pages}"


class PageTooLarge(DocumentError):
    def __init__(self, *, page: int, limit: int) -> None:
        super().__init__(page=page, limit=limit)

    sentence = "page {page} would be larger than {limit} pixels; ask for a smaller `dpi`"


class DocumentTooComplex(DocumentError):
    """`limit` names what ran out: "time", "memory", "words"; "worker" when the document crashed its worker twice."""

    def __init__(self, *, limit: Literal["time", "memory", "words", "worker"]) -> None:
        super().__init__(limit=limit)

    def __str__(self) -> str:
        return f"the document {self._OUTCOME[self.facts['limit']]}; {self._MEND}"

    _MEND = "send less at once: fewer `pages` of a PDF, a shorter text to be rendered"
    _OUTCOME: ClassVar[dict[str, str]] = {
        "time": "took longer than one document may",
        "memory": "needs more memory than one document may use",
        "words": "has more words than one document may have",
        "worker": "crashed the process that worked on it",
    }


class NoEInvoice(DocumentError):
    sentence = "no Factur-X, ZUGFeRD, Order-X or UBL invoice is attached to this PDF; ask for `readers=auto`"


class RenderError(PaperloopError):
    sentence = "no PDF can be made of what was sent"


class TooManyRenderedPages(RenderError):
    def __init__(self, *, limit: int) -> None:
        super().__init__(limit=limit)

    sentence = (
        "the result would have more than {limit} pages; send less, or look for content that is larger than a page"
    )


class HtmlTooLong(RenderError):
    """`characters` of text, without tags and runs of white space."""

    def __init__(self, *, characters: int, limit: int) -> None:
        super().__init__(characters=characters, limit=limit)

    sentence = "the HTML has {characters} characters of text; the limit is {limit}; send it in parts"


class UnrenderableHtml(RenderError):
    """`limit` is how many elements may be nested in each other."""

    def __init__(self, *, limit: int) -> None:
        super().__init__(limit=limit)

    sentence = "the HTML can't be set on pages; look for elements nested more than {limit} deep, and for broken CSS"


class UnusablePhoto(RenderError):
    def __init__(self, *, reason: str) -> None:
        super().__init__(reason=reason)

    sentence = "the photo can't be used: {reason}"


class UnprintableCharacters(RenderError):
    """`characters` that no font has, each once."""

    def __init__(self, *, characters: str) -> None:
        super().__init__(characters=characters)

    def __str__(self) -> str:
        return (
            f"no font here has {named_characters(self.facts['characters'])}, which a PDF/A or PDF/UA must not lack; "
            "leave the characters out, or ask for `unprintable=drop-standard`"
        )


def named_characters(characters: str, most: int = 10) -> str:
    """`😀 (U+1F600), 🎉 (U+1F389)`: the first `most` of them."""
    names = [f"{character} (U+{ord(character):04X})" for character in characters[:most]]
    return ", ".join(names) + (f" and {len(characters) - most} more" if len(characters) > most else "")


class ResumeError(PaperloopError):
    sentence = "the stored résumé can't be used so"


class ResumeNotFound(ResumeError):
    sentence = "no résumé is stored under this id"


class ResumeGone(ResumeError):
    sentence = "the résumé that was stored under this id has been deleted"


class PreconditionFailed(ResumeError):
    """`etag` is that of what is stored."""

    def __init__(self, *, etag: str) -> None:
        super().__init__(etag=etag)

    sentence = (
        "the stored résumé, whose ETag is {etag}, is not one that the request's conditions let be written over; "
        "read it again, and send its ETag as `If-Match`"
    )


class LlmError(PaperloopError):
    sentence = "the language model could not be used"


class LlmNotConfigured(LlmError):
    sentence = "no language model is configured; set PAPERLOOP_LLM_BASE_URL, or ask for `readers=auto`"


class FieldsNeedModel(LlmNotConfigured):
    sentence = "`schema` needs a language model and none is configured; set PAPERLOOP_LLM_BASE_URL, or send no `schema`"


LLM_MENDING: Final[Mapping[int | None, str]] = {
    None: "look at PAPERLOOP_LLM_BASE_URL, and whether it is up",
    400: "its own log says what it can't take",
    401: "look at PAPERLOOP_LLM_API_KEY",
    402: "its account has no money left",
    403: "look at what PAPERLOOP_LLM_API_KEY may do",
    404: "look at PAPERLOOP_LLM_BASE_URL and PAPERLOOP_LLM_MODEL",
    422: "its own log says what it can't take",
}
"""What helps against the statuses of a model that another try does not change."""


class LlmUnavailable(LlmError):
    """`status` is the upstream's HTTP status, None when it could not be reached; `retry_after_s` what it asked for."""

    def __init__(self, *, status: int | None, attempts: int, retry_after_s: float | None = None) -> None:
        super().__init__(status=status, attempts=attempts, retry_after_s=retry_after_s)
        self.status = status
        self.retry_after_s = retry_after_s

    @property
    def passes(self) -> bool:
        """Whether the upstream says that it has too much work for now."""
        return self.status in (429, 503)

    def __str__(self) -> str:
        met = f"answered {self.status}" if self.status else "could not be reached"
        calls = self.facts["attempts"]
        mend = LLM_MENDING.get(self.status, "try again later")
        return f"the language model {met} after {calls} attempt{'s' * (calls > 1)}; {mend}"


class LlmOutOfQuota(LlmUnavailable):
    """The account at the upstream is used up; waiting does not fill it."""

    @property
    def passes(self) -> bool:
        return False

    def __str__(self) -> str:
        return "the language model's account has no quota left; look at its billing and limits"


class LlmTimeout(LlmError):
    def __init__(self, *, seconds: float) -> None:
        super().__init__(seconds=seconds)

    sentence = "the language model did not answer within {seconds:g} s"


class LlmRefused(LlmError):
    def __init__(self, *, reason: str) -> None:
        super().__init__(reason=reason)

    sentence = "the language model refused this document ({reason})"


class LlmInvalidAnswer(LlmError):
    def __init__(self, *, reason: str) -> None:
        super().__init__(reason=reason)

    sentence = "the language model's answer can't be used: {reason}"


class LlmNoRoom(LlmInvalidAnswer):
    """The question or its answer is longer than the model can take; about less text it may be asked again."""


class Overloaded(PaperloopError):
    """`retry_after_s` is whole seconds, for the Retry-After header."""

    def __init__(self, *, retry_after_s: int) -> None:
        super().__init__(retry_after_s=retry_after_s)
        self.retry_after_s = retry_after_s

    sentence = "the service has as much work as it admits; try again in {retry_after_s} s"


class ShuttingDown(PaperloopError):
    sentence = "the service is shutting down; send the request again"


class WorkerFault(PaperloopError):
    """A fault of the service inside a worker. `trace` goes to the log, never to the client."""

    def __init__(self, *, call: str, trace: str) -> None:
        super().__init__(call=call, trace=trace)
        self.trace = trace

    sentence = "the service failed while it worked on the document"


class WorkersNotStarted(PaperloopError):
    sentence = (
        "a worker process ended before it was ready; what it said stands on stderr. "
        'A script that starts Paperloop itself does so under `if __name__ == "__main__":`, '
        "since workers import the script again"
    )


class NotRunning(PaperloopError):
    """Raised, and answered as a problem, when a host mounts `Paperloop.app` and never opens `Paperloop.running()`."""

    sentence = (
        "Paperloop is not running: a mounted application's lifespan never runs, "
        "so the host opens it: `async with paperloop.running():` inside its own lifespan"
    )


class AlreadyRunning(PaperloopError):
    """Raised to whoever opens `running()` inside `running()`."""

    sentence = "this Paperloop is running already; `running()` may be opened again once it has been closed"


def all_errors(root: type[PaperloopError] = PaperloopError) -> list[type[PaperloopError]]:
    """`root` and every class below it."""
    return [root, *(error for child in root.__subclasses__() for error in all_errors(child))]
