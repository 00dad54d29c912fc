"""Advice on a lesson as a whole: which sections it has, and what is left of the start it grew from.

A lesson needs no section but its steps and takeaways, so what is absent is no fault: who has just
begun is told what it has, and a few sections that could come next.
"""

from collections.abc import Callable
from functools import cache

from bot.lessons.faults import HURTS, POLISH, Faults, listed, shorten
from bot.lessons.format.parser import ParsedLesson, parse
from bot.lessons.lint.readability import texts
from bot.lessons.model import Lesson

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
        what = f"no {listed(absent, 'and')}"
        mend = f"a full lesson has {'these' if absent[1:] else 'one'}; write what yours needs"
    else:
        there = [name for name, _ in _FULL if name not in absent]
        what = f"so far it has {listed(there, 'and')}" if there else "so far it has no section"
        ranked = [*(text for text in _FIRST if text in absent), *absent]
        following = list(dict.fromkeys(ranked))[:MAX_NAMED_SECTIONS]
        mend = f"next could come {listed(following)}, if your lesson needs it"
    faults.add(place, what, mend, "advice", POLISH)


def start_advice(draft: ParsedLesson, faults: Faults) -> None:
    """Say how much of what a lesson was begun with still waits for its author's own words."""
    left = [(key, text) for key, text in texts(draft.lesson) if text in _begun()]
    if left:
        key, text = left[0]
        many = f"{len(left)} texts are" if left[1:] else "a text is"
        what = f'{many} still what "foretell new" wrote, such as "{shorten(text)}"'
        mend = "put your own words in their place, or take the part out"
        faults.add(draft.place_of(text, key, "lesson"), what, mend, "advice", HURTS)


@cache
def _begun() -> frozenset[str]:
    """The words to be replaced; what is as short as "Yes" may well be an author's own."""
    return frozenset(text for _, text in texts(parse(START).lesson) if len(text.split()) > 2)
