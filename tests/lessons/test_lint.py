"""What ``foretell check`` says: errors that a learner would run into, and advice to authors."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.cli.authoring import check
from bot.conversation.lesson.modes import missing
from bot.lessons.course import parse_course
from bot.lessons.faults import Fault, LessonError
from bot.lessons.format import ParsedLesson, parse, write
from bot.lessons.lint.check import check_lesson, check_library, lesson_errors
from bot.lessons.lint.readability import seconds_to_read
from bot.lessons.model import Course
from bot.lessons.practice import Project
from tests.rigs.courses import parsed
from tests.rigs.examples import FIRST, WHOLE
from tests.rigs.paths import ROOT


def said(source: str) -> list[str]:
    """All that is said about a lesson, as ``line: what``."""
    draft = parse(source, "lesson.md")
    found = check_lesson(draft, "lesson.md")
    assert all(fault.file == "lesson.md" and fault.mend for fault in found)
    assert [fault.line for fault in found] == sorted(fault.line for fault in found)
    return [f"{fault.line}: {fault.what}" for fault in found]


def line_of(source: str, text: str) -> int:
    return next(n for n, line in enumerate(source.split("\n"), start=1) if text in line)


def test_the_lesson_in_the_documentation_is_whole() -> None:
    draft = parse(WHOLE, "docs/authoring-reference.md")
    assert write(draft.lesson) == WHOLE
    assert said(WHOLE) == []
    lesson = draft.lesson
    parts = (lesson.steps, lesson.myths, lesson.expert_notes, lesson.connections, lesson.pitfalls)
    assert all(parts)
    assert lesson.exercises[0].criteria
    assert lesson.exercises[1].choice
    assert lesson.diagrams[0].prediction
    assert lesson.diagrams[0].puzzle
    assert lesson.challenge
    assert lesson.project.shown_by_pairs
    assert lesson.performance[0].prediction
    assert set(missing(lesson).values()) == {""}


@pytest.mark.parametrize(
    ("why", "named"),
    [
        ("The second wants more; that's no page.", "The second"),
        ("Scans are named by the first.", "the first"),
        ("Only the latter names a page.", "the latter"),
        ("Nummer 2 nennt eine Art Seite.", "Nummer 2"),
        ("Die zweite nennt eine Art Seite.", "Die zweite"),
        ("The first line already says who asks.", ""),
        ("It names the second question, and 2 of 15 fail.", ""),
        ("Die erste Zeile sagt schon, wer fragt.", ""),
    ],
)
def test_a_reason_names_neither_piece_by_its_place(why: str, named: str) -> None:
    source = re.sub(r"(?<=  - \*\*Why:\*\* ).*Thin steel.*", why, WHOLE)
    assert why in source
    expected = f'a reason that goes by the order: "{named}"'
    assert [one.partition(": ")[2] for one in said(source)] == ([expected] if named else [])


def test_the_first_lesson_in_the_documentation_is_short_and_right() -> None:
    assert len(FIRST.splitlines()) < 50
    (advice,) = said(FIRST)
    assert advice.startswith("2: so far it has ")
    assert {mode for mode, lacks in missing(parse(FIRST).lesson).items() if not lacks} >= {
        *("learn", "deep", "recall")
    }


@pytest.mark.parametrize("path", sorted((ROOT / "content").rglob("*.md")), ids=lambda p: p.stem)
def test_shipped_lessons_need_no_advice(path: Path) -> None:
    draft = parsed(path.read_text(encoding="utf-8"), path.name)
    assert list(map(str, check_lesson(draft, path.name))) == []


# One change to the whole lesson, and what is then said about it. The place is the line that holds
# the given text.
ADVICE: list[tuple[str, str, str, str]] = [
    (r"(\*\*In words:\*\*.*\n)", "", "### Diagram", "a diagram without alternative text"),
    (r"(\*\*In words:\*\*)", rf"\1 Hot. {'Heat, ' * 40}", "### Diagram", "characters of a drawing"),
    (r"\*\*Belief:\*\*.*\n\n", "", "### Do you think", 'a myth without "Belief"'),
    (r"\*\*Reality:\*\*.*\n\n", "", "### Do you think", 'a myth without "Reality"'),
    (r"\n\*\*Why it matters:\*\*.*\n", "", "### Do you think", 'a myth without "Why it matters"'),
    (r"\*\*Root cause:\*\*.*\n\n", "", "### Salting", 'a pitfall without "Root cause"'),
    (r"\*\*Insight:\*\*.*\n\n", "", "### 1. ", 'a step without "Insight"'),
    (r"(?s)## Takeaways.*?(?=## )", "", "id: ", 'no "Takeaways"'),
    (r"(?s)### Analogy.*?(?=### )", "", "## Mental model", 'no "Mental model / Analogy"'),
    (r"minutes: \d+", "minutes: 1", "minutes: 1", "stated as 1 min, but reads in about"),
    (r"<!-- id: lid-.*-->\n\n", "", "Before reading on", "the id of the question"),
    (r"  - Why: .*\n", "", "- [x] ", "is not explained"),
    (r"  - Why it fails: A lid.*\n", "", "- [ ] It boils later", "is not explained"),
    (r"  - Why it tempts: The lid.*\n", "", "- [ ] It boils later", "is tempting"),
    (r"It boils later", "It boils inconsiderably-later", "- [ ] It boils i", "too long"),
    (
        r"(  - Why it fails: A lid)",
        r"\1, as anybody knows who has ever held one in a hot kitchen,",
        "- [ ] It boils later",
        "72 words at once for whoever was sure of it",
    ),
    (
        r"(Heat leaves) an (open pot mostly)",
        rf"\1 {'by and by and ' * 4} an \2",
        "### 1. What a lid does",
        "a step of the first tour says 92 words at once",
    ),
    (
        r"(  - warming that gram.*\n|- warming that gram.*\n)",
        rf"\1\n```text\n{'a lid, ' * 31}\n```\n",
        "### 1. What a lid does",
        "a step of the first tour shows 62 words of code and tables",
    ),
    (
        r"- \[x\] It boils sooner",
        "- [x] 水が早く沸騰すると私は心から思っています",
        "- [x] 水",
        "too long",
    ),
    (
        r"#### Before reading on: .*",
        "#### Before reading on: who invented the lid?",
        "who",
        "trivia",
    ),
    (
        r"\*\*Insight:\*\*",
        "**Result**: so\n\n**Insight:**",
        "**Result**: so",
        '"**Result**:" begins a line, but is no label',
    ),
    (
        r"Heat leaves",
        "<b>Heat</b> leaves",
        "<b>",
        'HTML, which a chat shows as it is written: "<b>"',
    ),
    (
        r"(?s)#### Look again.*?(?=## )",
        "",
        "### Diagram",
        "a diagram that asks, but does not explain",
    ),
    (r"  - Why it tempts: The arrows.*\n", "", "- [ ] A second source", "is tempting"),
    (r"<!-- id: cook-.*\n\n", "", "### Cook", 'the id of "Cook by the sound" is not written down'),
    (r"\nHeat a little water.*\n", "", "### Cook", "an exercise without a task"),
    (r"\n\*\*Answer:\*\* First.*\n", "", "### Cook", "an exercise without an answer"),
    (r"- It says when.*\n", "", "### Cook", "an exercise with one criterion"),
    (r"(?s)\*\*Criteria:\*\*.*?(?=### )", "", "### Cook", "an exercise with no criteria"),
    (r"(- It says when.*\n)", r"\1- b\n- c\n- d\n", "### Cook", "an exercise with 5 criteria"),
    (
        r"\n\*\*Criteria:\*\*",
        "\n**Checks:** at most 3 words\n\n**Criteria:**",
        "### Cook",
        'a worked answer that fails its own check, "at most 3 words"',
    ),
    (
        r"\*\*Answer:\*\* First.*\n",
        '**Answer:** `{"a": 1, "b": 2, "c": 3, "d": 4}`\n\n**Checks:** JSON with: a; b; c; d\n',
        "### Cook",
        'more JSON than is typed on a phone: "JSON with: a; b; c; d"',
    ),
    (
        r"\*\*Answer:\*\* First.*\n",
        "**Answer:** Water.\n\n**Checks:** contains one of: water; steam\n",
        "### Cook",
        'a check that reads like a program: "contains one of: water; steam"',
    ),
    (
        r"\*\*Answer:\*\* First.*\n",
        "**Answer:** A. B. C. D. E. F.\n\n**Checks:** at least 6 sentences\n",
        "### Cook",
        "more text than is typed on a phone",
    ),
    (r"  - Why it fails: Its large.*\n", "", "- [ ] A wide one", "is not explained"),
    (r"  - Why: Both are.*\n", "", "- [x] They are equally", "is not explained"),
    (r"### Two pots boil.*", "### Who invented pots?", "### Who invented", "trivia"),
    (r"<!-- id: quiet-.*\n\n", "", "### Two pots", "the id of the question"),
    (r"\nFind the smallest flame at.*\n", "", "## Project", "a project without a brief"),
    (r"(?s)### Rubric.*?(?=## )", "", "## Project", "a project without a rubric"),
    (
        r"(?s)### 2. Find the smallest.*?(### Rubric.*?) \(2\).*?(?=\n\n)",
        r"\1",
        "## Project",
        "a project with fewer than 2 milestones",
    ),
    (
        r"(other pots\?) \(2\)",
        r"\1",
        "- Does the result say",
        "two pieces of work that nobody is asked to tell apart",
    ),
    (
        r"(?<=It took mark 3. )That was",
        f"{'That was it. ' * 15}That was",
        "**Not yet:**",
        '"Not yet" in 272 characters is too long',
    ),
    (
        r"(?<=\*\*Not yet:\*\* ).*",
        "*It took mark 3. The pot is thin steel, so an iron one may well need another.*",
        "- Does the result say",
        "two pieces of work that are the same",
    ),
    (
        r"Thin steel says",
        "The first one says",
        "**Why:** A grain",
        'a reason that goes by the order: "The first one"',
    ),
    (r"\nCook a meal.*\n", "", "### 1. Measure", "a milestone without text"),
    (r"<!-- id: measure-.*\n\n", "", "### 1. Measure", 'the id of "Measure the usual way"'),
    (r"#### Read on\n\nA litre.*\n", "", "### How the time", "an aspect without text"),
    (r"  - Why it tempts: The pot and.*\n", "", "- [ ] A little later", "is tempting"),
    (
        r"(<!-- id: quiet-or-wild -->\n)",
        r"\1\n**Variant:** two pots boil, one quietly and one wildly. Which one is hotter\n",
        "**Variant:** two pots",
        "a variant that reads like the question itself",
    ),
    (
        r"(<!-- id: quiet-or-wild -->\n)",
        r"\1\n**Variant:** Which boils hotter?\n\n**Variant:** Which boils hotter!\n",
        "boils hotter!",
        "a variant that reads like another one",
    ),
    (
        r"(<!-- id: quiet-or-wild -->\n)",
        rf"\1\n**Variant:** {'Is it hotter? ' * 18}\n",
        "**Variant:** Is it",
        "a variant of 251 characters is too long",
    ),
    (
        r"(<!-- id: quiet-or-wild -->\n)",
        r"\1\n**Variant:** A?\n\n**Variant:** B?\n\n**Variant:** C?\n\n**Variant:** D?\n"
        r"\n**Variant:** E?\n",
        "**Variant:** E?",
        "more than 4 variants of one question",
    ),
    (
        r"(<!-- id: quiet-or-wild -->\n)",
        rf"\1\n**From memory:** {'Is it hotter? ' * 9}\n",
        "**From memory:** Is it",
        "words for asking from memory of 125 characters",
    ),
    (
        r"(<!-- id: quiet-or-wild -->\n)",
        rf"\1\n**From memory:** Is it hotter? {'Much so. ' * 10}\n",
        "**From memory:** Is it",
        "an answer from memory of 89 characters",
    ),
    (r"needs: .*", "needs: [a, a]", "needs:", '"a" appears twice in "needs"'),
    (r"needs: .*", "needs: [boiling-water]", "needs:", 'the lesson is in its own "needs"'),
]


@pytest.mark.parametrize(("old", "new", "place", "what"), ADVICE, ids=[a[3] for a in ADVICE])
def test_one_thing_amiss_is_said_once_at_its_place(
    old: str, new: str, place: str, what: str
) -> None:
    changed, count = re.subn(old, new, WHOLE, count=1)
    if "Result" in what:
        # A paragraph of the step's text, before its result.
        changed, count = re.subn(r"(#### Read on\n\n)", r"\1**Result**: so\n\n", WHOLE, count=1)
    assert count == 1
    found = said(changed)
    assert len(found) == 1, found
    assert what in found[0]
    assert int(found[0].split(":")[0]) == line_of(changed, place)


def test_a_lesson_that_is_in_its_own_needs_is_refused_but_all_else_is_advice() -> None:
    for old, new, _, what in ADVICE:
        source = re.sub(old, new, WHOLE, count=1)
        if source == WHOLE or "Result" in what:
            continue
        (fault,) = check_lesson(parse(source), "lesson.md")
        assert fault.severity == ("error" if 'in its own "needs"' in what else "advice")


@pytest.mark.parametrize(
    ("words", "minutes", "more", "advised"),
    [
        (20, 1, False, ""),
        (20, 2, False, "stated as 2 min, but reads in about 1 min; write minutes: 1, or"),
        (20, 20, True, ""),
        (360, 1, True, "stated as 1 min, but reads in about 2 min; write minutes: 2 or more, or"),
        (360, 2, False, ""),
        (360, 3, False, ""),
    ],
)
def test_minutes_are_at_least_one_and_work_may_take_longer(
    words: int, minutes: int, more: bool, advised: str
) -> None:
    source = STEP.format(question="Q?", options="- [x] A\n- [ ] B", text="word " * words)
    source = source.replace("minutes: 1", f"minutes: {minutes}")
    if more:
        source += "\n## Challenge\n\n### C?\n\n<!-- id: c -->\n\n- [x] A\n- [ ] B\n"
    found = [
        f"{one.what}; {one.mend}"
        for one in check_lesson(parse(source), "a.md")
        if "stated as" in one.what
    ]
    assert len(found) == bool(advised), found
    assert not found or found[0].startswith(advised)


@pytest.mark.parametrize("told", ["", " It grows louder."])
def test_only_what_is_asked_from_memory_may_name_no_option(told: str) -> None:
    options = "**From memory:** {asked}?{told}\n\n- [x] Grows\n  - Why: Yes.\n- [ ] Shrinks\n"
    for asked, named in (("What does the noise do", False), ("What if it grows", True)):
        wrong = [
            one
            for one in said(
                STEP.format(question="Q?", text="T", options=options.format(asked=asked, told=told))
            )
            if 'names the option "Grows"' in one
        ]
        assert bool(wrong) == named, (asked, told)


STEP = """---
id: a
title: A
minutes: 1
---

