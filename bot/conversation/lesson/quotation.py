"""A question named or quoted where its answer is looked back at: in a test's list, in remarks.

It was asked minutes ago, in whatever mode, so it is named by what was asked. Where it is quoted,
what it rested on comes along: its step's concept, the task, the drawing. What was asked stands in a
line of its own below that. Where all of it would make a wall, a question that says enough by itself
goes without, and of another's scene only the drawing that it points at comes along, or how its text
begins.
"""

import re
from typing import Literal

from bot.conversation.language.markup import FENCE, escape_markdown, plain
from bot.conversation.language.paging import blocks, in_short, last_sentences
from bot.conversation.phrases import phrase
from bot.conversation.question import context, pitfalls, posing
from bot.lessons.format.images import in_words
from bot.lessons.lint.readability import SENTENCE_END
from bot.lessons.model import Lesson
from bot.lessons.needed import points_at_drawing
from bot.lessons.question import Question

Extent = Literal["whole", "short"]
"""How much is quoted: all that came along, or what the words can't do without."""

MAX_QUESTION = 900
"""Characters of a question that is quoted whole: it must not fill a message of a list."""

MAX_SHORT_QUESTION = 400
"""The same where there is much to quote; of a longer question the end is quoted."""

MIN_PLAIN_QUESTION = 90
"""Characters of a question that says by itself what it is about."""

OWN_STORY = 190
"""Characters of a variant that tells again, in its own way, what there is to do or to judge."""

NAMELESS = 40
"""The same of a variant whose scene is only a title: most of these are whole without that."""

_LAST = 2
"""Sentences that are quoted of a question at least: what is asked, and what it is asked of."""

_PLAIN = re.compile(r"(?![>#|*+-] |\||\d+[.)] )")
"""How a paragraph begins: no list, quotation or table."""

_CODE = re.compile(r"^```[^\n]*\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
"""A sample, with what it says."""


def quote_question(
    lesson: Lesson, question: Question, wording: int, extent: Extent = "whole"
) -> str:
    words = posing.words(question, wording)
    fewest = _LAST + question.is_pitfall
    most = MAX_QUESTION if extent == "whole" else MAX_SHORT_QUESTION
    asked = in_lines(words) if len(words) <= most else whole(words, most, fewest)
    return join_parts([*_scene(lesson, question, wording, extent), asked], "\n")


def beginning(text: str) -> str:
    """A text as it goes on a line that is begun: a sample of code begins a line of its own."""
    return f"\n{text}" if FENCE.match(text) else text


def whole(text: str, most: int = MAX_SHORT_QUESTION, fewest: int = _LAST) -> str:
    """What a text asks, as a paragraph: all of it, or if that is longer than ``most``, its end.

    That has so many sentences at ``fewest``: what is asked says little without what it is asked of.
    """
    line = paragraph(text)
    end = line if len(line) <= most else last_sentences(line, most, fewest)
    return end if end == line else f"… {end}"


def in_lines(text: str) -> str:
    """A text as short as it gets without a loss: paragraphs joined, samples of code as they are."""
    texts = list[str]()
    for block in blocks(text):
        plain = _is_plain(block)
        result = " ".join(block.split()) if plain else block
        if plain and texts and _is_plain(texts[-1]):
            texts[-1] += f" {result}"
        else:
            texts.append(result)
    return join_parts(texts, "\n\n")


def join_parts(parts: list[str], gap: str = " ") -> str:
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
    mark = "``" if "`" in match[1] else "`"
    return f"{mark}{' '.join(match[1].split())}{mark}"


def _is_plain(block: str) -> bool:
    return not FENCE.match(block) and _PLAIN.match(block) is not None


def _scene(lesson: Lesson, question: Question, wording: int, extent: Extent) -> list[str]:
    """What these words rest on, as text; a picture was shown, and can't stand in a list."""
    words = posing.words(question, wording)
    ground = posing.grounds(lesson, question, wording)
    drawing = posing.draw_as_text(ground.drawing) or ""
    retold = wording % (1 + len(question.variants)) and len(words) >= OWN_STORY
    setting = "" if retold and not points_at_drawing(words) else ground.setting
    texts = [in_words(text) for text in (ground.concept, setting) if text]
    if extent == "short":
        needy = len(words) < MIN_PLAIN_QUESTION
        texts = [in_short(text) or text for text in texts if needy]
        drawing = drawing if points_at_drawing(words) else ""
    parts = [*map(in_lines, texts), drawing]
    if any(parts) or len(words) >= NAMELESS or not ground.title or ground.title in words:
        return parts
    return [phrase("ask.about", title=ground.title)]


LINE = 96
"""Characters of a question that stand for it in a line: two rows on a phone."""

_FENCE = re.compile(r"^```.*$", re.MULTILINE)
"""Where a sample begins or ends: what stands between is part of the line."""

_SCENE = 24
"""Characters of how it begins that say what it is about; with fewer, its end goes without."""


def where(lesson: Lesson, question: Question) -> str:
    for number, step in enumerate(lesson.steps, start=1):
        if step.prediction and step.prediction.id == question.id:
            return phrase("results.step", number=number, title=step.title)
    hood = lesson.under_the_hood.prediction
    if hood and hood.id == question.id:
        return phrase("results.hood")
    for task in lesson.exercises:
        if task.choice and task.choice.id == question.id:
            # "What will it answer?" is a fine heading above its task, and says little elsewhere.
            return "" if task.title.endswith("?") else task.title
    for rows in (lesson.performance, lesson.what_if.cases):
        for part in rows:
            if part.prediction and part.prediction.id == question.id:
                return part.title
    if pitfall := pitfalls.pitfall(lesson, question.id):
        return phrase("results.pitfall", title=pitfall.title)
    return _true_or_not(lesson, question)


def _true_or_not(lesson: Lesson, question: Question) -> str:
    """The name of a question that says only what may be true."""
    if context.myth(lesson, question.id):
        return phrase("results.myth", question=about(posing.words(question)))
    return ""


def about(text: str, most: int = LINE) -> str:
    """What a text asks, as a line of a list: all of it, or how it begins, and its last sentence.

    The question alone says little ten minutes later, and its scene alone would read as a claim.
    """
    line = plain(" ".join(_FENCE.sub(" ", text).split()))
    if len(line) > most:
        last = SENTENCE_END.split(line)[-1]
        room = most - len(last) - 1
        if not last.endswith("?") or len(last) > most:
            line = _first_words(line, most)
        else:
            line = f"{_first_words(line, room)} {last}" if room >= _SCENE else last
    return escape_markdown(line)


def opening(text: str, most: int) -> str:
    """How a text begins, as a line of a list."""
    line = plain(" ".join(_FENCE.sub(" ", text).split()))
    return escape_markdown(line if len(line) <= most else _first_words(line, most))


def _first_words(line: str, room: int) -> str:
    """How a line begins, in this much room."""
    return f"{line[: room - 1].rpartition(' ')[0].rstrip('.,;:–-')} …"
