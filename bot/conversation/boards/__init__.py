"""The board of a chat: how those who want to be seen there rank, by what they answered there.

Both have to want it: those who run the chat put it up, and each member puts themselves on it, by
the name that they have there or by one that they choose. Of everybody else nothing is counted.
Whoever leaves is off at once, in what stands there too; whoever asks to be forgotten as well.

It stands in a row like a class and speaks in its own name (``classes``), so it has one message,
changed by its own turn (``ringing``), whoever presses what. What counts are the attempts of the
classes, questions of the day and duels of that chat; how they are ranked is in
``learning.ranking``. Who is a member of the chat is never asked of a platform.
"""

from bot.conversation.boards.joining import ACTS, begin, wanted
from bot.conversation.boards.ringing import ALARMS

__all__ = ["ACTS", "ALARMS", "begin", "wanted"]
