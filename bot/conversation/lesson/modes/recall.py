"""Recall: from memory, nothing told beforehand: first what can be said freely, then questions.

What somebody can say without any cue is asked for before the questions, which are cues. Eight of
these follow: what is due first, then one of each step, so that all parts of the lesson have their
turn, and two terms that are typed; each in other words than the last time, where it has any. The
terms come last: what a word means would tell what other questions ask. All that can be is to be
said in one's own words, and of a kind what can be said comes first, see ``unprompted``. What names
an option is taken as chosen, see ``lesson/recall/taken.py``; anything else is answered at once, and
its learner says below the answer whether they had that. Where the lesson has a reason, it is asked
for, too, and told apart from the answer: what to look for is then plain, and a verdict is no mere
press. The options are for who asks for them, and who has no idea can say so, see
``lesson/recall/unsaid.py``. Who had something else in mind is answered that as well, see
``lesson/recall/closest.py``.

At most three are asked once more; what is missed comes back by review. At the end stands what was
written at the beginning, beside the takeaways to compare it with: shown before, they would answer
the questions. Those that it plainly has are ticked already.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial

from bot.conversation.lesson.beats import Beat, OnceMore, Pose, Rate, Write, told
from bot.conversation.lesson.modes import chosen
from bot.conversation.lesson.modes.base import Mode, absent, measured
from bot.conversation.lesson.modes.challenge import questions
from bot.conversation.lesson.modes.chosen import Chosen
from bot.conversation.lesson.modes.reasoned import asks_how, has_reason
from bot.conversation.lesson.modes.unprompted import can_be_said, open_ones, said_first, unprompted
from bot.conversation.phrases import phrase
from bot.conversation.question import pitfalls, posing, reveal
from bot.learning.items import Item
from bot.lessons.model import RECOLLECTION, Lesson, Myth
from bot.lessons.question import Question

_FREELY = "freely"
"""In a seed: what can be said freely is asked for first."""

_SAID = "said"
"""In a seed: some questions are to be said before their options are shown."""

_ALONE = "alone"
"""In a seed: who has said them is not shown the options; earlier versions showed these, too."""

_WHY = "why"
"""In a seed: they are asked for the reason as well, and judge both; not so in earlier versions."""

_WORDS = "words"
"""In a seed: so is all that can be said, the opening one as well; earlier versions asked fewer."""

_BELIEF = "belief"
"""In a seed: what somebody said instead of the answer is answered, too, and a question that asks
how something comes about for no reason besides; earlier versions did neither."""

ASKED = 8
"""Questions of one sitting; the others are for another day."""


def choose(lesson: Lesson, items: Mapping[str, Item], at: int) -> str:
    """The questions that are worth recalling most by now, as a seed."""
    found = chosen.remembered(lesson, questions(lesson), items, at, ASKED, partial(_suits, lesson))
    return f"{chosen.written(found)} {_FREELY} {_SAID} {_ALONE} {_WHY} {_WORDS} {_BELIEF}"


def _suits(lesson: Lesson, one: Chosen) -> bool:
    """Whether it needs no choice among several: it is typed or said, or a pitfall to be weighed."""
    question = one.question
    return bool(question.typed) or pitfalls.is_one(question) or can_be_said(lesson, one)


def beats(lesson: Lesson, seed: str) -> Iterator[Beat]:
    """What can be said freely, the questions, some of them once more, and the takeaways."""
    asked = chosen.read(seed, questions(lesson))
    if asked is None:
        yield from _as_before(lesson, seed.split())
        return
    marks = seed.split()
    # An earlier version asked for it last.
    freely = _FREELY in marks
    wanted = phrase("recall.free" if freely else "recall.free.last", title=lesson.title)
    write = [Write(RECOLLECTION, RECOLLECTION, wanted)] if lesson.takeaways else []
    yield from write if freely else ()
    alone, words = _ALONE in marks, _WORDS in marks
    chosen_by = unprompted if words else open_ones if alone else said_first
    said = chosen_by(lesson, asked) if _SAID in marks else ()
    why, belief = _WHY in marks, _BELIEF in marks
    yield from _posed(lesson, asked, said, alone=alone, why=why, prompted=not words, belief=belief)
    if asked:
        yield OnceMore("recall.again")
    yield from write if not freely else ()
    if lesson.takeaways:
        lead, quoted = phrase("recall.compare"), phrase("recall.wrote") if freely else ""
        of = (RECOLLECTION,)
        yield Rate("recall.end", RECOLLECTION, lead, lesson.takeaways, of, quoted, proposed=freely)


def _posed(
    lesson: Lesson,
    asked: Sequence[Chosen],
    said: Collection[str] = (),
    *,
    alone: bool = False,
    why: bool = False,
    prompted: bool = True,
    belief: bool = False,
) -> Iterator[Write | Pose | Rate]:
    myths = {myth.question.id: myth for myth in lesson.myths}
    for number, one in enumerate(asked, start=1):
        id = one.question.id
        lead = phrase("recall.lead", number=number, count=len(asked))
        # An earlier version asked all of them by their first variant.
        words = 1 if one.wording is None else one.wording
        question = pitfalls.as_asked(lesson, one.question, words)
        explained = why and id not in myths and has_reason(question, words, prompted=prompted)
        if belief and asks_how(question, words, prompted=prompted):
            explained = False
        if id in said:
            put = posing.posed(
                lesson,
                question,
                "ask.plain",
                lead=lead,
                closing=_how(alone=alone, explained=explained),
                wording=words,
                cold=True,
                prompted=prompted,
            )
            item = f"recall.{id}"
            yield Write(f"recall.say.{id}", item, put.text, brief=True, explained=explained)
            lead = phrase("recall.closest")
        yield Pose(
            f"recall.{id}",
            lead,
            question,
            myths.get(id),
            key="ask.plain",
            brisk=True,
            wording=words,
            cold=True,
            unless=f"recall.{id}" if alone and id in said else "",
        )
        if id in said:
            yield Rate(
                f"recall.{id}.had",
                f"recall.{id}",
                "",
                (_had(alone=alone, explained=explained),),
                (f"recall.{id}",),
                "" if alone else phrase("recall.own"),
                recalled=id,
                answer=(
                    _answer(question, myths.get(id), apart=explained, unprompted=not prompted)
                    if alone
                    else ()
                ),
                explained=explained,
                closest=question if belief and id not in myths else None,
            )


def _how(*, alone: bool, explained: bool) -> str:
    if explained:
        return phrase("recall.say.why")
    return phrase("recall.say.alone" if alone else "recall.say")


def _had(*, alone: bool, explained: bool) -> str:
    if explained:
        return phrase("recall.had.why")
    return phrase("recall.had.alone" if alone else "recall.had")


def _answer(
    question: Question, myth: Myth | None, *, apart: bool, unprompted: bool
) -> tuple[str, ...]:
    """What is right, and why; these ``apart``, where it is asked whether both were said."""
    if not apart:
        return tuple(reveal.given(question, myth, unprompted=unprompted))
    why = phrase("recall.why", text=reveal.reasons(question))
    return reveal.key(question, why=False, unprompted=unprompted), why


def _as_before(lesson: Lesson, due: Sequence[str]) -> Iterator[Beat]:
    """What a run goes on in that an earlier version began: its seed held what was due."""
    if lesson.takeaways:
        yield Write(RECOLLECTION, RECOLLECTION, phrase("recall.free", title=lesson.title))
        yield from told("recall.takeaways", [phrase("recall.takeaways"), _listed(lesson)])
        lead = phrase("recall.rate")
        yield Rate("recall.rate", RECOLLECTION, lead, lesson.takeaways, (RECOLLECTION,))
    every = sorted(
        questions(lesson), key=lambda one: due.index(one.id) if one.id in due else len(due)
    )
    yield from _posed(lesson, [Chosen(one) for one in every])


def _listed(lesson: Lesson) -> str:
    return "\n".join(f"- {one}" for one in lesson.takeaways)


def _missing(lesson: Lesson) -> str:
    return absent({"questions or takeaways": lesson.questions or lesson.takeaways})


def _seconds(lesson: Lesson) -> float:
    return measured(beats(lesson, choose(lesson, {}, 0)), lesson)


RECALL = Mode("recall", beats, _missing, _seconds, version=13, chooses=choose, looks_back=True)
