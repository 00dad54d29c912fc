"""A question quoted where its answer is looked back at: in a test's list, beside a reason.

That is minutes later and far below, so what it rested on when it was asked comes along: its step's
concept, the task, the drawing. *What do you work on first?* says nothing without its scene, and a
sample of code says nothing in a line. What was asked stands in a line of its own below that.

Where all of it would make a wall, a question that says enough by itself goes without, and of
another one's scene only the drawing it points at comes along, or how its text begins.
"""

import re
from typing import Literal

from bot.conversation.language.markup import FENCE
from bot.conversation.language.paging import blocks, in_short, last_sentences
from bot.conversation.phrases import phrase
from bot.conversation.question import posing
from bot.lessons.format.images import in_words
from bot.lessons.model import Lesson
from bot.lessons.needed import points_at_drawing
from bot.lessons.question import Question

Extent = Literal["whole", "short"]
"""How much is quoted: all that came along, or what the words can't do without."""

MOST = 900
"""Characters of a question that is quoted whole: no message of a list is filled by one."""

SHORT = 400
"""The same where there is much to quote; of a longer one its end is."""

ENOUGH = 90
"""Characters of a question that says by itself what it is about."""

OWN_STORY = 190
"""Characters of a variant that tells again, in its own way, what there is to do or to judge."""

NAMELESS = 40
"""The same of one of whose scene there is but a title: most of these are whole without that."""

_LAST = 2
"""Sentences that are quoted of a question at least: what is asked, and what it is asked of."""

_PLAIN = re.compile(r"(?![>#|*+-] |\||\d+[.)] )")
"""How one begins that is a paragraph: no list, quotation or table."""

_CODE = re.compile(r"^```[^\n]*\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
"""A sample, with what it says."""


def quoted(lesson: Lesson, question: Question, wording: int, extent: Extent = "whole") -> str:
    """A question in the words in which it was asked, below what it rests on.

    The last sentence of a pitfall asks the same of all.
    """
    words = posing.words(question, wording)
    fewest = _LAST + question.is_pitfall
    most = MOST if extent == "whole" else SHORT
    asked = in_lines(words) if len(words) <= most else whole(words, most, fewest)
    return joined([*_scene(lesson, question, wording, extent), asked], "\n")


def beginning(text: str) -> str:
    """A text as it goes on a line that is begun: a sample of code begins a line of its own."""
    return f"\n{text}" if FENCE.match(text) else text


def whole(text: str, most: int = SHORT, fewest: int = _LAST) -> str:
    """What a text asks, as a paragraph: all of it, or if that is longer than ``most``, its end.

    That has so many sentences at ``fewest``: what is asked says little without what it is asked of.
    """
    line = paragraph(text)
    end = line if len(line) <= most else last_sentences(line, most, fewest)
    return end if end == line else f"… {end}"


def in_lines(text: str) -> str:
    """A text as short as it gets without a loss: paragraphs in one, samples of code as they are."""
    texts = list[str]()
    for block in blocks(text):
        plain = _is_plain(block)
        result = " ".join(block.split()) if plain else block
        if plain and texts and _is_plain(texts[-1]):
            texts[-1] += f" {result}"
        else:
            texts.append(result)
    return joined(texts, "\n\n")


def joined(parts: list[str], gap: str = " ") -> str:
    """These with a gap between any two, but a sample of code in lines of its own."""
    text = ""
    for part in filter(None, parts):
        code = FENCE.match(part) or text.endswith(("```", "~~~"))
        text += f"\n{part}" if code and text else f"{gap}{part}" if text else part
    return text


def paragraph(text: str) -> str:
    """A text in a line, its samples as code."""
    return " ".join(_CODE.sub(_in_a_line, text).split())


def _in_a_line(match: re.Match[str]) -> str:
    """A sample as code inside a line."""
    mark = "``" if "`" in match[1] else "`"
    return f"{mark}{' '.join(match[1].split())}{mark}"


def _is_plain(block: str) -> bool:
    return not FENCE.match(block) and _PLAIN.match(block) is not None


def _scene(lesson: Lesson, question: Question, wording: int, extent: Extent) -> list[str]:
    """What these words rest on, as text; a picture was shown, and can't stand in a list."""
    words = posing.words(question, wording)
    ground = posing.grounds(lesson, question, wording)
    drawing = posing.fenced(ground.drawing) or ""
    retold = wording % (1 + len(question.variants)) and len(words) >= OWN_STORY
    setting = "" if retold and not points_at_drawing(words) else ground.setting
    texts = [in_words(text) for text in (ground.concept, setting) if text]
    if extent == "short":
        needy = len(words) < ENOUGH
        texts = [in_short(text) or text for text in texts if needy]
        drawing = drawing if points_at_drawing(words) else ""
    parts = [*map(in_lines, texts), drawing]
    if any(parts) or len(words) >= NAMELESS or not ground.title or ground.title in words:
        return parts
    return [phrase("ask.about", title=ground.title)]
