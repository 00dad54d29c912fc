"""Files that come by Telegram: what it says of them. Nothing of a file is fetched here."""

from typing import Any

from telegram import Message

from bot.conversation.inputs import Upload

# A GIF is told as an animation and as a document, which is what it was sent as.
_KINDS = {
    "document": "",
    "video": "video/mp4",
    "audio": "",
    "voice": "audio/ogg",
    "video_note": "video/mp4",
}
"""What may hold a file, and its media type where Telegram knows it without saying so."""


def upload(message: Message, text: str) -> Upload | None:
    """The file that a message carries, with the text beside it; of a photo its largest form."""
    album = message.media_group_id or ""
    if message.photo:
        largest = max(message.photo, key=lambda one: one.width * one.height)
        size, reference = largest.file_size, largest.file_id
        return Upload("", size, "image/jpeg", reference, text, album)
    for kind, media in _KINDS.items():
        if file := getattr(message, kind):
            return _described(file, media, text, album)
    return None


def _described(file: Any, media: str, text: str, album: str) -> Upload:
    # The five kinds have no common type; a voice has no name, a round video no media type.
    return Upload(
        getattr(file, "file_name", None) or "",
        file.file_size,
        getattr(file, "mime_type", None) or media,
        file.file_id,
        text,
        album,
    )
