"""Recall: from memory, nothing told beforehand: first what can be said freely, then questions.

What somebody can say without any cue is asked for before the questions, which are cues. Eight of
these follow: what is due first, then one of each step, so that all parts of the lesson have their
turn, and two terms that are typed; each in other words than the last time, where it has any. The
terms come last: what a word means would tell what other questions ask. All that can be is to be
said in one's own words, and of a kind what can be said comes first, see ``unprompted``. What names
an option is taken as chosen; anything else is answered at once, and its learner says below the
answer whether they had that. Where the lesson has a reason, it is asked for, too, and told apart
from the answer: what to look for is then plain, and a verdict is no mere press. The options are for
who asks for them, and who has no idea can say so, see ``lesson/recall/options.py``. Who had
something else in mind is answered that as well, see
``lesson/recall/closest.py``.

At most three are asked once more; what is missed comes back by review. At the end stands what was
written at the beginning, beside the takeaways to compare it with: shown before, they would answer
the questions. Those that it plainly has are ticked already.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from bot.conversation.lesson.beats import Beat, OnceMore, Pose, Rate, Write
from bot.conversation.lesson.modes import chosen
from bot.conversation.lesson.modes.base import Mode, absent, measured
from bot.conversation.lesson.modes.challenge import questions
from bot.conversation.lesson.modes.chosen import Chosen
from bot.conversation.lesson.modes.reasoned import asks_how, has_reason
from bot.conversation.lesson.modes.unprompted import can_be_said, unprompted
from bot.conversation.phrases import phrase
from bot.conversation.question import pitfalls, posing, reveal
from bot.learning.items import Item
from bot.lessons.model import RECOLLECTION, Lesson, Myth
from bot.lessons.question import Question

ASKED = 8
"""Questions of one sitting; the others are for another day."""


def choose(lesson: Lesson, items: Mapping[str, Item], at: int) -> str:
    """The questions that are worth recalling most by now, as a seed."""
    asked = chosen.remembered(lesson, questions(lesson), items, at, ASKED, partial(_suits, lesson))
    return chosen.written(asked)


def _suits(lesson: Lesson, choice: Chosen) -> bool:
    """Whether it needs no choice among several: it is typed or said, or a pitfall to be weighed."""
    question = choice.question
    return bool(question.typed) or question.is_pitfall or can_be_said(lesson, choice)


def beats(lesson: Lesson, seed: str) -> Iterator[Beat]:
    """What can be said freely, the questions, some of them once more, and the takeaways."""
    asked = chosen.read(seed, questions(lesson))
    if lesson.takeaways:
        yield Write(RECOLLECTION, RECOLLECTION, phrase("recall.free", title=lesson.title))
    yield from _posed(lesson, asked)
    if asked:
        yield OnceMore("recall.again")
    if lesson.takeaways:
        yield Rate(
            "recall.end",
            RECOLLECTION,
            phrase("recall.compare"),
            lesson.takeaways,
            (RECOLLECTION,),
            phrase("recall.wrote"),
            proposed=True,
        )


def _posed(lesson: Lesson, asked: Sequence[Chosen]) -> Iterator[Write | Pose | Rate]:
    myths = {myth.question.id: myth for myth in lesson.myths}
    said = unprompted(lesson, asked)
    for number, choice in enumerate(asked, start=1):
        id, words = choice.question.id, choice.wording
        item = f"recall.{id}"
        lead = phrase("recall.lead", number=number, count=len(asked))
        question, myth = pitfalls.as_asked(lesson, choice.question, words), myths.get(id)
        reasoned = not myth and has_reason(question, words, prompted=False)
        explained = reasoned and not asks_how(question, words, prompted=False)
        if id in said:
            put = posing.posed(
                lesson,
                question,
                "ask.plain",
                lead=lead,
                closing=phrase("recall.say.why" if explained else "recall.say.alone"),
                wording=words,
                cold=True,
                prompted=False,
            )
            yield Write(f"recall.say.{id}", item, put.text, brief=True, explained=explained)
            lead = phrase("recall.closest")
        yield Pose(
            item,
            lead,
            question,
            myth,
            key="ask.plain",
            brisk=True,
            wording=words,
            cold=True,
            unless=item if id in said else "",
        )
        if id in said:
            yield Rate(
                f"{item}.had",
                item,
                "",
                (phrase("recall.had.why" if explained else "recall.had.alone"),),
                (item,),
                recalled=id,
                answer=_answer(question, myth, apart=explained),
                explained=explained,
                closest=None if myth else question,
            )


def _answer(question: Question, myth: Myth | None, *, apart: bool) -> tuple[str, ...]:
    """What is right, and why; these ``apart``, where it is asked whether both were said."""
    if not apart:
        return tuple(reveal.given(question, myth, unprompted=True))
    why = phrase("recall.why", text=reveal.reasons(question))
    return reveal.key(question, why=False, unprompted=True), why


def _missing(lesson: Lesson) -> str:
    return absent({"questions or takeaways": lesson.questions or lesson.takeaways})


def _seconds(lesson: Lesson) -> float:
    return measured(beats(lesson, choose(lesson, {}, 0)), lesson)


RECALL = Mode(
    "recall",
    beats,
    _missing,
    _seconds,
    version=13,
    plan=1,
    chooses=choose,
    carries=partial(chosen.carried, choose),
    looks_back=True,
)
