"""The review of a task: it is written anew, compared with what was written before, and judged.

=============  ============================================================
stage          what is open
=============  ============================================================
open           the task, which takes words
judge          the criteria, one after the other
revealed       what has changed, and when it is back
=============  ============================================================

All criteria met counts as right and fairly sure: how sure they are a learner is not asked, and a
text is never just guessed. With any of them missing it is to be retrieved again soon, as what was
answered wrong.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.facts.learner import Rated, Scheduled, Written, met_of
from bot.conversation.language.markup import quoted
from bot.conversation.lesson.beats import Tell, pack, told
from bot.conversation.lesson.submission import own_words
from bot.conversation.needs.learner import Earlier
from bot.conversation.phrases import count, phrase
from bot.conversation.question import context, memory
from bot.conversation.question.task import Task, met_all
from bot.conversation.session import Offer, Review
from bot.conversation.turn import Scene
from bot.learning import reviews
from bot.learning.reviews import DAY


def under_way(scene: Scene) -> Review:
    """The review under way; raises ``ValueError`` if there is none."""
    if scene.session.review is None:
        raise ValueError("no review is under way")
    return scene.session.review


def say(scene: Scene, parts: Sequence[str], *, keep_last: bool = False) -> str:
    """Say these, with the pictures among them; the last text is kept back if it is asked with."""
    *first, last = told("part", parts) or [Tell("part", "")]
    for beat in (*first, last):
        if beat.diagram:
            scene.show(beat.diagram.drawing)
        if beat.text and not (keep_last and beat is last):
            scene.say(beat.text)
    return last.text


def tell(scene: Scene, parts: Sequence[str], *, part: bool) -> None:
    """Say these, and let the learner go on; with ``part``, what the lesson says is offered."""
    last = say(scene, parts, keep_last=True)
    offers = [[Offer(phrase("ask.continue"), "go")]]
    if part and context.part(scene.lesson, under_way(scene).item.question):
        offers.append([Offer(phrase("review.part"), "part")])
    scene.ask(last, [*offers, [Offer(phrase("review.suspend"), "suspend")]])


ACTS = frozenset({"write", "unknown", "rate"})
"""What can be done about a task beside what can be done about any item of a review."""


def ask(scene: Scene, review: Review, task: Task) -> None:
    """Ask for it in words, with a promise of when it is back."""
    head = phrase("review.head", number=review.number, count=review.size, title=scene.lesson.title)
    parts = [head, task.prompt, phrase("try.write"), _promise(review)]
    ways_out = [Offer(phrase("ask.unknown"), "unknown"), Offer(phrase("ask.skip"), "skip")]
    scene.ask("\n\n".join(part for part in parts if part), [ways_out], words="write")


def act(scene: Scene, task: Task, verb: str, arguments: list[str]) -> None:
    """Carry out a choice that only a task has."""
    match verb, arguments:
        case "write", []:
            _hand_in(scene, task)
        case "unknown", []:
            scene.answered_with(phrase("said.unknown"))
            parts = [phrase("review.unknown"), *task.answer, *_earlier(scene)]
            _settle(scene, parts, right=False)
        case "rate", [met]:
            _rate(scene, task, met)
        case _:
            raise ValueError(f"no such act about a task: {verb} {arguments}")


def ask_criterion(scene: Scene, task: Task) -> None:
    """Ask for the learner's verdict by the next criterion."""
    done = len(under_way(scene).met)
    criterion = phrase(
        "ask.criterion", number=done + 1, count=len(task.criteria), text=task.criteria[done]
    )
    offers = [Offer(phrase(f"ask.rate.{met}"), f"rate {met}") for met in ("yes", "partly", "no")]
    scene.ask(criterion if done else f"{task.lead}\n\n{criterion}", [offers])


def _hand_in(scene: Scene, task: Task) -> None:
    review, text = under_way(scene), own_words(scene.envelope.input)
    scene.facts.append(Written(review.id, review.item.lesson, task.id, text))
    asked = scene.open.text if scene.open else ""
    scene.answered(phrase("said.done", asked=asked, said=phrase("said.written")))
    scene.session = replace(scene.session, review=replace(review, stage="judge", met=()))
    today = [phrase("task.today"), quoted(text)]
    for said in pack([*task.answer, *_earlier(scene), *today]):
        scene.say(said)
    ask_criterion(scene, task)


def _earlier(scene: Scene) -> list[str]:
    """What was written the last time, below the words that say when."""
    found: Earlier | None = scene.known.earlier
    if found is None:
        return []
    days = max(0, (scene.now - found.at + DAY // 2) // DAY)
    head = count("task.earlier", days) if days else phrase("task.earlier.today")
    return [head, quoted(found.text)]


def _rate(scene: Scene, task: Task, word: str) -> None:
    review, met = under_way(scene), met_of(word)
    scene.facts.append(Rated(review.id, review.item.lesson, task.id, len(review.met), met))
    scene.answered_with(phrase(f"ask.rate.{met}"))
    verdicts = (*review.met, met)
    scene.session = replace(scene.session, review=replace(review, met=verdicts))
    if len(verdicts) < len(task.criteria):
        ask_criterion(scene, task)
    else:
        _settle(scene, [], right=met_all(verdicts))


def _settle(scene: Scene, parts: list[str], *, right: bool) -> None:
    """Schedule it, say what has changed since the last time, and when it is back."""
    review = under_way(scene)
    before = review.item
    item = reviews.answered(
        before,
        reviews.worked(right, scene.now),
        lesson=before.lesson,
        question=before.question,
        asked_at=review.asked_at,
    )
    scene.facts.append(Scheduled(item))
    after = replace(review, item=item, stage="revealed", met=(), right=review.right + right)
    scene.session = replace(scene.session, review=after)
    moved = ("right" if before.answer.right else "wrong") + ("_right" if right else "_wrong")
    back = phrase("review.returns", when=memory.when(item.due, scene.now))
    tell(scene, [*parts, f"{phrase(f'task.last.{moved}')}\n{back}"], part=True)


def _promise(review: Review) -> str:
    days = reviews.promise(review.item, review.asked_at)
    if days.probable == days.again:
        return phrase("review.promise.all", again=memory.in_days(days.again))
    met, again = memory.in_days(days.probable), memory.in_days(days.again)
    return phrase("task.promise", met=met, again=again)
