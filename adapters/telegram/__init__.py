"""The tutor on Telegram: messages, inline keyboards, long polling or a webhook."""

PLATFORM = "telegram"

PUBLIC_API = "https://api.telegram.org"
"""The Bot API server that Telegram runs."""
