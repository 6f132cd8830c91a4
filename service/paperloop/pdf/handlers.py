"""All that a worker needs, loaded."""

from paperloop.pdf import parse, read, render, text

__all__ = ["parse", "read", "render", "text"]
