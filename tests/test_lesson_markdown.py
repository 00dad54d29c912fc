"""Lesson files: what is written is read back, and every fault is found, in one run, with its place.

The properties use two kinds of lessons. *Settled* ones hold texts that are in normal form, and
come back exactly. *Wild* ones hold anything at all in their texts, as an importer may produce it:
they come back with the same words, and from then on exactly.
"""

import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from bot.lessons import markdown
from bot.lessons.blocks import LABEL, normal, one_line
from bot.lessons.markdown import LessonError
from bot.lessons.model import (
    LEVELS,
    Connection,
    Diagram,
    Lesson,
    MentalModel,
    Myth,
    Option,
    Overview,
    Pitfall,
    Question,
    Reserved,
    Step,
    UnderTheHood,
)

# A lesson is a large example: shrinking one takes minutes, and the failing text is at its end anyway.
LARGE = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

CONTENT = Path(__file__).parent.parent / "content"

# Lessons from texts

WORDS = st.sampled_from(
    ["model", "Daten", "naïve", "日本語", "🙂 emoji", "`code`", "**bold**", "*it*", "||spoiler||",
     "[a link](https://example.org)", "3 < 4", "R&D", "C#", "a_b", "e.g.", "100 %", "«x»"]
)  # fmt: skip
OPENINGS = st.sampled_from(
    ["", "", "\\# ", "\\- ", "1\\. ", "\\> ", "\\+ ", "**Result**: ", "\\``` ", "\\=== ", "\\[x]: ", "(1) "]
)  # fmt: skip
SENTENCE = st.builds(
    lambda opening, words: opening + " ".join(words),
    OPENINGS,
    st.lists(WORDS, min_size=1, max_size=6),
).filter(lambda text: one_line(text) == text)
CODE = st.sampled_from(
    ["```python\nprint('# not a heading')\n```", "````\n```\n\n  - a\n````", "```\n\n```",
     "~~~a`b\n**Result:** code\n~~~"]
)  # fmt: skip
LISTS = st.sampled_from(
    ["- a\n- b", "1. a\n2. b", "3) a", "- a\n  - b\n    1. c\n- d", "- a\n\n  b\n\n- c", "> quoted\n>\n> - x",
     "1. a\n   ```\n   code\n   ```", "one\\\ntwo", "- [ ] a task", "___"]
).filter(lambda text: normal(text) == text)  # fmt: skip
BLOCKS = st.lists(st.one_of(SENTENCE, CODE, LISTS), max_size=4).map("\n\n".join).map(normal)

WILD = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(
            ["a", "Word", "#", "##", "-", "*", "+", "1.", "2)", ">", "`", "```", "~~~", "\n", "\n\n", " ",
             "    ", "\t", "\\", "  \n", "\\\n", "[x]", "[x]: y", "[ ]", "]", "(", ")", "<div>", "<!--",
             "-->", "<!-- id: a -->", "**Result:** ", "**Hint**: ", "**Any:**", "Why: ", "__", "=", "===",
             "---", "_", "|", "é", "\u00a0", "\u2028", "&amp;", "!", "\r\n", "\x00", "\x1b", "(expert)",
             "Before reading on: "]
        ),
        max_size=14,
    ).map("".join),
)  # fmt: skip


def has_words(text: str) -> bool:
    return any(char.isalnum() for char in text)


IDS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,3}", fullmatch=True)


