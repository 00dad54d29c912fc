"""The tutor on Discord: slash commands, buttons, direct messages."""

from adapters.discord.adapter import DiscordAdapter, DiscordRefused, point_elsewhere

__all__ = ["DiscordAdapter", "DiscordRefused", "point_elsewhere"]
