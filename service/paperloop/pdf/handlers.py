"""All that a worker needs, loaded."""

from paperloop.pdf import html, invoice, parse, read, render, rendering, resume, text
from paperloop.pdf.ocr import recognise
from paperloop.pdf.typeset import typesetter
from paperloop.pdf.typeset.compiler import compiler

__all__ = ["html", "invoice", "parse", "read", "recognise", "render", "rendering", "resume", "text", "typesetter"]

compiler()  # its fonts and their names are the same for every worker
