"""Advice on a lesson as a whole: its sections, what is left of its start, and its first tour.

A lesson needs no section but its steps and takeaways, so what is absent is no fault: who has just
begun is told what it has, and a few sections that could come next.

The tour ends with a question of the challenge, and with something small that the learner makes
before a model answer is told. An answer that stands in what asks for it leaves nothing to make.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

from bot.lessons.answers import fold
from bot.lessons.faults import HURTS, POLISH, USUAL, Faults, choose, list_names, shorten
from bot.lessons.format.markdown import tree
from bot.lessons.format.parser import ParsedLesson, parse
from bot.lessons.format.vocabulary import MORE
from bot.lessons.lint.lengths import REVEALED
from bot.lessons.lint.readability import (
    AT_A_GLANCE,
    BESIDE,
    VERDICT,
    beside,
    prose,
    stems,
    texts,
)
from bot.lessons.model import Lesson
from bot.lessons.question import Question

MAX_NAMED_SECTIONS = 3
"""Sections that are named: as many as are absent from a lesson that is nearly full, and those that
could come next in another."""

_FULL: tuple[tuple[str, Callable[[Lesson], object]], ...] = (
    ("Overview / What is it?", lambda lesson: lesson.overview.what),
    ("Overview / Why it matters", lambda lesson: lesson.overview.matters),
    ("Overview / Where it fits", lambda lesson: lesson.overview.fits),
    ("Mental model / Core idea", lambda lesson: lesson.mental_model.core_idea),
    ("Mental model / Analogy", lambda lesson: lesson.mental_model.analogy),
    ("Build-up", lambda lesson: lesson.steps),
    ("Under the hood", lambda lesson: lesson.under_the_hood.how),
    ("Under the hood / Why designed this way?", lambda lesson: lesson.under_the_hood.why),
    ("Myths", lambda lesson: lesson.myths),
    ("Expert notes", lambda lesson: lesson.expert_notes),
    ("When not to use", lambda lesson: lesson.when_not_to_use),
    ("Production patterns", lambda lesson: lesson.production_patterns),
    ("Connections", lambda lesson: lesson.connections),
    ("Pitfalls", lambda lesson: lesson.pitfalls),
    ("Takeaways", lambda lesson: lesson.takeaways),
)
"""What a full lesson has, and how to tell."""

_FIRST = (
    "Build-up",
    "Takeaways",
    "Mental model / Core idea",
    "Overview / What is it?",
    "Overview / Why it matters",
    "Mental model / Analogy",
    "Myths",
    "Pitfalls",
)
"""What comes before the others: without the first four there is no tour, and the rest asks most."""

START = """\
---
id: start
title: Start
minutes: 2
---

# Start

## Overview

### What is it?

Say in two or three plain sentences what this lesson is about.

## Mental model

### Core idea

Say in one sentence what it comes down to, for somebody who has read nothing yet.

## Build-up

### 1. The first thing to know (foundation)

**Concept:** Say what this step is about, and leave the answer open.

#### Before reading on: what do you think happens, and why?

<!-- id: first-question -->

- [ ] What many believe
  - Why it tempts: Say what speaks for it.
  - Why it fails: Say what it overlooks.
- [x] What is true instead
  - Why: Say what makes it so.

#### Read on

Say what happens, and show why, with an example.

**Result:** Say what your reader can do now.

**Insight:** Say what is worth keeping once all else is forgotten.

## Myths

### Do you think it is as everybody says?

<!-- id: first-myth -->

- [ ] Yes
- [x] No

**Belief:** Say what many believe, as they would say it.

**Reality:** Say what is true, and how one can tell.

**Why it matters:** Say what goes wrong for those who believe it.

## Takeaways

- Say in one sentence what your reader should remember.
"""
"""What ``foretell new`` begins a lesson with."""


def section_advice(draft: ParsedLesson, faults: Faults) -> None:
    """Say what a lesson has and what could come next, or the little that a full lesson lacks."""
    absent = [name for name, get in _FULL if not get(draft.lesson)]
    if not absent:
        return
    sections = {f"section:{name.split(' / ')[0]}" for name in absent}
    place = draft.place(*(sections if len(sections) == 1 else ()), "lesson")
    if len(absent) <= MAX_NAMED_SECTIONS:
        what = f"no {list_names(absent, 'and')}"
        mend = f"a full lesson has {'these' if absent[1:] else 'one'}; write what yours needs"
    else:
        there = [name for name, _ in _FULL if name not in absent]
        what = f"so far it has {list_names(there, 'and')}" if there else "so far it has no section"
        ranked = [*(text for text in _FIRST if text in absent), *absent]
        following = list(dict.fromkeys(ranked))[:MAX_NAMED_SECTIONS]
        mend = f"next could come {list_names(following)}, if your lesson needs it"
    faults.add(place, what, mend, "advice", POLISH)


def start_advice(draft: ParsedLesson, faults: Faults) -> None:
    """Say how much of what a lesson was begun with still waits for its author's own words."""
    left = [(key, text) for key, text in texts(draft.lesson) if text in _begun_words()]
    if left:
        key, text = left[0]
        many = f"{len(left)} texts are" if left[1:] else "a text is"
        what = f'{many} still what "foretell new" wrote, such as "{shorten(text)}"'
        mend = "put your own words in their place, or take the part out"
        faults.add(draft.place_of(text, key, "lesson"), what, mend, "advice", HURTS)


