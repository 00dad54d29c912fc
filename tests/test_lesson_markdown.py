"""Lesson files: what is written is read back, and any text at all is read or refused.

The properties use two kinds of lessons. *Settled* ones hold texts that are in normal form, and
come back exactly. *Wild* ones hold anything at all in their texts, as an importer may produce it:
they come back with the same words, and from then on exactly.
"""

import itertools
import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, example, given, settings
from hypothesis import strategies as st

from bot.lessons.faults import Fault, LessonError
from bot.lessons.format import parse, write
from bot.lessons.format.normal_form import LABEL, PARSER, clean, content, normal, one_line, tree
from bot.lessons.model import (
    LEVELS,
    Aspect,
    Connection,
    Diagram,
    Exercise,
    Lesson,
    MentalModel,
    Milestone,
    Myth,
    Option,
    Overview,
    Pitfall,
    Project,
    Question,
    Step,
    UnderTheHood,
)

# A lesson is a large example: shrinking one takes minutes, and its failing text is seen anyway.
LARGE = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

CONTENT = Path(__file__).parent.parent / "content"

# Lessons from texts

WORDS = st.sampled_from(
    [
        "model",
        "Daten",
        "naïve",
        "日本語",
        "🙂 emoji",
        "`code`",
        "**bold**",
        "*it*",
        "||spoiler||",
        "[a link](https://example.org)",
        "3 < 4",
        "R&D",
        "C#",
        "a_b",
        "e.g.",
        "100 %",
        "«x»",
    ]
)
OPENINGS = st.sampled_from(
    [
        "",
        "",
        "\\# ",
        "\\- ",
        "1\\. ",
        "\\> ",
        "\\+ ",
        "**Result**: ",
        "\\``` ",
        "\\=== ",
        "\\[x]: ",
        "(1) ",
    ]
)
SENTENCE = st.builds(
    lambda opening, words: opening + " ".join(words),
    OPENINGS,
    st.lists(WORDS, min_size=1, max_size=6),
).filter(lambda text: one_line(text) == text)
CODE = st.sampled_from(
    [
        "```python\nprint('# not a heading')\n```",
        "````\n```\n\n  - a\n````",
        "```\n\n```",
        "~~~a`b\n**Result:** code\n~~~",
    ]
)
LISTS = st.sampled_from(
    [
        "- a\n- b",
        "1. a\n2. b",
        "3) a",
        "- a\n  - b\n    1. c\n- d",
        "- a\n\n  b\n\n- c",
        "> quoted\n>\n> - x",
        "1. a\n   ```\n   code\n   ```",
        "one\\\ntwo",
        "- [ ] a task",
        "___",
    ]
).filter(lambda text: normal(text) == text)
BLOCKS = st.lists(st.one_of(SENTENCE, CODE, LISTS), max_size=4).map("\n\n".join).map(normal)

WILD = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(
            [
                "a",
                "Word",
                "#",
                "##",
                "-",
                "*",
                "+",
                "1.",
                "2)",
                ">",
                "`",
                "```",
                "~~~",
                "\n",
                "\n\n",
                " ",
                "    ",
                "\t",
                "\\",
                "  \n",
                "\\\n",
                "[x]",
                "[x]: y",
                "[ ]",
                "]",
                "(",
                ")",
                "<div>",
                "<!--",
                "-->",
                "<!-- id: a -->",
                "**Result:** ",
                "**Hint**: ",
                "**Any:**",
                "Why: ",
                "__",
                "=",
                "===",
                "---",
                "_",
                "|",
                "é",
                "\u00a0",
                "\u2028",
                "&amp;",
                "!",
                "\r\n",
                "\x00",
                "\x1b",
                "(expert)",
                "Before reading on: ",
            ]
        ),
        max_size=14,
    ).map("".join),
)


def has_words(text: str) -> bool:
    return any(char.isalnum() for char in text)


IDS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,3}", fullmatch=True)


