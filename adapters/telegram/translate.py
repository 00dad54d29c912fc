"""Telegram updates as envelopes.

A private chat is a conversation. In a group the bot hears only what is addressed to it: a command
without a name or with its own, a mention of it, a reply to one of its messages, though that may be
meant for others who talk about it; and that it was brought into the group.

Of a file it is only told what Telegram says of it: nothing is fetched here.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from telegram import CallbackQuery, Chat, Message, MessageEntity, Update, User
from telegram.constants import ChatMemberStatus, ChatType

from adapters.telegram import addressed
from bot.conversation.buttons import parse
from bot.conversation.inputs import (
    Added,
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
from bot.values import value

PLATFORM = "telegram"

NAME = 32
"""Characters of a person's first name that are shown: more is no help to know whose card it is."""

# A GIF is told as an animation and as a document, which is what it was sent as.
_KINDS = {
    "document": "",
    "video": "video/mp4",
    "audio": "",
    "voice": "audio/ogg",
    "video_note": "video/mp4",
}
"""What may hold a file, and its media type where Telegram knows it without saying so."""


@value
class TelegramHandle:
    """What an answer to this very input needs: the press to answer, the message to reply to.

    Of a press also the message ``pressed``, and when it came, in seconds since 1970 (UTC).
    ``name`` is what the learner is called where others read along.
    """

    press: str = ""
    reply_to: int | None = None
    thread: int | None = None
    pressed: int | None = None
    came: int | None = None
    name: str = ""

    def __str__(self) -> str:
        numbers = (self.reply_to, self.thread, self.pressed, self.came)
        return "/".join([self.press, *(str(number or "") for number in numbers), self.name])

    @classmethod
    def read(cls, text: str) -> "TelegramHandle":
        """The handle that an address holds; an empty one of an address without any."""
        press, *rest = text.split("/", 5)
        *numbers, name = [*rest, *[""] * (5 - len(rest))]
        reply_to, thread, pressed, came = (int(one) if one else None for one in numbers)
        return cls(press, reply_to, thread, pressed, came, name)


@value
class ChatMigration:
    """A group that became a supergroup, and so another chat."""

    old: int
    new: int


def translate(update: Update, me: User, at: datetime) -> Envelope | None:
    """What a learner did, or ``None`` for what is not for us.

    Raises whatever there is to raise for an update that is not as the Bot API describes it.
    """
    if update.callback_query:
        return _pressed(update, update.callback_query, at)
    message = update.message
    if message is None or message.from_user is None or message.from_user.is_bot:
        return None
    if message.sender_chat is not None:
        # A channel, or an anonymous admin (``unnamed``): nobody whose learning could be kept.
        return None
    done = _input(message, me)
    if done is None:
        return None
    public = message.chat.type != ChatType.PRIVATE
    thread = message.message_thread_id if message.is_topic_message else None
    answers = public and not isinstance(done, Added)
    handle = TelegramHandle(reply_to=message.message_id if answers else None, thread=thread)
    envelope = _envelope(update, message.from_user, message.chat, handle, at, done)
    return replace(envelope, replying=public and not addressed.names(message, me))


@value
class Unnamed:
    """A command for a group that came in the group's own name: where it stands."""

    chat: int
    thread: int | None
    message: int


def unnamed(update: Update, me: User) -> Unnamed | None:
    """The ``/class`` of an anonymous admin, if this update is that."""
    message = update.message
    if message is None or message.sender_chat is None or message.sender_chat.id != message.chat.id:
        return None
    if message.chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
        return None
    done = _input(message, me)
    if not isinstance(done, Command) or done.name != "class":
        return None
    thread = message.message_thread_id if message.is_topic_message else None
    return Unnamed(_number(message.chat.id), thread, _number(message.message_id))


def migration(update: Update) -> ChatMigration | None:
    """The news that a group has a new number, if this update is that.

    It comes twice, as the last message of the old chat and as the first of the new one.
    """
    message = update.message
    if message is None:
        return None
    here, to, origin = message.chat.id, message.migrate_to_chat_id, message.migrate_from_chat_id
    if not (to or origin):
        return None
    return ChatMigration(_number(origin or here), _number(to or here))


