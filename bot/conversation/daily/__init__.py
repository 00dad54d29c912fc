"""A question of the day: one question, for all who read a chat, at an hour that its admins choose.

It is a class of one question that runs itself (``classes``): all commit in private until the answer
comes, some hours later or just before the next question. So votes, shares, what members are told
alone, and what enters their own record are a class's. What is its own is here: the ``card`` on
which admins set it, which question comes next (``choosing``), and the turn at its alarm
(``ringing``).

There is one row of it for a chat as long as it is on, with another question each day. What was
asked before is kept in it, and in the one that is begun when it was off meanwhile, so no question
comes again before all are through.
"""

from bot.conversation.daily.card import ACTS, begin, wanted
from bot.conversation.daily.ringing import ALARMS

__all__ = ["ACTS", "ALARMS", "begin", "wanted"]
