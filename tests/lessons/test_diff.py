"""What differs between two revisions of a lesson, and how an admin is told."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings

from bot.conversation.admin.publishing.changes import MAX_CHANGES, lines
from bot.conversation.language.locale import Manner, speaking
from bot.lessons.model import (
    Course,
    CourseWords,
    Diagram,
    Lesson,
    Myth,
    Overview,
    Step,
    Term,
    UnderTheHood,
)
from bot.lessons.practice import Pair, Project
from bot.lessons.question import Option, Question
from bot.lessons.revisions.changes import (
    DIFFERENCE,
    CourseNew,
    FrontChanged,
    LessonAdded,
    LessonNew,
    LessonRemoved,
    LessonsMoved,
    OptionsChanged,
    PartAdded,
    PartRemoved,
    PartsMoved,
    QuestionAdded,
    QuestionMoved,
    QuestionRemoved,
    Rekeyed,
    Reworded,
    TextChanged,
    costly,
)
from bot.lessons.revisions.diff import of_courses, of_lessons
from tests.lessons.strategies import SETTLED
from tests.rigs.courses import read_lesson
from tests.rigs.paths import KITCHEN
from tests.rigs.properties import examples

TEA = read_lesson(KITCHEN / "tea.md")


def question(id: str, text: str = "", *options: str, right: str = "Yes") -> Question:
    labels = options or ("Yes", "No")
    return Question(
        id=id,
        text=text or f"{id}?",
        options=tuple(Option(label=label, right=label == right) for label in labels),
    )


def step(title: str, asks: Question | None = None, text: str = "") -> Step:
    return Step(level="foundation", title=title, prediction=asks, text=text or f"About {title}.")


def lesson(*steps: Step, **parts: Any) -> Lesson:
    return Lesson(id="tea", title="Tea", minutes=5, steps=steps, **parts)


BASE = lesson(step("One", question("q-one")), step("Two", question("q-two")), step("Three"))


# One change, and what is told of it.
CHANGES: list[tuple[str, Lesson, tuple[object, ...]]] = [
    ("the title", BASE.model_copy(update={"title": "Té"}), (FrontChanged("title", "Tea", "Té"),)),
    (
        "what it needs",
        BASE.model_copy(update={"needs": ("water", "fire")}),
        (FrontChanged("needs", "", "water, fire"),),
    ),
    (
        "another key",
        lesson(step("One", question("q-one", right="No")), *BASE.steps[1:]),
        (Rekeyed("q-one", "q-one?", ("Yes",), ("No",)),),
    ),
    (
        "a right option that changes places is as right as before",
        lesson(step("One", question("q-one", "", "No", "Yes")), *BASE.steps[1:]),
        (OptionsChanged("q-one", "q-one?", (), ()),),
    ),
    (
        "a right option in other words is as right as before",
        lesson(step("One", question("q-one", "", "Yes!", "No", right="Yes!")), *BASE.steps[1:]),
        (OptionsChanged("q-one", "q-one?", ("Yes",), ("Yes!",)),),
    ),
    (
        "no key any more",
        lesson(step("One", question("q-one", right="")), *BASE.steps[1:]),
        (Rekeyed("q-one", "q-one?", ("Yes",), ()),),
    ),
    (
        "other words",
        lesson(step("One", question("q-one", "Which?")), *BASE.steps[1:]),
        (Reworded("q-one", "q-one?", "Which?"),),
    ),
    (
        "a question less",
        lesson(step("One"), *BASE.steps[1:]),
        (QuestionRemoved("q-one", "q-one?", "steps"),),
    ),
    (
        "a question as a myth",
        BASE.model_copy(update={"myths": (Myth(question=question("m")),)}),
        (QuestionAdded("m", "m?", "myths"),),
    ),
    (
        "a question in another step",
        lesson(step("One"), BASE.steps[1], step("Three", question("q-one"))),
        (QuestionMoved("q-one", "q-one?", "steps"),),
    ),
    (
        "a step less",
        lesson(*BASE.steps[:2]),
        (PartRemoved("steps", "steps", "Three"),),
    ),
    (
        "a step more",
        lesson(step("Zero"), *BASE.steps),
        (PartAdded("steps", "steps", "Zero"),),
    ),
    (
        "a term more",
        BASE.model_copy(update={"terms": (Term(word="Lid", text="What closes a pot."),)}),
        (PartAdded("terms", "terms", "Lid"),),
    ),
    (
        "the last step first",
        lesson(BASE.steps[2], *BASE.steps[:2]),
        (PartsMoved("steps", "steps", 1),),
    ),
    (
        "a step's title only",
        lesson(step("Uno", question("q-one"), "About One."), *BASE.steps[1:]),
        (TextChanged("steps", 1, 1),),
    ),
    (
        "a text",
        lesson(*BASE.steps[:2], step("Three", text="About three or four.")),
        (TextChanged("steps", 1, 3),),
    ),
    (
        "layout only",
        lesson(*BASE.steps[:2], step("Three", text="About\nThree.")),
        (TextChanged("steps", 0, 0),),
    ),
    (
        "a section that was not there",
        BASE.model_copy(update={"overview": Overview(what="It is hot.")}),
        (TextChanged("overview", 0, 3),),
    ),
    (
        "a diagram",
        BASE.model_copy(update={"under_the_hood": UnderTheHood(diagrams=(Diagram(drawing="a"),))}),
        (PartAdded("under_the_hood", "diagrams", "a"),),
    ),
    (
        "two pieces of work that show a criterion",
        lesson(
            *BASE.steps,
            project=Project(
                rubric=("Brew it.", "Taste it."),
                pairs=(
                    Pair(),
                    Pair(does="It is bitter.", not_yet="It is bad.", why="Bad says less."),
                ),
            ),
        ),
        (TextChanged("project", 0, 13),),
    ),
    (
        "the model answer",
        BASE.model_copy(update={"model_answer": "*Four minutes.*"}),
        (FrontChanged("model_answer", "", "*Four minutes.*"),),
    ),
]


@pytest.mark.parametrize(
    ("changed", "told"), [one[1:] for one in CHANGES], ids=[one[0] for one in CHANGES]
)
def test_a_change_is_told_for_what_it_is(changed: Lesson, told: tuple[object, ...]) -> None:
    assert of_lessons(BASE, changed) == told


def test_a_lesson_that_was_not_there_is_new() -> None:
    assert of_lessons(None, BASE) == (LessonNew("Tea", 5, 2),)


def test_only_what_takes_something_from_learners_is_costly() -> None:
    dear = {name for name, changed, _ in CHANGES if costly(of_lessons(BASE, changed))}
    assert dear == {"another key", "no key any more", "a question less"}


def test_a_drawing_that_was_mended_is_still_the_same_diagram() -> None:
    old = UnderTheHood(diagrams=(Diagram(drawing="a"), Diagram(drawing="b", alternative="B")))
    new = UnderTheHood(diagrams=(Diagram(drawing="a2"), Diagram(drawing="b2", alternative="B")))
    both = (BASE.model_copy(update={"under_the_hood": hood}) for hood in (old, new))
    assert of_lessons(*both) == (TextChanged("under_the_hood", 2, 2),)


def mutations(value: Any) -> Iterator[Callable[[], None]]:
    """Every smallest change of a lesson's JSON, each to be made and taken back at once."""
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        inner = value[key]
        if isinstance(inner, dict | list):
            yield from mutations(inner)
        elif isinstance(inner, bool):
            yield lambda key=key, to=not inner: value.__setitem__(key, to)
        elif isinstance(inner, int):
            yield lambda key=key, to=inner + 1: value.__setitem__(key, to)
        else:
            to = "expert" if key == "level" and inner != "expert" else f"{inner}x"
            yield lambda key=key, to=to: value.__setitem__(key, to)
    if isinstance(value, list):
        for n in range(len(value)):
            yield lambda n=n: value.pop(n)
            yield lambda n=n: value.insert(0, value.pop(n))


