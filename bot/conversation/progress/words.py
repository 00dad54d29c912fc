"""What a learner's figures say, in words: the sentences of /progress."""

from datetime import date

from bot.conversation import phrases
from bot.conversation.language.markup import escaped, plain
from bot.conversation.needs.learner import Mirror
from bot.conversation.phrases import count, phrase, score
from bot.conversation.progress.profile import Figures, Standing
from bot.conversation.turn import Scene
from bot.learning.beliefs import Change
from bot.learning.calibration import fit
from bot.learning.mastery import Mastery
from bot.lessons.model import Question


def lessons(figures: Figures) -> str:
    """The lessons that were begun, in a list."""
    return "\n".join(f"- {_lesson(one)}" for one in figures.lessons)


def _lesson(one: Standing) -> str:
    line = _place(one)
    if one.mastery is None:
        return line
    state = phrase(f"mastery.{one.mastery.state}")
    if len(one.mastery.counts) == 1:
        return phrase("mastery.lesson.whole", lesson=line, state=state)
    return phrase("mastery.lesson", lesson=line, state=state, counts=counts(one.mastery))


def _place(one: Standing) -> str:
    progress = one.progress
    if progress.finished:
        return phrase("progress.done", title=one.title)
    if not progress.steps:
        return phrase("progress.begun", title=one.title)
    steps = phrase("progress.steps", done=progress.steps_done, count=progress.steps)
    return phrase("progress.under_way", title=one.title, steps=steps)


def counts(mastery: Mastery) -> str:
    """How many questions are in which state; those with none are left out."""
    return ", ".join(phrase(f"mastery.count.{state}", count=n) for state, n in mastery.counts)


def streak(figures: Figures) -> str:
    """How long they have kept at it; nothing if there is nothing to tell."""
    found = figures.streak
    if not found.days:
        return ""
    free = phrase("streak.free" if found.free else "streak.taken")
    return " ".join([count("streak.days", found.days), free])


def predictions(figures: Figures) -> list[str]:
    """How many there were, their score, and how well confidence fitted; nothing if none."""
    if not figures.predictions:
        return []
    parts = [count("progress.predictions", figures.predictions)]
    if figures.tallies:
        parts.append(phrase("progress.score", score=score(figures.score)))
    return [*parts, *_calibration(figures)]


def _calibration(figures: Figures) -> list[str]:
    sentences = []
    for confidence, tally in figures.tallies:
        said = phrase(f"progress.{confidence}", right=tally.right, total=tally.total)
        verdict = fit(confidence, tally)
        if verdict != "early":
            said = f"{said} {phrase(f'progress.{verdict}')}"
        sentences.append(said)
    if figures.lacking:
        sentences.append(count("progress.lacking", figures.lacking))
    return sentences


def week(figures: Figures) -> str:
    """How many reviews are due on which day of this week; nothing if none are."""
    days = [
        phrase("week.day", day=weekday(day, figures.today), count=number)
        for day, number in figures.due
        if number
    ]
    return phrase("week.due", days=", ".join(days)) if days else ""


def weekday(day: date, today: date) -> str:
    """A day in a short word."""
    return phrase("week.today") if day == today else phrases.weekday(day.weekday())


def changed(scene: Scene) -> str:
    """The beliefs that changed most; nothing if none did.

    One whose lesson is not there any more in the revision of then is passed over.
    """
    mirror = scene.known.mirror or Mirror()
    found = [
        _change(one, question)
        for one in mirror.changes
        if (question := _question(scene, one)) is not None
    ]
    return "\n".join([phrase("belief.title"), *(f"- {one}" for one in found)]) if found else ""


def _question(scene: Scene, change: Change) -> Question | None:
    belief = change.belief
    lesson = scene.known.lessons.get((belief.lesson, belief.revision))
    for question in lesson.questions if lesson else ():
        if question.id == belief.question and belief.choice < len(question.options):
            return question
    return None


def _change(change: Change, question: Question) -> str:
    before, now = change.belief, change.now
    return phrase(
        "belief.change",
        question=_begun(plain(question.text)),
        before=phrase(
            f"belief.before.{before.confidence}", label=question.options[before.choice].label
        ),
        now=phrase(f"belief.now.{now.confidence}", label=now.said),
    )


def _begun(question: str) -> str:
    """A question that begins a sentence; in a lesson it may follow a colon."""
    return escaped(question[:1].upper() + question[1:])
