"""Paperloop: PDFs in, checked data out; the event loop never blocked."""

__version__ = "0.1.0"
