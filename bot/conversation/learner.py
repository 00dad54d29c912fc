"""What a learner is, beside what they are doing: preferences, contact, memberships, logbook.

A session holds a conversation; this holds the person, in a column of its own. It goes to the store
as JSON after each input that has changed it.
"""

from pydantic import TypeAdapter

from bot.conversation.inputs import Alarm, Envelope
from bot.learning.logbook import Logbook
from bot.learning.preferences import Preferences
from bot.values import value


@value
class Contact:
    """How a learner is reached alone, and how they are being reminded.

    ``platform`` and ``chat`` are where that is: where they were last alone with the tutor.
    ``at`` is when the next reminder comes, in microseconds UTC, 0 if none does; ``last`` names the
    slot of the day that came last; ``unanswered`` counts the reminders since the learner was last
    heard, which was at ``heard``, in microseconds UTC, to the minute.
    ``agreed`` says that they want to be written to alone, asked where others can read; ``shut``
    that this can't be done, and that they have been told so.
    """

    platform: str = ""
    chat: str = ""
    at: int = 0
    last: str = ""
    unanswered: int = 0
    heard: int = 0
    agreed: bool = False
    shut: bool = False


@value
class Membership:
    """A cohort that a learner belongs to, by its id.

    ``told`` counts the lessons that had opened when they were told last; with ``tells`` they are
    told of the next ones. ``free`` names lessons that they had begun before they joined, which
    stay open to them.
    """

    cohort: str
    told: int = 0
    tells: bool = True
    free: tuple[str, ...] = ()


@value
class Digest:
    """The weekly digest that an admin asked for, at a local ``minute`` of a ``weekday`` (Monday 0).

    ``at`` is when it comes next, and ``since`` what the next tells of, in microseconds UTC;
    ``last`` names the slot that came last; ``platform`` and ``chat`` are where it comes.
    """

    weekday: int
    minute: int
    at: int = 0
    since: int = 0
    last: str = ""
    platform: str = ""
    chat: str = ""


@value
class InboxNews:
    """How an admin is told of new remarks: at once if it ``tells``, at most once an hour.

    ``told`` is when they were told last, or have looked, in microseconds UTC.
    """

    tells: bool = True
    told: int = 0


@value
class Account:
    """An account that a learner writes from: its id, and the chat where they are alone there."""

    id: str
    platform: str
    chat: str


# Made once: a value that is written is compared with each of its defaults.
_NOTHING_CHOSEN, _NO_CONTACT, _NO_NEWS = Preferences(), Contact(), InboxNews()


@value
class Learner:
    """A person who learns.

    ``preferences`` are what they chose; ``language`` is what their platform said last that they
    speak; ``finished`` names the lessons that they finished at least once; ``contact`` is how they
    are reached alone; ``logbook`` is their record at hand, once it was looked up; ``memberships``
    are the cohorts that they belong to; ``digest`` is how an admin is told what is new, if they
    asked for it; ``home`` is the platform and the chat where they were last alone with the tutor,
    or can be, as their platform says where they were heard in public. ``reminder_offered`` is how
    often they were asked whether they want to be reminded (see ``lesson/onward.py``); version 0.1.0
    kept a yes there, which is once. ``accounts`` are those that they write from, the learner is
    named by the first; without any, that is the only account. ``valued`` names the lessons of which
    they were asked once whether they were worth it; ``remarked`` says that they have said something
    to the authors of a lesson; ``inbox`` is how an admin is told of what learners say.
    ``intentions`` are the lessons of which they wrote where they will use them, as long as that has
    not come back.
    """

    preferences: Preferences = _NOTHING_CHOSEN
    language: str = ""
    finished: tuple[str, ...] = ()
    contact: Contact = _NO_CONTACT
    logbook: Logbook | None = None
    memberships: tuple[Membership, ...] = ()
    digest: Digest | None = None
    home: tuple[str, str] | None = None
    reminder_offered: int = 0
    valued: tuple[str, ...] = ()
    remarked: bool = False
    inbox: InboxNews = _NO_NEWS
    accounts: tuple[Account, ...] = ()
    intentions: tuple[str, ...] = ()

    def welcomes(self, platform: str) -> bool:
        """Whether they may be told what they did not ask for on this platform."""
        wanted = self.preferences.platform
        return wanted in ("", platform) or not any(
            account.platform == wanted for account in self.accounts
        )

    @property
    def preferred(self) -> tuple[str, str] | None:
        """The platform and chat that they prefer for that, if they have chosen any."""
        wanted = self.preferences.platform
        matching = (account for account in self.accounts if wanted and account.platform == wanted)
        return next(((account.platform, account.chat) for account in matching), None)


NOBODY = Learner()
"""Somebody of whom nothing is known yet."""


def home_after(envelope: Envelope, learner: Learner) -> tuple[str, str] | None:
    """Where a learner is alone with the tutor: where they are if so, else as it was, or is told."""
    address, known = envelope.address, learner.home
    # What comes by itself says nothing of where they write.
    by_itself = isinstance(envelope.input, Alarm)
    if not address.chat:
        return known
    if known and (by_itself or not learner.welcomes(address.platform)):
        return known
    if not address.public:
        return address.platform, address.chat
    if not envelope.home or (known and known[0] == address.platform):
        return known
    return address.platform, envelope.home


_ADAPTER = TypeAdapter(Learner)


def dump(learner: Learner) -> str:
    return _ADAPTER.dump_json(learner, by_alias=True, exclude_defaults=True).decode()


def load(text: str) -> Learner:
    """The learner from their JSON; raises ``pydantic.ValidationError`` if it is invalid."""
    return NOBODY if text == "{}" else _ADAPTER.validate_json(text)