@cache
def _begun_words() -> frozenset[str]:
    """The words to be replaced; what is as short as "Yes" may well be an author's own."""
    return frozenset(text for _, text in texts(parse(START).lesson) if len(text.split()) > 2)


YOURS = 160
"""Characters of what asks for a line of the learner's own: four lines on a phone."""

MODEL_ANSWER = 200
"""Characters of a model answer: it stands beside a line, and is held against that at a glance."""

_EXAMPLE = 3
"""Words in italics from which on they are an example; fewer are stressed, or a name."""


def tour_errors(draft: ParsedLesson, faults: Faults) -> None:
    """Add what keeps a lesson from being published: an end that isn't there."""
    lesson = draft.lesson
    keyed = [question.id for question in lesson.challenge if not question.open]
    if lesson.tour_ends and lesson.tour_ends not in keyed:
        what = (
            f'"tour-ends" names "{lesson.tour_ends}", which is no question of Challenge with a key'
        )
        mend = choose(lesson.tour_ends, keyed) if keyed else "write one, or remove it"
        faults.add(draft.place("key:tour-ends"), what, mend)
    if lesson.model_answer and not lesson.yours:
        what = '"model-answer" without "yours": nothing asks for what it answers'
        mend = 'ask for one small thing to make in a line, as "yours", or remove it'
        faults.add(draft.place("key:model-answer"), what, mend)


def tour_advice(draft: ParsedLesson, faults: Faults) -> None:
    """Add advice on what asks for a line and on its model answer: too long, or told beforehand."""
    lesson = draft.lesson
    if (length := len(lesson.yours)) > YOURS:
        what = f'"yours" has {length} characters, and asks for a single line'
        mend = f"ask it in {YOURS} characters at most"
        _advise_key(draft, "yours", what, mend, faults)
    if (length := len(lesson.model_answer)) > MODEL_ANSWER:
        what = f'"model-answer" has {length} characters, and is held against a single line'
        mend = f"give it in {MODEL_ANSWER} characters at most"
        _advise_key(draft, "model-answer", what, mend, faults)
    if any(example in fold(lesson.yours) for example in _examples(lesson.model_answer)):
        what = '"yours" holds its model answer already, before anything is made'
        mend = "leave the example to the model answer, or give another one there"
        _advise_key(draft, "yours", what, mend, faults, HURTS)


def step_advice(draft: ParsedLesson, faults: Faults) -> None:
    """Add advice on the steps of a first tour: more is said at once than a phone shows.

    Where no tour is named, it has at least the first two steps that ask something.
    """
    lesson = draft.lesson
    asking = [n for n, step in enumerate(lesson.steps, start=1) if step.prediction]
    for number in lesson.tour or asking[:2]:
        step, place = lesson.steps[number - 1], draft.place(f"step:{number}")
        spills = step.prediction and _spills(step.prediction)
        reason = step.prediction.reason if step.prediction and spills else ""
        words = prose(f"{reason}\n\n{step.text}\n\n{step.insight}")
        if words > AT_A_GLANCE:
            whose = "text, insight and why the answer is right" if reason else "text and insight"
            what = f"a step of the first tour says {words} words at once: {whose}"
            mend = f'say it in {AT_A_GLANCE}, and what can be done without under "#### {MORE}"'
            faults.add(place, what, mend, "advice")
        if (words := beside(step.text)) > BESIDE:
            what = f"a step of the first tour shows {words} words of code and tables"
            faults.add(place, what, f"show what is to be compared in {BESIDE}", "advice")


def more_advice(draft: ParsedLesson, faults: Faults) -> None:
    """Add advice on questions with words that stand nowhere else but behind *More*.

    A single one may be a word of every day.
    """
    lesson, where = draft.lesson, Counter[str]()
    more = stems(" ".join(f"{step.result} {step.more}" for step in lesson.steps))
    for _, text in texts(lesson) if more else ():
        where.update(stems(text))
    for step in lesson.steps:
        where.subtract(stems(step.result))
        where.subtract(stems(step.more))
    for question in lesson.questions if more else ():
        own = Counter[str]()
        for _, text in texts(question):
            own.update(stems(text))
        asked = " ".join((question.text, *(option.label for option in question.options)))
        only = sorted(stem for stem in stems(asked) & more if where[stem] <= own[stem])
        if len(only) > 1:
            what = f"it needs words that stand only behind *More*: {list_names(only, 'and')}"
            mend = f'say them in the text, above "#### {MORE}"'
            faults.add(draft.place(f"question:{question.id}"), what, mend, "advice", HURTS)


def _spills(question: Question) -> bool:
    """Whether some reveal has no room for why the answer is right, which then opens the text."""
    right = next((option.label for option in question.options if option.right), "")
    reason = len(question.reason.split())
    return any(
        REVEALED
        + len(f"{option.label} {right} {option.temptation} {option.explanation}".split())
        + reason
        > VERDICT
        for option in question.options
        if not option.right
    )


def _advise_key(
    draft: ParsedLesson, key: str, what: str, mend: str, faults: Faults, weight: int = USUAL
) -> None:
    faults.add(draft.place(f"key:{key}"), what, mend, "advice", weight)


def _examples(text: str) -> Iterator[str]:
    """What is in italics in a text and may be an example, as words are compared."""
    for node in tree(text).walk():
        if node.type == "em":
            said = fold("".join(leaf.content for leaf in node.walk() if not leaf.children))
            if len(said.split()) >= _EXAMPLE:
                yield said
