"""Which announcements are whose: who may see one, and to whom whoever writes may write."""

from collections.abc import Mapping

from bot.conversation import scopes
from bot.conversation.admin.areas import allowed, known, newest_cohorts
from bot.conversation.facts.announcement import (
    COHORT,
    EVERYONE,
    Announcement,
    cohort_audience,
    posted,
)
from bot.conversation.facts.roles import EVERYTHING, Scope
from bot.conversation.scopes import Scopes
from bot.conversation.turn import Scene

COHORTS = 8
"""Cohorts that are offered, the newest; all can be written to from their own cards."""


def of_audience(scene: Scene, audience: str) -> Scopes:
    """What it is about to write to this audience."""
    if audience == EVERYONE or posted(audience):
        return (EVERYTHING,)
    if audience.startswith(COHORT):
        return scopes.of_cohort(scene.library, audience.removeprefix(COHORT))
    return (Scope(audience),)


def of_announcement(scene: Scene, *about: str) -> Scopes | None:
    """What the announcement of this turn is about; nothing so far, if it is one's own text."""
    announcement = known(scene).announcement
    return _of(scene, announcement) if announcement else None


def _of(scene: Scene, announcement: Announcement) -> Scopes | None:
    if announcement.notice:
        return scopes.of_lesson(scene.library, announcement.lesson)
    if announcement.state == "written":
        return None if _wrote(scene, announcement) else (EVERYTHING,)
    return of_audience(scene, announcement.audience)


def sees(scene: Scene, announcement: Announcement) -> bool:
    """Whether whoever acts may see this announcement and what becomes of it."""
    asked = _of(scene, announcement)
    return asked is None or allowed(scene, "announce", asked)


def posts(scene: Scene) -> bool:
    """Whether whoever acts may post in chats that others read."""
    return allowed(scene, "announce", (EVERYTHING,))


def offered(scene: Scene, only: str = "") -> Mapping[str, int]:
    """The audiences that whoever acts may write to, or only this one, and how many each reaches."""
    numbers = {
        text: number
        for text, number in known(scene).audiences.items()
        if (not only or text == only) and allowed(scene, "announce", of_audience(scene, text))
    }
    if only:
        return numbers
    newest = newest_cohorts(scene.library)
    cohorts = [name for cohort in newest if (name := cohort_audience(cohort.id)) in numbers][
        :COHORTS
    ]
    return {
        text: n for text, n in numbers.items() if text in cohorts or not text.startswith(COHORT)
    }


def _wrote(scene: Scene, announcement: Announcement) -> bool:
    accounts = {account.id for account in scene.learner.accounts}
    return announcement.by == scene.envelope.learner or announcement.by in accounts
