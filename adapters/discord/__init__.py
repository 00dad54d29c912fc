"""The tutor on Discord: slash commands, buttons, direct messages."""

from adapters.discord.adapter import DiscordAdapter, DiscordError, point_elsewhere

__all__ = ["DiscordAdapter", "DiscordError", "point_elsewhere"]
