"""The end of a lesson: it is put on record, and told on a card; what comes next is a press away.

A lesson of predictions ends in the surest bet that missed, or the surest that held: how many were
right before anything was read says nothing. A test, a recall and a project end in what came of
them. Whoever has taken the whole of a lesson, from the second on, says by the button that leads on
whether it was worth it. The cards behind this are in ``onward``.
"""

from collections.abc import Mapping
from typing import get_args

from bot.conversation.acts import Act
from bot.conversation.facts.learner import LessonFinished
from bot.conversation.facts.remarks import Worth, WorthSaid
from bot.conversation.language.paging import paragraphs
from bot.conversation.lesson import onward, quotation, recall
from bot.conversation.lesson.challenge import result_list, testing_out
from bot.conversation.lesson.modes import MODES, WHOLE, learn
from bot.conversation.lesson.modes.learn import LEARN
from bot.conversation.lesson.modes.recall import RECALL
from bot.conversation.lesson.playthrough import Playthrough, playthrough
from bot.conversation.lesson.project import judging
from bot.conversation.needs.learner import Needs
from bot.conversation.offers import Call, Offer, call, offer
from bot.conversation.phrases import count, list_words, phrase
from bot.conversation.question import answering, choices, posing, reveal
from bot.conversation.session import Outcome, Run, Session
from bot.conversation.turn import Scene
from bot.learning.predictions import PROBABILITY
from bot.lessons.faults import shorten
from bot.lessons.library import Library
from bot.lessons.model import RECOLLECTION, Lesson
from bot.lessons.question import Question
from bot.values import replace

_NAMED = 70
"""Characters of an answer in words that are quoted."""

ASKED = 90
"""Characters of a question that a bet is told by: what it asks, not its scene."""

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
    """Sum up, put the finish on record, and lead on."""
    run, lesson = scene.run, scene.lesson
    scene.facts.append(LessonFinished(run.id))
    here = playthrough(scene)
    later = _later(here)
    knows = testing_out.is_passed(scene, run)
    if knows:
        testing_out.record(scene, run)
    before_this = scene.learner.finished
    if (run.mode in WHOLE or knows) and run.lesson not in before_this:
        scene.learner = replace(scene.learner, finished=(*before_this, run.lesson))
    lines = judging.sum_up(scene, run) if MODES[run.mode].days else summary(scene, run)
    ahead, missed = onward.ahead(scene, run), len(here.for_review)
    products = judging.products(scene) if MODES[run.mode].days else []
    scene.session = replace(scene.session, run=None)
    if before:
        scene.say(before)
    if run.preview:
        scene.say("\n\n".join(lines))
        back = offer(phrase("admin.preview.back"), "admin drafts show", run.preview)
        scene.ask(phrase("admin.preview.end"), [[back]])
        return
    if scene.envelope.overheard:
        scene.say("\n\n".join(_end_for_others(lesson)))
        onward.go_on(scene, run.lesson, run.mode, ahead)
        return
    if knows:
        lines.append(phrase("end.tested"))
    if testing_out.too_soon(scene, run):
        lines.append(phrase("end.tested.again"))
    comes_back = onward.suits_return(scene, run.mode)
    if later and not comes_back:
        lines.append(later)
    where = (run.lesson, run.mode, ahead)
    way_on = call("end back", *where, missed) if comes_back else call("end on", *where)
    rows = [_leading_on(scene, run, way_on, first=not before_this)]
    if takeaways(lesson, run.mode, run.seed) and RECOLLECTION not in run.worked:
        kept = offer(phrase("end.takeaways"), "end takeaways", run.lesson, run.mode, run.seed)
        rows = [[*rows[0], kept]] if len(rows[0]) == 1 else [*rows, [kept]]
    for product in products:
        scene.say(product, apart=True)
    scene.ask("\n\n".join(lines), rows)


def _leading_on(scene: Scene, run: Run, way_on: Call, *, first: bool) -> list[Offer]:
    """The button that leads on; or three, by which they say whether it was worth it."""
    if first or run.lesson in scene.learner.valued or run.mode not in WHOLE:
        return [Offer(phrase("ask.continue"), way_on)]
    scene.learner = replace(scene.learner, valued=(*scene.learner.valued, run.lesson))
    about = (run.lesson, run.revision, run.id)
    return [
        offer(phrase(f"worth.{worth}"), "worth", worth, *about, *way_on)
        for worth in get_args(Worth)
    ]


