"""How the bot speaks in the turn under way: in which language, in messages of what length.

Nearly every sentence depends on it, so it is not handed through every function that says any: the
engine sets it for the time of a turn with ``speaking``, and what words and sizes messages reads it.
It comes from the learner's session and the envelope alone, and nothing of it outlives the turn, so
the engine stays a function of what it is given.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from bot.conversation.inputs import Envelope
from bot.conversation.learner import Learner
from bot.learning.preferences import Pace
from bot.values import value

SOURCE = "en"
"""The language that all sentences are written in first, and spoken where no other is wanted."""

LANGUAGES = (SOURCE, "de")
"""The languages that the bot speaks: each but the source has its catalogue of phrases."""


@value
class Manner:
    """A language of ``LANGUAGES``, and how long messages are."""

    language: str = SOURCE
    pace: Pace = "long"


DEFAULT = Manner()
"""How to speak where nothing is known of whom to."""

_MANNER: ContextVar[Manner] = ContextVar("manner", default=DEFAULT)


def manner() -> Manner:
    """How to speak just now."""
    return _MANNER.get()


@contextmanager
def speaking(how: Manner) -> Iterator[None]:
    """Speak like this until the block ends."""
    before = _MANNER.set(how)
    try:
        yield
    finally:
        _MANNER.reset(before)


def manner_for(learner: Learner, envelope: Envelope) -> Manner:
    """How to speak to this learner: as they have chosen, else as their platform says."""
    wanted = learner.preferences
    return Manner(nearest(wanted.language or envelope.language or learner.language), wanted.pace)


def own_names() -> dict[str, str]:
    """What each of ``LANGUAGES`` calls itself, such as "Deutsch"."""
    from babel import Locale

    return {code: Locale.parse(code).get_display_name(code) or code for code in LANGUAGES}


def nearest(wanted: str) -> str:
    """The language of ``LANGUAGES`` that serves a wish such as ``de-AT`` best."""
    code = wanted.replace("_", "-").lower()
    while code:
        if code in LANGUAGES:
            return code
        code = code.rpartition("-")[0]
    return SOURCE


def tag(learner: Learner, envelope: Envelope) -> str:
    """The learner's language with its region, as far as they or their platform say: ``de-AT``."""
    chosen, stated = learner.preferences.language, envelope.language or learner.language
    return stated if _language(stated) == chosen or not chosen else chosen


def region(learner: Learner, envelope: Envelope) -> str:
    """Where dates are written as this learner does, such as "US"; empty if unknown."""
    spoken = tag(learner, envelope).replace("_", "-")
    _, _, rest = spoken.partition("-")
    text = rest.rpartition("-")[2].upper()
    if len(text) == 2:
        return text
    language = _language(spoken) or manner().language
    return "" if language == SOURCE else language.upper()


def _language(tag: str) -> str:
    return tag.replace("_", "-").lower().partition("-")[0]