def removal(update: Update) -> int | None:
    """The group that we were removed from, if this update is that."""
    news = update.my_chat_member
    if news is None or news.chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
        return None
    gone = news.new_chat_member.status in (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
    return _number(news.chat.id) if gone else None


def asks_who_runs(envelope: Envelope) -> bool:
    """Whether it matters for this input if its learner runs the group that it came from."""
    given = envelope.input
    if not envelope.address.public:
        return False
    if isinstance(given, Press):
        token = parse(given.token)
        return token is not None and token.of_chat
    return isinstance(given, Command) and given.name == "class"


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
    handle = replace(handle, name=_shown(user.first_name) if public else "")
    envelope = Envelope(
        id=f"{PLATFORM}:{update.update_id}",
        learner=LearnerId(f"{PLATFORM}:{_number(user.id)}"),
        address=Address(PLATFORM, str(_number(chat.id)), public=public, handle=str(handle)),
        at=at,
        input=done,
        language=user.language_code or "",
        # A private chat has the number of the person who is in it.
        home=str(user.id) if public else "",
        # Where we are spoken to we may answer, so nothing more need be asked.
        place=_place(update, chat, handle) if public else None,
        overheard=public,
    )
    _check(envelope, handle)
    return envelope


def _place(update: Update, chat: Chat, handle: TelegramHandle) -> Place:
    """The group, whom the message answers that came from there, and what its sender is called."""
    answered = update.message.reply_to_message if update.message else None
    # In a topic every message answers the one that opened it.
    opened = answered is not None and answered.message_id == handle.thread
    whom = answered.from_user if answered and not opened else None
    return Place(
        chat.title or "",
        thread=_thread(handle),
        replied=LearnerId(f"{PLATFORM}:{_number(whom.id)}" if whom and not whom.is_bot else ""),
        named=handle.name,
    )


def _thread(handle: TelegramHandle) -> str:
    """The handle that leads to the same topic, whatever is said there; empty without one."""
    return "" if handle.thread is None else str(TelegramHandle(thread=handle.thread))


def _check(envelope: Envelope, handle: TelegramHandle) -> None:
    """Raise if it holds what no envelope may hold, for the library takes fields as they come.

    Past this point a number for a word, or half a character, would fail at the database, where it
    would be given back to Telegram and come again for ever.
    """
    words: tuple[object, ...] = ()
    size = None
    match envelope.input:
        case Command(name, argument):
            words = name, argument
        case Upload(name=name, media=media, reference=reference, text=text, album=album) as file:
            words, size = (name, media, reference, text, album), file.size
        case Press(word) | Text(word):
            words = (word,)
    place = envelope.place.name if envelope.place else ""
    for one in (*words, envelope.language, place, handle.press):
        if not isinstance(one, str):
            raise TypeError("no word where there should be one")
        one.encode()
    if not isinstance(size, int | None):
        raise TypeError("no number where there should be one")
    for number in (handle.reply_to, handle.thread):
        if number is not None:
            _number(number)


def _number(value: object) -> int:
    if type(value) is not int or not -(2**63) <= value < 2**63:
        raise TypeError("no number where there should be one")
    return value


def _shown(name: str) -> str:
    seen = "".join(one if one.isprintable() else " " for one in name)
    return " ".join(seen.split())[:NAME]


def _input(message: Message, me: User) -> Input | None:
    public = message.chat.type != ChatType.PRIVATE
    joined = any(one.id == me.id for one in message.new_chat_members or ())
    if public and (joined or message.group_chat_created):
        return Added()
    text = message.text if message.text is not None else message.caption
    entities = message.entities if message.text is not None else message.caption_entities
    if text is None:
        return _wordless(message, me, public)
    if message.text is not None and entities and _is_command(entities[0]):
        return _command(text, entities[0], me, public, addressed.answers(message, me))
    mentions = addressed.mentions(text, entities, me)
    if public and not mentions and not addressed.answers(message, me):
        return None
    # Where we are alone, nobody need be addressed: a mention is a word of the text.
    spoken = addressed.unaddressed(text, mentions) if public else text
    return _upload(message, spoken.strip()) or Text(spoken.strip())


def _wordless(message: Message, me: User, public: bool) -> Input | None:
    """A file; a sticker by its emoji; what else holds no words says nothing."""
    if public and not addressed.answers(message, me):
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
