"""What /progress shows of a learner's profile: its sentences, the same as a chart, and figures."""

from datetime import date, timedelta

from bot.conversation import phrases
from bot.conversation.acts import Act
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
from bot.conversation.language.markup import escape_markdown, plain
from bot.conversation.lesson import experiment, quotation
from bot.conversation.needs.learner import (
    AHEAD,
    DueItems,
    Needs,
    OwnExperiment,
    OwnHistory,
    OwnProgress,
    OwnTotals,
)
from bot.conversation.offers import offer
from bot.conversation.outputs import Chart, Say
from bot.conversation.phrases import count, phrase, weekday
from bot.conversation.progress.profile import WEEK, Profile, Standing, profile_of
from bot.conversation.question import answering, choices, pitfalls, posing
from bot.conversation.reminders import planned
from bot.conversation.review import queue
from bot.conversation.session import Session
from bot.conversation.settings import ready_by
from bot.conversation.turn import Scene
from bot.learning import scores
from bot.learning.beliefs import Belief, Change
from bot.learning.calibration import MIN_ANSWERS, fit, interval
from bot.learning.habits import by_day, span
from bot.learning.mastery import Mastery, State
from bot.learning.predictions import BEST, MIDDLE, PROBABILITY
from bot.learning.zones import clock
from bot.lessons.library import Library
from bot.lessons.question import Question
from bot.values import replace

_APPROACH = 200
"""Characters of an approach that is told whole; a longer approach is cut in the middle."""


def lessons(profile: Profile) -> str:
    """The lessons that were begun, in a list."""
    return "\n".join(f"- {_lesson(lesson)}" for lesson in profile.lessons)


def _lesson(standing: Standing) -> str:
    key = "progress.done" if standing.finished else "progress.begun"
    line = phrase(key, title=standing.title)
    if standing.mastery is None:
        return line
    state = phrase(f"mastery.{standing.mastery.state}")
    if len(standing.mastery.counts) == 1:
        return phrase("mastery.lesson.whole", lesson=line, state=state)
    return phrase("mastery.lesson", lesson=line, state=state, counts=_counts(standing.mastery))


def _counts(mastery: Mastery) -> str:
    return ", ".join(phrase(f"mastery.count.{state}", count=n) for state, n in mastery.counts)


def describe_retention(profile: Profile) -> str:
    """How many questions stay and how many don't, and where most wobble; nothing if none."""
    masteries = [lesson.mastery for lesson in profile.lessons if lesson.mastery]
    known, learning, risk = (
        sum(getattr(mastery, state) for mastery in masteries)
        for state in ("known", "learning", "risk")
    )
    total = Mastery(known=known, learning=learning, risk=risk)
    if not total.total:
        return ""
    said = [count("progress.held", total.total, counts=_counts(total))]
    worst = max(profile.lessons, key=lambda lesson: lesson.mastery.risk if lesson.mastery else 0)
    if risk:
        said.append(phrase("progress.wobbles", title=worst.title))
    return " ".join(said)


def streak(profile: Profile) -> str:
    """How long they have kept at it; nothing if there is nothing to tell."""
    days = profile.streak
    if not days.days:
        return ""
    free = phrase("streak.free" if days.free else "streak.taken")
    return " ".join([count("streak.days", days.days), free])


def goal(scene: Scene) -> str:
    """How the last days were, and how far today is; nothing if there was nothing."""
    history, past = scene.known[OwnHistory], scene.known[OwnTotals]
    wanted = scene.learner.preferences
    now = planned.today(scene)
    days = span(now - timedelta(days=WEEK - 1), WEEK)
    counts = by_day(history.answered, clock(wanted.zone))
    answers = [counts[day] for day in days if counts[day]]
    if not answers:
        return ""
    times = count("goal.answers", sum(answers))
    parts = [phrase("goal.week", answers=times, days=count("goal.days", len(answers)))]
    if kept := sum(day.isoformat() in past.reached for day in days):
        parts.append(count("goal.kept", kept))
    if wanted.goal and now.isoformat() not in past.reached:
        parts.append(phrase("goal.today", done=counts[now], goal=wanted.goal))
    return " ".join(parts)


def predictions(profile: Profile) -> list[str]:
    """How many there were, the score, and how well confidence fitted; nothing if none."""
    if not profile.predictions:
        return []
    parts = [count("progress.predictions", profile.predictions)]
    said = answering.score_sentence(profile.points)
    if not said:
        return parts
    trend = answering.score_trend(profile.points)
    return [*parts, f"{said} {trend}".rstrip(), *_calibration(profile)]


