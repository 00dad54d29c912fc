"""Recall: from memory, nothing told beforehand: first what can be said freely, then questions.

What somebody can say without any cue is asked for before the questions, which are cues. Eight of
these follow: what is due first, then a question of each step, and two terms that are typed, last,
as what a word means would tell what other questions ask. Each is in other words than the last time,
where it has any. Where the lesson has a reason, it is asked for, too, and told apart from the
answer. At most three are asked once more. At the end stands what was written at the beginning,
beside the takeaways to compare it with; those that it plainly has are ticked already.

All that can be is to be said freely (see ``lesson/recall.py``): to choose among options is to
recognise, to say it is to recall. To ask both ways taught no more than the short answer alone in
the experiments of Smith and Karpicke (2014, "Retrieval practice with short-answer, multiple-choice,
and hybrid tests"), so the options are there only for whom no answer comes to mind. That suits
questions whose lesson says how they are asked without any, and those whose words don't need them:
they end in *what*, *how* or *why*, and say enough there for somebody to know what kind of answer is
meant. A pitfall stays a yes or no, and what is about a picture is looked at, not remembered.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from bot.conversation.lesson.beats import Beat, OnceMore, Pose, Rate, Write
from bot.conversation.lesson.modes import chosen
from bot.conversation.lesson.modes.base import Mode, absent, measure_seconds
from bot.conversation.lesson.modes.challenge import questions
from bot.conversation.lesson.modes.chosen import Chosen, asks_how, has_reason
from bot.conversation.phrases import phrase
from bot.conversation.question import pitfalls, posing, reveal
from bot.learning.items import Item
from bot.lessons.lint.readability import SENTENCE_END
from bot.lessons.model import RECOLLECTION, Lesson, Myth
from bot.lessons.question import Question

MAX_ASKED = 7
"""Questions of a sitting that are asked so: each costs a typed line on a phone, and no choosing."""

MIN_OPTIONS = 3
"""Options of a question whose own words may do; with two, they name both as a rule."""

_THESE = r"\b(?!.*\b(?:these|following|of the (?:two|three)|diese[rsnm]?|folgenden?|beiden)\b)"
"""What doesn't follow in a question that can be answered without its options."""

_WORDS = r"(?:what|how|why|where|when|who|was|wie|warum|wo|woher|wofür|wozu|wann|wer)"

_OPEN = re.compile(rf"{_WORDS}{_THESE}", re.IGNORECASE)
"""How the last sentence of a question begins that is open, in the languages of the lessons."""

_ASKS = re.compile(rf"(?:^|[:,] )(?={_WORDS}\b)", re.IGNORECASE)
"""Where it begins to ask: what stands before, as in "With luck gone, what …?", is its scene."""

_LEANS = re.compile(
    r"\bone of (?:two|three|four|five|six|these)\b"
    r"|\beine[rsnm]? (?:der|dieser|von) (?:zwei|drei|vier|fünf|sechs)\b",
    re.IGNORECASE,
)
"""What a question says that has to be chosen from what only its options tell."""

_NAMES_THEM = re.compile(r"\b(?:or|oder)\b", re.IGNORECASE)
"""What stands in the last sentence of a question that says itself what to choose from."""

_REASON = re.compile(r"(?:why|how|warum|wieso|wie)\b", re.IGNORECASE)
"""How a question begins that asks for a reason or a measure, in however few words."""

SAYING = 5
"""Words of what it asks by which it is known what kind of answer is meant, at least."""


def without_options(lesson: Lesson, asked: Sequence[Chosen]) -> set[str]:
    """Which of these are answered without any options: all that can be, as a rule."""
    return {*[choice.question.id for choice in asked if can_be_said(lesson, choice)][:MAX_ASKED]}


def can_be_said(lesson: Lesson, choice: Chosen) -> bool:
    """Whether this can be answered by who doesn't see the options that it has."""
    question = choice.question
    if not question.unprompted:
        return _stands_alone(lesson, choice)
    weighed = not question.options or question.is_pitfall
    return not (weighed or _pose_cold(lesson, choice).drawing)


def _stands_alone(lesson: Lesson, choice: Chosen) -> bool:
    last = _ending(lesson, choice)
    begins = _ASKS.search(last)
    asks = last[begins.end() :] if begins else ""
    if not _OPEN.match(asks) or _NAMES_THEM.search(last):
        return False
    enough = _REASON.match(asks) or len(asks.split()) >= SAYING
    return bool(enough) and not _LEANS.search(posing.words(choice.question, choice.wording))


def _ending(lesson: Lesson, choice: Chosen) -> str:
    """The last sentence of a question that is worth it; empty for any other."""
    question = choice.question
    if len(question.options) < MIN_OPTIONS or question.is_pitfall:
        return ""
    put = _pose_cold(lesson, choice)
    return "" if put.drawing else SENTENCE_END.split(" ".join(put.text.split()))[-1].lstrip("*_")


def _pose_cold(lesson: Lesson, choice: Chosen) -> posing.Posed:
    return posing.pose_question(lesson, choice.question, "", wording=choice.wording, cold=True)


ASKED = 8
"""Questions of a sitting; the others are for another day."""


def choose(lesson: Lesson, items: Mapping[str, Item], at: int) -> str:
    """The questions that are worth recalling most by now, as a seed."""
    asked = chosen.order_by_memory(
        lesson, questions(lesson), items, at, ASKED, partial(_suits, lesson)
    )
    return chosen.encode(asked)


def _suits(lesson: Lesson, choice: Chosen) -> bool:
    """Whether it needs no choice among several: it is typed or said, or a pitfall to be weighed."""
    question = choice.question
    return bool(question.typed) or question.is_pitfall or can_be_said(lesson, choice)


def beats(lesson: Lesson, seed: str) -> Iterator[Beat]:
    """What can be said freely, the questions, some of them once more, and the takeaways."""
    asked = chosen.decode(seed, questions(lesson))
    if lesson.takeaways:
        yield Write(RECOLLECTION, RECOLLECTION, phrase("recall.free", title=lesson.title))
    yield from _pose_chosen(lesson, asked)
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


def _pose_chosen(lesson: Lesson, asked: Sequence[Chosen]) -> Iterator[Write | Pose | Rate]:
    myths = {myth.question.id: myth for myth in lesson.myths}
    said = without_options(lesson, asked)
    for number, choice in enumerate(asked, start=1):
        id, words = choice.question.id, choice.wording
        item = f"recall.{id}"
        lead = phrase("recall.lead", number=number, count=len(asked))
        question, myth = pitfalls.as_asked(lesson, choice.question, words), myths.get(id)
        reasoned = not myth and has_reason(question, words, prompted=False)
        explained = reasoned and not asks_how(question, words, prompted=False)
        if id in said:
            put = posing.pose_question(
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
        return tuple(reveal.tell_key(question, myth, unprompted=True))
    why = phrase("recall.why", text=question.reason)
    return reveal.key(question, why=False, unprompted=True), why


def _missing(lesson: Lesson) -> str:
    return absent({"questions or takeaways": lesson.questions or lesson.takeaways})


def _seconds(lesson: Lesson) -> float:
    return measure_seconds(beats(lesson, choose(lesson, {}, 0)), lesson)


RECALL = Mode(
    "recall",
    beats,
    _missing,
    _seconds,
    version=16,
    plan=1,
    chooses=choose,
    carries=partial(chosen.carry_choice, choose),
    looks_back=True,
    adds=8,
    asks=(RECOLLECTION,),
)
