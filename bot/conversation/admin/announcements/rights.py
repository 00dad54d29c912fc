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
    found = known(scene).announcement
    return _of(scene, found) if found else None


def _of(scene: Scene, found: Announcement) -> Scopes | None:
    if found.notice:
        return scopes.of_lesson(scene.library, found.lesson)
    if found.state == "written":
        return None if _wrote(scene, found) else (EVERYTHING,)
    return of_audience(scene, found.audience)


def sees(scene: Scene, found: Announcement) -> bool:
    """Whether whoever acts may see this announcement and what becomes of it."""
    asked = _of(scene, found)
    return asked is None or allowed(scene, "announce", asked)


def posts(scene: Scene) -> bool:
    """Whether whoever acts may post in chats that others read."""
    return allowed(scene, "announce", (EVERYTHING,))


def offered(scene: Scene, only: str = "") -> Mapping[str, int]:
    """The audiences that whoever acts may write to, or only this one, and how many each reaches."""
    found = {
        one: number
        for one, number in known(scene).audiences.items()
        if (not only or one == only) and allowed(scene, "announce", of_audience(scene, one))
    }
    if only:
        return found
    newest = newest_cohorts(scene.library)
    cohorts = [name for one in newest if (name := cohort_audience(one.id)) in found][:COHORTS]
    return {one: n for one, n in found.items() if one in cohorts or not one.startswith(COHORT)}


def _wrote(scene: Scene, found: Announcement) -> bool:
    accounts = {one.id for one in scene.learner.accounts}
    return found.by == scene.envelope.learner or found.by in accounts
