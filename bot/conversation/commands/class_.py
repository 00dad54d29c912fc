"""/class: a lesson's questions for everybody who reads this chat."""

from bot.conversation.classes import begin, begin_from_message, wanted, wanted_by_message
from bot.conversation.commands.base import ChatCommand

CLASS = ChatCommand("class", begin, argument="lesson", needs=wanted)

TOGETHER = ChatCommand("together", begin_from_message, "words", wanted_by_message)
"""The same from a message, where a platform has a menu for that; nobody has to type it."""
