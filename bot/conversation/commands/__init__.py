"""The commands, in the order in which menus show them. Each is a small file of its own.

``COMMANDS`` are everybody's; ``ADMIN`` is shown to admins only, ``TOGETHER`` in the menu of a
message.
"""

from bot.conversation.commands.admin import ADMIN
from bot.conversation.commands.ask import ASK
from bot.conversation.commands.base import ChatCommand
from bot.conversation.commands.break_ import BREAK
from bot.conversation.commands.class_ import CLASS, TOGETHER
from bot.conversation.commands.continue_ import CONTINUE
from bot.conversation.commands.export import EXPORT
from bot.conversation.commands.forget import FORGET
from bot.conversation.commands.help import help_on
from bot.conversation.commands.join import JOIN
from bot.conversation.commands.learn import LEARN
from bot.conversation.commands.link import LINK
from bot.conversation.commands.mode import MODE
from bot.conversation.commands.predict import PREDICT
from bot.conversation.commands.privacy import PRIVACY
from bot.conversation.commands.progress import PROGRESS
from bot.conversation.commands.review import REVIEW
from bot.conversation.commands.settings import SETTINGS
from bot.conversation.commands.sources import SOURCES
from bot.conversation.commands.start import START
from bot.conversation.commands.stop import STOP
from bot.conversation.commands.unlink import UNLINK

HELP = help_on(lambda: COMMANDS)

COMMANDS: tuple[ChatCommand, ...] = (
    START,
    LEARN,
    MODE,
    CONTINUE,
    REVIEW,
    PROGRESS,
    SOURCES,
    ASK,
    JOIN,
    CLASS,
    PREDICT,
    SETTINGS,
    BREAK,
    LINK,
    UNLINK,
    PRIVACY,
    EXPORT,
    FORGET,
    HELP,
    STOP,
)

__all__ = ["ADMIN", "COMMANDS", "TOGETHER", "ChatCommand"]
