"""/class: a lesson's questions for everybody who reads this chat."""

from bot.conversation.classes import begin, wanted
from bot.conversation.commands.base import ChatCommand

CLASS = ChatCommand("class", begin, argument="lesson", needs=wanted)
