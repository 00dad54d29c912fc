"""What is counted of all learners, in memory."""

from bot.conversation.needs.admin import Publication
from bot.learning.news import EVER, News, Span
from bot.learning.statistics import Observed, Overview
from bot.lessons.model import Lesson
from bot.lessons.revisions.equivalence import Alike
from bot.storage.figures import news, statistics_of_facts
from bot.storage.memory.state import Base
from bot.storage.records import Answered, Place


class Statistics(Base):
    """The part of the store that counts."""

    async def overview(self) -> Overview:
        """How all lessons are taken, and how well the confidence of all learners fits."""
        self._usable()
        return statistics_of_facts.overview(self._state.facts, self._void)

    async def observed(self, lesson: str, alike: Alike, within: Span = EVER) -> Observed:
        """What is on record of a lesson, in what is alike of its revisions."""
        self._usable()
        return statistics_of_facts.observed(self._state.facts, lesson, alike, self._void, within)

    async def news(self, within: Span) -> News:
        """What learners did in this stretch of time."""
        self._usable()
        facts = self._state.facts
        return news.of_facts(facts, statistics_of_facts.counted(facts, self._void), within)

    async def published(self, within: Span) -> tuple[tuple[str, Publication], ...]:
        """What was published then, by name, the earliest first."""
        self._usable()
        moves = [(n, one) for n, found in self._state.publications.items() for one in found[::-1]]
        then = [move for move in moves if within.since <= move[1].at < within.until]
        return tuple(sorted(then, key=lambda move: (move[1].at, move[0])))

    async def versions(self, lesson: str) -> tuple[Lesson, ...]:
        """Every revision of a lesson that is kept, drafts and translations among them."""
        self._usable()
        found = self._state.revisions
        return tuple(found[key] for key in sorted(found) if key[0] == lesson)

    async def answers(self, after: Place, limit: int) -> list[Answered]:
        """Up to ``limit`` answers of all learners that come after this one."""
        self._usable()
        found = statistics_of_facts.answers(self._state.facts, self._void)
        return [one for one in found if one.place > after][:limit]
