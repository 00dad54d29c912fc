"""What a turn needs to know beyond a learner's session, their accounts among it, and the answer."""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, TypeVar, cast

from bot.conversation.facts.correction import Untold
from bot.conversation.facts.learner import Submission
from bot.conversation.facts.roles import Held
from bot.conversation.inputs import Address, LearnerId
from bot.conversation.needs import Answer, Query
from bot.conversation.needs.admin import AdminNeeds
from bot.learning import beliefs
from bot.learning.beliefs import Belief, Change
from bot.learning.calibration import Tally
from bot.learning.experiment import ExperimentResults
from bot.learning.items import DAY, Item
from bot.learning.logbook import Totals
from bot.learning.predictions import Confidence
from bot.lessons.model import Lesson
from bot.values import replace, value


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

    ``since`` is when their two accounts were linked, in microseconds UTC, 0 if they have a single
    account. ``made`` and ``missed`` count the codes that they made and entered in vain within the
    last hour. ``roles`` are the learner's. ``fresh`` is a code that was drawn just now and nobody
    has seen. ``links`` are those that lead to the bot, by platform, as ``Served`` has them.
    """

    since: int = 0
    made: int = 0
    missed: int = 0
    roles: frozenset[Held] = frozenset()
    code: LinkCode | None = None
    fresh: str = field(default="", repr=False)
    links: Mapping[str, str] = field(default_factory=dict)


@value
class LessonProgress:
    """A lesson that a learner has begun, and whether they finished it in any of its runs."""

    lesson: str
    finished: bool


@value
class Progress:
    """A learner's record, from first attempts: what came before the reveal.

    ``scores`` are what their latest answers are worth (``learning.scores``), oldest first, reviews
    included. ``by_confidence`` holds only answers with a verdict:
    by key, or by the learner's own judgement where a question has none.
    ``lessons`` are in the order in which they were first begun.
    """

    lessons: tuple[LessonProgress, ...] = ()
    predictions: int = 0
    scores: tuple[float, ...] = ()
    by_confidence: dict[Confidence, Tally] = field(default_factory=dict)


@value
class Earlier:
    """What a learner wrote for a task the last time, and when, in microseconds UTC."""

    text: str
    at: int


@value
class LearnerHistory:
    """What a learner's record shows of them day by day and question by question.

    ``items`` are all that come back, by lesson and question, and ``suspended`` names those that
    do not. ``answered`` counts commitments of every phase by the quarter of an hour
    (``habits.QUARTER``, microseconds UTC) in which they were made, oldest first, and ``wrote``
    what was written, such as a task, in the same way.
    ``beliefs`` are first commitments that were wrong and no guess, by lesson and question.
    """

    items: tuple[Item, ...] = ()
    suspended: frozenset[tuple[str, str]] = frozenset()
    answered: tuple[tuple[int, int], ...] = ()
    wrote: tuple[tuple[int, int], ...] = ()
    beliefs: tuple[Belief, ...] = ()

    @property
    def changes(self) -> tuple[Change, ...]:
        """The beliefs that changed most, as many as are told."""
        return beliefs.changes(self.beliefs, self.items, TOLD)

    @property
    def lessons(self) -> tuple[tuple[str, str], ...]:
        """Lessons by revision whose words are needed to tell these changes."""
        asked = ((change.belief.lesson, change.belief.revision) for change in self.changes)
        return tuple(dict.fromkeys(asked))


@value
class OwnProgress(Query[Progress]):
    """The learner's record over all lessons."""

    port = "progress"
    absent = Progress()


@value
class OwnHistory(Query[LearnerHistory]):
    """The learner's days and beliefs, with the lessons that they are about."""

    port = "histories"
    absent = LearnerHistory()

    @staticmethod
    def lessons(answer: LearnerHistory) -> tuple[tuple[str, str], ...]:
        """Those of the beliefs that are told."""
        return answer.lessons


@value
class LessonItems(Query[Mapping[str, Item]]):
    port = "items"
    absent = MappingProxyType[str, Item]({})
    lesson: str

    def key(self, at: datetime) -> str:
        return self.lesson


@value
class DueItems(Query[tuple[Item, ...]]):
    """What is due now, or within so many microseconds, and what is next after that."""

    port = "due"
    absent = ()
    ahead: int = 0

    def key(self, at: datetime) -> datetime:
        """The time up to which what is due counts."""
        return at + timedelta(microseconds=self.ahead)


@value
class EarlierText(Query[Earlier | None]):
    """What the learner wrote last for a lesson's task."""

    port = "earlier"
    lesson: str
    task: str

    def key(self, at: datetime) -> tuple[str, str]:
        """The ids of both."""
        return self.lesson, self.task