## Build-up

### 1. S (expert)

#### Before reading on: {question}

<!-- id: q -->

{options}

#### Read on

{text}
"""


@pytest.mark.parametrize(
    ("question", "options", "text", "answered"),
    [
        ("X or Y?", "- Coding\n- Creativity", "Every role is code and craft.", True),
        ("X or Y?", "- Coding\n- Creativity", "Every role is different.", False),
        ("X or Y?", "- Coding\n- Creativity\n  - Why: it is.", "Every role differs.", True),
        ("X or Y?", "- [ ] Coding\n- [x] Creativity", "Code matters everywhere.", False),
        ("X or Y?", "- [ ] Coding\n- [x] Creativity", "Creative work matters.", True),
        ("X or Y?", "- [ ] Coding\n- [x] Creativity\n  - Why: it is.", "Nothing.", True),
        ("are ethical dilemmas rare?", "- Yes\n- No", "A dilemma comes up daily.", True),
        ("are ethical dilemmas rare?", "- Yes\n- No", "Models are trained on text.", False),
        ("X?", "- 創造性\n- 技術", "創造性が大切です。", True),
        ("X?", "- 創造性\n- 技術", "何でもよい。", False),
    ],
)
def test_a_reveal_answers_if_it_speaks_of_what_was_asked(
    question: str, options: str, text: str, answered: bool
) -> None:
    found = said(STEP.format(question=question, options=options, text=text))
    assert ("11: nothing after this prediction answers it" in found) is not answered


@pytest.mark.parametrize(
    "question",
    ["in what year did it begin?", "who invented the lid?", "how old is the universe?",
     "what does LLM stand for?", "which of these is the name of the process?",
     "What is the process called?", "when was the first model trained?", "which company made it?"],
)  # fmt: skip
def test_trivia_is_told(question: str) -> None:
    found = said(STEP.format(question=question, options="- A\n- B", text="A."))
    assert any("trivia" in line for line in found)


@pytest.mark.parametrize(
    "question",
    ["why do two users get different answers?", "what happens to the water?",
     "do you think ethics is a technical or social role?", "how does a model choose a word?",
     "what changes when the room is colder?", "how much does the wording matter?",
     "which of the two boils first?", "when does a longer prompt help?",
     "how many rows does an inner join give?", "how many times as far does the ball fall?",
     "who is right, Ana or Ben?", "which person waits longest?"],
)  # fmt: skip
def test_why_and_what_happens_are_not_trivia(question: str) -> None:
    found = said(STEP.format(question=question, options="- A\n- B", text="A."))
    assert not any("trivia" in line for line in found)


def test_what_hurts_learners_is_said_first_and_what_could_come_next_in_one_line(
    tmp_path: Path,
) -> None:
    file = tmp_path / "lids.md"
    file.write_text(
        "---\nid: lids\ntitle: Lids\nminutes: 1\n---\n\n## Build-up\n\n"
        "### 1. What a lid does (foundation)\n\n"
        "#### Before reading on: what does a lid do?\n\n- [ ] Nothing\n- [x] It warms\n\n"
        "#### Read on\n\nSteam <b>leaves</b>.\n",
        encoding="utf-8",
    )
    lines = check([file], beside=tmp_path).lines
    advice = [line.split("advice: ")[1] for line in lines if "advice: " in line]
    assert sorted(advice[:2]) == [
        'HTML, which a chat shows as it is written: "<b>"; write Markdown, or put it in backticks '
        "if it is code",
        "nothing after this prediction answers it; explain its options, or say in the text, "
        "result or insight what is true of them",
    ]
    (kept,) = (line for line in advice if "so far it has" in line)
    assert kept == (
        'so far it has "Build-up"; next could come "Takeaways", "Mental model / Core idea" or '
        '"Overview / What is it?", if your lesson needs it'
    )
    assert advice[-1].startswith("the id of the question")


def test_an_open_question_is_told_of() -> None:
    found = said(STEP.format(question="x?", options="- A\n- B", text="A."))
    assert "11: an open question: it has no key, so learners judge themselves" in found


def steps(*options: str) -> str:
    head = "---\nid: a\ntitle: A\nminutes: 1\n---\n\n## Build-up\n\n"
    return head + "\n\n".join(
        f"### {n}. S (expert)\n\n#### Before reading on: why {n}?\n\n<!-- id: q{n} -->\n\n{text}\n"
        for n, text in enumerate(options)
    )


def test_right_options_in_one_place_or_longest_by_far_are_told() -> None:
    first, second = "- [x] A long right answer\n- [ ] Short", "- [ ] Short\n- [x] A long right one"
    same = said(steps(first, first, first))
    assert "7: in every prediction, option 1 is right" in same
    assert "7: in every prediction, the right option is the longest by far" in same
    mixed = said(steps(first, second, first))
    assert not any("is right" in line for line in mixed)
    assert any("the longest by far" in line for line in mixed)
    fair = said(steps(first, second, "- [x] Short\n- [ ] A long wrong answer"))
    assert not any(line.startswith("7: in every") for line in fair)
    assert not any(line.startswith("7: in every") for line in said(steps(first, first)))


def test_the_minutes_are_those_of_deep_mode_alone() -> None:
    lesson = parse(WHOLE).lesson
    diagram = lesson.diagrams[0].model_copy(
        update={"prediction": None, "puzzle": "", "explanation": ""}
    )
    model = lesson.mental_model.model_copy(update={"diagrams": (diagram,)})
    less = {"exercises": (), "challenge": (), "project": Project(), "performance": ()}
    deep = lesson.model_copy(update={"mental_model": model, **less})
    assert seconds_to_read(lesson) == seconds_to_read(deep)
    assert seconds_to_read(deep.model_copy(update={"steps": ()})) < seconds_to_read(deep)
    tour = {"yours": "Write a line for a jar.", "model_answer": "*Fed on Monday.* Look for a day."}
    assert seconds_to_read(lesson.model_copy(update=tour)) == seconds_to_read(lesson)


# Lessons together


def test_a_tour_ends_with_a_question_that_is_there() -> None:
    good = WHOLE.replace("tags:", "tour-ends: quiet-or-wild\ntags:", 1)
    assert said(good) == []
    assert said(good.replace("ends: quiet-or-wild", "ends: quiet-or-mild")) == [
        '8: "tour-ends" names "quiet-or-mild", which is no question of Challenge with a key'
    ]


def test_what_asks_for_a_line_is_short() -> None:
    good = WHOLE.replace("tags:", f"yours: Where {'o' * 153}?\ntags:", 1)
    assert said(good) == []
    assert said(good.replace("oo?", "ooo?")) == [
        '8: "yours" has 161 characters, and asks for a single line'
    ]


MODEL = (
    "yours: Write one line for a jar of your own.\n"
    'model-answer: "*Fed on Monday, back from its walk by noon.* Does yours say when?"\n'
)


def test_of_two_pairs_for_one_milestone_the_one_that_is_never_shown_is_told() -> None:
    pair = "  - **Does it:** *At nine.*\n  - **Not yet:** *Soon.*\n  - **Why:** A clock shows it.\n"
    source = WHOLE.replace("(2)\n", f"(2)\n{pair}- Does it say when? (2)\n", 1)
    assert said(source) == [
        f"{line_of(source, 'Does it say when? (2)')}: a second pair that is looked at after "
        "milestone 2, where one is shown"
    ]


def test_a_model_answer_needs_what_asks_for_it() -> None:
    good = WHOLE.replace("tags:", f"{MODEL}tags:", 1)
    assert said(good) == []
    alone = good.replace("yours: Write one line for a jar of your own.\n", "")
    draft = parse(alone, "lesson.md")
    (fault,) = lesson_errors(draft, "lesson.md")
    assert str(fault) == (
        'lesson.md:8:1: "model-answer" without "yours": nothing asks for what it answers; ask for '
        'one small thing to make in a line, as "yours", or remove it'
    )


def test_a_model_answer_is_short() -> None:
    good = WHOLE.replace("tags:", f"yours: Make one.\nmodel-answer: {'o' * 200}\ntags:", 1)
    assert said(good) == []
    assert said(good.replace("oo\n", "ooo\n")) == [
        '9: "model-answer" has 201 characters, and is held against a single line'
    ]


@pytest.mark.parametrize(
    ("asks", "gives_away"),
    [
        ("So: *When it rises, I'll note the hour!*", True),
        ("So: “when it rises, I’ll note the hour”", True),
        ("Write when you'll note the hour.", False),
        ("What will you *not* do?", False),
    ],
)
def test_what_asks_for_a_line_keeps_its_model_answer_back(asks: str, gives_away: bool) -> None:
    answer = "*When it rises, I'll note the hour.* Does yours say *not* to, and when?"
    source = WHOLE.replace("tags:", f'yours: "{asks}"\nmodel-answer: "{answer}"\ntags:', 1)
    found = ['8: "yours" holds its model answer already, before anything is made']
    assert said(source) == (found if gives_away else [])


def lesson(id: str, needs: str = "", leads: str = "") -> ParsedLesson:
    return parse(
        f"---\nid: {id}\ntitle: T\nminutes: 1\nneeds: [{needs}]\nleads-to: [{leads}]\n---\n"
    )


def lines(found: tuple[Fault, ...]) -> list[str]:
    return [f"{fault.severity} {fault}" for fault in found]


def test_needs_must_name_lessons() -> None:
    drafts = {"prompts.md": lesson("prompts"), "b.md": lesson("b", "promts, far", "later")}
    assert lines(check_library(drafts)) == [
        'error b.md:5:1: needs the lesson "promts", which does not exist; did you mean "prompts"?',
        'error b.md:5:1: needs the lesson "far", which does not exist; '
        "write that lesson, or remove its id here",
        'advice b.md:6:1: leads to the lesson "later", which does not exist; '
        "write that lesson, or remove its id here (it can stay if the lesson is to come)",
    ]
    assert lines(check_library(drafts, known=["promts", "far", "later"])) == []


def test_a_milestone_builds_on_work_that_some_lesson_asks_for() -> None:
    def project(id: str, milestone: str, builds_on: str = "") -> ParsedLesson:
        label = f"\n**Builds on:** {builds_on}\n" if builds_on else ""
        front = f"---\nid: {id}\ntitle: T\nminutes: 1\n---\n"
        return parse(f"{front}\n## Project\n\n### 1. M\n\n<!-- id: {milestone} -->\n{label}")

    drafts = {
        "a.md": project("a", "thirty"),
        "b.md": project("b", "first", "a/thirtey"),
        "c.md": project("c", "second", "d/thirty"),
    }
    assert lines(check_library(drafts)) == [
        'error b.md:9:1: builds on "thirtey", which the lesson "a" does not ask for; '
        'did you mean "thirty"?',
        'error c.md:9:1: builds on work of the lesson "d", which does not exist; '
        "write that lesson, or remove its id here",
    ]
    assert lines(check_library(drafts, known=["d"]))[1:] == []


def test_a_way_round_begins_with_its_case() -> None:
    def project(way: str) -> list[str]:
        front = "---\nid: b\ntitle: T\nminutes: 1\n---\n"
        body = f"## Project\n\n### 1. M\n\n<!-- id: m -->\n\nDo it.\n\n**If you're stuck:** {way}\n"
        draft = parse(f"{front}\n{body}")
        return [one for one in lines(check_lesson(draft, "b.md")) if "way round" in one]

    assert project("Take a new chat.") == [
        'advice b.md:9:1: a way round that does not begin with its case: "Take a new chat."; '
        'ask first who it is for: "No temporary chat? Then …"'
    ]
    assert project("No *such switch*? Take a new chat.") == []
    assert project("Does it say *no?* Take a new chat.") == []


def test_a_milestone_says_what_will_do_for_who_has_skipped_another_lessons_work() -> None:
    def project(labels: str) -> list[str]:
        front = "---\nid: b\ntitle: T\nminutes: 1\n---\n"
        draft = parse(f"{front}\n## Project\n\n### 1. M\n\n<!-- id: m -->\n\nDo it.\n{labels}")
        return [one for one in lines(check_lesson(draft, "b.md")) if "skipped" in one]

    assert project("\n**Builds on:** a/thirty\n") == [
        "advice b.md:9:1: a milestone that leaves out who has skipped the work that it builds on; "
        "say in a sentence what will do instead: **Or begin here:** …"
    ]
    assert project("\n**Builds on:** a/thirty\n\n**Or begin here:** Any ten.\n") == []
    assert project("\n**Builds on:** b/m\n") == []


NOTE = "*Old 21 of 30, new 24. New won 5, old 2.*"
FENCED = "```text\nOld 21 of 30, new 24.\nNew won 5, old 2.\n```"


@pytest.mark.parametrize(
    ("text", "checks", "failed"),
    [
        (f"Run it.\n\nHand in a note. The gym's:\n\n{NOTE}", "at least 20 words", 1),
        (f"Run it. Hand in a note, such as {NOTE}", "at least 20 words", 1),
        (f"Hand in a note. The gym's:\n\n{FENCED}", "at least 3 lines", 1),
        (f"Hand in a note. The gym's:\n\n{FENCED}", "at least 2 lines\n- 5 numbers", 0),
        (f"Gib eine Notiz ab. Die der Halle:\n\n{NOTE}", "at least 20 words", 1),
        # parts that say so
        (f"Hand in all ten. One of the gym's:\n\n{FENCED}", "at least 9 lines", 0),
        (f"Hand in a note. The gym's begins:\n\n{NOTE}", "at least 20 words", 0),
        (f"Hand in a note. The gym's:\n\n{NOTE.replace('2.', '2 …')}", "at least 20 words", 0),
        (f"Gib alle ab. Zwei der Halle:\n\n{NOTE}", "at least 20 words", 0),
        # another subject, a word, what comes before it, and nothing that could be meant
        (f"Hand in a note. The gym's:\n\n{NOTE}", "contains: pupils", 0),
        ("Hand in a note. The gym's: *I'd wait*", "at least 20 words", 0),
        (f"Paste this:\n\n{FENCED}\n\nHand in what came.", "at least 20 words", 0),
        (f"Paste this:\n\n{FENCED}", "at least 20 words", 0),
    ],
)
def test_an_example_that_is_whole_passes_its_milestone_s_own_checks(
    text: str, checks: str, failed: int
) -> None:
    front = "---\nid: b\ntitle: T\nminutes: 1\n---\n"
    milestone = f"### 1. M\n\n<!-- id: m -->\n\n{text}\n\n**Hand in:**\n\n- {checks}\n"
    draft = parse(f"{front}\n## Project\n\nB\n\n{milestone}\n### 2. N\n\nT.\n")
    found = [one for one in lines(check_lesson(draft, "b.md")) if "an example" in one]
    assert len(found) == failed
    assert all(
        one == f'advice b.md:11:1: an example that fails its milestone\'s own check, "{checks}"; '
        'write a whole one, ask for less, or say that it is a part: "It begins:"'
        for one in found
    )


def test_circles_of_needs_are_found_each_once() -> None:
    drafts = {
        f"{id}.md": lesson(id, needs)
        for id, needs in [("c", "a"), ("a", "b"), ("b", "c"), ("x", "y"), ("y", "x, c"), ("z", "x")]
    }
    assert lines(check_library(drafts)) == [
        "error a.md:5:1: needs form a circle: a needs b needs c needs a; remove one of these needs",
        "error x.md:5:1: needs form a circle: x needs y needs x; remove one of these needs",
    ]


def test_an_id_belongs_to_one_lesson_and_names_its_file() -> None:
    assert lines(check_library({"one/a.md": lesson("a"), "two/b.md": lesson("a")})) == [
        'error two/b.md:2:1: the id "a" already belongs to one/a.md; '
        "give one of the two lessons another id",
        'advice two/b.md:2:1: the lesson "a" is not in a file of that name; '
        "rename the file to a.md",
    ]


def test_a_course_names_lessons_in_the_order_of_their_needs() -> None:
    drafts = {"a.md": lesson("a", "b"), "b.md": lesson("b")}
    course = Course(id="c", title="C", lessons=("a", "b", "gone"))
    assert lines(check_library(drafts, {"course.toml": course})) == [
        'error course.toml:1:1: the course puts "a" before "b", which it needs; '
        'move "b" up in "lessons"',
        'error course.toml:1:1: the course names the lesson "gone", which has no file; '
        "write gone.md beside it",
    ]
    right = Course(id="c", title="C", lessons=("b", "a"))
    assert check_library(drafts, {"course.toml": right}) == ()


# Courses


def test_a_course_is_read() -> None:
    source = 'title = "Generative  AI"\nabout = """\nTwo\nlines."""\nlessons = ["a", "b-c"]\n'
    assert parse_course("\ufeff" + source.replace("\n", "\r\n"), "course.toml", "genai") == Course(
        id="genai", title="Generative AI", about="Two\nlines.", lessons=("a", "b-c")
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("title = \n", ["1:9: not valid TOML: Invalid value; "]),
        ('title = "a"\nlessons = ["a"', ["2:1: not valid TOML: "]),
        ("lessons = " + "[" * 5000, ["1:1: not valid TOML: "]),
        (
            "title = 1\nabot = 'x'\nlessons = ['a',\n  'A b', 3,\n  'a']\n",
            [
                '1:1: "title" is not text; write text between double quotes: title = "…"',
                '2:1: unknown key "abot"; did you mean "about"?',
                '4:3: not a lesson id: "A b"; write lower-case words',
                '3:1: not a lesson id: "3"; write lower-case words',
                '5:3: the lesson "a" appears twice; remove one of them',
            ],
        ),
        ("", ['1:1: the key "title" is missing', '1:1: the key "lessons" is missing']),
        ("title = ' '\nlessons = 'a'\n", ['1:1: "title" is empty', '2:1: "lessons" is not a list']),
        ("title = 'a'\nlessons = []\n", ['2:1: "lessons" is empty']),
        (
            "[title]\na = 1\n[lessons]\n",
            ['1:2: "title" is not text', '3:2: "lessons" is not a list'],
        ),
    ],
)
def test_the_faults_of_a_course_are_found_in_one_run(source: str, expected: list[str]) -> None:
    with pytest.raises(LessonError) as caught:
        parse_course(source, "c.toml", "genai")
    found = [str(fault) for fault in caught.value.faults]
    assert len(found) == len(expected), found
    for beginning in expected:
        assert any(line.startswith(f"c.toml:{beginning}") for line in found), (beginning, found)


def test_a_course_folder_must_have_an_id_for_a_name() -> None:
    with pytest.raises(LessonError, match=r'the folder\'s name isn\'t a course id: "Gen AI"'):
        parse_course('title = "a"\nlessons = ["a"]\n', "course.toml", "Gen AI")


def estimated(*lines: str, ends: tuple[str, ...] = ("1–3", "3–8", "8–20", "20–100")) -> list[str]:
    """What is said of a lesson whose question is an estimate of 9 with these ranges and lines."""
    body = "\n\n".join(["**Estimate:** 9", "\n".join(f"- {one}" for one in ends), *lines])
    return _asked(f"### How fast does it fall?\n\n<!-- id: fall -->\n\n{body}\n")


def typed(*lines: str, asked: str = "What falls from a cold cloud in summer?") -> list[str]:
    """What is said of a lesson whose question is answered in words."""
    body = "\n\n".join(lines)
    return _asked(f"### {asked}\n\n<!-- id: fall -->\n\n{body}\n")


def _asked(question: str) -> list[str]:
    bare = "---\nid: rain\ntitle: Rain\nminutes: 3\n---\n\n# Rain\n\n## Challenge\n\n"
    plain = "### Is it?\n\n<!-- id: is-it -->\n\n- [x] Yes\n  - Why: So.\n- [ ] No\n"
    why = "  - Why it tempts: So.\n  - Why it fails: So.\n"
    others, found = (
        [one.split(": ", 1)[1] for one in said(bare + text)] for text in (plain + why, question)
    )
    return [one for one in found if one not in others]


WHOLE_ESTIMATE = ("**Why:** The air.", "**Too low:** Snow.", "**Too high:** No air.")


def test_a_whole_estimate_and_whole_words_need_no_advice() -> None:
    assert estimated(*WHOLE_ESTIMATE) == []
    assert typed("**Accepted:** hail; hailstone", "**Why:** Winds carry it up.") == []


@pytest.mark.parametrize(
    ("found", "what"),
    [
        (lambda: estimated(*WHOLE_ESTIMATE[1:]), "an estimate that does not say why"),
        (lambda: estimated(*WHOLE_ESTIMATE[::2]), "nothing answers those who are too low"),
        (lambda: estimated(*WHOLE_ESTIMATE[:2]), "nothing answers those who are too high"),
        (
            lambda: estimated(*WHOLE_ESTIMATE, ends=("1–9", "9–20", "20–100")),
            "an answer at the end of a range",
        ),
        (
            lambda: estimated(*WHOLE_ESTIMATE, ends=("1–3", "3–50", "50–100")),
            "the range 3–50 takes more than half of all",
        ),
        (lambda: typed("**Accepted:** hail"), "an answer in words that is not explained"),
        (
            lambda: typed("**Accepted:** hard balls of clear ice", "**Why:** So."),
            "an answer of 5 words",
        ),
        (
            lambda: typed("**Accepted:** hail", "**Why:** So.", asked="What is hail made of?"),
            "the question holds its answer",
        ),
        (lambda: typed("**Accepted:** hail (ice)", "**Why:** So."), '"ice" is not accepted'),
        (lambda: typed("**Accepted:** three", "**Why:** So."), '"3" is not accepted'),
        (lambda: typed("**Accepted:** keys", "**Why:** So."), '"key" is not accepted'),
        (
            lambda: typed("**Accepted:** hailstone", "**Why:** So.", "**Near:** Hailstone: One."),
            "the near miss",
        ),
    ],
)
def test_what_an_estimate_or_an_answer_in_words_lacks_is_told(
    found: Callable[[], list[str]], what: str
) -> None:
    assert any(one.startswith(what) for one in found()), found()


def test_a_question_that_rests_on_what_is_behind_more_is_told() -> None:
    source = WHOLE.replace("On a very small flame", "In a wok from Guilin on a very small flame")
    assert said(source) == []
    asks = source.replace("and one wildly. Which", "and one in a wok from Guilin. Which")
    (told,) = said(asks)
    assert 'it needs words that stand only behind *More*: "guilin" and "wok"' in told
