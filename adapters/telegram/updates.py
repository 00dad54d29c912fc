"""Updates read: who did something where, and what it was.

``update_of`` reads what Telegram sent. Of the message of a press only its place is read: it comes
along whole, with all of its text and buttons, and to make objects of these would take longer than
all the rest of an update.

``translate`` makes an envelope of it. A private chat is a conversation. In a group the bot hears
only what is addressed to it: a command without a name or with its own, a mention of it, a reply to
its messages; even a reply may be meant for others who read along. Of a file it only knows what
Telegram says of it: nothing is fetched here.
"""

from datetime import datetime
from typing import Any

from telegram import (
    Bot,
    CallbackQuery,
    Chat,
    InaccessibleMessage,
    Message,
    MessageEntity,
    Update,
    User,
)
from telegram.constants import ChatType

from adapters.telegram import PLATFORM
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
from bot.values import replace, value


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
        """The handle that an address holds; an empty handle without any."""
        press, *rest = text.split("/", 5)
        *numbers, name = [*rest, *[""] * (5 - len(rest))]
        reply_to, thread, pressed, came = (int(text) if text else None for text in numbers)
        return cls(press, reply_to, thread, pressed, came, name)


def number(value: object) -> int:
    """The number of a chat, a message or a person; raises ``TypeError`` if it is none."""
    if type(value) is not int or not -(2**63) <= value < 2**63:
        raise TypeError("no number where there should be one")
    return value


def replies_to(message: Message, me: User) -> bool:
    replied = message.reply_to_message
    return bool(replied and replied.from_user and replied.from_user.id == me.id)


def is_named(message: Message, me: User) -> bool:
    entities = message.entities or message.caption_entities
    return bool(mentions(message.text or message.caption or "", entities, me))


def mentions(text: str, entities: tuple[MessageEntity, ...], me: User) -> list[tuple[int, int]]:
    """Where we are mentioned, in the bytes of the text as UTF-16; in order."""
    units = text.encode("utf-16-le")
    ours = f"@{me.username}".casefold()
    places = []
    for entity in sorted(entities, key=lambda entity: entity.offset):
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        named = units[start:end].decode("utf-16-le").casefold() == ours
        if (entity.type == MessageEntity.MENTION and named) or (
            entity.type == MessageEntity.TEXT_MENTION and entity.user and entity.user.id == me.id
        ):
            places.append((start, end))
    return places


def drop_mentions(text: str, ours: list[tuple[int, int]]) -> str:
    """The text without the mentions that it begins or ends with, which only address us."""
    units = text.encode("utf-16-le")
    start, end = 0, len(units)
    for first, over in ours:
        if not units[start:first].decode("utf-16-le").strip():
            start = over
    for first, over in reversed(ours):
        if first >= start and not units[over:end].decode("utf-16-le").strip():
            end = first
    return units[start:end].decode("utf-16-le").strip()


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
    joined = any(user.id == me.id for user in message.new_chat_members or ())
    if public and (joined or message.group_chat_created):
        return Added()
    text = message.text if message.text is not None else message.caption
    entities = message.entities if message.text is not None else message.caption_entities
    if text is None:
        return _wordless(message, me, public)
    if message.text is not None and entities and _is_command(entities[0]):
        return _command(text, entities[0], me, public, replies_to(message, me))
    ours = mentions(text, entities, me)
    if public and not ours and not replies_to(message, me):
        return None
    # Where we are alone, nobody need be addressed: a mention is a word of the text.
    spoken = drop_mentions(text, ours) if public else text
    return _upload(message, spoken.strip()) or Text(spoken.strip())


def _wordless(message: Message, me: User, public: bool) -> Input | None:
    """A file; a sticker by its emoji; what else holds no words says nothing."""
    if public and not replies_to(message, me):
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
        largest = max(message.photo, key=lambda photo: photo.width * photo.height)
        size, reference = largest.file_size, largest.file_id
        return Upload("", size, "image/jpeg", reference, text, album)
    for kind, media in _KINDS.items():
        if file := getattr(message, kind):
            return _describe_upload(file, media, text, album)
    return None


