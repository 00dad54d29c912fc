"""Retention: what is kept no longer than whoever runs the bot wants, looked at once a day.

Who has been silent for long is told a week before they are forgotten, where they can be reached;
whatever they say keeps everything. Nobody who holds a role is forgotten like that.
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.conversation.inputs import LearnerId
from bot.conversation.privacy.silence import alarm_kind
from bot.storage.codec import micros
from bot.storage.ports.privacy import Privacy
from bot.values import value

NOTICE = timedelta(days=7)
"""How long before they are forgotten somebody is told."""

PAGE = 200
"""Learners looked at in one transaction."""

_log = logging.getLogger(__name__)


@value
class Retention:
    """For how long somebody silent is known, and what they typed is kept; for ever, without."""

    silence: timedelta | None = None
    texts: timedelta | None = None


async def keep(
    store: Privacy,
    retention: Retention,
    now: datetime,
    forget: Callable[[LearnerId], Awaitable[bool]],
) -> None:
    """Do what is due now: tell those who are silent, forget those who were told, delete texts."""
    if retention.silence is not None:
        kind, before = alarm_kind(micros(now + NOTICE)), now - retention.silence
        while await store.warn_silent(before + NOTICE, kind, now, PAGE) == PAGE:
            pass
        number = 0
        while found := await store.silent(before, now - NOTICE, PAGE):
            for learner in found:
                number += await forget(learner)
        if number:
            _log.info("forgot %d who had been silent for %s", number, retention.silence)
    if retention.texts is not None:
        deleted = await store.forget_texts(now - retention.texts)
        if deleted:
            _log.info("deleted %d texts from before %s", deleted, now - retention.texts)