def _calibration(profile: Profile) -> list[str]:
    sentences = []
    for confidence, tally in profile.tallies:
        if tally.total < answering.MIN_COUNTED:
            # 1 of 1 is no share: it would be read as a promise, or as a blow.
            continue
        said = phrase(f"progress.{confidence}", right=tally.right, total=tally.total)
        verdict = fit(confidence, tally)
        if verdict in ("over", "under", "fits"):
            fits = phrase(f"progress.{verdict}")
            if confidence == "range":
                fits = phrase(f"progress.range.{verdict}")
            said = f"{said} {fits}"
        sentences.append(said)
    return sentences


def due(profile: Profile) -> str:
    """How many reviews are due on which day of this week; nothing if none are."""
    days = [
        phrase("week.day", day=_weekday(day, profile.today), count=number)
        for day, number in profile.due
        if number
    ]
    return phrase("week.due", days=", ".join(days)) if days else ""


def _weekday(day: date, now: date) -> str:
    return phrase("week.today") if day == now else phrases.weekday(day.weekday())


def beliefs(scene: Scene) -> str:
    """The beliefs that changed most; nothing if none did."""
    history = scene.known[OwnHistory]
    texts = [
        _change(change, question)
        for change in history.changes
        if (question := _question(scene, change)) is not None
    ]
    return "\n".join([phrase("belief.title"), *(f"- {text}" for text in texts)]) if texts else ""


def _question(scene: Scene, change: Change) -> Question | None:
    belief = change.belief
    lesson = scene.known.lessons.get((belief.lesson, belief.revision))
    question = pitfalls.question(lesson, belief.question) if lesson else None
    if lesson is None or question is None or not _belief(question, belief):
        return None
    return pitfalls.as_asked(lesson, question, 1)


def _belief(question: Question, belief: Belief) -> str:
    """What was believed, as Markdown; nothing if that is not known any more."""
    choice = belief.choice
    if question.options and (choice is None or choice >= len(question.options)):
        return ""
    label = choices.label(question, choice, belief.answer)
    return choices.render(question, label) if label else ""


def _short_question(question: Question) -> str:
    """What was asked, as Markdown; an approach may be long, and hold a sample."""
    words = posing.words(question, 1)
    if question.is_pitfall:
        return quotation.about(words, _APPROACH)
    return escape_markdown(plain(words))


def _change(change: Change, question: Question) -> str:
    before, now = change.belief, change.now
    return phrase(
        "belief.change",
        question=_short_question(question),
        before=phrase(f"belief.before.{before.confidence}", label=_belief(question, before)),
        now=phrase(f"belief.now.{now.confidence}", label=choices.render(question, now.said or "")),
    )


BEFORE = 1
"""Whole weeks that are shown before this, so that a streak is seen across a Monday."""

LESSONS = 6
"""Lessons in the picture at most: more are too small on a phone. The figures name them all."""

_STATES: tuple[State, ...] = ("known", "learning", "risk", "new")
_ORDER: tuple[State, ...] = ("risk", "learning", "known", "new")
"""Which lessons come first where there are too many."""


def chart(profile: Profile, text: str) -> Chart:
    """The days and the lessons that were begun."""
    drawn = ProgressChart(phrase("chart.title"), _calendar(profile), _stacks(profile))
    return Chart(drawn, text, _describe_drawing(drawn, profile))


def judging(profile: Profile, text: str) -> Chart | None:
    """How often each word was right and how the score went; ``None`` before there is a score."""
    shown = scores.score(profile.points)
    if shown is None:
        return None
    shares, trend = _shares(profile), _trend(profile, shown) if shown >= MIDDLE else None
    drawn = ProgressChart(phrase("chart.title"), None, None, shares, trend)
    return Chart(drawn, text, _describe_drawing(drawn, profile)) if shares or trend else None


