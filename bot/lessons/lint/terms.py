"""Advice on terms: a word that the lesson introduces is defined where it can be looked up."""

import re
from collections.abc import Iterator

from bot.lessons.faults import Faults, list_names
from bot.lessons.format.parser import ParsedLesson
from bot.lessons.lint.readability import stems, texts
from bot.lessons.model import Lesson

_CALLED = re.compile(
    r"\b(?:called|known as|calls?(?: it| this| that| them)?|named|"
    r"heißt|heißen|nennt(?: man)?(?: das| sie| ihn| es)?|genannt)\s+"
    r"(?:an?\s+|the\s+|eine?n?\s+|de[rnms]\s+|die\s+|das\s+)?\*(?P<word>[^*\n]{3,40})\*"
    r"|\((?:the|an?|der|die|das|eine?)\s+\*(?P<bracketed>[^*\n]{3,40})\*\)"
)
"""Where a text says what a thing is called: the name stands in italics."""

_MOST_WORDS = 4
"""Words of a name; what is longer is an example."""


def terms_advice(draft: ParsedLesson, faults: Faults) -> None:
    """Name the words that a lesson says a thing is called by, and doesn't define under Terms."""
    lesson = draft.lesson
    entries = [(term.word, *term.also) for term in lesson.terms]
    defined = [stems(name) for names in entries for name in names]
    absent = [word for word in introduced(lesson) if stems(word) not in defined]
    if absent:
        what = f"terms without a definition: {list_names(absent, 'and')}"
        mend = 'define each under "## Terms": - **Token** (also called: word piece): …'
        faults.add(draft.place("section:Terms", "lesson"), what, mend, "advice")


def introduced(lesson: Lesson) -> list[str]:
    """The words that the lesson says a thing is called by, each once, in their order."""
    words = dict.fromkeys(word for _, text in texts(lesson) for word in _words(text))
    return list(words)


def _words(text: str) -> Iterator[str]:
    for match in _CALLED.finditer(text):
        word = (match["word"] or match["bracketed"]).strip(" .,")
        if len(word.split()) <= _MOST_WORDS and word[:1].islower():
            yield word
