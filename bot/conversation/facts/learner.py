"""What a turn adds to the record. A fact never changes once it is written.

A code that links accounts is on record nowhere: its hash is.
"""

from dataclasses import field
from typing import Literal

from bot.conversation.facts.admin import AdminFact
from bot.conversation.facts.live_class import ClassFact
from bot.conversation.facts.remarks import ExchangeAnswered, Remarked, WorthSaid
from bot.learning.experiment import Arm
from bot.learning.items import Item
from bot.learning.predictions import Confidence
from bot.values import value


@value
class CodeMade:
    """The learner may be linked by the code of this hash, until then (microseconds UTC).

    It takes the place of any other of theirs. ``platform`` and ``chat`` are where they are alone
    with the tutor.
    """

    hash: str
    until: int
    platform: str
    chat: str


@value
class CodeTaken:
    """The code of this hash was entered by the learner, and holds for nobody else."""

    hash: str


@value
class CodeSpent:
    """The code of this hash holds no more."""

    hash: str


@value
class CodeCounted:
    """The learner has made a code, or entered something that is none which holds."""

    what: Literal["made", "missed"]


@value
class Linked:
    """The learner and the ``primary``, who made the code, are the same person from now on.

    It is carried out after all else that the turn leaves behind: the primary goes on, with what
    both had, and the learner's account becomes another account of theirs. ``platform`` and ``chat``
    are where the learner is alone with the tutor, ``home`` where the primary is.
    """

    primary: str
    platform: str
    chat: str
    home: tuple[str, str]


@value
class Unlinked:
    """The learner's two accounts are two learners again, and this is carried out last.

    The account ``keeper`` keeps what has come since. With ``undone`` the other gets back what it
    had before; else it begins anew, and the keeper has everything.
    """

    keeper: str
    undone: bool


IdentityFact = CodeMade | CodeTaken | CodeSpent | CodeCounted | Linked | Unlinked


Phase = Literal["first", "exit", "review"]
"""``first``: before the reveal. ``exit``: again at the lesson's end. ``review``: another day."""


Met = Literal["yes", "partly", "no"]
"""How far a learner's own work meets a criterion, as they see it."""


@value
class LessonStarted:
    """A learner began a lesson; ``run`` tells this time through it from other times."""

    run: str
    lesson: str
    revision: str
    mode: str
    steps: int


@value
class Carried:
    """A run goes on as ``into``, in another revision; it is over without it.

    ``into`` is a run with a ``LessonStarted`` of its own, so what is counted by runs follows.
    """

    run: str
    into: str


@value
class StepDone:
    """A build-up step was read to its end, ``step`` counting from 1."""

    run: str
    step: int


@value
class LessonFinished:
    """The lesson's summary was reached."""

    run: str


@value
class Attempt:
    """A commitment to an answer.

    ``choice`` counts from 0: an option, or a range that was offered. ``answer`` is what was typed
    in its place: a range as ``numbers.written_range`` has it, or words. With neither it is "no
    idea". ``right`` and ``score`` are ``None`` for an open question, which has no key. ``took_ms``
    is the time from asking to committing, in milliseconds.
    """

    run: str
    lesson: str
    revision: str
    question: str
    phase: Phase
    choice: int | None
    confidence: Confidence
    right: bool | None
    score: float | None
    took_ms: int
    answer: str | None = None

    @property
    def unknown(self) -> bool:
        """Whether it is an honest "no idea"."""
        return self.choice is None and self.answer is None


@value
class Overruled:
    """A learner's words were called wrong, and meant the same: they count as right, marked as that.

    ``score`` is what they are worth then.
    """

    run: str
    lesson: str
    revision: str
    question: str
    phase: Phase
    score: float | None


@value
class Judged:
    """A learner's own verdict on their prediction to an open question."""

    run: str
    question: str
    phase: Phase
    right: bool


@value
class File:
    """A file that was handed in: what is kept of its description, see ``project/submissions.py``.

    ``reference`` is the platform's own handle, by which it can be fetched.
    """

    name: str
    size: int | None
    media: str
    reference: str = field(repr=False)


@value
class Submission:
    """What a learner wrote or handed in for an item: a try-it, a milestone, a recollection.

    Without text and file it was ticked off. All that is handed in is kept; what a later version
    took the place of is in the run, see ``project/submissions.py``.
    """

    run: str
    lesson: str
    item: str
    text: str
    file: File | None = None


@value
class Checked:
    """What a program found in what was written or handed in for an item of this revision.

    ``failed`` are the item's checks that did not hold, counting from 0, and -1 where there was
    nothing to look at: no answer in an exercise, a tick alone in a project.
    """

    run: str
    lesson: str
    revision: str
    item: str
    failed: tuple[int, ...]


@value
class Rated:
    """A learner's own verdict on their work by a criterion, counting from 0."""

    run: str
    lesson: str
    item: str
    criterion: int
    met: Met


@value
class Scheduled:
    """An answer has changed what is remembered of an item, and when it is due again."""

    item: Item


@value
class Suspended:
    """A learner wants this item back no more; committing to it in a lesson brings it back."""

    item: Item


@value
class SettingChanged:
    """A learner chose otherwise; ``key`` is a field of ``Preferences``, ``value`` its new value."""

    key: str
    value: str


@value
class AlarmSet:
    """An alarm of this kind is to ring in this chat; an earlier alarm of its kind rings no more.

    ``at`` is in microseconds UTC. A chat that was given up is tried again.
    """

    kind: str
    at: int
    platform: str
    chat: str


@value
class AlarmCleared:
    """The alarm of this kind rings no more."""

    kind: str


@value
class AlarmsMoved:
    platform: str
    chat: str


@value
class AchievementReached:
    """A learner has reached something for the first time; see ``bot.learning.logbook``."""

    name: str


@value
class GoalReached:
    """So many answers were given on a local ``day``, an ISO date, as the learner had aimed at."""

    day: str
    goal: int


@value
class Enrolled:
    """A question takes part in the experiment, in this arm; see ``bot.learning.experiment``."""

    lesson: str
    question: str
    arm: Arm


@value
class CohortJoined:
    cohort: str


@value
class CohortLeft:
    cohort: str


@value
class DataTaken:
    """A learner asked for a file of their own data, in this form; the log does not say who."""

    form: str


@value
class Forgotten:
    """A learner is to be forgotten: nothing that names them stays but what this turn says.

    It is carried out after all else that the turn leaves behind. The log says that it was, and
    not for whom.
    """


Learning = (
    LessonStarted
    | Carried
    | StepDone
    | LessonFinished
    | Attempt
    | Overruled
    | Judged
    | Submission
    | Checked
    | Rated
    | Scheduled
    | Suspended
    | AchievementReached
    | GoalReached
    | Enrolled
    | Remarked
    | WorthSaid
)

Fact = (
    Learning
    | AdminFact
    | SettingChanged
    | AlarmSet
    | AlarmCleared
    | AlarmsMoved
    | CohortJoined
    | CohortLeft
    | ExchangeAnswered
    | DataTaken
    | Forgotten
    | ClassFact
    | IdentityFact
)
