"""Faults and advice in a chat: the first few, each as it is, and how many more there are."""

from bot.conversation.phrases import phrase

MOST = 12
"""Faults that are told at once; who has mended these sees the next."""

ADVICE = 5
"""Pieces of advice that are told: they are for the author, who sees all with `foretell check`."""


def listed(lines: tuple[str, ...], most: int) -> list[str]:
    """Lines as they are, in code so that nothing in them is markup, and how many more there are."""
    told = [f"`{line.replace('`', chr(39))}`" for line in lines[:most]]
    more = len(lines) - most
    return [*told, phrase("admin.push.more", number=more)] if more > 0 else told
