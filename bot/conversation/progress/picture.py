"""A learner's profile as the picture of /progress: what it is to show, before it is drawn."""

from datetime import date

from bot.conversation.charts import (
    Calendar,
    Day,
    DayKind,
    ProgressChart,
    Row,
    Share,
    Shares,
    Stacks,
    Trend,
)
from bot.conversation.language.markup import plain
from bot.conversation.outputs import Chart
from bot.conversation.phrases import count, phrase, weekday
from bot.conversation.progress.profile import Profile, Standing
from bot.learning import scores
from bot.learning.calibration import ENOUGH, interval
from bot.learning.habits import span
from bot.learning.mastery import State
from bot.learning.predictions import BEST, MIDDLE, PROBABILITY

BEFORE = 1
"""Whole weeks that are shown before this one, so that a streak is seen across a Monday."""

LESSONS = 6
"""Lessons in the picture at most: more are too small on a phone. The words name them all."""

_STATES: tuple[State, ...] = ("known", "learning", "risk", "new")
_ORDER: tuple[State, ...] = ("risk", "learning", "known", "new")
"""Which lessons come first where there are too many."""


def chart(profile: Profile, text: str) -> Chart:
    """The picture of this profile; ``text`` are the words beside it."""
    drawn = ProgressChart(
        phrase("chart.title"),
        _calendar(profile),
        _stacks(profile),
        _shares(profile),
        _trend(profile),
    )
    return Chart(drawn, text, _told(drawn, profile))


def _calendar(profile: Profile) -> Calendar:
    today = profile.today
    monday = date.fromordinal(today.toordinal() - today.weekday())
    first = date.fromordinal(monday.toordinal() - 7 * BEFORE)
    due = dict(profile.due)
    # As far as something is due, so that no week is shown for nothing.
    last = max((day for day, number in profile.due if number), default=today)
    weeks = BEFORE + 1 + (last.toordinal() >= monday.toordinal() + 7)
    off = {*profile.streak.frozen, *profile.streak.away}

    def day(one: date) -> Day:
        kind: DayKind = "learned" if profile.answered.get(one) else "off" if one in off else "open"
        return Day(kind, due.get(one, 0), one == today)

    days = profile.streak.days
    return Calendar(
        count("chart.streak", days) if days else phrase("chart.days"),
        tuple(weekday(number) for number in range(7)),
        tuple(
            tuple(
                day(other_day) for other_day in span(date.fromordinal(first.toordinal() + 7 * n), 7)
            )
            for n in range(weeks)
        ),
        (phrase("chart.learned"), phrase("chart.off"), phrase("chart.due")),
    )


def _stacks(profile: Profile) -> Stacks | None:
    lessons = [lesson for lesson in profile.lessons if lesson.mastery is not None]
    if not lessons:
        return None
    shown = sorted(lessons, key=_rank)[:LESSONS]
    kept = [standing for standing in lessons if standing in shown]
    left = len(lessons) - len(kept)
    return Stacks(
        phrase("chart.lessons"),
        tuple(_row(standing) for standing in kept),
        tuple((state, phrase(f"mastery.{state}")) for state in _STATES),
        count("chart.more", left) if left else "",
    )


def _rank(standing: Standing) -> int:
    return _ORDER.index(standing.mastery.state) if standing.mastery else len(_ORDER)


def _row(standing: Standing) -> Row:
    if standing.mastery is None:
        raise ValueError(f"{standing.title} has no questions to show")
    state = standing.mastery.state
    return Row(plain(standing.title), state, phrase(f"mastery.{state}"), standing.mastery.counts)


def _shares(profile: Profile) -> Shares | None:
    heading = phrase("chart.shares")
    if profile.lacking:
        return Shares(heading, note=count("progress.lacking", profile.lacking))
    rows = []
    for word, tally in profile.tallies:
        label = phrase(f"chart.word.{word}")
        if tally.total < ENOUGH:
            rows.append(Share(label, count("chart.lacking", ENOUGH - tally.total)))
            continue
        low, high = interval(tally)
        answers = phrase("chart.of", right=tally.right, total=tally.total)
        right = tally.right / tally.total
        rows.append(Share(label, answers, right, low, high, PROBABILITY.get(word)))
    if not rows:
        return None
    legend = (phrase("chart.right"), phrase("chart.interval"), phrase("chart.promised"))
    return Shares(heading, tuple(rows), legend)


def _trend(profile: Profile) -> Trend | None:
    shown = scores.score(profile.points)
    if shown is None:
        return None
    heading = phrase("chart.score", score=shown, best=BEST)
    legend = (phrase("chart.score.went"), phrase("chart.score.middle", middle=MIDDLE))
    return Trend(heading, scores.course(profile.points), MIDDLE, legend)


def _told(drawn: ProgressChart, profile: Profile) -> str:
    """What is drawn, in one short paragraph for those who do not see it."""
    sentences = [drawn.title, drawn.calendar.heading]
    if drawn.stacks:
        lessons = [
            phrase("chart.told.lesson", title=r.label, state=r.word) for r in drawn.stacks.rows
        ]
        sentences.append(phrase("chart.told.lessons", lessons=", ".join(lessons)))
    if drawn.shares:
        for row in drawn.shares.rows:
            if row.right is None:
                continue
            key = "chart.told.share" if row.promised is None else "chart.told.promised"
            sentences.append(
                phrase(
                    key,
                    word=row.label,
                    right=_percent(row.right),
                    low=_percent(row.low),
                    high=_percent(row.high),
                    promised=_percent(row.promised or 0.0),
                )
            )
    if drawn.trend:
        sentences.append(drawn.trend.heading)
    due = sum(number for _, number in profile.due)
    if due:
        sentences.append(count("chart.told.due", due))
    return ". ".join(sentences) + "."


def _percent(share: float) -> int:
    return round(100 * share)
