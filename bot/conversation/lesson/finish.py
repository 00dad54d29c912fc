"""The end of a lesson: it is summed up, put on record, and what comes next is offered.

Whoever has taken the whole of it for the first time is asked by three buttons whether it was worth
it. At the end of a first lesson they are told when what they missed returns, with a reminder on
offer: once in a learner's life, where they are alone with the tutor and have none; what comes of it
is in ``bot.conversation.settings.first_reminder``. Its hour is the first of the evening at which
something is due, which is twenty hours from now.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import get_args

from bot.conversation import availability
from bot.conversation.acts import Act
from bot.conversation.facts.learner import LessonFinished
from bot.conversation.facts.remarks import Worth, WorthSaid
from bot.conversation.language.locale import tag
from bot.conversation.language.time_of_day import shown
from bot.conversation.lesson import intention, quotation, recall
from bot.conversation.lesson.challenge import result_list, testing_out
from bot.conversation.lesson.modes import MODES, WHOLE, learn, of_card
from bot.conversation.lesson.modes.recall import RECALL
from bot.conversation.lesson.playthrough import Playthrough, playthrough
from bot.conversation.lesson.project import judging
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import count, listed, phrase, untranslated
from bot.conversation.question import answering, choices, posing, typed
from bot.conversation.reminders import contact
from bot.conversation.session import Outcome, Run
from bot.conversation.turn import Scene
from bot.learning import predictions
from bot.learning.items import DAY, GRACE
from bot.learning.local_time import instant, wall_of
from bot.learning.zones import clock, guess
from bot.lessons.card import Card
from bot.lessons.faults import shorten
from bot.lessons.model import RECOLLECTION, Lesson
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
    lines = judging.ended(scene, run) if MODES[run.mode].days else summary(scene, run)
    scene.session = replace(scene.session, run=None)
    if before:
        scene.say(before)
    if knows and not run.preview:
        lines.append(phrase("end.tested"))
    if testing_out.too_soon(scene, run) and not run.preview:
        lines.append(phrase("end.tested.again"))
    if later and not run.preview and not suits_return(scene, run):
        lines.append(later)
    scene.say("\n\n".join(_shared(lesson) if scene.envelope.overheard else lines))
    if run.preview:
        back = offer(phrase("admin.preview.back"), "admin drafts show", run.preview)
        scene.ask(phrase("admin.preview.end"), [[back]])
        return
    into, entries = new_ways(scene, run)
    more, others = other_ways(scene, run)
    closing = [*takeaways(lesson, run), *intention.told(scene, run), *into, *more]
    offers = [[entry] for entry in entries]
    if following := next_lesson(scene, run):
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
    offers += [ways, worth_rows(scene, run)]
    closing, rows = offer_return(scene, run, closing, offers)
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
    run, missed = here.run, here.missed
    reasoned = {id for id, _ in run.reasoned}
    others = {*here.for_review} - {outcome.question for outcome in missed}
    said = {id: met for id, met in recall.said_alone(run).items() if id in others}
    others -= {*said}
    verdicts = [*said.values()]
    partly, asked = {id for id, met in said.items() if met == "partly"}, recall.explained(here)
    counts = {
        _MISSED: sum(not outcome.right for outcome in missed) + verdicts.count("no"),
        "end.later.lucky": sum(outcome.right is True for outcome in missed),
        "end.later.answer": len(partly & asked),
        "end.later.partly": len(partly - asked),
        "end.later.reason": len(others & reasoned),
        "end.later.recognized": len(others - reasoned),
    }
    return {why: number for why, number in counts.items() if number}


def _made_of(kinds: Mapping[str, int]) -> str:
    keys = _ALONE if len(kinds) == 1 else {why: why for why in kinds}
    return f": {listed(count(keys[why], number) for why, number in kinds.items())}"


def summary(scene: Scene, run: Run) -> list[str]:
    """What came of the predictions, in sentences: how many were right before anything else."""
    lesson = scene.lesson
    first = _first(run)
    again = [
        outcome for outcome in run.outcomes if outcome.phase == "exit" and outcome.right is not None
    ]
    lines = [phrase("end.test" if testing_out.is_test(run) else "end.title", title=lesson.title)]
    from_memory = recall.summed_up(scene, run)
    # It is most of what was asked.
    lines.append(from_memory)
    predicted = [outcome for outcome in first if not outcome.unknown and outcome.right is not None]
    if predicted and not testing_out.is_test(run):
        right = sum(outcome.right is True for outcome in predicted)
        what = "predictions" if playthrough(scene).predicts else "answers"
        # Beside what was said from memory, these are what was chosen.
        lines.append(_right_of(right, len(predicted), "chosen" if from_memory else what))
    if unknown := sum(outcome.unknown for outcome in first):
        lines.append(count("end.unknown", unknown))
    if again:
        right = sum(outcome.right is True for outcome in again)
        few = answering.few_right(right, len(again))
        score = phrase("end.exit", right=right, total=len(again))
        lines.append(phrase(f"end.exit.{few}") if few else score)
    if moved := _moved_most(lesson, run):
        lines.append(moved)
    if (
        any(outcome.score is not None for outcome in first)
        and scene.asks_confidence
        and not run.preview
    ):
        lines += _judged_oneself(scene, run)
    return [line for line in lines if line]


def _judged_oneself(scene: Scene, run: Run) -> list[str]:
    """How well somebody judged themselves; of a recall, how often each word was right, too.

    A test has told that with its list, and what would help tells it itself. Of a recall that was
    mostly said there is nothing to tell: how sure they were was hardly asked.
    """
    if (
        run.mode == RECALL.name
        and sum(outcome.score is not None for outcome in _first(run)) < SCORED
    ):
        return []
    points = answering.scores(scene)
    sentence = answering.score_at_end(points, result_list.tallies(run))
    helps = sentence and sentence != answering.score_sentence(points)
    if run.mode != RECALL.name or helps:
        return [sentence]
    return ["\n".join(result_list.calibration(run)), sentence]


def _first(run: Run) -> list[Outcome]:
    return [outcome for outcome in run.outcomes if outcome.phase == "first"]


def _right_of(right: int, total: int, what: str) -> str:
    """How many were right: of predictions, of answers, or of what was chosen."""
    if few := answering.few_right(right, total):
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


def _truth(asked: Question, outcome: Outcome) -> float:
    if asked.estimate:
        return predictions.PROBABILITY["range"] if outcome.right and outcome.settled else 0.0
    options = typed.CLASSES if asked.typed else len(asked.options)
    return predictions.belief(
        outcome.confidence, options, max(_keyed(asked), 1), bool(outcome.right)
    )


def _label(asked: Question, outcome: Outcome) -> str:
    label = choices.label(asked, outcome.choice, outcome.answer)
    if label is None:
        return phrase("said.unknown")
    return choices.shown(asked, shorten(label, _NAMED) if asked.typed else label)


MORE = 3
"""Other ways through a lesson that are told of at its end."""


def takeaways(lesson: Lesson, run: Run) -> list[str]:
    """What to take away, in parts: of a tour what it has introduced; nothing where it was shown."""
    if run.mode == "learn":
        texts = learn.takeaways(lesson, run.seed)
    elif run.mode in WHOLE or (run.mode == "recall" and RECOLLECTION not in run.worked):
        texts = list(lesson.takeaways)
    else:
        texts = []
    bullets = "\n".join(f"- {text}" for text in texts)
    return [phrase("end.takeaways"), bullets] if texts else []


def other_ways(scene: Scene, run: Run) -> tuple[list[str], list[Offer]]:
    """What other ways through the lesson would add, for who had its first tour; and into them."""
    card = scene.library.cards.get(run.lesson)
    if card is None or run.mode != "learn":
        return [], []
    minutes = dict(of_card(card))
    adding = sorted((mode.adds, mode.name) for mode in MODES.values() if mode.adds)
    others = [mode for _, mode in adding if mode in minutes][:MORE]
    if not others:
        return [], []
    lines = [_line(mode, minutes[mode]) for mode in others]
    offers = [offer(phrase(f"mode.{mode}"), "start", run.lesson, mode) for mode in others]
    return [phrase("learn.more"), "\n".join(f"- {line}" for line in lines)], offers


def _line(mode: str, minutes: int) -> str:
    return phrase(
        "lesson.mode",
        name=phrase(f"mode.{mode}"),
        minutes=count("count.minutes", minutes),
        about=phrase(f"mode.{mode}.about"),
    )


def new_ways(scene: Scene, run: Run) -> tuple[list[str], list[Offer]]:
    """The way into a lesson that a test has shown to be worth taking, if any."""
    lesson = run.lesson
    if not testing_out.is_test(run) or lesson in scene.learner.finished:
        return [], []
    if testing_out.may_go_on(scene.lesson, run):
        return [], []
    card = scene.library.cards.get(lesson)
    minutes = dict(of_card(card)) if card else {}
    modes = [mode for mode in MODES if mode in WHOLE and mode in minutes]
    first = phrase("end.into") if "learn" in modes else phrase("end.into.deep")
    offers = [
        offer(
            phrase("end.into.mode", mode=phrase(f"mode.{mode}"), minutes=minutes[mode]),
            "start",
            lesson,
            mode,
        )
        for mode in modes
    ]
    return ([first], offers) if offers else ([], [])


def next_lesson(scene: Scene, run: Run) -> Card | None:
    """The lesson that could be next; who knows enough of this may go on without taking it."""
    finished = {*scene.learner.finished, run.lesson}
    untaken = testing_out.is_test(run) and run.lesson not in scene.learner.finished
    if untaken and testing_out.share(scene.lesson, run) < testing_out.FAIR:
        return None
    return scene.library.next_after(run.lesson, frozenset(finished), availability.locks(scene))


EVENINGS = (19 * 60, 21 * 60)
"""Minutes of the day at which a reminder is offered: the first that is late enough."""

DAYS = ("today", "tomorrow")
"""On which day that can be: the phrases ``first.at.…``."""


def offer_return(
    scene: Scene, run: Run, closing: list[str], rows: list[list[Offer]]
) -> tuple[list[str], list[list[Offer]]]:
    """What closes a lesson and its choices, below the offer if this is the time for it."""
    if not suits_return(scene, run):
        return closing, rows
    scene.learner = replace(scene.learner, reminder_offered=True)
    scene.say("\n\n".join(closing))
    missed = len({outcome.question for outcome in run.outcomes if not outcome.settled})
    if missed:
        name, minute = _when(scene)
        first, what = phrase(f"first.at.{name}", time=shown(minute)), _missed(name, missed)
    else:
        minute = EVENINGS[0]
        first, what = phrase("first.at.due", time=shown(minute)), phrase("first.kept")
    parts = [what, phrase("first.ask")]
    if scene.envelope.address.public:
        parts.append(phrase("remind.alone"))
    answers = [
        [offer(first, "first at", minute)],
        [offer(phrase("first.other"), "first other"), offer(phrase("first.no"), "first no")],
    ]
    return parts, [*answers, *rows]


def suits_return(scene: Scene, run: Run) -> bool:
    """Whether this is the end at which a reminder is offered."""
    learner = scene.learner
    return (
        run.mode in WHOLE
        and not learner.reminder_offered
        and not learner.preferences.reminders
        and not scene.envelope.overheard
        and contact.place(scene.envelope) is not None
    )


def _missed(day: str, missed: int) -> str:
    """That it returns: past midnight, what is back "today" is not back tomorrow."""
    return count("first.missed.evening" if day == "today" else "first.missed", missed)


def _when(scene: Scene) -> tuple[str, int]:
    """The first evening hour at which what was missed now is due, and whether that is tomorrow."""
    zone = clock(scene.learner.preferences.zone or guess(tag(scene.learner, scene.envelope)))
    today, due = wall_of(scene.now, zone).date(), scene.now + DAY - GRACE
    for ahead, name in enumerate(DAYS):
        for minute in EVENINGS:
            if instant(today + timedelta(days=ahead), minute, zone) >= due:
                return name, minute
    return DAYS[-1], EVENINGS[-1]


_VERB = "worth"


def worth_rows(scene: Scene, run: Run) -> list[Offer]:
    """The buttons, if this is the first end of the whole lesson for this learner."""
    if run.lesson in scene.learner.valued or run.mode not in WHOLE or scene.envelope.overheard:
        return []
    scene.learner = replace(scene.learner, valued=(*scene.learner.valued, run.lesson))
    about = (run.lesson, run.revision, run.id)
    return [offer(phrase(f"worth.{worth}"), _VERB, worth, *about) for worth in get_args(Worth)]


def _say(scene: Scene, worth: Worth, lesson: str, revision: str, run: str) -> None:
    """Note it; the question that it stood below stays open without these buttons."""
    asked = scene.open
    if asked is None:
        raise ValueError("nothing is asked")
    scene.facts.append(WorthSaid(run, lesson, revision, worth))
    rows = [[offer for offer in row if offer.act[0] != _VERB] for row in asked.rows]
    said = phrase("worth.said", said=phrase(f"worth.{worth}"))
    scene.revise(f"{asked.text}\n\n{said}", rows)
    scene.notice(phrase("worth.noted"))


ACTS = (Act(_VERB, _say),)