def titles(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    # Not a filter: a lesson has so many that some would make nearly every one be thrown away.
    return texts.map(lambda text: text if has_words(text) else f"{text} word")


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
    first = draw(IDS)
    names = (f"{first}-{n}" for n in itertools.count())

    def question() -> Question:
        chosen = draw(options(draw(st.just(title)), maybe))
        return Question(
            id=next(names),
            text=draw(title),
            options=chosen,
            hint=draw(maybe),
            variants=some(lambda: draw(title), 2),
        )

    def diagrams() -> tuple[Diagram, ...]:
        return some(diagram, 2)

    def diagram() -> Diagram:
        prediction = question() if draw(st.booleans()) else None
        return Diagram(
            drawing=draw(drawing),
            alternative=draw(maybe),
            prediction=prediction,
            puzzle=draw(st.one_of(st.just(""), drawing)) if prediction else "",
            explanation=draw(blocks),
        )

    def exercise() -> Exercise:
        return Exercise(
            id=next(names),
            title=draw(title),
            prompt=draw(blocks),
            answer=draw(blocks),
            criteria=some(lambda: draw(title), 3),
            choice=question() if draw(st.booleans()) else None,
        )

    def project() -> Project:
        return Project(
            brief=draw(blocks),
            milestones=some(
                lambda: Milestone(id=next(names), title=draw(title), text=draw(blocks)), 3
            ),
            rubric=some(lambda: draw(title), 3),
        )

    def aspect() -> Aspect:
        prediction = question() if draw(st.booleans()) else None
        return Aspect(title=draw(title), prediction=prediction, text=draw(blocks))

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
        exercises=some(exercise, 2),
        challenge=some(question, 2),
        project=project(),
        performance=some(aspect, 2),
    )


DRAWINGS = st.sampled_from(["┌─┐\n│a│\n└─┘", "a ──▶ b", "  indented\n\nlines", "```\nfence\n```"])
SETTLED = lessons(SENTENCE, BLOCKS, DRAWINGS)
WILD_LESSONS = lessons(WILD, WILD, titles(WILD))


@settings(LARGE, max_examples=20)
@given(SETTLED)
def test_what_is_written_is_read_back(lesson: Lesson) -> None:
    assert parse(write(lesson)).lesson == lesson


@settings(LARGE, max_examples=20)
@given(WILD_LESSONS)
def test_any_lesson_can_be_written_and_settles_at_once(lesson: Lesson) -> None:
    written = write(lesson)
    settled = parse(written).lesson
    assert write(settled) == written
    assert parse(write(settled)).lesson == settled


@settings(max_examples=250, deadline=None)
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
    paragraphs = [block for block in tree(settled).children if block.type == "paragraph"]
    assert not any(LABEL.match(content(paragraph)) for paragraph in paragraphs)


def meaning(text: str) -> str:
    """What a text renders as, whatever the spaces, and whether its lists are tight or loose.

    Quotes without words do not count, nor line breaks that nothing or another one stands before.
    """
    html = re.sub(r"\s+", "", PARSER.render(text))
    html = re.sub(r"(<p>|<li>|<br/>)(<br/>)+", r"\1", html)
    html = re.sub(r"</?p>", "", html)
    while "<blockquote></blockquote>" in html:
        html = html.replace("<blockquote></blockquote>", "")
    return html


@settings(max_examples=250, deadline=None)
@given(WILD)
@example("a\\   \nb")
@example("`a\\\nb` c")
@example("a\\\n    # b")
@example("- a\n\n  ```\n  b\n\n    c\n  ```\n- 1. d\n  2. e")
@example("- a\n- b\n\n* c\n+ d")
def test_normal_form_means_the_same(text: str) -> None:
    text = clean(text)
    kinds = {
        token.type for block in PARSER.parse(text) for token in (block, *(block.children or ()))
    }
    # What no text may hold is rewritten, and a drawing of code in an image's words is no text.
    assume(not kinds & {"heading_open", "html_block", "html_inline", "image"})
    assume("**" not in text)
    assert meaning(normal(text)) == meaning(text)


@pytest.mark.parametrize(
    "text",
    [
        ">" * 30 + " word",
        "- " * 25 + "word",
        "> - " * 12 + "word",
        "\n".join("  " * n + "- word" for n in range(20)),
    ],
)
def test_what_is_nested_too_deep_is_written_flatter(text: str) -> None:
    written = write(Lesson(id="a", title="A", minutes=1, when_not_to_use=text))
    lesson = parse(written).lesson
    assert lesson.when_not_to_use.count("word") == text.count("word")
    assert write(lesson) == written
    with pytest.raises(LessonError, match="too deep"):
        parse(f"{FRONT}## When not to use\n\n{text}\n")


def test_labels_that_look_like_boxes_stay_labels() -> None:
    labels = ("[x] done", "[ ] open")
    options = tuple(Option(label=label) for label in labels)
    lesson = Lesson(
        id="a",
        title="A",
        minutes=1,
        myths=(Myth(question=Question(id="q", text="Q?", options=options)),),
    )
    (question,) = parse(write(lesson)).lesson.questions
    assert question.open
    assert tuple(option.label for option in question.options) == ("\\[x] done", "\\[ ] open")


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.md")), ids=lambda path: path.stem)
def test_shipped_lessons_read_and_write_back(path: Path) -> None:
    draft = parse(path.read_text(encoding="utf-8"), path.name)
    assert parse(write(draft.lesson)).lesson == draft.lesson
    assert not draft.unnamed


