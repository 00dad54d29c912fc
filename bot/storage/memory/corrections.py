"""Corrections in memory: what is void, and whom that touches; the triggers do the same in SQL."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from bot.conversation import session as sessions
from bot.conversation.facts.admin import Corrected
from bot.conversation.facts.announcement import Announcement, Fate, Recipient
from bot.conversation.facts.learner import Attempt, LessonStarted
from bot.conversation.inputs import Address, LearnerId
from bot.learning import reviews
from bot.learning.reviews import Item
from bot.lessons.model import Lesson
from bot.lessons.revisions.equivalence import Keyed
from bot.storage.edition import source_of
from bot.storage.memory.announcements import Announcements, Public
from bot.storage.rows import Row


class Touched(Public, Protocol):
    """What of a store's state a correction looks at and changes."""

    items: dict[LearnerId, dict[tuple[str, str], Item]]
    suspended: set[tuple[LearnerId, str, str]]
    revisions: dict[tuple[str, str], Lesson]


@dataclass(slots=True)
class Corrections:
    """Where keys are wrong, as lessons, questions and revisions, and all corrections."""

    void: set[tuple[str, str, str]] = field(default_factory=set)
    made: list[Corrected] = field(default_factory=list)

    def apply(
        self, fact: Corrected, row: Row, announcements: Announcements, state: Touched
    ) -> None:
        """Settle who is told, make what they remember of it due, and note what is void."""
        if any(one.id == fact.id for one in self.made):
            return
        self.made.append(fact)
        fates: dict[LearnerId, tuple[Recipient, Fate]] = {}
        key = (fact.lesson, fact.question)
        for learner, _ in answered(state, *key, {*fact.wrong, *fact.again}):
            one = alone(state, learner)
            gone = (one.address.platform, one.address.chat) in state.gone
            fates[learner] = (one, "blocked" if gone else "waiting")
            if key in state.items.get(learner, {}):
                state.items[learner][key] = reviews.forgotten(*key, row.at)
                state.suspended.discard((learner, *key))
        where = Address(fact.platform, fact.chat)
        told = Announcement(
            fact.id, fact.name, "", row.record.learner, where, "going", notice=fact.notice
        )
        announcements.by_id[fact.id] = told
        announcements.recipients[fact.id] = fates
        self.void |= {(*key, revision) for revision in fact.wrong}
        self.void -= {(*key, revision) for revision in fact.again}


def answered(
    state: Public, lesson: str, question: str, revisions: set[str]
) -> Iterator[tuple[LearnerId, int]]:
    """Who answered a question in these revisions, and how often."""
    for learner, facts in state.facts.items():
        number = sum(
            isinstance(one, Attempt)
            and (one.lesson, one.question) == (lesson, question)
            and one.revision in revisions
            for *_, one in facts
        )
        if number:
            yield learner, number


def alone(public: Public, learner: LearnerId) -> Recipient:
    """Where a learner is alone with the tutor, as the correction's trigger finds it."""
    body = public.sessions.get(learner)
    session = sessions.load(body) if body else None
    if session is None:
        return Recipient(learner, Address("", ""))
    wanted, bell = session.preferences, session.bell
    language = wanted.language or session.language
    if bell.chat and (bell.agreed or wanted.reminders) and not bell.shut:
        return Recipient(learner, Address(bell.platform, bell.chat), language)
    _, asked = public.asked.get(learner, ("", None))
    if asked and not asked.address.public:
        where = Address(asked.address.platform, asked.address.chat)
        return Recipient(learner, where, language)
    return Recipient(learner, Address("", ""), language)


def versions(state: Touched, lesson: str, published: dict[str, set[str]]) -> Iterator[Keyed]:
    """Every question of every revision of a lesson; ``published`` are revisions by name."""
    begun: set[str] = {
        one.revision
        for facts in state.facts.values()
        for *_, one in facts
        if isinstance(one, LessonStarted) and one.lesson == lesson
    }
    for (id, revision), text in sorted(state.revisions.items()):
        if id != lesson:
            continue
        taught = revision in begun or revision in published.get(source_of(text), ())
        for question in text.questions:
            yield Keyed(revision, text.title, question, text.language, text.translates, taught)
