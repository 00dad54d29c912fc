"""Looks at the words of a lesson: how long they take to read, and which of them carry meaning."""

import functools
import re
import unicodedata
from collections.abc import Iterator

from bot.lessons.format.markdown import PARSER
from bot.lessons.model import Diagram, Lesson
from bot.lessons.question import Part

WORDS_A_MINUTE = 180
"""How fast a lesson is read: below the 238 words a minute of adults reading non-fiction silently
(Brysbaert 2019), since it is studied on a phone, often in a second language."""

SECONDS_A_QUESTION = 20
"""How long it takes to commit to a prediction: a guess at a thought and two taps."""

CAPTION = 220
"""Characters beside something to look at: two or three sentences, a few lines of a phone."""

AT_A_GLANCE = 90
"""Words of prose that a phone shows without scrolling."""

VERDICT = 60
"""Words of a reveal in a message of its own: the verdict and one reason, two thirds of a screen."""

BESIDE = 60
"""Words of code and tables that fit on the screen with a text."""

SENTENCE_END = re.compile(
    r"""(?:(?<=[.!?…])|(?<=[.!?…][*_"'”“’)])|(?<=[.!?…](?:\*\*|__|["”“][*_])))\s+(?=\S)"""
)
"""The blanks between two sentences."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BLOCK = re.compile(
    r"^ *(`{3,}|~{3,})[^\n]*\n.*?^ *\1[`~]* *$|^ *\|[^\n]*$", re.MULTILINE | re.DOTALL
)
_PICTURE = re.compile(r"!\[[^]]*\]\([^)]*\)")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NOT_READ = frozenset(
    [
        "id",
        "level",
        "needs",
        "leads_to",
        "tags",
        "tour",
        "tour_ends",
        "drawing",
        "puzzle",
        "turn_drawing",
        "pictures",
        "checks",
        "hand_in",
        "builds_on",
        "unit",
        "formulas",
        "name",
        "about",
    ]
)
_NOT_DEEP = frozenset(
    {
        "exercises",
        "challenge",
        "project",
        "performance",
        "what_if",
        "variants",
        "unprompted",
        "sources",
        "yours",
        "model_answer",
    }
)
_COMMON = frozenset(
    _WORD.findall(
        """
        a about all also an and any are as at be been both but by can did do does each for from
        had has have how if in into is it its just less like many may more most much must no
        none not now of on one only or other our out own same should so some such than that the
        their them then there these they this those to too very was we were what when where
        which who why will with would yes you your
        """
    )
)


def caption(text: str) -> str:
    """The first sentences of a paragraph, as many as stand beside a drawing; at least the first."""
    shown, *rest = SENTENCE_END.split(text.strip())
    for sentence in rest:
        if len(shown) + 1 + len(sentence) > CAPTION:
            break
        shown += f" {sentence}"
    return shown


def prose(text: str) -> int:
    """Words of a text without those of its code and tables, and of its pictures in words."""
    return len(_PICTURE.sub("", _BLOCK.sub("", text)).split())


def beside(text: str) -> int:
    """Words of a text's code and tables."""
    blocks = (block[0] for block in _BLOCK.finditer(text))
    return sum(len(_WORD.findall(block.partition("\n")[2] or block)) for block in blocks)


def texts(part: Part, key: str = "lesson") -> Iterator[tuple[str, str]]:
    """Every text of a lesson, with the key of its place in a draft."""
    yield from _texts(part, key, deep=False)


def _texts(part: Part, key: str, *, deep: bool) -> Iterator[tuple[str, str]]:
    for name in type(part).model_fields:
        value = getattr(part, name)
        if name in _NOT_READ or (deep and name in _NOT_DEEP):
            continue
        if deep and isinstance(part, Diagram) and name != "alternative":
            continue
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, Part):
            yield from _texts(value, key, deep=deep)
        elif isinstance(value, tuple):
            row = ROWS.get(name)
            for n, item in enumerate(value, start=1):
                here = f"{row}:{n}" if row else key
                if isinstance(item, Part):
                    yield from _texts(item, here, deep=deep)
                else:
                    yield here, str(item)


ROWS = {
    "steps": "step",
    "myths": "myth",
    "expert_notes": "note",
    "connections": "connection",
    "pitfalls": "pitfall",
    "takeaways": "takeaway",
    "terms": "term",
    "exercises": "exercise",
    "challenge": "challenge",
    "milestones": "milestone",
    "performance": "aspect",
    "cases": "case",
    "pairs": "rubric",
    "sources": "source",
}
"""What the places of a list's items begin with in a draft, by what the list is called."""


def seconds_to_read(lesson: Lesson) -> float:
    """About how long a learner takes for the lesson in deep mode, in seconds."""
    words = sum(_words_in(text) for _, text in _texts(lesson, "lesson", deep=True))
    predicted = [*(step.prediction for step in lesson.steps), lesson.under_the_hood.prediction]
    asked = sum(question is not None for question in predicted) + len(lesson.myths)
    return words / WORDS_A_MINUTE * 60 + SECONDS_A_QUESTION * asked


def _words_in(text: str) -> float:
    # Chinese, Japanese and Korean are counted by sign: about two of them say what a word does.
    wide = len(_WIDE.findall(text))
    return len(_WORD.findall(_WIDE.sub(" ", text))) + wide / 2


def width(text: str) -> int:
    """How wide a text is, in characters of usual width; East Asian ones count as two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def stems(text: str) -> set[str]:
    """The beginnings of the words that carry meaning, alike for *code* and *coding*."""
    texts: set[str] = set()
    for match in _WORD.finditer(text.casefold()):
        word = match[0]
        if _WIDE.search(word):
            texts.update(word[n : n + 2] for n in range(max(1, len(word) - 1)))
        elif word not in _COMMON:
            texts.add(_stem(word))
    return texts


# A lesson's modes, each measured, ask for the same words some ten times.
@functools.lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    for ending in ("ing", "ies", "es", "ed", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:6]


def html_in(text: str) -> str | None:
    if "<" not in text:
        return None
    inline = (child for block in PARSER.parse(text) for child in block.children or ())
    return next((token.content for token in inline if token.type == "html_inline"), None)
