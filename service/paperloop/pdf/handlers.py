"""All that a worker needs, loaded."""

from paperloop.pdf import html, parse, read, render, resume, text
from paperloop.pdf.ocr import recognise
from paperloop.pdf.typeset import typesetter

__all__ = ["html", "parse", "read", "recognise", "render", "resume", "text", "typesetter"]
