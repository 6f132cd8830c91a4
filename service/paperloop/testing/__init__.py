"""The doubles that ship, so that users test as the authors do: a language model that needs no model."""

from paperloop.testing.behaviour import Behaviour
from paperloop.testing.documents import sample_invoice, write_sample
from paperloop.testing.fake_llm import FakeLlm, fake_llm

__all__ = ["Behaviour", "FakeLlm", "fake_llm", "sample_invoice", "write_sample"]
