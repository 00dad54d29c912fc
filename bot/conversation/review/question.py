"""The review of a question or of a task: how it is asked, and what becomes of the answer.

A question is asked in other words if it has some, and answered as in a lesson. A task is written
anew, compared with what was written before, and judged. What was written before is loaded for that
turn alone, by index, and kept in no session.

=============  ============================================================
stage          what is open
=============  ============================================================
open           the question, or the task, which takes words
confidence     a choice is made; how sure is it?
judge          the learner's own verdict: on a question without a key, or
               by a task's criteria
revealed       the reveal is being read, or what has changed
=============  ============================================================

What a program can see of a task is told with the answer. All criteria met, and nothing lacking,
counts as right and "probably": how sure they are a learner is not asked, and a text is never just
guessed. With any of them missing it is to be retrieved again soon, as what was answered wrong.
"""

from collections.abc import Callable

from bot.conversation.facts.learner import Checked, Met, Phase, Rated, Scheduled, Submission
from bot.conversation.language.markup import plain, quote_words
from bot.conversation.language.paging import pack
from bot.conversation.lesson.render import say
from bot.conversation.lesson.submission import own_words
from bot.conversation.needs.learner import Earlier, EarlierText
from bot.conversation.offers import call, offer
from bot.conversation.phrases import count, dates, phrase
from bot.conversation.phrases.dates import when
from bot.conversation.question import answering, checks, context, criteria, memory, posing, typed
from bot.conversation.question.checks import Piece
from bot.conversation.question.criteria import Task, Verdict, in_a_sentence, met_all
from bot.conversation.review import queue
from bot.conversation.review.queue import choose_wording, heading, tell, under_way
from bot.conversation.review.queue import question_under_way as question
from bot.conversation.session import Outcome, Review
from bot.conversation.stages import Stage
from bot.conversation.turn import Scene
from bot.learning import reviews
from bot.learning.items import DAY, Item, answer_of_work, was_retrieved
from bot.lessons.answers import lack
from bot.lessons.model import RECOLLECTION
from bot.lessons.question import Question
from bot.values import replace

_NAMED = 60
"""Characters of what can be named at the end as what has stuck; a longer question is not."""


def ask(scene: Scene) -> None:
    review, asked = under_way(scene), question(scene)
    if review.posted:
        head = phrase("predict.head", title=scene.lesson.title)
        posing.pose(scene, asked, "predict.ask", lead=head, cold=True)
        return
    head = heading(scene)
    posing.pose(
        scene, asked, "review.ask", lead=head, wording=choose_wording(scene, asked), cold=True
    )


def _is_new(review: Review) -> bool:
    """Whether a card led to it and it was never asked before."""
    return review.posted and not review.item.number and not review.item.stability


