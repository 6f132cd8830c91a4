"""Paperloop: PDFs in, checked data out; the event loop never blocked."""

from importlib.metadata import version

__version__ = version("paperloop")
