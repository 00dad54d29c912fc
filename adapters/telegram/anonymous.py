"""A command for a group that came in the group's own name, as an anonymous admin's does.

Nobody's learning could be kept by it, so nothing comes of it but a word about why.
"""

from telegram import ReplyParameters, Update, User
from telegram.constants import ChatType

from adapters.telegram.addresses import number
from adapters.telegram.client import Connection
from adapters.telegram.contents import content_of
from adapters.telegram.rendering import render
from bot.conversation.inputs import Command
from bot.conversation.language.locale import LANGUAGES, Manner, speaking
from bot.conversation.phrases import phrase
from bot.values import value


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
    done = content_of(message, me)
    if not isinstance(done, Command) or done.name != "class":
        return None
    thread = message.message_thread_id if message.is_topic_message else None
    return Unnamed(number(message.chat.id), thread, number(message.message_id))


async def explain(bot: Connection, asked: Unnamed) -> None:
    """Say why nothing comes of it; nobody knows which language they speak."""
    said = []
    for language in LANGUAGES:
        with speaking(Manner(language)):
            said.append(render(phrase("class.anonymous"))[0])
    await bot.send_text(
        asked.chat,
        "\n\n".join(said),
        entities=(),
        reply_markup=None,
        message_thread_id=asked.thread,
        reply_parameters=ReplyParameters(asked.message, allow_sending_without_reply=True),
    )
