"""Lesson files: what is written is read back, and any text at all is read or refused.

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

from bot.lessons.faults import Fault, LessonError
from bot.lessons.format import parse, write
from bot.lessons.model import Diagram, Lesson, MentalModel, Myth, Overview, Pitfall, Step
from bot.lessons.practice import Milestone, Pair, Project
from bot.lessons.question import Option, Question
from bot.lessons.revisions.keys import equivalent_revisions
from tests.lessons.strategies import SETTLED, WILD, WILD_LESSONS
from tests.rigs.courses import parsed
from tests.rigs.paths import CONTENT
from tests.rigs.properties import examples, thirds

# A lesson is a large example: shrinking one takes minutes, and its failing text is seen anyway.
LARGE = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@settings(LARGE, max_examples=examples(12))
@given(SETTLED)
def test_what_is_written_is_read_back(lesson: Lesson) -> None:
    assert parse(write(lesson)).lesson == lesson


@settings(LARGE, max_examples=examples(12))
@given(WILD_LESSONS)
def test_any_lesson_can_be_written_and_settles_at_once(lesson: Lesson) -> None:
    written = write(lesson)
    settled = parse(written).lesson
    assert write(settled) == written
    assert parse(write(settled)).lesson == settled


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Ask [Ana](tg://user?id=7) now.", "Ask \\[Ana](tg://user?id=7) now."),
        ("Two *[a](x)* and\\\n<mailto:a@b.org>", "Two *\\[a](x)* and\\\n\\<mailto:a@b.org>"),
        ("- a\\\n  b [c](d)\n  1. [e](<f g>)", "- a\\\n  b \\[c](d)\n  1. \\[e](<f g>)"),
        ("> [b](https://b.org) [c](#d)", "> [b](https://b.org) \\[c](#d)"),
        ("`[a](x)` and [b](x)", "`[a](x)` and \\[b](x)"),
        ("[a [b](x)](y)", "\\[a \\[b](x)](y)"),
    ],
)
def test_a_link_that_leads_to_no_page_is_written_as_its_words(text: str, written: str) -> None:
    given = Lesson(id="a", title="The [b](x)", minutes=1, overview=Overview(what=text))
    found = parse(write(given)).lesson
    assert found.overview.what == written
    assert found.title == "The \\[b](x)"


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


@pytest.mark.parametrize("path", thirds(sorted(CONTENT.rglob("*.md")), "stem"))
def test_shipped_lessons_read_and_write_back(path: Path) -> None:
    draft = parsed(path.read_text(encoding="utf-8"), path.name)
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


@settings(max_examples=60, deadline=None)
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


@settings(max_examples=60, deadline=None)
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


ASKS = """---
id: a
title: A
minutes: 5
tour: [1]
yours: "Which mail of this week: the *long* one?"
model-answer: "*The one to my landlord: it asks for two things.* Does yours ask?"
---

# A

## Build-up

### 1. One (foundation)

#### Before reading on: how many tokens are in the sentence?

<!-- id: tokens -->

**Estimate:** 1200 tokens

- 10–100
- 1000–20,000

**Why:** Each is counted.

**Too low:** Words are not tokens.

#### Read on

Text.

## Try it

### Do it

<!-- id: do-it -->

Do it.

**Answer:** Done.

**Origin:** written by hand

**Checks:**

- at most 40 words
- contains: `[1]`

## Challenge

### What turns scores into shares?

<!-- id: shares -->

**Accepted:** softmax; soft max

**Near:** sigmoid: It squeezes one number.

**Why:** It divides by the sum.

## Project

### 1. Measure

<!-- id: measure -->

**Hand in:**

- 2 numbers

## Performance

### Cost

Text.

#### Your numbers

- pages = 500: How many pages?

**Sum:** `tokens = pages * 700`

**In words:** That is {tokens} tokens.

## What if

### No search

#### Before reading on: without a search, what breaks?

<!-- id: no-search -->

- [x] The sources
- [ ] The style

#### Read on

All of it.

### Your reason

**Criteria:**

