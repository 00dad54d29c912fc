"""The review of a task: it is written anew, compared with what was written before, and judged.

=============  ============================================================
stage          what is open
=============  ============================================================
open           the task, which takes words
judge          the criteria
revealed       what has changed, and when it is back
=============  ============================================================

What a program can see is told with the answer. All criteria met, and nothing lacking, counts as
right and "probably": how sure they are a learner is not asked, and a text is never just guessed.
With any of them missing it is to be retrieved again soon, as what was answered wrong.

What was written before is loaded for that one turn, by index, and kept in no session.
"""

from bot.conversation.facts.learner import Checked, Met, Rated, Scheduled, Submission
from bot.conversation.language.markup import quoted
from bot.conversation.language.paging import pack
from bot.conversation.lesson.submission import own_words
from bot.conversation.needs.learner import Earlier
from bot.conversation.offers import Offer, call, offer
from bot.conversation.phrases import count, dates, phrase
from bot.conversation.question import checks, criteria, memory, posing
from bot.conversation.question.checks import Piece
from bot.conversation.question.criteria import Verdict
from bot.conversation.question.task import Task, in_a_sentence, met_all
from bot.conversation.review import queue
from bot.conversation.review.under_way import heading, tell, under_way
from bot.conversation.session import Review
from bot.conversation.turn import Scene
from bot.learning import reviews
from bot.learning.items import DAY, answer_of_work
from bot.lessons.answers import lack
from bot.lessons.model import RECOLLECTION
from bot.values import replace


def ask(scene: Scene, review: Review, task: Task) -> None:
    """Ask for it in words, with a promise of when it is back."""
    head = heading(scene)
    asked = checks.asked(task.checks) if task.checks else ""
    _ask(scene, task, [head, task.prompt, asked, phrase("try.write"), _promise(scene, review)])


def show(scene: Scene, task: Task) -> None:
    """Tell a task whole that is asked again in short, in the place of that."""
    if scene.open is None:
        raise ValueError("nothing is asked")
    asked = scene.open.text.replace(f"{in_a_sentence(task.prompt)}\n\n", "", 1)
    scene.again(f"{task.prompt}\n\n{asked}", [_ways_out()])


def _ask(scene: Scene, task: Task, parts: list[str], *, again: bool = False) -> None:
    rows = [_ways_out(), posing.task_shown() if again else []]
    text = "\n\n".join(part for part in parts if part)
    digits = checks.numeric(task.checks)
    scene.ask(text, rows, words=call("write"), digits=digits)


def _ways_out() -> list[Offer]:
    return [offer(phrase("ask.unknown"), "unknown"), offer(phrase("ask.skip"), "skip")]


def unknown(scene: Scene, task: Task) -> None:
    """Having no idea: what the lesson says to it comes, and the task comes back soon."""
    scene.answered_with(phrase("said.unknown"))
    parts = [phrase("review.unknown"), *task.answer, *_earlier(scene)]
    _settle(scene, parts, right=False)


def ask_verdict(scene: Scene, task: Task) -> None:
    """Ask for what is left of the learner's verdict."""
    criteria.ask(scene, _verdict(scene, task), task.lead)


def hand_in(scene: Scene, task: Task) -> None:
    """Keep what was written, and show what it is compared with."""
    review, text = under_way(scene), own_words(scene.envelope.input)
    if result := lack(text, task.prompt, task.checks):
        short = in_a_sentence(task.prompt)
        parts = [phrase(f"check.lack.{result}"), short, phrase("try.write")]
        _ask(scene, task, parts, again=short != task.prompt)
        return
    failed = checks.failed(task.checks, [Piece(text)])
    if task.checks:
        item = review.item
        scene.facts.append(Checked(review.id, item.lesson, review.revision, task.id, failed))
    scene.facts.append(Submission(review.id, review.item.lesson, task.id, text))
    asked = scene.open.text if scene.open else ""
    scene.answered(phrase("said.done", asked=asked, said=phrase("said.written")))
    judged = replace(review, stage="judge", choice=None, met=(), lacking=bool(failed))
    scene.session = replace(scene.session, review=judged)
    today = [phrase("task.today"), quoted(text)]
    today += [checks.told(task.checks, [Piece(text)])] if task.checks else []
    # Of takeaways each is asked about below.
    answer = () if task.id == RECOLLECTION else task.answer
    for said in pack([*answer, *_earlier(scene), *today]):
        scene.say(said)
    ask_verdict(scene, task)


