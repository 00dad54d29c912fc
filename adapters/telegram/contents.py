"""What a message says to us: a command, a text, a file; or that we were brought into a group.

In a group the bot hears only what is addressed to it: a command without a name or with its own, a
mention of it, a reply to one of its messages.

Of a file it is only told what Telegram says of it: nothing is fetched here.
"""

from typing import Any

from telegram import Message, MessageEntity, User
from telegram.constants import ChatType

from adapters.telegram import mentions
from bot.conversation.inputs import Added, Command, Input, Text, Upload

# A GIF is told as an animation and as a document, which is what it was sent as.
_KINDS = {
    "document": "",
    "video": "video/mp4",
    "audio": "",
    "voice": "audio/ogg",
    "video_note": "video/mp4",
}
"""What may hold a file, and its media type where Telegram knows it without saying so."""


def content_of(message: Message, me: User) -> Input | None:
    """What a message says to us, or ``None`` if it says nothing to us."""
    public = message.chat.type != ChatType.PRIVATE
    joined = any(one.id == me.id for one in message.new_chat_members or ())
    if public and (joined or message.group_chat_created):
        return Added()
    text = message.text if message.text is not None else message.caption
    entities = message.entities if message.text is not None else message.caption_entities
    if text is None:
        return _wordless(message, me, public)
    if message.text is not None and entities and _is_command(entities[0]):
        return _command(text, entities[0], me, public, mentions.answers(message, me))
    ours = mentions.found(text, entities, me)
    if public and not ours and not mentions.answers(message, me):
        return None
    # Where we are alone, nobody need be addressed: a mention is a word of the text.
    spoken = mentions.unaddressed(text, ours) if public else text
    return _upload(message, spoken.strip()) or Text(spoken.strip())


def _wordless(message: Message, me: User, public: bool) -> Input | None:
    """A file; a sticker by its emoji; what else holds no words says nothing."""
    if public and not mentions.answers(message, me):
        return None
    if message.sticker:
        return Text(message.sticker.emoji or "")
    if message.effective_attachment is None:
        return None
    return _upload(message, "") or Text("")


def _is_command(entity: MessageEntity) -> bool:
    return entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0


def _command(
    text: str, entity: MessageEntity, me: User, public: bool, replied: bool
) -> Input | None:
    name, _, addressee = text[1 : entity.length].partition("@")  # a command is ASCII
    if public and addressee and addressee.casefold() != (me.username or "").casefold():
        return None
    rest = text[entity.length :].lstrip(" ").split("\n", 1)[0]
    bare = public and not addressee and not replied
    return Command(name.lower(), rest.strip(), bare=bare)


def _upload(message: Message, text: str) -> Upload | None:
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
