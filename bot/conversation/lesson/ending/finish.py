"""The end of a lesson: it is summed up, put on record, and what comes next is offered."""

from collections.abc import Mapping

from bot.conversation import availability
from bot.conversation.facts.learner import LessonFinished
from bot.conversation.lesson import quotation
from bot.conversation.lesson.challenge import result_list, testing_out
from bot.conversation.lesson.ending import intention, onward, return_offer, worth
from bot.conversation.lesson.modes import MODES, WHOLE
from bot.conversation.lesson.modes.recall import RECALL
from bot.conversation.lesson.playthrough import Playthrough, playthrough
from bot.conversation.lesson.project import judging
from bot.conversation.lesson.recall import recalled
from bot.conversation.offers import offer
from bot.conversation.phrases import count, listed, phrase
from bot.conversation.phrases.languages import untranslated
from bot.conversation.question import choices, posing, score, typed
from bot.conversation.session import Outcome, Run
from bot.conversation.turn import Scene
from bot.learning import predictions
from bot.lessons.faults import shorten
from bot.lessons.model import Lesson
from bot.lessons.question import Question
from bot.values import replace

_NAMED = 70
"""Characters of an answer in words that are quoted."""

ASKED = 90
"""Characters of a question that the biggest change is told by: what it asks, not its scene."""

SCORED = 5
"""Answers of a recall with how sure they were, below which nothing is made of that."""

_MISSED = "end.later.missed"
"""Why something needs another look, if it wasn't right."""

_ALONE = {
    "end.later.lucky": "end.later.lucky.all",
    "end.later.answer": "end.later.answer.all",
    "end.later.partly": "end.later.partly.all",
    "end.later.reason": "end.later.reason.all",
    "end.later.recognized": "end.later.recognized.all",
}
"""How a sentence says why all needs another look that does, although it was right."""


def finish(scene: Scene, before: str = "") -> None:
    """Sum up, put the finish on record, and offer what comes next."""
    run, lesson = scene.run, scene.lesson
    scene.facts.append(LessonFinished(run.id))
    here = playthrough(scene)
    later = _later(here)
    knows = testing_out.passed(scene, run)
    if knows:
        testing_out.record(scene, run)
    if (run.mode in WHOLE or knows) and run.lesson not in scene.learner.finished:
        finished = (*scene.learner.finished, run.lesson)
        scene.learner = replace(scene.learner, finished=finished)
    told = judging.ended(scene, run) if MODES[run.mode].days else summary(scene, run)
    scene.session = replace(scene.session, run=None)
    if before:
        scene.say(before)
    if knows and not run.preview:
        told.append(phrase("end.tested"))
    if testing_out.too_soon(scene, run) and not run.preview:
        told.append(phrase("end.tested.again"))
    if later and not run.preview and not return_offer.suits(scene, run):
        told.append(later)
    scene.say("\n\n".join(_shared(lesson) if scene.envelope.overheard else told))
    if run.preview:
        back = offer(phrase("admin.preview.back"), "admin drafts show", run.preview)
        scene.ask(phrase("admin.preview.end"), [[back]])
        return
    into, entries = onward.into(scene, run)
    more, others = onward.ways(scene, run)
    closing = [*onward.takeaways(lesson, run), *intention.told(scene, run), *into, *more]
    offers = [[entry] for entry in entries]
    if following := onward.following(scene, run):
        closing.append(phrase("end.next", title=following.title))
        if other := untranslated(following.language):
            closing.append(other)
        offers.append(
            [
                offer(
                    phrase("end.start_next", title=following.title),
                    "learn",
                    following.id,
                )
            ]
        )
    elif not into:
        closing.append(availability.soonest(scene) or phrase("end.more"))
    offers.append(others)
    ways = [
        offer(phrase("end.modes"), "ways", run.lesson),
        offer(phrase("start.lessons"), "menu"),
    ]
    offers += [ways, worth.offered(scene, run)]
    closing, rows = return_offer.offered(scene, run, closing, offers)
    scene.ask("\n\n".join(closing), rows)


def _shared(lesson: Lesson) -> list[str]:
    """What is said of the end where others read it: how it went is the learner's own."""
    return [phrase("end.title", title=lesson.title), phrase("end.alone")]


def _later(here: Playthrough) -> str:
    """What comes back of what was missed; nothing if nothing does.

    The count is held beside that of the answers that were wrong, so where more is in it than these,
    it is told of what it is made.
    """
    texts = here.for_review
    if not texts:
        return ""
    back, kinds = len(texts), _kinds(here)
    if [*kinds] == [_MISSED]:
        return count("end.later", back)
    head = count("end.later.head", back, why=_made_of(kinds))
    return f"{head} {count('end.later.back', back)}"


