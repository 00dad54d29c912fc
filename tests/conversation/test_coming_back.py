"""Coming back: what ends on a day is planned anew, whoever notices it first, and once."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.conversation.facts.learner import AlarmCleared, AlarmSet, Scheduled, SettingChanged
from bot.conversation.inputs import Alarm
from bot.conversation.learner import Learner
from bot.conversation.lesson.onward import OFFERS
from bot.conversation.reminders import planned
from bot.conversation.turn import Turn
from bot.learning import rescheduling, reviews
from bot.learning.breaks import Break
from bot.learning.items import DAY, Answer, Item, days_until
from bot.learning.preferences import Preferences, ReadyBy
from bot.storage.codec import micros
from tests.rigs.courses import read_lesson
from tests.rigs.paths import TRANSCRIPTS
from tests.rigs.talk import Conversation, said

HERBS = read_lesson(TRANSCRIPTS / "lessons" / "herbs.md")
TODAY = date(2026, 1, 1)


def returning(**wanted: object) -> Conversation:
    """A learner with more due than a day's bound, and with these preferences."""
    talk = Conversation([HERBS])
    talk.clock += timedelta(hours=12)
    talk.send_command("start")
    at = micros(talk.clock)
    for question in HERBS.questions:
        answer = Answer("", "probable", right=True, at=at - 30 * DAY)
        talk.items["herbs", question.id] = Item(
            "herbs", question.id, 3, 20.0, 4.0, at - DAY, answer
        )
    talk.learner = replace(talk.learner, preferences=Preferences(**wanted))  # type: ignore[arg-type]  # any of its fields
    return talk


def load(talk: Conversation) -> Counter[int]:
    """How many questions are due in how many days."""
    return Counter(days_until(item.due, micros(talk.clock)) for item in talk.items.values())


def kept(talk: Conversation) -> list[str]:
    return [str(one) for one in talk.learner.preferences.breaks]


def settled(turn: Turn) -> int:
    return sum(isinstance(fact, Scheduled) for fact in turn.facts)


def test_an_open_break_ends_when_the_learner_is_heard_later_and_not_while_they_are_there() -> None:
    talk = returning()
    talk.send_command("break")
    talk.press("Until I write")
    assert kept(talk) == ["2026-01-01/"]
    talk.clock += timedelta(minutes=30)
    talk.send_command("progress")
    assert kept(talk) == ["2026-01-01/"]
    talk.clock += timedelta(days=5)
    back = talk.send_command("review")
    assert "12 questions came due in the meantime" in said(back)
    assert "Review 1 of 5" in said(back)
    assert load(talk) == {0: 10, 1: 2}
    assert kept(talk) == ["2026-01-01/2026-01-05"]
    assert [fact.value for fact in talk.facts if isinstance(fact, SettingChanged)] == [
        "2026-01-01/",
        "2026-01-01/2026-01-05",
    ]
    assert settled(talk.send_command("progress")) == 0, "once is enough"


def test_a_break_with_a_last_day_is_settled_by_its_alarm_in_silence() -> None:
    talk = returning(breaks=(Break(TODAY, TODAY + timedelta(days=6)),))
    talk.clock += timedelta(days=7)
    turn = talk.send(Alarm(planned.KIND, micros(talk.clock)))
    assert turn.outputs == ()
    assert settled(turn) == 2
    assert AlarmCleared(planned.KIND) in turn.facts
    assert settled(talk.send_command("review")) == 0
    assert "break" not in said(talk.turns[-1])


def test_a_break_with_a_last_day_is_settled_by_who_is_heard_first_where_nothing_ran() -> None:
    talk = returning(goal=20, breaks=(Break(TODAY, TODAY + timedelta(days=6)),))
    talk.clock += timedelta(days=6)
    assert settled(talk.send_command("review")) == 0, "its last day is a day of it"
    talk.clock += timedelta(days=1)
    turn = talk.send_command("start")
    # Who aims at twenty answers a day has room for all of them.
    assert settled(turn) == 0
    assert "Your break is over" in said(turn)
    assert "Your break is over" not in said(talk.send_command("start"))


def test_the_alarm_rings_in_the_morning_after_before_any_reminder() -> None:
    talk = returning(reminders=(7 * 60 + 30,))
    turn = talk.send_command("break", "2 weeks")
    (alarm,) = [fact for fact in turn.facts if isinstance(fact, AlarmSet) and fact.kind == "plan"]
    assert alarm.at - micros(talk.clock) == pytest.approx(13.8 * DAY, abs=DAY / 24)
    *_, reminder = [fact for fact in turn.facts if isinstance(fact, AlarmSet) and fact != alarm]
    assert 0 < reminder.at - alarm.at <= 60_000_000


def test_ending_a_break_early_deals_out_what_has_become_due() -> None:
    talk = returning(breaks=(Break(TODAY - timedelta(days=3), TODAY + timedelta(days=6)),))
    talk.send_command("break")
    turn = talk.press("End it now")
    assert settled(turn) == 2
    assert kept(talk) == ["2025-12-29/2025-12-31"]
    assert settled(talk.send_command("review")) == 0


def test_a_planned_break_is_cancelled_without_a_trace() -> None:
    talk = returning()
    talk.send_command("break", "1 May to 5 May")
    assert "from Fri, May 1 to Tue, May 5" in said(talk.turns[-1])
    talk.send_command("break")
    turn = talk.press("Cancel it")
    assert kept(talk) == []
    assert settled(turn) == 0
    assert "cancelled" in said(turn)


