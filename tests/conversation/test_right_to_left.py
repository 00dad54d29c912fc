"""Lessons that are read from right to left, in sentences that are read from left to right."""

import re
from unicodedata import bidirectional

import pytest

from bot.conversation.inputs import Command
from bot.conversation.language.markup import begin_in_direction, isolate_words
from bot.conversation.outputs import Ask, Say
from bot.conversation.phrases import phrase
from tests.rigs.courses import parsed
from tests.rigs.talk import Conversation

LESSON = """\
---
id: kettle
title: "{title}"
language: {language}
minutes: 5
tour: [1]
---

# {title}

## Overview

### What is it?

{idea}

## Mental model

### Core idea

{idea}

## Build-up

### 1. {title} (foundation)

**Concept:** {idea}

#### Before reading on: {question}

<!-- id: lid -->

- [ ] {wrong}
  - Why it tempts: {idea}
  - Why it fails: {idea}
- [x] {right}
  - Why: {idea}

#### Read on

{idea}

**Insight:** {idea}

## Takeaways

- {idea}
"""

HEBREW = {
    "title": "RAG ושליפה",
    "language": "he",
    "idea": "RAG שולף קטעים לפני שהמודל עונה.",
    "question": "GPT קורא את כל הספר?",
    "wrong": "כן, את הכול",
    "right": "רק קטעים",
}
ARABIC = {
    "title": "RAG والاسترجاع",
    "language": "ar",
    "idea": "RAG يجلب مقاطع قبل أن يجيب النموذج.",
    "question": "هل يقرأ GPT الكتاب كله؟",
    "wrong": "نعم، كله",
    "right": "مقاطع فقط",
}


def first_strong(line: str) -> str:
    """What a client takes a paragraph's direction from: the first letter outside isolates."""
    outside = re.sub("[\u2067\u2068][^\u2067-\u2069]*\u2069", "", line)
    return next((kind for kind in map(bidirectional, outside) if kind in ("L", "R", "AL")), "")


@pytest.mark.parametrize("words", [HEBREW, ARABIC], ids=["Hebrew", "Arabic"])
def test_each_paragraph_of_a_lesson_begins_in_its_own_direction(words: dict[str, str]) -> None:
    lesson = parsed(LESSON.format(**words), "kettle.md").lesson
    talk = Conversation([lesson])
    talk.send(Command("learn", f"{lesson.id} learn"))
    talk.press(words["wrong"], "Sure (9 in 10)")
    while talk.session and talk.session.run:
        talk.press("Continue" if "Continue" in talk.labels else talk.labels[0])
    texts = [one.text for turn in talk.turns for one in turn.outputs if isinstance(one, Say | Ask)]
    lines = [line for text in texts for line in text.split("\n")]
    told = [line for line in lines if line.lstrip("\u200f-•* ").startswith(words["idea"])]
    assert told
    assert {first_strong(line) for line in told} == {"R"}, "a paragraph of the lesson"
    quoted = [line for line in lines if line.startswith("**The answer: ")]
    assert quoted
    for line in quoted:
        assert first_strong(line) == "L", "a sentence of ours"
        assert f"\u2067{words['right']}\u2069" in line
        assert f"\u2067{words['wrong']}\u2069" in line


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("RAG שולף קטעים", "\u200fRAG שולף קטעים"),
        ("- RAG שולף קטעים", "- \u200fRAG שולף קטעים"),
        ("> 1. GPT عن النماذج", "> 1. \u200fGPT عن النماذج"),
        ("שלום GPT", "שלום GPT"),
        ("You said \u2068שלום\u2069 once", "You said \u2068שלום\u2069 once"),
        ("The word שלום is a greeting in Hebrew", "The word שלום is a greeting in Hebrew"),
        ("```text\nRAG שולף קטעים\n```", "```text\nRAG שולף קטעים\n```"),
        ("plain", "plain"),
    ],
)
def test_only_a_paragraph_that_would_be_set_the_wrong_way_gets_a_mark(
    text: str, turned: str
) -> None:
    assert begin_in_direction(text) == turned
    assert begin_in_direction(turned) == turned, "and gets it once"


def test_a_value_of_another_direction_stands_in_an_isolate_and_no_other_does() -> None:
    assert "\u2067שלום\u2069" in phrase("end.next", title="שלום")
    assert "\u2067RAG ושליפה\u2069" in phrase("end.next", title="RAG ושליפה"), "most of it"
    assert phrase("end.next", title="Tea").isprintable()
    assert isolate_words(isolate_words("שלום")) == isolate_words("שלום")
    said = phrase("end.next", title="שלום")
    assert isolate_words(said) == said, "a sentence in a sentence"
    assert isolate_words("שלום\nשלום") == "שלום\nשלום", "paragraphs of their own"
