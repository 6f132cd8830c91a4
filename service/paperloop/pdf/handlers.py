"""All that a worker needs, loaded."""

from paperloop.pdf import html, parse, read, render, text

__all__ = ["html", "parse", "read", "render", "text"]
