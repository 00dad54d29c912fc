"""Files that come by Discord: what it says of them. Nothing of a file is fetched here.

Its reference is its address. It is signed and lives for about a day, so it lets who has it read
the file for that time; Discord makes a new one of it for us at any time.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import discord

from bot.conversation.inputs import Upload

MOST = 10
"""Files in one message or form: Discord's most."""


def from_message(files: Iterable[discord.Attachment], text: str, message: int) -> list[Upload]:
    """The files of a message, with its text beside the first."""
    found = [
        Upload(one.filename, one.size, one.content_type or "", one.url)
        for one in list(files)[:MOST]
    ]
    return _together(found, text, str(message))


def from_form(data: Mapping[str, Any], ids: Iterable[str], text: str, form: int) -> list[Upload]:
    """The files of these ids that came with a form, with its text beside the first."""
    resolved = (data.get("resolved") or {}).get("attachments") or {}
    found = [_raw(resolved[id]) for id in list(ids)[:MOST] if id in resolved]
    return _together(found, text, str(form))


def _raw(file: Mapping[str, Any]) -> Upload:
    size = file.get("size")
    name, media, url = (str(file.get(key) or "") for key in ("filename", "content_type", "url"))
    return Upload(name, size if isinstance(size, int) else None, media, url)


def _together(found: list[Upload], text: str, album: str) -> list[Upload]:
    many = album if len(found) > 1 else ""
    return [
        Upload(one.name, one.size, one.media, one.reference, "" if n else text, many)
        for n, one in enumerate(found)
    ]
