"""/predict: a question as a card for this chat, or for oneself."""

from bot.conversation.commands.base import ChatCommand
from bot.conversation.sharing import posting

PREDICT = ChatCommand("predict", posting.post, argument="posted", needs=posting.needs)