def _end_for_others(lesson: Lesson) -> list[str]:
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
    partly, asked = (
        {id for id, met in said.items() if met == "partly"},
        recall.explained_questions(here),
    )
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
    return f": {list_words(count(keys[why], number) for why, number in kinds.items())}"


def summary(scene: Scene, run: Run) -> list[str]:
    """What came of the run, in sentences."""
    title = "end.test" if testing_out.is_test(run) else "end.title"
    lines = [phrase(title, title=scene.lesson.title)]
    if playthrough(scene).predicts and not testing_out.is_test(run):
        return [*lines, *_bet(scene.lesson, run)]
    first = _first(run)
    from_memory = recall.summed_up(scene, run)
    # It is most of what was asked.
    lines.append(from_memory)
    answered = [outcome for outcome in first if not outcome.unknown and outcome.right is not None]
    if answered and not testing_out.is_test(run):
        right = sum(outcome.right is True for outcome in answered)
        # Beside what was said from memory, these are what was chosen.
        lines.append(_right_of(right, len(answered), "chosen" if from_memory else "answers"))
    if unknown := sum(outcome.unknown for outcome in first):
        lines.append(count("end.unknown", unknown))
    scored = any(outcome.score is not None for outcome in first)
    if scored and scene.asks_confidence and not run.preview:
        lines += _judged_oneself(scene, run)
    return [line for line in lines if line]


def _bet(lesson: Lesson, run: Run) -> list[str]:
    """The surest bet that missed, or else the surest that held: what was bet, and what it is."""
    bets = [outcome for outcome in _first(run) if outcome.right is not None and not outcome.unknown]
    if not bets:
        return []
    # The first of the surest: what was missed comes before what held.
    bet = min(bets, key=lambda outcome: (outcome.right, -PROBABILITY.get(outcome.confidence, 0)))
    asked = next((asked for asked in lesson.questions if asked.id == bet.question), None)
    if asked is None:
        return []
    words = posing.words(asked, Playthrough(run, lesson).find_wording(asked.id))
    question, said = quotation.whole(words, ASKED, fewest=1), _label(asked, bet)
    if bet.right:
        return [phrase("end.bet.held", question=question, said=said)]
    answer = ", ".join(reveal.right_answers(asked))
    key = "end.bet.missed" if answer else "end.bet.judged"
    return [phrase(key, question=question, said=said, answer=answer)]


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


def _label(asked: Question, outcome: Outcome) -> str:
    label = choices.label(asked, outcome.choice, outcome.answer)
    if label is None:
        return phrase("said.unknown")
    return choices.render(asked, shorten(label, _NAMED) if asked.typed else label)


def takeaways(lesson: Lesson, mode: str, seed: str) -> list[str]:
    """What to take away: of a tour, what it has introduced."""
    if mode == LEARN.name:
        return learn.takeaways(lesson, seed)
    return list(lesson.takeaways) if mode in (*WHOLE, RECALL.name) else []


def _needs_takeaways(library: Library, session: Session, lesson: str, *rest: str) -> Needs:
    card = library.cards.get(lesson)
    return Needs(lesson=(card.id, card.revision)) if card else Needs()


def _tell_takeaways(scene: Scene, lesson: str, mode: str, seed: str = "") -> None:
    """Say them; the card stays as it is, without this button."""
    asked, known = scene.open, scene.known.lesson
    if asked is None or known is None:
        return
    bullets = "\n".join(f"- {text}" for text in takeaways(known, mode, seed))
    rows = [[offer for offer in row if offer.act[:2] != ("end", "takeaways")] for row in asked.rows]
    scene.again(paragraphs(asked.text, phrase("end.takeaways.told", takeaways=bullets)), rows)


def _say_worth(
    scene: Scene, worth: Worth, lesson: str, revision: str, run: str, *way_on: str
) -> None:
    """Note whether it was worth it, and lead on."""
    scene.facts.append(WorthSaid(run, lesson, revision, worth))
    scene.answered_with(phrase(f"worth.{worth}"))
    # Below a card of version 0.1.0 nothing says where to.
    scene.perform(way_on or call("end on", lesson, LEARN.name, "next"))


ACTS = (
    Act("worth", _say_worth, onward.needs),
    Act("end takeaways", _tell_takeaways, _needs_takeaways),
)