def _calendar(profile: Profile) -> Calendar:
    today = profile.today
    monday = date.fromordinal(today.toordinal() - today.weekday())
    first = date.fromordinal(monday.toordinal() - 7 * BEFORE)
    due = dict(profile.due)
    # As far as something is due, so that no week is shown for nothing.
    last = max((day for day, number in profile.due if number), default=today)
    weeks = BEFORE + 1 + (last.toordinal() >= monday.toordinal() + 7)
    off = {*profile.streak.frozen, *profile.streak.away}

    def day(on: date) -> Day:
        kind: DayKind = "learned" if profile.answered.get(on) else "off" if on in off else "open"
        return Day(kind, due.get(on, 0), on == today)

    days = profile.streak.days
    return Calendar(
        count("chart.streak", days) if days else phrase("chart.days"),
        tuple(weekday(number) for number in range(7)),
        tuple(
            tuple(day(on) for on in span(date.fromordinal(first.toordinal() + 7 * n), 7))
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
    rows = []
    for word, tally in profile.tallies:
        if tally.total < MIN_ANSWERS:
            continue
        low, high = interval(tally)
        answers = phrase("chart.of", right=tally.right, total=tally.total)
        right, promised = tally.right / tally.total, PROBABILITY.get(word)
        rows.append(Share(phrase(f"chart.word.{word}"), answers, right, low, high, promised))
    legend = (phrase("chart.right"), phrase("chart.interval"), phrase("chart.promised"))
    return Shares(phrase("chart.shares"), tuple(rows), legend) if rows else None


def _trend(profile: Profile, shown: int) -> Trend:
    heading = phrase("chart.score", score=shown, best=BEST)
    legend = (phrase("chart.score.went"), phrase("chart.score.middle", middle=MIDDLE))
    return Trend(heading, scores.course(profile.points), MIDDLE, legend)


def _describe_drawing(drawn: ProgressChart, profile: Profile) -> str:
    """What is drawn, in a short paragraph for those who do not see it."""
    sentences = [drawn.title, *([drawn.calendar.heading] if drawn.calendar else [])]
    if drawn.stacks:
        lessons = [
            phrase("chart.told.lesson", title=r.label, state=r.word) for r in drawn.stacks.rows
        ]
        sentences.append(phrase("chart.told.lessons", lessons=", ".join(lessons)))
    if drawn.shares:
        for row in drawn.shares.rows:
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
    if due and drawn.calendar:
        sentences.append(count("chart.told.due", due))
    return ". ".join(sentences) + "."


def _percent(share: float) -> int:
    return round(100 * share)


def show(scene: Scene, argument: str = "") -> None:
    """The days in a row, what comes next and what stays; with an argument the figures instead."""
    if scene.envelope.overheard:
        scene.say(phrase("progress.alone"))
        return
    profile = profile_of(scene)
    if not (profile.lessons or profile.answered):
        scene.point_on(phrase("progress.none"), [[offer(phrase("start.lessons"), "menu")]])
    elif argument:
        _figures(scene, profile)
    else:
        _overview(scene, profile)


def _overview(scene: Scene, profile: Profile) -> None:
    parts = [
        phrase("progress.title"),
        planned.streak_words(scene),
        queue.outlook(scene),
        describe_retention(profile) or phrase("progress.unanswered"),
    ]
    text = "\n\n".join(part for part in parts if part)
    if profile.answered and (scene.session.review or scene.session.run):
        text = f"{text}\n\n{phrase('progress.all')}"
        scene.outputs.append(chart(profile, text))
        return
    if profile.answered:
        scene.outputs.append(chart(profile, ""))
    rows = [[offer(phrase("progress.more"), "figures")], *queue.ways_on(scene)]
    scene.point_on(text, rows, "progress.all", card=False)


def _figures(scene: Scene, profile: Profile) -> None:
    """The same in figures, with how well they judge themselves and what they have changed."""
    parts = [
        lessons(profile),
        ready_by.progress(scene),
        " ".join(part for part in (streak(profile), goal(scene)) if part),
        "" if queue.returning(scene) else due(profile),
    ]
    scene.say("\n\n".join(part for part in parts if part))
    judged = "\n\n".join(predictions(profile))
    scene.outputs.append(judging(profile, judged) or Say(judged, apart=True))
    changed = [beliefs(scene), *experiment.progress(scene)]
    if said := "\n\n".join(part for part in changed if part):
        scene.outputs.append(Say(said, apart=True))


def _all_figures(scene: Scene) -> None:
    _figures(scene, profile_of(scene))


_NEEDS = Needs((OwnProgress(), OwnHistory(), OwnTotals(), OwnExperiment(), DueItems(AHEAD)))


def needs(library: Library, session: Session | None, argument: str = "") -> Needs:
    """Also the lessons under way, whose questions to come count in what they show."""
    runs = session.runs if session else ()
    lessons = ((run.lesson, run.revision) for run in runs if not run.preview)
    return replace(_NEEDS, lessons=tuple(dict.fromkeys(lessons)))


ACTS = (Act("figures", _all_figures, needs, answers=True),)
