"""The language model: HTTP out, and what its answers mean. The only importer of httpx."""

from paperloop.llm.endpoint import http_client
from paperloop.llm.model import ChatModel, Completion
from paperloop.llm.retries import Retries

__all__ = ["ChatModel", "Completion", "Retries", "http_client"]