def _earlier(scene: Scene) -> list[str]:
    """What was written the last time, below the words that say when."""
    found: Earlier | None = scene.known.earlier
    if found is None:
        return []
    days = max(0, (scene.now - found.at + DAY // 2) // DAY)
    head = count("task.earlier", days) if days else phrase("task.earlier.today")
    return [head, quoted(found.text)]


def tick(scene: Scene, task: Task, number: int) -> None:
    """Tick a criterion, or take its tick back."""
    told = _verdict(scene, task).toggled(number)
    _keep(scene, told)
    if not criteria.show(scene, told):
        ask_verdict(scene, task)


def judged(scene: Scene, task: Task) -> None:
    """What is ticked is what is there."""
    _judge(scene, task, _verdict(scene, task))


def judged_in_words(scene: Scene, task: Task) -> None:
    """Words say what is there."""
    told = _verdict(scene, task)
    numbers = criteria.read(own_words(scene.envelope.input), told)
    if numbers is not None:
        _judge(scene, task, told.ticking(numbers))
    elif not criteria.unread(scene):
        ask_verdict(scene, task)


def rate(scene: Scene, task: Task, met: Met) -> None:
    """The verdict by one criterion: the only one, or the next in a message of earlier versions."""
    told = _verdict(scene, task)
    scene.facts.append(_rated(scene, task, told.recorded, met))
    scene.answered_with(phrase(f"ask.rate.{met}"))
    told = told.recording(met)
    _keep(scene, told)
    if told.left:
        ask_verdict(scene, task)
    else:
        _come_to(scene, told)


def _judge(scene: Scene, task: Task, told: Verdict) -> None:
    scene.facts += [_rated(scene, task, n - 1, told.met[n - 1]) for n in told.left]
    scene.answered_with(criteria.said(told))
    _come_to(scene, told)


def _come_to(scene: Scene, told: Verdict) -> None:
    # What a program could see is missing is missing, whatever its writer says of the rest.
    right = met_all(told.met) and not under_way(scene).lacking
    remembered = under_way(scene).item.question == RECOLLECTION
    text = criteria.result(told, remembered=remembered)
    _settle(scene, [text] if text else [], right=right)


def _verdict(scene: Scene, task: Task) -> Verdict:
    review = under_way(scene)
    return criteria.under_way(task.criteria, review.met, review.choice)


def _keep(scene: Scene, told: Verdict) -> None:
    review = replace(under_way(scene), choice=told.recorded, met=told.met)
    scene.session = replace(scene.session, review=review)


def _rated(scene: Scene, task: Task, criterion: int, met: Met) -> Rated:
    review = under_way(scene)
    return Rated(review.id, review.item.lesson, task.id, criterion, met)


def _settle(scene: Scene, parts: list[str], *, right: bool) -> None:
    """Schedule it, say what has changed since the last time, and when it is back."""
    review = under_way(scene)
    before = review.item
    item = reviews.after_answer(
        before,
        answer_of_work(right, scene.now),
        lesson=before.lesson,
        question=before.question,
        asked_at=review.asked_at,
        until=memory.until(scene, before.lesson),
    )
    scene.facts.append(Scheduled(item))
    done = review.right + right
    after = replace(review, item=item, stage="revealed", choice=None, met=(), right=done)
    scene.session = replace(scene.session, review=after)
    moved = ("right" if before.answer.right else "wrong") + ("_right" if right else "_wrong")
    back = queue.returns(scene, before, item)
    tell(scene, [*parts, f"{phrase(f'task.last.{moved}')}\n{back}"], part=True)


def _promise(scene: Scene, review: Review) -> str:
    until = memory.until(scene, review.item.lesson)
    days = reviews.promise(review.item, review.asked_at, until)
    if days.probable == days.again:
        return ""
    met, again = dates.in_days(days.probable), dates.in_days(days.again)
    return phrase("task.promise", met=met, again=again)
