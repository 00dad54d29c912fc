"""The tutor on Telegram: messages, inline keyboards, long polling."""

from adapters.telegram.adapter import TelegramAdapter
from adapters.telegram.polling import TelegramRefused

__all__ = ["TelegramAdapter", "TelegramRefused"]