- It names the source.
""".replace("–", "\u2013")


def test_other_kinds_of_questions_and_what_a_program_checks_are_read() -> None:
    lesson = parse(ASKS).lesson
    tokens, shares, without = lesson.questions
    assert tokens.estimate
    assert (tokens.estimate.truth, tokens.estimate.unit) == (1200, "tokens")
    assert [(one.low, one.high) for one in tokens.estimate.ranges] == [(10, 100), (1000, 20_000)]
    assert shares.typed
    assert shares.typed.accepted == ("softmax", "soft max")
    assert [tokens.open, shares.open, without.open] == [False] * 3
    assert [one.kind for one in lesson.exercises[0].checks] == ["length", "contains"]
    assert lesson.project.milestones[0].hand_in[0].kind == "numbers"
    assert lesson.performance[0].sums
    assert lesson.what_if.criteria == ("It names the source.",)
    assert lesson.tour == (1,)
    assert lesson.yours == "Which mail of this week: the *long* one?"
    assert lesson.model_answer.endswith("for two things.* Does yours ask?")
    assert parse(write(lesson)).lesson == lesson
    assert write(parse(ASKS).lesson).splitlines()[11:] == ASKS.splitlines()[7:]


def test_a_check_in_the_author_s_words_is_another_revision_and_the_same_check() -> None:
    """Without such words a revision keeps the name that it had before there were any."""
    bare = parse(ASKS).lesson
    named = parse(ASKS.replace("- at most", "- *not too long*: at most")).lesson
    assert named.exercises[0].checks[0].label == "not too long"
    assert "*not too long*: at most" in write(named)
    assert parse(write(named)).lesson == named
    assert '"label"' not in bare.exercises[0].checks[0].model_dump_json(exclude_defaults=True)
    same = equivalent_revisions(named, [bare]).work
    assert (bare.exercises[0].id, bare.revision) in same


def test_a_typed_answer_may_have_checks_below_it() -> None:
    asked = "#### Choose: what is it?\n\n<!-- id: what -->\n\n**Accepted:** softmax\n\n"
    lesson = parse(ASKS.replace("**Answer:** D", f"{asked}**Answer:** D")).lesson
    (exercise,) = lesson.exercises
    assert exercise.choice
    assert exercise.choice.typed
    assert len(exercise.checks) == 2
    assert parse(write(lesson)).lesson == lesson


def test_a_project_says_how_long_it_takes_and_what_its_parts_build_on() -> None:
    body = (
        "## Project\n\nBrief.\n\n**Time:** 4 hours, over 4 days\n\n### 1. M\n\n"
        "**Builds on:** retrieval/thirty-questions\n\n**Or begin here:** Any ten will do.\n\n"
        "**Hand in:** a link\n"
    )
    front = "---\nid: a\ntitle: A\nminutes: 1\n---\n\n"
    lesson = parse(front + body).lesson
    assert (lesson.project.brief, lesson.project.minutes, lesson.project.days) == ("Brief.", 240, 4)
    assert lesson.project.milestones[0].builds_on == "retrieval/thirty-questions"
    assert lesson.project.milestones[0].begin_here == "Any ten will do."
    assert parse(write(lesson)).lesson == lesson
    with pytest.raises(LessonError, match="where none is built on"):
        parse(front + body.replace("**Builds on:** retrieval/thirty-questions\n\n", ""))
    with pytest.raises(LessonError, match="no time that can be read"):
        parse(front + body.replace("4 hours, over 4 days", "a while"))
    with pytest.raises(LessonError, match="builds on what has no such name"):
        parse(front + body.replace("retrieval/", ""))


def test_a_milestone_has_ways_round_for_some() -> None:
    front = "---\nid: a\ntitle: A\nminutes: 1\n---\n\n## Project\n\nBrief.\n\n### 1. M\n\n"
    front += "<!-- id: m -->\n\nDo it.\n\n"
    listed = "**If you're stuck:**\n\n- No *chat*? Take\n  a new one.\n- Alone? Ask later.\n"
    lesson = parse(f"{front}{listed}\n**Hand in:** a link\n").lesson
    (milestone,) = lesson.project.milestones
    assert milestone.ways_round == ("No *chat*? Take a new one.", "Alone? Ask later.")
    assert (milestone.text, len(milestone.hand_in)) == ("Do it.", 1)
    assert "**If you're stuck:**\n\n- No *chat*? Take a new one.\n- Alone?" in write(lesson)
    assert parse(write(lesson)).lesson == lesson
    alone = parse(f"{front}**If you’re stuck:** Alone?\nAsk later.\n").lesson
    assert alone.project.milestones[0].ways_round == ("Alone? Ask later.",)
    assert parse(write(alone)).lesson == alone
    with pytest.raises(LessonError, match="a way round that is not one paragraph"):
        parse(f"{front}{listed}\n  So.\n")
    with pytest.raises(LessonError, match="write each way round as an item of a list"):
        parse(f"{front}{listed}\nSo.\n")


def test_a_criterion_says_which_milestones_it_is_about() -> None:
    body = (
        "## Project\n\nBrief.\n\n### Rubric\n\n"
        "- It is good.\n- It *agrees*. (3, 1)\n- It is short. (2)\n"
        "- It is yours (1, 2,3)\n- (1)\n\n"
        "### 1. One\n\n### 2. Two (product)\n\n### 3. Three (Product)\n"
    )
    lesson = parse("---\nid: a\ntitle: A\nminutes: 1\n---\n\n" + body).lesson
    project = lesson.project
    assert project.rubric == ("It is good.", "It *agrees*.", "It is short.", "It is yours", "(1)")
    assert project.about == ((), (1, 3), (2,), (), ()), "what is about all of them says so itself"
    assert [text for text, _ in project.criteria][:2] == ["It is short.", "It *agrees*."]
    assert project.products == project.milestones[1:], "it may be made over several"
    assert project.milestones[1].title == "Two"
    text = write(lesson)
    assert "- It *agrees*. (1, 3)\n- It is short. (2)\n- It is yours\n" in text
    assert "### 2. Two (product)\n" in text
    assert parse(text).lesson == lesson


def test_a_criterion_is_shown_by_two_pieces_of_work() -> None:
    body = (
        "## Project\n\nBrief.\n\n### 1. One\n\n### 2. Two\n\n### Rubric\n\n"
        "- It is good. (2)\n\n"
        "  * **Not yet:** *Fifteen*\n    are few.\n"
        "  * **Why:** Scans are\n    named.\n"
        "  * **Does it:** No scans.\n"
        "- It is short. (1)\n- It is yours.\n"
    )
    lesson = parse("---\nid: a\ntitle: A\nminutes: 1\n---\n\n" + body).lesson
    project = lesson.project
    pair = Pair(does="No scans.", not_yet="*Fifteen* are few.", why="Scans are named.")
    assert project.rubric == ("It is good.", "It is short.", "It is yours.")
    assert project.pairs == (pair, Pair(), Pair())
    assert project.criteria == (("It is short.", (1,)), ("It is good.", (2,)), ("It is yours.", ()))
    assert project.shown_by_pairs == (("It is good.", (2,), pair),)
    text = write(lesson)
    assert (
        "- It is good. (2)\n  - **Does it:** No scans.\n  - **Not yet:** *Fifteen* are few.\n"
        "  - **Why:** Scans are named.\n- It is short. (1)\n- It is yours.\n" in text
    )
    assert parse(text).lesson == lesson


def test_words_that_look_like_milestones_stay_words_when_they_are_written() -> None:
    lesson = parse(ASKS).lesson
    milestones = (Milestone(id="one", title="One"), Milestone(id="two", title="Two"))
    for rubric, about in [(("as in 1952 (1952)",), ()), (("as in step (1)",), ((2,),))]:
        project = Project(milestones=milestones, rubric=rubric, about=about)
        changed = lesson.model_copy(update={"project": project})
        assert parse(write(changed)).lesson == changed


def test_a_rubric_that_says_nothing_keeps_its_revision() -> None:
    project = Project(milestones=(Milestone(id="one", title="One"),), rubric=("It is good.",))
    lesson = Lesson(id="a", title="A", minutes=1, project=project)
    assert "about" not in lesson.canonical()
    assert "pairs" not in lesson.canonical()
    assert "product" not in lesson.canonical()


@pytest.mark.parametrize(
    ("was", "now", "fault"),
    [
        ("1200 tokens", "many tokens", "does not begin with a number"),
        ("1200 tokens", "90,000 tokens", "is in none of its ranges"),
        ("- 10\u2013100\n", "", "an estimate with 1 ranges"),
        ("- 10\u2013100", "- 10\u20139", "ends before it begins"),
        ("**Too low:**", "**Near:**", 'the label "Near" does not belong to an estimate'),
        ("sigmoid: It", "sigmoid It", "a near miss that does not say why"),
        ("at most 40 words", "short and sweet", "nothing that a program can check"),
        ("pages * 700", "sites * 700", '"sites" has no value'),
        ("{tokens}", "{token}", 'name "token"'),
        ("tour: [1]", "tour: [2]", "there are 1 steps"),
        ("tour: [1]", "tour: [first]", '"tour" doesn\'t name a step'),
        ("tour: [1]", "tour-ends: A b", '"tour-ends"'),
        ("tour: [1]", "yours: [1]", '"yours"'),
        ('model-answer: "*The', 'model-answer: [1] # "*The', '"model-answer" is a list'),
        ("model-answer:", "model_answer:", 'did you mean "model-answer"'),
    ],
)
def test_what_is_wrong_with_them_is_told(was: str, now: str, fault: str) -> None:
    assert was in ASKS
    with pytest.raises(LessonError) as caught:
        parse(ASKS.replace(was, now, 1))
    assert fault in str(caught.value)


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
    variants = "**Variant:** One?\n\n**Variant:** Two?\n\n**From memory:** What, then?\n\n"
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
    assert [question.unprompted for question in asked] == ["What, then?"] * 3


def test_practice_may_be_called_what_fits_the_topic() -> None:
    head = "---\nid: a\ntitle: A\nminutes: 1\n---\n\n"
    for name in ("Production patterns", "In practice", "In the field"):
        lesson = parse(f"{head}## {name}\n\nBees do it.\n").lesson
        assert lesson.production_patterns == "Bees do it."
        assert "## Production patterns" in write(lesson)


def test_what_to_give_a_reason_for_is_asked_in_the_words_of_the_lesson() -> None:
    lesson = parse(
        "---\nid: a\ntitle: A\nminutes: 1\n---\n\n## What if\n\n### Your reason\n\n"
        "Why does it rain?\n\nSay it to a child.\n\n**Answer:** Cold air can't hold it.\n\n"
        "**Criteria:**\n\n- It speaks of air.\n"
    ).lesson
    assert lesson.what_if.answer == "Cold air can't hold it."
    assert parse(write(lesson)).lesson.what_if == lesson.what_if
    assert lesson.what_if.asks == "Why does it rain?\n\nSay it to a child."
    assert lesson.what_if.criteria == ("It speaks of air.",)


@pytest.mark.parametrize(
    ("words", "asked", "told"),
    [
        ("", "", ""),
        ("What comes next?", "What comes next?", ""),
        ("What comes next? More of them.", "What comes next?", "More of them."),
        ("Who waits? And who is helped?", "Who waits? And who is helped?", ""),
        ("Who waits? And who is helped? Ben. Both.", "Who waits? And who is helped?", "Ben. Both."),
        ("What does *why?* ask?", "What does *why?* ask?", ""),
        ("What is asked by “why?” A reason.", "What is asked by “why?”", "A reason."),
        ("Say what is missing.", "Say what is missing.", ""),
    ],
)
def test_what_is_asked_from_memory_ends_at_its_question_mark(
    words: str, asked: str, told: str
) -> None:
    question = Question(id="q", text="What?", unprompted=words)
    assert (question.asked_unprompted, question.told_unprompted) == (asked, told)
