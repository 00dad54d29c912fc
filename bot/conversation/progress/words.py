"""A learner's profile in words: the sentences of /progress."""

from datetime import date, timedelta

from bot.conversation import phrases
from bot.conversation.language.markup import escaped, plain
from bot.conversation.lesson import whereabouts
from bot.conversation.needs.learner import LearnerHistory
from bot.conversation.phrases import count, phrase
from bot.conversation.progress.profile import WEEK, Profile, Standing, today
from bot.conversation.question import choices, pitfalls, posing, score
from bot.conversation.turn import Scene
from bot.learning.beliefs import Belief, Change
from bot.learning.calibration import fit
from bot.learning.habits import by_day, span
from bot.learning.logbook import Totals
from bot.learning.mastery import Mastery
from bot.learning.zones import clock
from bot.lessons.question import Question

_APPROACH = 200
"""Characters of an approach that is told whole; of a longer one, how it begins, and its end."""


def lessons(profile: Profile) -> str:
    """The lessons that were begun, in a list."""
    return "\n".join(f"- {_lesson(lesson)}" for lesson in profile.lessons)


def _lesson(standing: Standing) -> str:
    line = _place(standing)
    if standing.mastery is None:
        return line
    state = phrase(f"mastery.{standing.mastery.state}")
    if len(standing.mastery.counts) == 1:
        return phrase("mastery.lesson.whole", lesson=line, state=state)
    return phrase("mastery.lesson", lesson=line, state=state, counts=_counts(standing.mastery))


def _place(standing: Standing) -> str:
    progress = standing.progress
    if progress.finished:
        return phrase("progress.done", title=standing.title)
    if not progress.steps:
        return phrase("progress.begun", title=standing.title)
    steps = phrase("progress.steps", done=progress.steps_done, count=progress.steps)
    return phrase("progress.under_way", title=standing.title, steps=steps)


def _counts(mastery: Mastery) -> str:
    return ", ".join(phrase(f"mastery.count.{state}", count=n) for state, n in mastery.counts)


def streak(profile: Profile) -> str:
    """How long they have kept at it; nothing if there is nothing to tell."""
    found = profile.streak
    if not found.days:
        return ""
    free = phrase("streak.free" if found.free else "streak.taken")
    return " ".join([count("streak.days", found.days), free])


def goal(scene: Scene) -> str:
    """How the last days were, and how far today is; nothing if there was nothing."""
    history, past = scene.known.history or LearnerHistory(), scene.known.totals or Totals()
    wanted = scene.learner.preferences
    now = today(scene)
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
    if said := score.sentence(profile.points):
        parts.append(" ".join(part for part in (said, score.trend(profile.points)) if part))
    return [*parts, *_calibration(profile)]


def _calibration(profile: Profile) -> list[str]:
    sentences = []
    for confidence, tally in profile.tallies:
        if tally.total < score.FEW:
            # One of one is no share: it would be read as a promise, or as a blow.
            continue
        said = phrase(f"progress.{confidence}", right=tally.right, total=tally.total)
        verdict = fit(confidence, tally)
        if verdict in ("over", "under", "fits"):
            fits = phrase(f"progress.{verdict}")
            if confidence == "range":
                fits = phrase(f"progress.range.{verdict}")
            said = f"{said} {fits}"
        sentences.append(said)
    if profile.lacking:
        sentences.append(count("progress.lacking", profile.lacking))
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
    """The beliefs that changed most; nothing if none did.

    One whose lesson is not there any more in the revision of then is passed over.
    """
    history = scene.known.history or LearnerHistory()
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
    if lesson is None or question is None or not _said(question, belief):
        return None
    return pitfalls.as_asked(lesson, question, 1)


def _said(question: Question, belief: Belief) -> str:
    """What was believed, as Markdown; nothing if that is not known any more."""
    choice = belief.choice
    if question.options and (choice is None or choice >= len(question.options)):
        return ""
    label = choices.label(question, choice, belief.answer)
    return choices.shown(question, label) if label else ""


def _asked(question: Question) -> str:
    """What was asked, as Markdown; an approach may be long, and hold a sample."""
    words = posing.words(question, 1)
    if question.is_pitfall:
        return whereabouts.about(words, _APPROACH)
    return escaped(plain(words))


def _change(change: Change, question: Question) -> str:
    before, now = change.belief, change.now
    return phrase(
        "belief.change",
        question=_asked(question),
        before=phrase(f"belief.before.{before.confidence}", label=_said(question, before)),
        now=phrase(f"belief.now.{now.confidence}", label=choices.shown(question, now.said or "")),
    )
