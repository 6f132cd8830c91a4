"""The language model: HTTP out, and what its answers mean. The only importer of httpx and aiohttp."""

from paperloop.llm.endpoint import http_client
from paperloop.llm.model import ChatModel, Completion, Spent
from paperloop.llm.retries import Retries

__all__ = ["ChatModel", "Completion", "Retries", "Spent", "http_client"]
