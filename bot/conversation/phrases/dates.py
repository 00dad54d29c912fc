"""Days and times as a learner has them on their clock, written as their language writes them."""

from datetime import date, datetime

from bot.conversation.language.locale import manner
from bot.conversation.phrases import count, phrase
from bot.learning.items import days_until
from bot.learning.local_time import local
from bot.learning.preferences import Preferences


def day(wanted: Preferences, at: int) -> str:
    """The day of a time, in microseconds UTC, in short: "Tue, Mar 10"."""
    return date_of(local(wanted, at))


def date_of(day: date) -> str:
    """A day in short: "Tue, Mar 10"."""
    # Loaded when a date is first said: most learners never meet a date.
    from babel.dates import format_skeleton

    noon = datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001 - a day, wherever it is
    return format_skeleton("MMMEd", noon, locale=manner().language)


def moment(wanted: Preferences, at: int) -> str:
    """A day and a time of day; with the zone where the learner has not chosen theirs."""
    time = f"{local(wanted, at):%H:%M}"
    key = "when.moment" if wanted.zone else "when.moment.utc"
    return phrase(key, day=day(wanted, at), time=time)


def when(due: int, at: int) -> str:
    """A due time as seen from ``at``, in words."""
    return in_days(days_until(due, at))


def in_days(days: int) -> str:
    """So many days ahead, in words."""
    return phrase("when.today") if days == 0 else count("when.days", days)
