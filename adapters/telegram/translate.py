"""Telegram updates as envelopes.

A private chat is a conversation. In a group the bot hears only what is addressed to it: a command
without a name or with its own, a reply to one of its messages, a mention of it.

Of a file it is only told what Telegram says of it: nothing is fetched here.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telegram import CallbackQuery, Chat, Message, MessageEntity, Update, User
from telegram.constants import ChatType

from bot.conversation.inputs import (
    Address,
    Command,
    Envelope,
    Input,
    LearnerId,
    Place,
    Press,
    Text,
    Upload,
)

PLATFORM = "telegram"

# A GIF is told as an animation and as a document, which is what it was sent as.
_KINDS = {
    "document": "",
    "video": "video/mp4",
    "audio": "",
    "voice": "audio/ogg",
    "video_note": "video/mp4",
}
"""What may hold a file, and its media type where Telegram knows it without saying so."""


@dataclass(frozen=True, slots=True)
class TelegramHandle:
    """What an answer to this very input needs: the press to answer, the message to reply to.

    Of a press also the message ``pressed``, and when it came, in seconds since 1970 (UTC).
    """

    press: str = ""
    reply_to: int | None = None
    thread: int | None = None
    pressed: int | None = None
    came: int | None = None

    def __str__(self) -> str:
        numbers = (self.reply_to, self.thread, self.pressed, self.came)
        return "/".join([self.press, *(str(number or "") for number in numbers)])

    @classmethod
    def read(cls, text: str) -> "TelegramHandle":
        """The handle that an address holds; an empty one of an address without any."""
        press, *numbers = text.split("/")
        return cls(press, *(int(number) if number else None for number in numbers))


@dataclass(frozen=True, slots=True)
class ChatMigration:
    """A group that became a supergroup, and so another chat."""

    old: int
    new: int


def translate(update: Update, me: User, at: datetime) -> Envelope | None:
    """What a learner did, or ``None`` for what is not for us."""
    if update.callback_query:
        return _pressed(update, update.callback_query, at)
    message = update.message
    if message is None or message.from_user is None or message.from_user.is_bot:
        return None
    if message.sender_chat is not None:
        return None  # a channel, or an anonymous admin: nobody whose learning could be kept
    done = _input(message, me)
    if done is None:
        return None
    public = message.chat.type != ChatType.PRIVATE
    thread = message.message_thread_id if message.is_topic_message else None
    handle = TelegramHandle(reply_to=message.message_id if public else None, thread=thread)
    return _envelope(update, message.from_user, message.chat, handle, at, done)


def migration(update: Update) -> ChatMigration | None:
    """The news that a group has a new number, if this update is that."""
    message = update.message
    if message is None or not message.migrate_to_chat_id:
        return None
    return ChatMigration(message.chat.id, message.migrate_to_chat_id)


def _pressed(update: Update, query: CallbackQuery, at: datetime) -> Envelope | None:
    if not query.data or query.message is None:
        return None
    chat = query.message.chat
    thread = None
    if isinstance(query.message, Message) and query.message.is_topic_message:
        thread = query.message.message_thread_id
    pressed, came = query.message.message_id, int(at.timestamp())
    handle = TelegramHandle(press=query.id, thread=thread, pressed=pressed, came=came)
    return _envelope(update, query.from_user, chat, handle, at, Press(query.data))


def _envelope(
    update: Update,
    user: User,
    chat: Chat,
    handle: TelegramHandle,
    at: datetime,
    done: Input,
) -> Envelope:
    public = chat.type != ChatType.PRIVATE
    return Envelope(
        id=f"{PLATFORM}:{update.update_id}",
        learner=LearnerId(f"{PLATFORM}:{user.id}"),
        address=Address(PLATFORM, str(chat.id), public=public, handle=str(handle)),
        at=at,
        input=done,
        language=user.language_code or "",
        # A private chat has the number of the person who is in it.
        home=str(user.id) if public else "",
        # Where we are spoken to we may answer, so nothing more need be asked.
        place=Place(chat.title or "") if public else None,
    )


def _input(message: Message, me: User) -> Input | None:
    public = message.chat.type != ChatType.PRIVATE
    text = message.text if message.text is not None else message.caption
    entities = message.entities if message.text is not None else message.caption_entities
    if text is None:
        return _wordless(message, me, public)
    if message.text is not None and entities and _is_command(entities[0]):
        return _command(text, entities[0], me, public)
    spoken = _without_mentions(text, entities, me)
    if public and spoken == text and not _is_reply_to(message, me):
        return None
    return _upload(message, spoken.strip()) or Text(spoken.strip())


def _wordless(message: Message, me: User, public: bool) -> Input | None:
    """A file; a sticker by its emoji; what else holds no words says nothing."""
    if public and not _is_reply_to(message, me):
        return None
    if message.sticker:
        return Text(message.sticker.emoji or "")
    if message.effective_attachment is None:
        return None
    return _upload(message, "") or Text("")


def _is_command(entity: MessageEntity) -> bool:
    return entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0


def _command(text: str, entity: MessageEntity, me: User, public: bool) -> Input | None:
    name, _, addressee = text[1 : entity.length].partition("@")  # a command is ASCII
    if public and addressee and addressee.casefold() != (me.username or "").casefold():
        return None
    rest = text[entity.length :].lstrip(" ").split("\n", 1)[0]
    return Command(name.lower(), rest.strip())


def _is_reply_to(message: Message, me: User) -> bool:
    replied = message.reply_to_message
    return bool(replied and replied.from_user and replied.from_user.id == me.id)


def _without_mentions(text: str, entities: tuple[MessageEntity, ...], me: User) -> str:
    """The text without mentions of us; the same text if there are none."""
    units = text.encode("utf-16-le")
    ours = f"@{me.username}".casefold()
    for entity in sorted(entities, key=lambda one: one.offset, reverse=True):
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        named = units[start:end].decode("utf-16-le").casefold() == ours
        if (entity.type == MessageEntity.MENTION and named) or (
            entity.type == MessageEntity.TEXT_MENTION and entity.user and entity.user.id == me.id
        ):
            units = units[:start] + units[end:]
    return units.decode("utf-16-le")


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