class AskedInReview:
    """The question under way in a review; see ``answering.QuestionUnderWay``."""

    def __init__(self, scene: Scene, following: Callable[[Scene], None]) -> None:
        self._scene = scene
        self._following = following

    @property
    def _review(self) -> Review:
        return under_way(self._scene)

    @property
    def phase(self) -> Phase:
        """On a later day; for the first time, if a card led to what was never asked before."""
        return "first" if _is_new(self._review) else "review"

    @property
    def question(self) -> Question:
        """What is asked; raises ``LessonMissingError`` if the lesson has it no more."""
        return question(self._scene)

    @property
    def where(self) -> tuple[str, str, str]:
        review = self._review
        return review.id, review.item.lesson, review.revision

    @property
    def asked_at(self) -> int:
        """When it was asked, in microseconds UTC."""
        return self._review.asked_at

    @property
    def choice(self) -> int | None:
        """What is chosen, while the confidence is open."""
        return self._review.choice

    @property
    def answer(self) -> str | None:
        """What was typed, while the confidence is open."""
        return self._review.answer

    @property
    def remembered(self) -> Item | None:
        """What is remembered of it until now."""
        return self._review.item

    @property
    def outcome(self) -> Outcome | None:
        """What was committed to, once it was."""
        return self._review.made

    def choose(self, choice: int | None, answer: str | None = None) -> None:
        """Note what is chosen or typed while the confidence is open; ``None`` takes it back."""
        stage: Stage = "open" if choice is None and answer is None else "confidence"
        self._set(replace(self._review, stage=stage, choice=choice, answer=answer))

    def ask(self) -> None:
        ask(self._scene)

    def after_commitment(self, outcome: Outcome) -> None:
        """Answer the commitment; without a key, the lesson does, and the learner judges."""
        scene = self._scene
        if memory.is_settled(outcome):
            self._reveal(outcome, queue.reveal_in_brief(scene, self.question, outcome)[0])
            return
        self._set(replace(self._review, stage="judge", choice=None, answer=None, made=outcome))
        say(scene, context.part(scene.lesson, self.question.id))
        answering.ask_verdict(scene, self.question, outcome)

    def after_judging(self, outcome: Outcome | None) -> None:
        """Schedule what was judged; raises ``ValueError`` if there was nothing to judge."""
        if outcome is None:
            raise ValueError("there is nothing to judge")
        self._reveal(outcome, [])

    def after_skip(self) -> None:
        """It stays due, and the next comes."""
        self._set(replace(self._review, skipped=self._review.skipped + 1))
        self._following(self._scene)

    def _set(self, review: Review) -> None:
        self._scene.session = replace(self._scene.session, review=review)

    def _reveal(self, outcome: Outcome, parts: list[str]) -> None:
        """Answer the commitment, say what has changed, and when the question is back."""
        scene, review, asked = self._scene, self._review, self.question
        before = review.item
        item = reviews.after_answer(
            before,
            memory.answer_of(scene, asked, outcome),
            lesson=before.lesson,
            question=before.question,
            asked_at=review.asked_at,
            until=memory.until(scene, before.lesson),
            wording=choose_wording(scene, asked),
        )
        scene.facts.append(Scheduled(item))
        right = review.right + bool(outcome.right)
        after = replace(review, item=item, stage="revealed", choice=None, answer=None)
        self._set(_note_stuck(scene, replace(after, made=outcome, right=right), before))
        if _is_new(review):
            change, back = "", phrase("predict.returns", when=when(item.due, scene.now))
        else:
            change = queue.change(asked, before, item.answer)
            back = queue.returns(scene, before, item)
        more = [[typed.overruling()]] if typed.may_overrule(asked, outcome) else []
        tell(scene, [*parts, f"{change}\n{back}".strip()], part=not asked.open, more=more)


def _note_stuck(scene: Scene, review: Review, before: Item) -> Review:
    """The review with the name of what was known both times, if nothing else was for longer."""
    days = (scene.now - before.answer.at) // DAY
    known = was_retrieved(before.answer) and was_retrieved(review.item.answer)
    if days <= review.kept or _is_new(review) or not known:
        return review
    asked = question(scene)
    titles = {step.prediction.id: step.title for step in scene.lesson.steps if step.prediction}
    name = plain(titles.get(asked.id) or posing.words(asked))
    return replace(review, stuck=name, kept=days) if len(name) <= _NAMED else review


def overrule(scene: Scene) -> None:
    """The learner's words meant the same: it is right, and comes back as if it had been."""
    review, asked = under_way(scene), question(scene)
    outcome = review.made
    if outcome is None or not typed.may_overrule(asked, outcome):
        raise ValueError("there is nothing to overrule")
    scene.answered_with(phrase("typed.overrule"))
    where = (review.id, review.item.lesson, review.revision)
    after, item = typed.overrule(scene, where, outcome, review.item, asked_at=review.asked_at)
    item = item or review.item
    changed = replace(review, item=item, made=after, right=review.right + 1)
    scene.session = replace(scene.session, review=changed)
    back = queue.returns(scene, outcome.before or item, item)
    tell(scene, [f"{phrase('typed.overruled')}\n{back}"], part=True)


def ask_task(scene: Scene, review: Review, task: Task) -> None:
    """Ask for it in words, with a promise of when it is back."""
    head = heading(scene)
    asked = checks.describe(task.checks) if task.checks else ""
    _ask_task(scene, task, [head, task.prompt, asked, phrase("try.write"), _promise(scene, review)])


def show(scene: Scene, task: Task) -> None:
    """Tell a task whole that is asked again in short, in the place of that."""
    if scene.open is None:
        raise ValueError("nothing is asked")
    asked = scene.open.text.replace(f"{in_a_sentence(task.prompt)}\n\n", "", 1)
    scene.again_without(f"{task.prompt}\n\n{asked}", "task")


def _ask_task(scene: Scene, task: Task, parts: list[str], *, again: bool = False) -> None:
    skip = offer(phrase("ask.skip"), "skip")
    behind = [[skip, *(posing.task_shown() if again else [])]]
    text = "\n\n".join(part for part in parts if part)
    digits = checks.numeric(task.checks)
    rows = [[offer(phrase("ask.unknown"), "unknown")]]
    scene.ask(text, rows, words=call("write"), digits=digits, behind=behind)