def test_a_date_that_has_passed_counts_no_more_and_gives_back_what_it_pulled_in() -> None:
    talk = returning(ready=(ReadyBy("all", TODAY + timedelta(days=9)),))
    until = rescheduling.beginning(talk.learner.preferences.ready[0], "")
    before = {}
    for key, item in talk.items.items():
        answer = replace(item.answer, at=micros(talk.clock) - DAY)
        before[key] = reviews.usual(replace(item, answer=answer))
        talk.items[key] = reviews.aim_before(before[key], until, micros(talk.clock))
    assert all(reviews.was_pulled(item, until) for item in talk.items.values())
    talk.clock += timedelta(days=10)
    turn = talk.send_command("progress")
    assert settled(turn) == len(before)
    assert talk.items == before
    assert talk.learner.preferences.ready == ()
    assert "Ready by" not in said(turn)


def test_who_learns_for_a_date_is_told_when_it_is_back() -> None:
    talk = returning(ready=(ReadyBy("lesson:herbs", TODAY + timedelta(days=8)),))
    talk.send_command("review")
    assert talk.asked is not None
    assert "back in" not in talk.asked.text, "what an answer earns is told after it"
    turn = talk.press(talk.labels[1], "Sure (9 in 10)")
    (fact,) = [fact for fact in turn.facts if isinstance(fact, Scheduled)]
    days = days_until(fact.item.due, micros(talk.clock))
    assert 3 <= days <= 7
    assert f"Back in {days} days, so it's fresh for your date." in said(turn)


@pytest.mark.parametrize(("region", "said_day"), [("en-US", "Tue, May 6"), ("en-GB", "Fri, Jun 5")])
def test_a_date_with_slashes_is_read_as_at_home_or_asked_back(region: str, said_day: str) -> None:
    talk = returning()
    talk.send_command("settings")
    talk.press("Learning", "Ready by a date", "Everything")
    assert "two different days" in said(talk.type("5/6"))
    assert talk.labels[:2] == ["Fri, Jun 5", "Wed, May 6"]
    talk.language = region
    talk.type("5/6")
    day = talk.learner.preferences.ready[0].day
    assert day == (date(2026, 5, 6) if region == "en-US" else date(2026, 6, 5))


def finish(talk: Conversation) -> str:
    """Pass over or go on with whatever is open, up to the card after the end's."""
    talk.begin("herbs")
    while talk.session and talk.session.run:
        talk.press(next(one for one in ("Skip", "Continue") if one in talk.offered))
    ways = ("Continue", "👍 Useful")
    if way := next((one for one in ways if one in talk.labels), None):
        talk.press(way)
    return talk.asked.text if talk.asked else ""


def test_a_reminder_is_offered_three_times_and_only_where_they_are_alone() -> None:
    alone, heard, known = Conversation([HERBS]), Conversation([HERBS]), Conversation([HERBS])
    heard.overheard = True
    known.send_command("start")
    known.learner = replace(known.learner, preferences=Preferences(reminders=(540,)))
    for _ in range(OFFERS):
        assert "Shall I write to you?" in finish(alone)
    assert "Shall I write to you?" not in finish(alone)
    assert "Shall I write to you?" not in finish(heard)
    assert "Shall I write to you?" not in finish(known)


def test_who_wants_no_reminder_is_not_asked_again() -> None:
    talk = Conversation([HERBS])
    assert "Shall I write to you?" in finish(talk)
    talk.press("No reminders")
    assert "Shall I write to you?" not in finish(talk)


@pytest.mark.parametrize(
    ("zone", "hour", "comes"),
    [
        ("", 3, 24),
        # Somebody's night is theirs only once it is known when that is.
        ("Europe/Berlin", 9, 24),
        ("Europe/Berlin", 1, 29),
    ],
)
def test_a_reminder_at_this_time_comes_a_day_later_and_waits_for_the_morning_where_there_is_one(
    zone: str, hour: int, comes: int
) -> None:
    talk = Conversation([HERBS])
    talk.learner = Learner(Preferences(zone=zone))
    midnight = talk.clock.replace(hour=0, minute=0, second=0, microsecond=0)
    talk.clock = midnight + timedelta(days=1, hours=hour)
    finish(talk)
    before = talk.clock
    talk.press("Tomorrow at this time")
    at = datetime.fromtimestamp(talk.learner.contact.at / 1_000_000, UTC)
    assert round((at - before) / timedelta(hours=1)) == comes


def test_a_time_that_was_set_without_a_zone_is_the_same_moment_once_there_is_one() -> None:
    talk = Conversation([HERBS])
    talk.clock += timedelta(hours=6)
    finish(talk)
    talk.press("Tomorrow at this time")
    at = talk.learner.contact.at
    talk.send_command("settings")
    talk.press("Reminders", "Time zone")
    now = talk.clock.astimezone(ZoneInfo("Asia/Kolkata"))
    talk.type(f"{now:%H:%M}")
    for label in talk.labels:
        if "Kolkata" in label:
            talk.press(label)
            break
    assert talk.learner.preferences.zone in ("Asia/Kolkata", "Asia/Calcutta")
    assert talk.learner.contact.at == at
