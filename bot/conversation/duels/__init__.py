"""A duel: two members of a chat predict the same five questions, and see who judges better.

It is a class of two that goes on as soon as both have answered (``classes``), so what they commit
to, and that it enters their own record, is a class's. What is its own is here: the ``challenge``
and who may take it, the turn at its alarm (``ringing``), and what the two are told (``result``).

Nobody else sees who answered what, and the result is told to all only if both said so beforehand:
whoever challenges offers it, and whoever takes it accepts that or not. Without that the chat reads
no more than that there was a duel.
"""

from bot.conversation.duels import result, ringing
from bot.conversation.duels.challenge import ACTS, begin, wanted

__all__ = ["ACTS", "ALARMS", "begin", "wanted"]

ALARMS = (*ringing.ALARMS, *result.ALARMS)
"""A duel's own turn, and what the two are told alone."""
