"""What an admin's turn adds to the record, and changes.

What changes is a fact of its own kind; beside it stands a line for the log,
which says in words for people what was done, and is never changed.
"""

from bot.conversation.facts.announcement import State
from bot.conversation.facts.remarks import (
    ExchangeHidden,
    ExchangeOffered,
    RemarkerMuted,
    RemarkHandled,
)
from bot.conversation.facts.roles import EVERYTHING, Held, Role, Scope
from bot.conversation.inputs import LearnerId
from bot.lessons.cohort import Cohort
from bot.lessons.model import Course
from bot.values import value


@value
class Logged:
    """What an admin did, for the log: to what, and how it was before and is after.

    ``act`` is in ``log.KINDS``. Who, when and from where are the turn's own.
    """

    act: str
    subject: str
    before: str = ""
    after: str = ""


@value
class RoleGranted:
    """A person holds a role from now on, for everything or for a course or cohort."""

    person: LearnerId
    role: Role
    scope: Scope = EVERYTHING


@value
class RoleRevoked:
    """A person holds a role no longer for that."""

    person: LearnerId
    role: Role
    scope: Scope = EVERYTHING


@value
class OthersTold:
    """Others have news: an alarm of this kind rings for each of them at once.

    It is for these ``people`` and all who hold any of these ``roles`` for just that scope, but not
    for whoever acts. It rings where they are alone with the tutor, or once there is such a place.
    """

    kind: str
    people: tuple[LearnerId, ...] = ()
    roles: tuple[Held, ...] = ()


@value
class PlaceMet:
    """Something can be announced in a chat that others read: its audience, and its name there."""

    audience: str
    name: str


@value
class JobSet:
    """Something is to be done that no turn can do; ``body`` says what, as JSON.

    ``platform`` and ``chat`` are where it is told what came of it.
    """

    id: str
    kind: str
    body: str
    platform: str
    chat: str


@value
class JobTold:
    id: str


@value
class DraftTimed:
    """A draft is to be published by itself, in microseconds UTC; or not, without a time."""

    draft: str
    at: int | None


@value
class DraftMissed:
    """A draft was to be published by itself at this time, in microseconds UTC, and was not."""

    draft: str
    at: int


@value
class DraftClosed:
    """A draft was published, or is wanted no more."""

    draft: str
    published: bool


@value
class Pointed:
    """A lesson is taught in this revision from now on."""

    lesson: str
    revision: str


@value
class TranslationPointed:
    """A lesson is taught in a language by this revision from now on."""

    lesson: str
    language: str
    revision: str


@value
class Unpointed:
    """A lesson is not taught any more; its revisions and translations stay in the store."""

    lesson: str


@value
class TranslationUnpointed:
    """A lesson is taught in a language no more by a translation of its own."""

    lesson: str
    language: str


@value
class Withdrawn:
    """Nobody is to go on in this revision, nor in a translation of it, and it never comes back.

    It moves no pointer: what is taught instead is said by facts beside it.
    """

    lesson: str
    revision: str


@value
class CoursePublished:
    """A course is offered like this from now on."""

    course: Course


@value
class Published:
    """A name points to another revision, for its history; to none if that is empty.

    Names are those of ``Release``; ``how`` is the kind of the act that did it.
    """

    name: str
    revision: str
    how: str


@value
class AnnouncementWritten:
    id: str
    text: str


@value
class AnnouncementAsks:
    """An announcement is to ask a ``question``, or none if that is empty."""

    id: str
    question: str
    card: str


@value
class AnnouncementSent:
    """An announcement goes out to an audience; ``platform`` and ``chat`` are where it is told.

    ``place`` is what the audience is called, if it is a chat.
    """

    id: str
    audience: str
    platform: str
    chat: str
    place: str = ""


@value
class AnnouncementTurned:
    """An announcement that was going out is paused, goes on, or goes out no more."""

    id: str
    state: State


@value
class Corrected:
    """The key of a question was wrong in some revisions: what was answered in them is void.

    ``wrong`` are those revisions; in ``again`` the key was taken for wrong before, and what was
    answered in them counts again. Whom this touches is told the ``notice`` (JSON, see
    ``question.context``) under this ``id``, as an announcement with this ``name``;
    ``platform`` and ``chat`` are where its admin is told of that. What they remember of the
    question is due anew.
    """

    id: str
    lesson: str
    question: str
    wrong: tuple[str, ...]
    again: tuple[str, ...]
    name: str
    notice: str
    platform: str
    chat: str


@value
class CorrectionTold:
    """Whoever acts has been told of this correction with what else was said."""

    id: str


@value
class CohortSet:
    """A cohort is like this from now on; its version is the store's to give.

    If ``rings`` is set, in microseconds UTC, its members are told then what has opened, or before.
    """

    cohort: Cohort
    rings: int | None


CATALOGUE = (
    Pointed,
    TranslationPointed,
    Unpointed,
    TranslationUnpointed,
    Withdrawn,
    CoursePublished,
    Corrected,
    CohortSet,
    ExchangeHidden,
)
"""The facts that change what is offered."""

ANNOUNCING = (AnnouncementSent, AnnouncementTurned, Corrected, CorrectionTold)
"""The facts that change what goes out to many."""

AdminFact = (
    Logged
    | RoleGranted
    | RoleRevoked
    | OthersTold
    | PlaceMet
    | JobSet
    | JobTold
    | DraftTimed
    | DraftMissed
    | DraftClosed
    | Pointed
    | TranslationPointed
    | Unpointed
    | TranslationUnpointed
    | Withdrawn
    | CoursePublished
    | Published
    | AnnouncementWritten
    | AnnouncementAsks
    | AnnouncementSent
    | AnnouncementTurned
    | Corrected
    | CorrectionTold
    | CohortSet
    | RemarkHandled
    | RemarkerMuted
    | ExchangeOffered
    | ExchangeHidden
)