def titles(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return texts.filter(has_words)


def options(texts: st.SearchStrategy[str], line: st.SearchStrategy[str]):
    # Labels are told apart by a word of their own: two options that read alike are a fault.
    def build(parts: list[tuple[str, bool, str, str]]) -> tuple[Option, ...]:
        return tuple(
            Option(label=f"{text} no{n}", right=right, explanation=why, temptation=tempts)
            for n, (text, right, why, tempts) in enumerate(parts)
        )

    return st.lists(st.tuples(texts, st.booleans(), line, line), min_size=2, max_size=8).map(build)


@st.composite
def lessons(draw, line, blocks, drawing) -> Lesson:
    maybe = st.one_of(st.just(""), line)
    title = titles(line)
    names = iter(draw(st.lists(IDS, min_size=5, max_size=5, unique=True)))

    def question() -> Question:
        chosen = draw(options(draw(st.just(title)), maybe))
        return Question(id=next(names), text=draw(title), options=chosen, hint=draw(maybe))

    def diagrams() -> tuple[Diagram, ...]:
        found = draw(st.lists(st.tuples(drawing, maybe), max_size=2))
        return tuple(Diagram(drawing=text, alternative=words) for text, words in found)

    def step() -> Step:
        return Step(
            level=draw(st.sampled_from(LEVELS)),
            title=draw(title),
            concept=draw(maybe),
            prediction=question() if draw(st.booleans()) else None,
            text=draw(blocks),
            result=draw(maybe),
            insight=draw(maybe),
        )

    def some(build, most: int) -> tuple:
        return tuple(build() for _ in range(draw(st.integers(0, most))))

    return Lesson(
        id=draw(IDS),
        title=draw(title),
        minutes=draw(st.integers(1, 999)),
        level=draw(st.sampled_from(LEVELS)),
        needs=tuple(draw(st.lists(IDS, max_size=2))),
        leads_to=tuple(
            draw(st.lists(st.sampled_from(["null", "yes", "12", "2020-01-01"]), max_size=2))
        ),
        tags=tuple(draw(st.lists(title, max_size=2))),
        overview=Overview(what=draw(blocks), matters=draw(blocks), fits=draw(blocks)),
        mental_model=MentalModel(core_idea=draw(maybe), analogy=draw(blocks), diagrams=diagrams()),
        steps=some(step, 3),
        under_the_hood=UnderTheHood(how=draw(blocks), why=draw(blocks), diagrams=diagrams()),
        myths=some(
            lambda: Myth(
                question=question(), belief=draw(maybe), reality=draw(maybe), matters=draw(maybe)
            ),
            2,
        ),
        expert_notes=some(lambda: draw(title), 2),
        when_not_to_use=draw(blocks),
        production_patterns=draw(blocks),
        connections=some(
            lambda: Connection(title=draw(title), relation=draw(maybe), text=draw(blocks)), 2
        ),
        pitfalls=some(
            lambda: Pitfall(
                title=draw(title), wrong=draw(blocks), right=draw(blocks), cause=draw(maybe)
            ),
            2,
        ),
        takeaways=some(lambda: draw(title), 2),
        reserved=tuple(
            Reserved(mode=mode, text=text)
            for mode in draw(
                st.lists(st.sampled_from(["try", "challenge", "project"]), unique=True)
            )
            if (text := draw(blocks))
        ),
    )


DRAWINGS = st.sampled_from(["┌─┐\n│a│\n└─┘", "a ──▶ b", "  indented\n\nlines", "```\nfence\n```"])
SETTLED = lessons(SENTENCE, BLOCKS, DRAWINGS)
WILD_LESSONS = lessons(WILD, WILD, WILD.filter(has_words))


@settings(LARGE, max_examples=60)
@given(SETTLED)
def test_what_is_written_is_read_back(lesson: Lesson) -> None:
    assert markdown.parse(markdown.write(lesson)).lesson == lesson


@settings(LARGE, max_examples=60)
@given(WILD_LESSONS)
def test_any_lesson_can_be_written_and_settles_at_once(lesson: Lesson) -> None:
    written = markdown.write(lesson)
    settled = markdown.parse(written).lesson
    assert markdown.write(settled) == written
    assert markdown.parse(markdown.write(settled)).lesson == settled


@settings(max_examples=400, deadline=None)
@given(WILD)
@example("[x]: y")
@example("<div>\ntext")
@example("- a\n\n[x]: y\n- b")
def test_normal_form_is_a_fixed_point_and_loses_no_word(text: str) -> None:
    settled = normal(text)
    assert normal(settled) == settled
    assert one_line(one_line(text)) == one_line(text)
    assert "\n" not in one_line(text)
    letters = [char for char in text if char.isalpha()]
    assert [char for char in settled if char.isalpha()] == letters
    assert [char for char in one_line(text) if char.isalpha()] == letters
    assert not any(LABEL.match(paragraph) for paragraph in settled.split("\n\n"))


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.md")), ids=lambda path: path.stem)
def test_shipped_lessons_read_and_write_back(path: Path) -> None:
    draft = markdown.parse(path.read_text(encoding="utf-8"), path.name)
    assert markdown.parse(markdown.write(draft.lesson)).lesson == draft.lesson
    assert not draft.unnamed
