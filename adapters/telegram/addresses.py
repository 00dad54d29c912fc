"""Where an answer goes: a chat by its number, and the handle that an address holds beside it.

To the tutor a handle is opaque. Numbers are whole, as the library takes fields as they come.
"""

from bot.values import value

PLATFORM = "telegram"


@value
class TelegramHandle:
    """What an answer to this very input needs: the press to answer, the message to reply to.

    Of a press also the message ``pressed``, and when it came, in seconds since 1970 (UTC).
    ``name`` is what the learner is called where others read along.
    """

    press: str = ""
    reply_to: int | None = None
    thread: int | None = None
    pressed: int | None = None
    came: int | None = None
    name: str = ""

    def __str__(self) -> str:
        numbers = (self.reply_to, self.thread, self.pressed, self.came)
        return "/".join([self.press, *(str(number or "") for number in numbers), self.name])

    @classmethod
    def read(cls, text: str) -> "TelegramHandle":
        """The handle that an address holds; an empty one of an address without any."""
        press, *rest = text.split("/", 5)
        *numbers, name = [*rest, *[""] * (5 - len(rest))]
        reply_to, thread, pressed, came = (int(one) if one else None for one in numbers)
        return cls(press, reply_to, thread, pressed, came, name)


def number(value: object) -> int:
    """The number of a chat, a message or a person; raises ``TypeError`` if it is none."""
    if type(value) is not int or not -(2**63) <= value < 2**63:
        raise TypeError("no number where there should be one")
    return value
