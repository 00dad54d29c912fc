"""What a turn about accounts needs to know: the learner's own, and a code that was entered."""

from collections.abc import Mapping
from dataclasses import field

from bot.conversation.facts.roles import Held
from bot.conversation.inputs import LearnerId
from bot.values import value


@value
class LinkCode:
    """A code that links, by whom and until when (microseconds UTC), and by whom it was entered.

    ``accounts`` counts those that its maker has by now, and ``roles`` are the maker's. ``home`` is
    the platform and chat where the maker is alone with the tutor.
    """

    maker: LearnerId
    until: int
    taken_by: LearnerId | None
    accounts: int
    roles: frozenset[Held]
    home: tuple[str, str]


@value
class IdentitiesKnown:
    """What was loaded: how a learner's accounts stand, and the ``code`` that was asked for.

    ``since`` is when their two accounts were linked, in microseconds UTC, 0 if they have one alone.
    ``made`` and ``missed`` count the codes that they made and entered in vain within the last hour.
    ``roles`` are the learner's. ``fresh`` is a code that was drawn just now and nobody has seen.
    ``links`` are those that lead to the bot, by platform, as ``Served`` has them.
    """

    since: int = 0
    made: int = 0
    missed: int = 0
    roles: frozenset[Held] = frozenset()
    code: LinkCode | None = None
    fresh: str = field(default="", repr=False)
    links: Mapping[str, str] = field(default_factory=dict)
