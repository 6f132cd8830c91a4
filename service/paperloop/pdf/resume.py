"""A résumé from the body that a client sent to the PDF, in one go."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from paperloop.documents.json_pointers import step
from paperloop.documents.resume.arrange import view_of
from paperloop.documents.resume.json_resume import from_json_resume
from paperloop.documents.resume.model import Resume
from paperloop.documents.resume.remarks import Remark
from paperloop.documents.resume.rendercv import from_rendercv
from paperloop.documents.resume.resume_data import from_resume_data
from paperloop.documents.resume.variants import applied
from paperloop.errors import InvalidBody, InvalidResume
from paperloop.pdf.body import json_object, quotable, validated
from paperloop.pdf.render_calls import KnownResume, ReadResume, RenderDocument, RenderedDocument
from paperloop.pdf.render_options import RenderOptions
from paperloop.pdf.typeset.options import paper_named, standards_named
from paperloop.pdf.typeset.typesetter import ResumeLook, typeset_view

MAX_TEXT_BYTES: Final = 256 * 1024
"""Of a body without its photo."""

DEFAULT_THEME: Final = "classic"
READ_ONLY: Final = frozenset({"id", "name", "created_at", "updated_at", "warnings"})
"""What the service itself answers beside a stored résumé: one that was read can be sent back as it is."""

_Adapter = Callable[[Any, str], tuple[Resume, tuple[Remark, ...]]]
SHAPES: Final[Mapping[str, _Adapter]] = {
    "resume_data": from_resume_data,
    "json_resume": from_json_resume,
    "rendercv": from_rendercv,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """`shape` is the name under which the résumé stood, `rest` what stood beside it."""

    shape: str
    document: Any
    resume: Resume
    remarks: tuple[Remark, ...]
    rest: dict[str, Any]


def read_resume(call: ReadResume) -> KnownResume:
    sent = _sent(call, json_object(call.source))
    if unknown := sorted(set(sent.rest) - READ_ONLY):
        reason = f"there is no such member; known are {', '.join(SHAPES)}"
        raise InvalidBody(pointer=step("", unknown[0][:80]), reason=reason)
    content = json.dumps({sent.shape: sent.document}, ensure_ascii=False)
    call.to.write_bytes(content.encode("utf-8", "backslashreplace"))  # half a surrogate pair stays as JSON escapes it
    return KnownResume(name=sent.resume.name[:200], warnings=quotable(map(str, sent.remarks)))


def render_resume(call: RenderDocument, body: dict[str, Any]) -> RenderedDocument:
    """`body` is what `call.source` holds."""
    sent = _sent(call, body)
    options = validated(RenderOptions, sent.rest).united_with(call.options)
    resume, remarks = applied(sent.resume, options.variant) if options.variant else (sent.resume, ())
    if resume.photo:
        call.photo.write_bytes(resume.photo.encode("ascii", "replace"))
    typeset = typeset_view(
        view_of(resume, options.language),
        call.to,
        ResumeLook(
            theme=options.theme or DEFAULT_THEME,
            paper=paper_named(options.paper or "A4"),
            accent=options.accent,
            fit=options.fit,
            photo=call.photo if resume.photo else None,
            standards=standards_named(options.standard or ""),
            unprintable=options.unprintable or "refuse",
        ),
    )
    warnings = quotable((*map(str, (*sent.remarks, *remarks)), *typeset.warnings))
    return RenderedDocument(pages=typeset.pages, name=resume.name, typeset=typeset, warnings=warnings)


def _sent(call: ReadResume | RenderDocument, body: dict[str, Any]) -> _Sent:
    shapes = [shape for shape in SHAPES if shape in body]
    if len(shapes) != 1:
        found = " and ".join(shapes) or 'none; send it as {"json_resume": {...}}'
        or_invoice = ", or an invoice, under invoice" if isinstance(call, RenderDocument) else ""
        reason = f"one résumé is wanted, under {', '.join(SHAPES)}{or_invoice}; found: {found}"
        raise InvalidBody(pointer=f"/{shapes[1]}" if shapes else "", reason=reason)
    document = body.pop(shapes[0])
    resume, remarks = SHAPES[shapes[0]](document, f"/{shapes[0]}")
    _refuse_length(call.source.stat().st_size - len(resume.photo), f"/{shapes[0]}")
    return _Sent(shape=shapes[0], document=document, resume=resume, remarks=remarks, rest=body)


def _refuse_length(length: int, pointer: str) -> None:
    if length > MAX_TEXT_BYTES:
        reason = f"has {length} bytes without its photo; the limit is {MAX_TEXT_BYTES}"
        raise InvalidResume(pointer=pointer, reason=reason)