def test_no_change_of_a_lesson_escapes() -> None:
    text = TEA.canonical()
    total = sum(1 for _ in mutations(json.loads(text)))
    assert total > 150
    for n in range(total):
        data = json.loads(text)
        list(mutations(data))[n]()
        changed = Lesson.model_validate(data)
        assert bool(of_lessons(TEA, changed)) is (changed.canonical() != text), n


SWAPPED: dict[type, type] = {
    QuestionAdded: QuestionRemoved,
    PartAdded: PartRemoved,
    QuestionRemoved: QuestionAdded,
    PartRemoved: PartAdded,
}


@given(SETTLED, SETTLED)
@settings(max_examples=examples(8), deadline=None)
def test_the_way_back_adds_what_the_way_there_removes(one: Lesson, other: Lesson) -> None:
    assert of_lessons(one, one) == ()
    there, back = of_lessons(one, other), of_lessons(other, one)
    assert bool(there) is (one != other)
    # A text of a question that moved is told where it is asked; that is elsewhere on the way back.
    kinds = (
        sorted(kind.__name__ for kind in found if kind is not TextChanged)
        for found in ([SWAPPED.get(type(c), type(c)) for c in there], list(map(type, back)))
    )
    assert next(kinds) == next(kinds)
    assert DIFFERENCE.validate_json(DIFFERENCE.dump_json(there)) == there
    assert len(lines(there)) <= len({c.kind for c in there}) or not there


