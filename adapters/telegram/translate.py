"""Telegram updates as envelopes: who did something where, and what it was.

A private chat is a conversation. What is said in a group may be meant for others who read along,
even where it replies to us; what is not addressed to us at all has no content (``contents``).
"""

from datetime import datetime

from telegram import CallbackQuery, Chat, Message, Update, User
from telegram.constants import ChatType

from adapters.telegram import mentions
from adapters.telegram.addresses import PLATFORM, TelegramHandle, number
from adapters.telegram.contents import content_of
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
from bot.values import replace

NAME = 32
"""Characters of a person's first name that are shown: more is no help to know whose card it is."""


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
    done = content_of(message, me)
    if done is None:
        return None
    public = message.chat.type != ChatType.PRIVATE
    thread = message.message_thread_id if message.is_topic_message else None
    answers = public and not isinstance(done, Added)
    handle = TelegramHandle(reply_to=message.message_id if answers else None, thread=thread)
    envelope = _envelope(update, message.from_user, message.chat, handle, at, done)
    return replace(envelope, replying=public and not mentions.names(message, me))


def learner_of(user: User) -> LearnerId:
    """Which learner somebody is."""
    return LearnerId(f"{PLATFORM}:{number(user.id)}")


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
    # In a topic every message answers the one that opened it.
    opened = answered is not None and answered.message_id == handle.thread
    whom = answered.from_user if answered and not opened else None
    return Place(
        chat.title or "",
        thread=_thread(handle),
        replied=LearnerId(f"{PLATFORM}:{number(whom.id)}" if whom and not whom.is_bot else ""),
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
    for one in (handle.reply_to, handle.thread):
        if one is not None:
            number(one)


def _shown(name: str) -> str:
    seen = "".join(one if one.isprintable() else " " for one in name)
    return " ".join(seen.split())[:NAME]
