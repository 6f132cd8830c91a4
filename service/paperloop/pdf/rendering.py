"""What a client sent to be rendered: an invoice or a résumé, told by its name in the body."""

from paperloop.errors import InvalidBody
from paperloop.pdf.body import json_object
from paperloop.pdf.invoice import MEMBER as INVOICE
from paperloop.pdf.invoice import render_invoice
from paperloop.pdf.render_calls import RenderDocument, RenderedDocument
from paperloop.pdf.resume import SHAPES, render_resume


def render_document(call: RenderDocument) -> RenderedDocument:
    body = json_object(call.source)
    if INVOICE in body and (resumes := [shape for shape in SHAPES if shape in body]):
        reason = f"one document is wanted; found: {INVOICE} and {resumes[0]}"
        raise InvalidBody(pointer=f"/{resumes[0]}", reason=reason)
    return render_invoice(call, body) if INVOICE in body else render_resume(call, body)
