"""Whether who did something in a group runs it, which Telegram says only if asked."""

import asyncio
import logging

from telegram.constants import ChatMemberStatus

from adapters.telegram.client import Connection
from bot.conversation.buttons import parse
from bot.conversation.inputs import Command, Envelope, Press
from bot.values import replace

WITHIN = 3.0
"""Seconds in which Telegram has to say it."""

_log = logging.getLogger(__name__)


def matter(envelope: Envelope) -> bool:
    """Whether it matters for this input if its learner runs the group that it came from."""
    given = envelope.input
    if not envelope.address.public:
        return False
    if isinstance(given, Press):
        token = parse(given.token)
        return token is not None and token.of_chat
    return isinstance(given, Command) and given.name == "class"


async def with_rights(envelope: Envelope, bot: Connection) -> Envelope:
    """The same with whether its learner runs the group."""
    place, user = envelope.place, int(envelope.learner.partition(":")[2])
    if place is None:
        return envelope
    try:
        async with asyncio.timeout(WITHIN):
            member = await bot.get_chat_member(int(envelope.address.chat), user)
    except Exception as error:
        # Whoever can't be shown to run it does not.
        _log.info("whether somebody runs a group can't be known: %s", type(error).__name__)
        return envelope
    runs = member.status in (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)
    return replace(envelope, place=replace(place, runs=runs))