@value
class RunWork(Query[tuple[Submission, ...]]):
    """All that the learner handed in in a run, oldest first."""

    port = "work"
    absent = ()
    run: str

    def key(self, at: datetime) -> str:
        return self.run


@value
class LatestWork(Query[Mapping[tuple[str, str], Submission]]):
    """The latest that the learner handed in for anything, by lesson and item."""

    port = "submissions"
    absent = MappingProxyType[tuple[str, str], Submission]({})


@value
class LostChat(Query[bool]):
    port = "shut"
    absent = False


@value
class OwnTotals(Query[Totals]):
    """What the learner's logbook begins with."""

    port = "totals"
    absent = Totals()


@value
class OwnExperiment(Query[ExperimentResults]):
    port = "experiments"
    absent = ExperimentResults()


@value
class UntoldCorrections(Query[tuple[Untold, ...]]):
    port = "untold"
    absent = ()


@value
class OwnIdentities(Query[IdentitiesKnown]):
    """How the learner's accounts stand, and the linking code of this hash, if any."""

    port = "identities"
    absent = IdentitiesKnown()
    hash: str = ""

    def key(self, at: datetime) -> tuple[str, datetime]:
        """The hash, and the time of the turn."""
        return self.hash, at


@value
class Job:
    """Something that is being done, or was: of what kind, what as JSON, and what came of it.

    ``result`` is JSON too, and empty until it is done; ``failed`` says that it could not be done,
    through no fault of what was asked for. ``address`` is where it is told. It was set out ``at``,
    in microseconds UTC.
    """

    id: str
    kind: str
    body: str
    learner: LearnerId
    address: Address
    result: str = ""
    failed: bool = False
    at: int = 0


@value
class OwnJob(Query[Job | None]):
    port = "job"
    alone = True
    id: str

    def key(self, at: datetime) -> str:
        """Its id."""
        return self.id


_Query = TypeVar("_Query", bound=Query[Any])


@value
class Needs:
    """What must be loaded before a turn.

    ``queries`` have at most a single query of each kind. ``lesson`` is a lesson's revision;
    ``lesson_of`` names it where it depends on what is due, by that and the time of the input in
    microseconds UTC. ``lessons`` are more lessons by revision, each with the original that it
    translates.
    """

    queries: tuple[Query[Any], ...] = ()
    lesson: tuple[str, str] | None = None
    lesson_of: Callable[[tuple[Item, ...], int], tuple[str, str] | None] | None = None
    lessons: tuple[tuple[str, str], ...] = ()

    def get(self, kind: type[_Query]) -> _Query | None:
        return next((query for query in self.queries if isinstance(query, kind)), None)

    def asking(self, *queries: Query[Any]) -> "Needs":
        """The same, and these in place of what was asked of their kinds."""
        kinds = {type(query) for query in queries}
        kept = (query for query in self.queries if type(query) not in kinds)
        return replace(self, queries=(*kept, *queries))

    def __bool__(self) -> bool:
        return self.lesson is not None or bool(self.lessons or self.queries)


@value
class Known:
    """What was loaded: exactly what was needed.

    ``lesson`` is ``None`` if there is none; ``lessons`` are by id and revision, those of them that
    are still there. ``answers`` are by the class of their query.
    """

    lesson: Lesson | None = None
    lessons: Mapping[tuple[str, str], Lesson] = field(default_factory=dict)
    answers: Mapping[type[Query[Any]], Any] = field(default_factory=dict)

    def __getitem__(self, kind: type[Query[Answer]]) -> Answer:
        """The answer to this query. Raises ``LookupError`` if the turn did not ask it."""
        if kind not in self.answers:
            raise LookupError(f"this turn's needs lack {kind.__name__}")
        return cast("Answer", self.answers[kind])

    def get(self, kind: type[Query[Answer]]) -> Answer:
        """The answer to this query; what it is of nothing where the turn may not have asked it."""
        return cast("Answer", self.answers.get(kind, kind.absent))

    def answer_to(self, kind: type[Query[Answer]]) -> Answer | None:
        """The answer to this query; ``None`` if the turn did not ask it."""
        return self.answers.get(kind)

    def __contains__(self, kind: type[Query[Any]]) -> bool:
        """Whether this was asked."""
        return kind in self.answers

    def with_answer(self, kind: type[Query[Any]], answer: object) -> "Known":
        """The same with another answer, if this was asked."""
        return replace(self, answers={**self.answers, kind: answer}) if kind in self else self

    @property
    def roles(self) -> frozenset[Held]:
        """The roles of whoever asks, as far as they had to be known."""
        return self.get(AdminNeeds).roles


AHEAD = 7 * DAY
"""Microseconds that an overview looks ahead for what will be due: a week."""

TOLD = 3
"""Changed beliefs that are told at once."""
