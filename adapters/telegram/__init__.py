"""The tutor on Telegram: messages, inline keyboards, long polling or a webhook."""

from adapters.telegram.adapter import Options, Services, TelegramAdapter
from adapters.telegram.failures import TelegramRefused

__all__ = ["Options", "Services", "TelegramAdapter", "TelegramRefused"]
