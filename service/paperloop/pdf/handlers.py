"""All that a worker needs, loaded."""

from paperloop.pdf import html, parse, png, read, rendering, resume, text
from paperloop.pdf.ocr import recognise
from paperloop.pdf.typeset.compiler import compiler

__all__ = ["html", "parse", "png", "read", "recognise", "rendering", "resume", "text"]

compiler()  # its fonts and their names are the same for every worker
