"""The terminal: a conversation in a window, or one that a script holds through pipes."""

from adapters.terminal.channel import TerminalChannel
from adapters.terminal.chat import (
    NAME_LIMIT,
    Chat,
    Suggestions,
    login_language,
    login_name,
    prompted,
    scripted,
)
from adapters.terminal.gallery import Gallery
from adapters.terminal.screen import Screen

__all__ = [
    "NAME_LIMIT",
    "Chat",
    "Gallery",
    "Screen",
    "Suggestions",
    "TerminalChannel",
    "login_language",
    "login_name",
    "prompted",
    "scripted",
]
