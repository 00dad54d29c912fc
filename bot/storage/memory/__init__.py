"""The store in this process's memory."""

from bot.storage.memory.store import MemoryStore

__all__ = ["MemoryStore"]
