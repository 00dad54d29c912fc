"""Withdrawn revisions in memory: whom a withdrawal touches."""

from collections.abc import Iterator, Mapping

from bot.conversation.inputs import LearnerId
from bot.conversation.session import Session
from bot.lessons.library import Card


def touched(
    sessions: Mapping[LearnerId, Session], cards: Mapping[str, Card], lesson: str
) -> dict[str, int]:
    """What ``TOUCHED`` finds, of the sessions of those who have begun the lesson."""
    found: dict[str, set[LearnerId]] = {}
    for learner, session in sessions.items():
        for revision in _held(session, lesson):
            card = cards.get(revision)
            for name in {revision, card.source if card else revision}:
                found.setdefault(name, set()).add(learner)
    return {revision: len(learners) for revision, learners in found.items()}


def _held(session: Session, lesson: str) -> Iterator[str]:
    for run in session.runs:
        if run.lesson == lesson and not run.preview:
            yield run.revision
    review = session.review
    if review and review.item.lesson == lesson and review.stage != "revealed":
        yield review.revision
