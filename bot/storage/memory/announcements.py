"""Announcements in memory: what goes out to many, and what has become of it for each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from bot.conversation import session as sessions
from bot.conversation.facts.admin import AnnouncementSent, AnnouncementTurned, AnnouncementWritten
from bot.conversation.facts.announcement import Announcement, Fate, Recipient, posted
from bot.conversation.facts.correction import Untold
from bot.conversation.facts.learner import Fact, LessonStarted
from bot.conversation.inputs import Address, LearnerId
from bot.lessons.model import Course
from bot.storage.records import FEW, Asked, Places
from bot.storage.rows import Row


class Public(Protocol):
    """What of a store's state says who can be told what."""

    facts: dict[LearnerId, list[tuple[int, str, Fact]]]
    sessions: dict[LearnerId, str]
    asked: dict[LearnerId, tuple[str, Asked]]
    gone: set[tuple[str, str]]
    courses: dict[str, Course]


@dataclass(slots=True)
class Announcements:
    """All announcements, in the order in which they went out, and for whom they are at what."""

    by_id: dict[str, Announcement] = field(default_factory=dict)
    recipients: dict[str, dict[LearnerId, tuple[Recipient, Fate]]] = field(default_factory=dict)

    def apply(
        self,
        fact: AnnouncementWritten | AnnouncementSent | AnnouncementTurned,
        row: Row,
        public: Public,
    ) -> None:
        """Apply what an admin's turn changed."""
        match fact:
            case AnnouncementWritten(id, text):
                record = row.record
                where = Address(record.address.platform, record.address.chat)
                written = Announcement(id, text, "", record.learner, where, "written")
                self.by_id.setdefault(id, written)
            case AnnouncementSent(id, audience, platform, chat, place):
                before = self.by_id[id]
                if before.state == "written":
                    where = Address(platform, chat)
                    # It stands where it went out, behind all that went out before it.
                    del self.by_id[id]
                    self.by_id[id] = replace(
                        before, audience=audience, address=where, state="going", place=place
                    )
                    self.recipients[id] = {
                        one.learner: (one, "blocked" if _chat(one) in public.gone else "waiting")
                        for one in reachable(public, audience, before.by)
                    }
                    if chat_itself := posted(audience):
                        self.recipients[id][chat_itself.learner] = (chat_itself, "waiting")
            case AnnouncementTurned(id, state):
                if self.by_id[id].state in ("going", "paused"):
                    self.by_id[id] = replace(self.by_id[id], state=state)

    def get(self, id: str) -> Announcement | None:
        """One, with its counts."""
        found = self.by_id.get(id)
        if found is None:
            return None
        those = self.recipients.get(id, {}).values()
        fates = Counter(fate for _, fate in those)
        waiting = Counter(one.address.platform for one, fate in those if fate == "waiting")
        return replace(found, counts=fates, waiting=waiting)

    def latest(self) -> tuple[Announcement, ...]:
        """The latest that went out, the last one first, with their counts."""
        out = [id for id, one in self.by_id.items() if one.state != "written"]
        return tuple(found for id in out[::-1][:FEW] if (found := self.get(id)))

    def places(self) -> dict[str, str]:
        """The chats that something was announced in, the latest first, and their names."""
        out = [one for one in reversed(self.by_id.values()) if one.state != "written"]
        names: dict[str, str] = {}
        for one in out:
            if posted(one.audience):
                names.setdefault(one.audience, one.place)
        return dict(list(names.items())[:FEW])

    def waiting(self, id: str, places: Places, after: str, limit: int) -> list[Recipient]:
        """Those who wait for it in these places, by learner, if it is going out."""
        if self.by_id[id].state != "going":
            return []
        found = sorted(self._waiting(id), key=lambda one: one.learner)
        return [one for one in found if one.learner > after and _served(one, places)][:limit]

    def untold(self, learner: LearnerId) -> tuple[Untold, ...]:
        """The corrections that go out for which a learner waits without a place."""
        return tuple(
            Untold(id, one.notice)
            for id, one in self.by_id.items()
            if one.notice and one.state == "going"
            for recipient, fate in [self.recipients[id].get(learner, (None, None))]
            if recipient and not recipient.address.platform and fate == "waiting"
        )

    def mark(self, id: str, fates: Mapping[LearnerId, Fate]) -> None:
        """Note what has become of it for these who were waiting."""
        those = self.recipients[id]
        for learner, fate in fates.items():
            recipient, before = those.get(learner, (None, None))
            if recipient and before == "waiting":
                those[learner] = (recipient, fate)

    def finish(self, id: str) -> bool:
        """Whether it is done by this."""
        over = self.by_id[id].state == "going" and not any(self._waiting(id))
        if over:
            self.by_id[id] = replace(self.by_id[id], state="done")
        return over

    def _waiting(self, id: str) -> Iterator[Recipient]:
        return (one for one, fate in self.recipients[id].values() if fate == "waiting")


def audiences(public: Public, sender: LearnerId) -> dict[str, int]:
    """How many others can be told something: of all, and of each course's learners."""
    return {one: len(list(reachable(public, one, sender))) for one in ("", *public.courses)}


def reachable(public: Public, audience: str, sender: LearnerId) -> Iterable[Recipient]:
    """Who of an audience can be told news, and where: as the view ``reachable`` says."""
    for learner, body in public.sessions.items():
        session, (_, asked) = sessions.load(body), public.asked.get(learner, ("", None))
        wanted, bell = session.preferences, session.bell
        if (
            learner == sender
            or not wanted.news
            or not (audience == "" or _learns(public, learner, audience))
        ):
            continue
        language = wanted.language or session.language
        # Who chose reminders did so where they are alone, or agreed to be written to there.
        alone = bell.agreed or wanted.reminders
        if bell.chat and alone and not bell.shut:
            yield Recipient(learner, Address(bell.platform, bell.chat), language)
        elif asked and not asked.address.public:
            yield Recipient(learner, Address(asked.address.platform, asked.address.chat), language)


def _learns(public: Public, learner: LearnerId, course: str) -> bool:
    lessons = public.courses[course].lessons if course in public.courses else ()
    facts = (fact for *_, fact in public.facts.get(learner, ()))
    return any(isinstance(fact, LessonStarted) and fact.lesson in lessons for fact in facts)


def _chat(one: Recipient) -> tuple[str, str]:
    return one.address.platform, one.address.chat


def _served(one: Recipient, places: Places) -> bool:
    platform, chat = _chat(one)
    return platform in places and places[platform] in (None, chat)
