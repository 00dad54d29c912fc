"""The tutor on Telegram: messages, inline keyboards, long polling."""

from adapters.telegram.adapter import TelegramAdapter
from adapters.telegram.failures import TelegramRefused

__all__ = ["TelegramAdapter", "TelegramRefused"]
