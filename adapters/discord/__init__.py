"""The tutor on Discord: slash commands, buttons, direct messages."""

PLATFORM = "discord"
