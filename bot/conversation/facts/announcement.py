"""An announcement, and those who get it."""

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from bot.conversation.inputs import Address, LearnerId
from bot.values import value

State = Literal["written", "going", "paused", "cancelled", "done"]

Fate = Literal["waiting", "sent", "failed", "blocked", "unclear"]
"""What has become of an announcement for a recipient.

``unclear`` is who may have it or not: no answer came, and it must not come to anybody twice.
"""

PREFIX = "announced:"
"""How the kinds of alarms begin that tell that an announcement is out."""

FOLLOWING = "announcing:"
"""How the kinds of alarms begin that keep an admin up to date on an announcement going out."""

EVERYONE = ""
"""The audience of all who want news; any other is a course, by its id, a cohort, or a chat."""

COHORT = "cohort:"
"""How the audience begins that is the members of a cohort: ``cohort:<code>``."""

CHAT = "chat:"
"""How the audience begins that is a channel or group: ``chat:<platform>:<chat>``."""


@value
class Announcement:
    """A text for many. ``address`` is where its admin is told of it.

    ``counts`` says for how many it is at what, ``waiting`` how many wait on which platform. With a
    ``notice`` it is a correction, which that tells as JSON, and the text only names it; see
    ``question.context``, of this ``lesson``. ``place`` is the name of the chat that it goes to, if
    any. With a ``question`` it asks that, by its key (``sharing``); ``card`` is what its admin saw
    of it.
    """

    id: str
    text: str
    audience: str
    by: LearnerId
    address: Address
    state: State
    counts: Mapping[Fate, int] = field(default_factory=dict)
    notice: str = ""
    waiting: Mapping[str, int] = field(default_factory=dict)
    place: str = ""
    lesson: str = ""
    question: str = ""
    card: str = ""

    def number(self, fate: Fate) -> int:
        """For how many it is at that."""
        return self.counts.get(fate, 0)


@value
class Recipient:
    """Somebody who is to get an announcement: where, and in which language they are spoken to.

    Without a platform there is no place to tell them something alone; then a correction waits until
    they go on learning.
    """

    learner: LearnerId
    address: Address
    language: str = ""


def alarm_kind(announcement: Announcement) -> str:
    return f"{PREFIX}{announcement.id}"


def cohort_audience(cohort: str) -> str:
    return f"{COHORT}{cohort}"


def chat_audience(address: Address) -> str:
    return f"{CHAT}{address.platform}:{address.chat}"


def find_recipient(audience: str) -> Recipient | None:
    """The recipient of what goes to a chat; ``None`` for an audience of people."""
    if not audience.startswith(CHAT):
        return None
    platform, _, chat = audience.removeprefix(CHAT).partition(":")
    return Recipient(LearnerId(audience), Address(platform, chat, public=True))
