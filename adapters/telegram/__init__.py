"""The tutor on Telegram: messages, inline keyboards, long polling or a webhook."""

from adapters.telegram.adapter import TelegramAdapter
from adapters.telegram.failures import TelegramRefused

__all__ = ["TelegramAdapter", "TelegramRefused"]
