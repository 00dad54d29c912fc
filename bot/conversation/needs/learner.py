"""What a turn needs to know beyond a learner's session, their accounts among it, and the answer."""

from collections.abc import Callable, Mapping
from dataclasses import field

from bot.conversation.facts.correction import Untold
from bot.conversation.facts.learner import Submission
from bot.conversation.facts.roles import Held
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.admin import AdminKnown, AdminNeeds
from bot.conversation.needs.jobs import Job
from bot.conversation.needs.live_class import ClassKnown, ClassNeeds
from bot.conversation.needs.remarks import Exchange, Remark, RemarkStanding
from bot.learning import beliefs
from bot.learning.beliefs import Belief, Change
from bot.learning.calibration import Tally
from bot.learning.experiment import ExperimentResults
from bot.learning.items import DAY, Item
from bot.learning.logbook import Totals
from bot.learning.predictions import Confidence
from bot.lessons.model import Lesson
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


@value
class LessonProgress:
    """How far a learner is in one lesson, over all times through it."""

    lesson: str
    steps_done: int
    steps: int
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

    @property
    def finished(self) -> frozenset[str]:
        """The lessons that were finished at least once."""
        return frozenset(lesson.lesson for lesson in self.lessons if lesson.finished)


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
class Needs:
    """What must be loaded before a turn.

    ``lesson`` is one lesson's revision; ``lesson_of`` names it where it depends on what is
    due, by that and the time of the input in microseconds UTC.
    ``progress``, ``history`` (with the lessons that it needs), ``due`` (what is due, and with
    ``ahead`` what will be within so many microseconds), ``items`` (those of one lesson, by its
    id), ``earlier`` (what they wrote for a lesson's task, by the ids of both), ``work`` (all that
    they handed in in a run, by its id), ``made`` (the latest that they handed in for anything, by
    lesson and item), ``shut`` (whether alarms can't reach them), ``totals``
    (what a logbook begins with), ``experiment`` (the results of their experiment) and ``untold``
    (corrections that they could not be told of) are the learner's own.
    ``job`` is the id of a job of theirs, ``remark`` that of a remark of theirs; ``remarks`` asks
    whether they may make one, ``unread`` for those whose answer could not reach them alone.
    ``asked_before`` names a lesson and a place in it: what is shown to
    everyone there of what others asked.
    ``admin`` is what an admin's turn needs; it is asked for where only admins may go.
    ``link`` is the hash of a code that links accounts, or empty for the learner's own alone.
    ``lessons`` are more lessons by revision, each with the original that it translates.
    ``in_class`` is what a turn needs that is about a class.
    """

    lesson: tuple[str, str] | None = None
    progress: bool = False
    items: str | None = None
    due: bool = False
    ahead: int = 0
    earlier: tuple[str, str] | None = None
    work: str | None = None
    made: bool = False
    lesson_of: Callable[[tuple[Item, ...], int], tuple[str, str] | None] | None = None
    history: bool = False
    admin: AdminNeeds | None = None
    shut: bool = False
    totals: bool = False
    experiment: bool = False
    untold: bool = False
    lessons: tuple[tuple[str, str], ...] = ()
    job: str = ""
    in_class: ClassNeeds | None = None
    link: str | None = None
    remark: str = ""
    remarks: bool = False
    unread: bool = False
    asked_before: tuple[str, str] | None = None

    @property
    def own(self) -> bool:
        """Whether something of the learner's is needed, which their last turn may have changed."""
        named = (
            self.items,
            self.earlier,
            self.work,
            self.admin,
            self.asked_before,
            self.link,
            self.in_class,
        )
        asked = (
            self.progress,
            self.history,
            self.due,
            self.made,
            self.shut,
            self.totals,
            self.experiment,
            self.untold,
            self.remarks,
            self.unread,
            self.job,
            self.remark,
        )
        return any(asked) or any(entry is not None for entry in named)

    def __bool__(self) -> bool:
        return self.lesson is not None or bool(self.lessons) or self.own


_NO_STANDING = RemarkStanding()


@value
class Known:
    """What was loaded: exactly what was needed; ``None`` for what does not exist.

    ``items`` are by question. ``due`` holds what is due, as far ahead as was asked for, and what
    is next after that.
    ``lessons`` are by id and revision, those of them that are still there.
    ``shut`` says that the learner has alarms for a chat that is gone.
    """

    lesson: Lesson | None = None
    progress: Progress | None = None
    items: Mapping[str, Item] | None = None
    due: tuple[Item, ...] | None = None
    earlier: Earlier | None = None
    history: LearnerHistory | None = None
    lessons: Mapping[tuple[str, str], Lesson] = field(default_factory=dict)
    admin: AdminKnown | None = None
    shut: bool = False
    totals: Totals | None = None
    work: tuple[Submission, ...] | None = None
    experiment: ExperimentResults | None = None
    untold: tuple[Untold, ...] = ()
    job: Job | None = None
    made: Mapping[tuple[str, str], Submission] = field(default_factory=dict)
    remark: Remark | None = None
    remarks: RemarkStanding = _NO_STANDING
    exchanges: tuple[Exchange, ...] = ()
    unread: tuple[Remark, ...] = ()
    in_class: ClassKnown | None = None
    link: IdentitiesKnown | None = None

    @property
    def roles(self) -> frozenset[Held]:
        """The roles of whoever asks, as far as they had to be known."""
        return self.admin.roles if self.admin else frozenset()


AHEAD = 7 * DAY
"""Microseconds that an overview looks ahead for what will be due: a week."""

TOLD = 3
"""Changed beliefs that are told at once."""