# Reading what people write

FRONT = "---\nid: a\ntitle: A\nminutes: 5\n---\n\n"


def read(body: str) -> Lesson:
    return parse(FRONT + body).lesson


def test_soft_wrapped_text_becomes_one_line_a_paragraph() -> None:
    lesson = read(
        "## When not to use\n\nOne\ntwo  \nthree\\\nfour\n\n"
        "- five\n  six\n- > seven\n  > eight\n\n```\na\n  b\n```\n"
    )
    assert lesson.when_not_to_use == (
        "One two\\\nthree\\\nfour\n\n- five six\n- > seven eight\n\n```\na\n  b\n```"
    )


def test_paragraph_fields_are_one_line() -> None:
    lesson = read(
        "## Build-up\n\n### 1. S (expert)\n\n**Concept:** one\ntwo  \nthree\n\n**Result:**\nfour\n"
    )
    assert (lesson.steps[0].concept, lesson.steps[0].result) == ("one two three", "four")


@pytest.mark.parametrize("change", [lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n")])
def test_byte_order_mark_and_line_ends_make_no_difference(change) -> None:
    text = (CONTENT / "genai" / "career-paths.md").read_text(encoding="utf-8")
    assert parse(change(text)).lesson == parse(text).lesson


def test_headings_and_labels_are_read_whatever_their_case_and_marks() -> None:
    lesson = read(
        "## OVERVIEW:\n\n### what is it\n\nX\n\n## build up\n"
        "\n### Title (Expert)\n\n__concept :__ C\n\n**INSIGHT:** I\n"
    )
    assert lesson.overview.what == "X"
    assert (lesson.steps[0].title, lesson.steps[0].level) == ("Title", "expert")
    assert (lesson.steps[0].concept, lesson.steps[0].insight) == ("C", "I")


def test_sections_may_come_in_any_order() -> None:
    lesson = read(
        "## Takeaways\n\n- T\n\n## Project\n\nkept\n\n## Overview\n\n### Where it fits\n\nF\n"
    )
    assert lesson.takeaways == ("T",)
    assert lesson.overview.fits == "F"
    assert lesson.project == Project(brief="kept")


def test_a_question_without_an_id_gets_one_from_its_words() -> None:
    ask = "### Is it so?\n\n- [x] Yes\n- [ ] No\n\n"
    draft = parse(f"{FRONT}## Myths\n\n{ask}{ask}### Is it?\n\n<!-- id: is-it-so -->\n\n- A\n- B\n")
    assert [myth.question.id for myth in draft.lesson.myths] == [
        "is-it-so-2",
        "is-it-so-3",
        "is-it-so",
    ]
    assert draft.unnamed == {"is-it-so-2", "is-it-so-3"}
    assert [myth.question.open for myth in draft.lesson.myths] == [False, False, True]


def test_places_say_where_each_part_stands() -> None:
    path = CONTENT / "genai" / "career-paths.md"
    text = path.read_text(encoding="utf-8")
    draft, lines = parse(text), text.split("\n")

    def line(key: str) -> str:
        return lines[draft.places[key].line - 1]

    assert line("lesson") == f"id: {draft.lesson.id}"
    for n, step in enumerate(draft.lesson.steps, start=1):
        assert step.title in line(f"step:{n}")
    for question in draft.lesson.questions:
        assert question.text in line(f"question:{question.id}")
        for n, option in enumerate(question.options, start=1):
            assert option.label in line(f"option:{question.id}:{n}")
    for n, pitfall in enumerate(draft.lesson.pitfalls, start=1):
        assert line(f"pitfall:{n}") == f"### {pitfall.title}"
    for n, note in enumerate(draft.lesson.expert_notes, start=1):
        assert line(f"note:{n}") == f"{n}. {note}"


# Whatever stands in a file

BITS = [
    "#",
    "##",
    "### ",
    "#### ",
    "-",
    "- [ ] ",
    "- [x] ",
    "```",
    "~~~",
    "**X:** ",
    "**Result:** ",
    "\n",
    "\n\n",
    "  ",
    "    ",
    "\t",
    "> ",
    "<!--",
    "-->",
    "<b>",
    "[x]: y",
    "\\",
    "\x00",
    "\u2028",
    "---",
    "===",
    "1. ",
    "é",
    ":",
    "&a",
    "*a",
    "[",
    "{",
    "}",
    "'",
    '"',
    "(expert)",
]


def attempt(source: str) -> tuple[Lesson | None, tuple[Fault, ...]]:
    try:
        return parse(source).lesson, ()
    except LessonError as error:
        return None, error.faults


def holds_or_is_refused(source: str) -> None:
    """A text is refused with faults that lie in it, or read as a lesson that comes back."""
    lesson, faults = attempt(source)
    if lesson is None:
        lines = source.count("\n") + source.count("\r") + 1
        assert faults
        assert all(1 <= fault.line <= lines and fault.column >= 1 for fault in faults)
        assert all(fault.what and fault.mend for fault in faults)
        return
    written = write(lesson)
    assert parse(written).lesson == lesson
    assert write(parse(written).lesson) == written


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(), WILD, WILD.map(lambda text: FRONT + text), WILD.map(lambda t: f"---\n{t}\n---\n")
    )
)
@example("---\n0:\u20280\n---")
def test_any_text_is_refused_or_held(source: str) -> None:
    holds_or_is_refused(source)


