"""What of its ground a question needs where nothing of the lesson stands around it.

In its place a question follows its step's concept, and stands beside its drawing. In a test, once
more at the end or a week later a learner has to read all of that cold, so it is cut down to what
the question's words go on from:

- a variant stands by itself: it needs no concept and no title, and its drawing only if it points at
  something drawn, such as a column, an arrow, *???*, *A* or *B*;
- the question's own words go on from the concept's end, and so from the first sentence on that
  shares a word with them which carries meaning, or from the sentence before it that it refers to;
  they need none of a concept that shares none, if they say enough by themselves. Their drawing was
  made for them.

What is to be done or judged (a task's setting) is what the question is about, and stays whole.
"""

import re
from functools import lru_cache

from bot.lessons.ground import Ground
from bot.lessons.lint.readability import stems

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[\"„“«(*_]*[A-ZÄÖÜ0-9])")

_BACK = re.compile(
    r"""\b(?:
        it|its|it's|they|their|them|he|him|his|she|her|this|that|these|those|such|there|then|here
      | er|ihn|ihm|sein\w*|sie|ihr\w*|es|das|diese[rsnm]?|jene[rsnm]?|dabei|dann|dort|davon|dazu
      | damit|darum
    )\b | ^[\"„“«(*_]*(?:so|but|and|still|both|each|now|let's|aber|und|doch|beide)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""What a sentence has that goes on from the sentence before it."""

_DRAWN = re.compile(
    r"""\?\?\? | \b(?:
        drawings?|pictures?|diagrams?|figures?|maps?|charts?|columns?|rows?|bars?|arrows?|gaps?
      | joints?|gates?|boxes|lines?\ \d|this|these|those
      | (?:the|in|on)\ (?:left|right|upper|lower|middle|top|bottom)(?:\ (?:side|half|pair))?
      | zeichnung|bild|schaubild|karte|diagramm|spalten?|zeilen?\ \d|balken|pfeile?|lücke|kästen
      | kasten|feld|diese[rsnm]?|(?:links|rechts|oben|unten)
    )\b | (?<=[a-zäöüß,:;]\ )(?-i:[A-H])\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""What points at something drawn, or at a letter that stands in a drawing."""


_MIN_MEANING_WORDS = 6
"""Words that carry meaning by which a question says what it is about."""


def cut_ground(ground: Ground, words: str, *, variant: bool) -> Ground:
    """The ground, cut down to what these words go on from: the question's own, or a variant's."""
    if not variant:
        return ground._replace(concept=_end(ground.concept, words))
    shown = points_at_drawing(words)
    return ground._replace(
        concept="",
        title="",
        drawing=ground.drawing if shown else "",
        words=ground.words if shown else "",
    )


@lru_cache(maxsize=4_096)
def points_at_drawing(words: str) -> bool:
    """Whether a question can't be understood without the drawing that it is about."""
    return _DRAWN.search(words) is not None


@lru_cache(maxsize=4_096)
def _end(concept: str, words: str) -> str:
    """The end of a concept that a question goes on from."""
    sentences, asked = _SENTENCE.split(concept), stems(words)
    shared = (at for at, sentence in enumerate(sentences) if stems(sentence) & asked)
    first = next(shared, None)
    if first is None:
        return "" if len(asked) >= _MIN_MEANING_WORDS and not _BACK.search(words) else concept
    while first and _BACK.search(sentences[first]):
        first -= 1
    return " ".join(sentences[first:])