def unknown(scene: Scene, task: Task) -> None:
    """Having no idea: what the lesson says to it comes, and the task comes back soon."""
    scene.answered_with(phrase("said.unknown"))
    parts = [phrase("review.unknown"), *task.answer, *_earlier(scene)]
    _settle(scene, parts, right=False)


def ask_verdict(scene: Scene, task: Task) -> None:
    criteria.ask(scene, _verdict(scene, task), task.lead)


def hand_in(scene: Scene, task: Task) -> None:
    """Keep what was written, and show what it is compared with."""
    review, text = under_way(scene), own_words(scene.envelope.input)
    if result := lack(text, task.prompt, task.checks):
        short = in_a_sentence(task.prompt)
        parts = [phrase(f"check.lack.{result}"), short, phrase("try.write")]
        _ask_task(scene, task, parts, again=short != task.prompt)
        return
    failed = checks.failed_checks(task.checks, [Piece(text)])
    if task.checks:
        item = review.item
        scene.facts.append(Checked(review.id, item.lesson, review.revision, task.id, failed))
    scene.facts.append(Submission(review.id, review.item.lesson, task.id, text))
    asked = scene.open.text if scene.open else ""
    scene.close_answered(phrase("said.done", asked=asked, said=phrase("said.written")))
    judged = replace(review, stage="judge", choice=None, met=(), lacking=bool(failed))
    scene.session = replace(scene.session, review=judged)
    today = [phrase("task.today"), quote_words(text)]
    today += [checks.report(task.checks, [Piece(text)])] if task.checks else []
    # Of takeaways each is asked about below.
    answer = () if task.id == RECOLLECTION else task.answer
    for said in pack([*answer, *_earlier(scene), *today]):
        scene.say(said)
    ask_verdict(scene, task)


def _earlier(scene: Scene) -> list[str]:
    """What was written the last time, below the words that say when."""
    before: Earlier | None = scene.known.get(EarlierText)
    if before is None:
        return []
    days = max(0, (scene.now - before.at + DAY // 2) // DAY)
    head = count("task.earlier", days) if days else phrase("task.earlier.today")
    return [head, quote_words(before.text)]


def tick(scene: Scene, task: Task, number: int) -> None:
    judgment = _verdict(scene, task).toggle(number)
    _keep(scene, judgment)
    if not criteria.show(scene, judgment):
        ask_verdict(scene, task)


def judge_ticked(scene: Scene, task: Task) -> None:
    """What is ticked is what is there."""
    _judge(scene, task, _verdict(scene, task))


def judged_in_words(scene: Scene, task: Task) -> None:
    judgment = _verdict(scene, task)
    numbers = criteria.read(own_words(scene.envelope.input), judgment)
    if numbers is not None:
        _judge(scene, task, judgment.ticking(numbers))
    elif not criteria.say_unread(scene):
        ask_verdict(scene, task)


def rate(scene: Scene, task: Task, met: Met) -> None:
    """The verdict by a criterion: the only criterion, or the next in earlier versions' messages."""
    judgment = _verdict(scene, task)
    scene.facts.append(_rate_criterion(scene, task, judgment.recorded, met))
    scene.answered_with(phrase(f"ask.rate.{met}"))
    judgment = judgment.recording(met)
    _keep(scene, judgment)
    if judgment.left:
        ask_verdict(scene, task)
    else:
        _come_to(scene, judgment)


def _judge(scene: Scene, task: Task, judgment: Verdict) -> None:
    scene.facts += [_rate_criterion(scene, task, n - 1, judgment.met[n - 1]) for n in judgment.left]
    scene.answered_with(criteria.ticked_words(judgment))
    _come_to(scene, judgment)


def _come_to(scene: Scene, judgment: Verdict) -> None:
    # What a program could see is missing is missing, whatever its writer says of the rest.
    right = met_all(judgment.met) and not under_way(scene).lacking
    remembered = under_way(scene).item.question == RECOLLECTION
    text = criteria.result(judgment, remembered=remembered)
    _settle(scene, [text] if text else [], right=right)


def _verdict(scene: Scene, task: Task) -> Verdict:
    review = under_way(scene)
    return criteria.under_way(task.criteria, review.met, review.choice)


def _keep(scene: Scene, judgment: Verdict) -> None:
    review = replace(under_way(scene), choice=judgment.recorded, met=judgment.met)
    scene.session = replace(scene.session, review=review)


def _rate_criterion(scene: Scene, task: Task, criterion: int, met: Met) -> Rated:
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