SMALL = write(
    Lesson(
        id="small",
        title="Small",
        minutes=5,
        overview=Overview(what="It is.\n\n- a\n- b"),
        mental_model=MentalModel(
            core_idea="One.", diagrams=(Diagram(drawing="a", alternative="A."),)
        ),
        steps=(
            Step(
                level="expert",
                title="S",
                concept="C",
                prediction=Question(
                    id="q",
                    text="why?",
                    options=(
                        Option(label="A", right=True, explanation="e"),
                        Option(label="B", temptation="t"),
                    ),
                    hint="h",
                ),
                text="T\n\n```python\ncode\n```",
                result="R",
            ),
        ),
        pitfalls=(Pitfall(title="P", wrong="w\n\n1. x", right="r", cause="c"),),
        takeaways=("t", "u"),
    )
)


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 4))
def test_any_mutation_of_a_lesson_is_refused_or_held(random: random.Random, changes: int) -> None:
    text = SMALL
    for _ in range(changes):
        at = random.randrange(len(text))
        lines = text.split("\n")
        row = random.randrange(len(lines))
        match random.randrange(4):
            case 0:
                text = text[:at] + random.choice(BITS) + text[at:]
            case 1:
                text = text[:at] + text[at + random.choice([1, 3, 40]) :] or "x"
            case 2:
                lines.insert(random.randrange(len(lines)), lines.pop(row))
                text = "\n".join(lines)
            case _:
                lines[row] = random.choice(BITS) + lines[row]
                text = "\n".join(lines)
    holds_or_is_refused(text)


def test_the_canonical_form_reads_well() -> None:
    assert SMALL.startswith(
        "---\nid: small\ntitle: Small\nminutes: 5\nlevel: foundation\n"
        "needs: []\nleads-to: []\ntags: []\n---\n\n# Small\n\n"
    )
    question = (
        "#### Before reading on: why?\n\n<!-- id: q -->\n\n- [x] A\n  - Why: e\n- [ ] B\n"
        "  - Why it tempts: t\n\n**Hint:** h\n\n#### Read on\n\nT\n"
    )
    assert question in SMALL
    assert "**Wrong approach:** w\n\n1. x\n\n**Right approach:** r\n\n**Root cause:** c\n" in SMALL
    assert not re.search(r"\n\n\n|[ \t]\n", SMALL)


def test_a_changed_copy_is_another_revision() -> None:
    lesson = Lesson(id="tea", title="Tea", minutes=3)
    before = lesson.revision
    changed = lesson.model_copy(update={"title": "More tea"})
    assert changed.revision != before
    assert changed != lesson
    assert lesson.model_copy() == lesson


def test_a_lesson_without_variants_keeps_its_revision_and_one_with_them_gets_another() -> None:
    question = Question(id="q", text="Why?", options=(Option(label="A"), Option(label="B")))
    lesson = Lesson(id="a", title="A", minutes=1, challenge=(question,))
    assert "variants" not in lesson.canonical()
    assert lesson.revision == "94a81746abc8764e"
    reworded = question.model_copy(update={"variants": ("What for?",)})
    assert lesson.model_copy(update={"challenge": (reworded,)}).revision != lesson.revision


def test_variants_are_read_wherever_a_question_stands() -> None:
    variants = "**Variant:** One?\n\n**Variant:** Two?\n\n"
    options = "- [x] A\n- [ ] B\n\n"
    source = (
        "---\nid: a\ntitle: A\nminutes: 1\n---\n\n# A\n\n"
        "## Build-up\n\n### 1. S (foundation)\n\n"
        f"#### Before reading on: q?\n\n{variants}{options}#### Read on\n\nT\n\n"
        f"## Myths\n\n### m?\n\n{options}{variants}**Belief:** b\n\n"
        f"## Challenge\n\n### c?\n\n{variants}{options}"
    )
    asked = parse(source).lesson.questions
    assert [question.variants for question in asked] == [("One?", "Two?")] * 3
