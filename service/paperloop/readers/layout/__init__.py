"""Reads invoices by their layout: labels, types, geometry and arithmetic; no model, no network."""

from paperloop.readers.layout.read import read_layout

__all__ = ["read_layout"]