def _describe_upload(file: Any, media: str, text: str, album: str) -> Upload:
    # The five kinds have no common type; a voice has no name, a round video no media type.
    return Upload(
        getattr(file, "file_name", None) or "",
        file.file_size,
        getattr(file, "mime_type", None) or media,
        file.file_id,
        text,
        album,
    )


NAME = 32
"""Characters of a person's first name that are shown: more is no help to know whose card it is."""


def update_of(raw: dict[str, Any], bot: Bot | None) -> Update:
    """The update that was given; raises whatever there is to raise for what is none."""
    return _press_of(raw, bot) or Update.de_json(raw, bot)


def _press_of(raw: dict[str, Any], bot: Bot | None) -> Update | None:
    press = raw.get("callback_query")
    message = press.get("message") if isinstance(press, dict) else None
    if press is None or not isinstance(message, dict) or message.get("is_topic_message"):
        return None
    chat, person = Chat.de_json(message["chat"], bot), User.de_json(press["from"], bot)
    where = InaccessibleMessage(chat, message["message_id"])
    own, data = press["chat_instance"], press.get("data")
    query = CallbackQuery(press["id"], person, own, message=where, data=data)
    return Update(raw["update_id"], callback_query=query)


def is_numbered(raw: Any) -> bool:
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return type(number) is int and number >= 0


def translate(update: Update, me: User, at: datetime) -> Envelope | None:
    """What a learner did, or ``None`` for what is not for us. Raises on malformed updates."""
    if update.callback_query:
        return _read_press(update, update.callback_query, at)
    message = update.message
    if message is None or message.from_user is None or message.from_user.is_bot:
        return None
    if message.sender_chat is not None:
        # A channel, or an anonymous admin (see ``groups``): nobody whose learning could be kept.
        return None
    done = content_of(message, me)
    if done is None:
        return None
    public = message.chat.type != ChatType.PRIVATE
    thread = message.message_thread_id if message.is_topic_message else None
    answers = public and not isinstance(done, Added)
    handle = TelegramHandle(reply_to=message.message_id if answers else None, thread=thread)
    envelope = _envelope(update, message.from_user, message.chat, handle, at, done)
    return replace(envelope, replying=public and not is_named(message, me))


def learner_of(user: User) -> LearnerId:
    return LearnerId(f"{PLATFORM}:{number(user.id)}")


def _read_press(update: Update, query: CallbackQuery, at: datetime) -> Envelope | None:
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
    handle = replace(handle, name=_clean(user.first_name) if public else "")
    envelope = Envelope(
        id=f"{PLATFORM}:{update.update_id}",
        learner=learner_of(user),
        address=Address(PLATFORM, str(number(chat.id)), public=public, handle=str(handle)),
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
    # In a topic every message answers what opened it.
    opened = answered is not None and answered.message_id == handle.thread
    whom = answered.from_user if answered and not opened else None
    return Place(
        chat.title or "",
        thread=_thread(handle),
        replied=LearnerId(f"{PLATFORM}:{number(whom.id)}" if whom and not whom.is_bot else ""),
        named=handle.name,
    )


def _thread(handle: TelegramHandle) -> str:
    """The handle that leads to the same topic, whatever is said there; empty without it."""
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
    for string in (*words, envelope.language, place, handle.press):
        if not isinstance(string, str):
            raise TypeError("no word where there should be one")
        string.encode()
    if not isinstance(size, int | None):
        raise TypeError("no number where there should be one")
    for whole in (handle.reply_to, handle.thread):
        if whole is not None:
            number(whole)


def _clean(name: str) -> str:
    seen = "".join(sign if sign.isprintable() else " " for sign in name)
    return " ".join(seen.split())[:NAME]