def test_courses_differ_in_their_lessons_their_order_and_their_words() -> None:
    old = Course(id="kitchen", title="Kitchen", lessons=("tea", "toast", "soup"))
    assert of_courses(old, old) == ()
    assert of_courses(None, old) == (CourseNew("Kitchen", 3),)
    new = Course(
        id="kitchen",
        title="Cooking",
        lessons=("soup", "tea", "rice"),
        translations=(CourseWords(language="de", title="Küche"),),
    )
    assert of_courses(old, new) == (
        FrontChanged("title", "Kitchen", "Cooking"),
        FrontChanged("words.de", "", "Küche"),
        LessonRemoved("toast"),
        LessonAdded("rice"),
        LessonsMoved(1),
    )


def test_a_difference_is_told_in_a_line_for_each_kind() -> None:
    changed = lesson(
        step("One", question("q-one", "Which *one*?", right="No")), step("Two"), step("Four")
    )
    assert lines(of_lessons(BASE, changed)) == [
        "⚠️ Questions removed (1): “q-two?”",
        "⚠️ Right answer changed (1): “Which one?”: Yes → No",
        "Questions reworded (1): “q-one?” → “Which one?”",
        "Parts removed (1): step “Three”",
        "Parts added (1): step “Four”",
    ]
    assert lines(()) == ["Nothing has changed."]


def test_beyond_a_few_the_rest_is_counted() -> None:
    many = lesson(
        *(step(f"S{n}", question(f"q-{n}", "Long " * 40)) for n in range(MAX_CHANGES + 4))
    )
    [asked, steps] = lines(of_lessons(lesson(), many))
    assert asked.startswith(f"Questions added ({MAX_CHANGES + 4}): “Long ")
    assert asked.endswith("and 4 more")
    assert len(asked) < 240
    assert steps == "Parts added (7): step “S0”, step “S1”, step “S2”, and 4 more"


def test_a_difference_is_told_in_german_too() -> None:
    with speaking(Manner("de")):
        told = lines(of_lessons(BASE, CHANGES[2][1]))
    assert told == ["⚠️ Andere richtige Antwort (1): „q-one?“: Yes → No"]
