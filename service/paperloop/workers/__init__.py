"""The process pool: CPU-bound work leaves the event loop here, and only here."""

from paperloop.workers.pool import PoolState, Workers

__all__ = ["PoolState", "Workers"]