def _kinds(here: Playthrough) -> Mapping[str, int]:
    """What needs another look, counted by why."""
    run, missed = here.run, here.missed
    reasoned = {id for id, _ in run.reasoned}
    others = {*here.for_review} - {made.question for made in missed}
    said = {id: met for id, met in recalled.said_alone(run).items() if id in others}
    others -= {*said}
    verdicts = [*said.values()]
    partly, asked = {id for id, met in said.items() if met == "partly"}, recalled.explained(here)
    counts = {
        _MISSED: sum(not made.right for made in missed) + verdicts.count("no"),
        "end.later.lucky": sum(made.right is True for made in missed),
        "end.later.answer": len(partly & asked),
        "end.later.partly": len(partly - asked),
        "end.later.reason": len(others & reasoned),
        "end.later.recognized": len(others - reasoned),
    }
    return {why: number for why, number in counts.items() if number}


def _made_of(kinds: Mapping[str, int]) -> str:
    """The counts in words, behind what they add up to."""
    keys = _ALONE if len(kinds) == 1 else {why: why for why in kinds}
    return f": {listed(count(keys[why], number) for why, number in kinds.items())}"


def summary(scene: Scene, run: Run) -> list[str]:
    """What came of the predictions, in sentences: how many were right before anything else."""
    lesson = scene.lesson
    first = _first(run)
    again = [made for made in run.outcomes if made.phase == "exit" and made.right is not None]
    lines = [phrase("end.test" if testing_out.is_test(run) else "end.title", title=lesson.title)]
    from_memory = recalled.summed_up(scene, run)
    # It is most of what was asked.
    lines.append(from_memory)
    predicted = [made for made in first if not made.unknown and made.right is not None]
    if predicted and not testing_out.is_test(run):
        right = sum(made.right is True for made in predicted)
        what = "predictions" if playthrough(scene).predicts else "answers"
        # Beside what was said from memory, these are what was chosen.
        lines.append(_right_of(right, len(predicted), "chosen" if from_memory else what))
    if unknown := sum(made.unknown for made in first):
        lines.append(count("end.unknown", unknown))
    if again:
        right = sum(made.right is True for made in again)
        few = score.few(right, len(again))
        told = phrase("end.exit", right=right, total=len(again))
        lines.append(phrase(f"end.exit.{few}") if few else told)
    if moved := _moved_most(lesson, run):
        lines.append(moved)
    if any(made.score is not None for made in first) and scene.asks_confidence and not run.preview:
        lines += _judged_oneself(scene, run)
    return [line for line in lines if line]


def _judged_oneself(scene: Scene, run: Run) -> list[str]:
    """How well somebody judged themselves; of a recall, how often each word was right, too.

    A test has told that with its list, and what would help tells it itself. Of a recall that was
    mostly said there is nothing to tell: how sure they were was hardly asked.
    """
    if run.mode == RECALL.name and sum(made.score is not None for made in _first(run)) < SCORED:
        return []
    points = score.points(scene)
    told = score.at_end(points, result_list.tallies(run))
    helps = told and told != score.sentence(points)
    if run.mode != RECALL.name or helps:
        return [told]
    return ["\n".join(result_list.calibration(run)), told]


def _first(run: Run) -> list[Outcome]:
    return [made for made in run.outcomes if made.phase == "first"]


def _right_of(right: int, total: int, what: str) -> str:
    """How many were right: of predictions, of answers, or of what was chosen."""
    if few := score.few(right, total):
        return phrase(f"end.{what}.{few}")
    return phrase(f"end.{what}", right=right, total=total)


def _keyed(question: Question) -> int:
    return sum(option.right for option in question.options)


def _moved_most(lesson: Lesson, run: Run) -> str | None:
    """The belief whose stated probability of the truth rose most from first to exit."""
    best: tuple[float, Question, Outcome, Outcome] | None = None
    for asked in lesson.questions:
        before, after = run.outcome(asked.id), run.outcome(asked.id, "exit")
        if not (before and after and after.right and not after.unknown):
            continue
        rise = _truth(asked, after) - _truth(asked, before)
        moved = (before.choice, before.answer) != (after.choice, after.answer)
        if moved and rise > 0 and (best is None or rise > best[0]):
            best = (rise, asked, before, after)
    if best is None:
        return None
    _, asked, before, after = best
    labels = {"before": _label(asked, before), "after": _label(asked, after)}
    words = posing.words(asked, Playthrough(run, lesson).worded(asked.id))
    return phrase("end.moved", question=quotation.whole(words, ASKED, fewest=1), **labels)


def _truth(asked: Question, made: Outcome) -> float:
    if asked.estimate:
        return predictions.PROBABILITY["range"] if made.right and made.settled else 0.0
    options = typed.CLASSES if asked.typed else len(asked.options)
    return predictions.belief(made.confidence, options, max(_keyed(asked), 1), bool(made.right))


def _label(asked: Question, made: Outcome) -> str:
    label = choices.label(asked, made.choice, made.answer)
    if label is None:
        return phrase("said.unknown")
    return choices.shown(asked, shorten(label, _NAMED) if asked.typed else label)
