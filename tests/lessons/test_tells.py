"""What ``foretell check`` says of keys that can be guessed, and of sign-posts that lead astray."""

import itertools
from collections.abc import Iterable

import pytest

from bot.lessons.format import ParsedLesson, parse, write
from bot.lessons.lint.check import check_lesson, check_library
from bot.lessons.lint.tells import tells
from bot.lessons.model import Course, Lesson


def lesson(questions: Iterable[tuple[str, tuple[str, ...], int]], language: str = "") -> Lesson:
    """A lesson that asks these: a text, its options, and which of them is right."""
    head = f"---\nid: kettle\ntitle: Kettle\nminutes: 3\n{language}---\n\n## Challenge\n"
    asked = (
        f"\n### {text}?\n\n<!-- id: q-{n} -->\n\n"
        + "".join(f"- [{'x' if k == right else ' '}] {one}\n" for k, one in enumerate(options))
        for n, (text, options, right) in enumerate(questions)
    )
    return parse(head + "".join(asked)).lesson


def told(questions: Iterable[tuple[str, tuple[str, ...], int]], language: str = "") -> set[str]:
    return {one.rule for one in tells([lesson(questions, language)]) if one.tell}


THREE = ("It boils over soon", "It sings", "It cools down")
YES = ("Yes", "No")
BALANCED = [0, 1, 2, 2, 1, 0, 1, 0, 2]


@pytest.mark.parametrize(
    ("rule", "options", "right"),
    [
        ("the longest option", THREE, 0),
        ("the shortest option", THREE, 1),
        ("an option that hedges", ("It sings", "It may sing", "It rings"), 1),
        ("an option that insists", ("It sings", "It hums", "It never sings"), 2),
        ("an option with a number", ("Sixty degrees", "The usual 93 °C", "Ninety"), 1),
    ],
)
def test_a_look_at_the_options_must_not_do(rule: str, options: tuple[str, ...], right: int) -> None:
    """The right option is in another place each time, and always of the same look."""

    def turned(n: int) -> tuple[str, ...]:
        return options[n:] + options[:n]

    alike = [(f"Case {n}", turned(n), (right - n) % 3) for n in BALANCED]
    assert rule in told(alike)
    mixed = [(f"Case {n}", turned(n), m % 3) for m, n in enumerate(BALANCED)]
    assert rule not in told(mixed)


@pytest.mark.parametrize("place", ["the first option", "the second option", "the last option"])
def test_a_place_must_not_do(place: str) -> None:
    at = ["the first option", "the second option", "the last option"].index(place)
    assert place in told((f"Case {n}", THREE, at) for n in range(8))
    assert place not in told((f"Case {n}", THREE, key) for n, key in enumerate(BALANCED))


def test_a_place_that_is_never_right_is_a_tell_too() -> None:
    found = told((f"Case {n}", THREE, n % 2) for n in range(14))
    assert "the last option" in found


@pytest.mark.parametrize(
    ("language", "hedge", "plain"),
    [("", "Can a kettle sing", "Does a kettle sing"), ("language: de\n", "Kann er", "Singt er")],
)
def test_words_of_a_question_must_not_answer_it(language: str, hedge: str, plain: str) -> None:
    options = YES if not language else ("Ja", "Nein")
    asked = [(hedge, options, 0)] * 8 + [(plain, options, 1)] * 8
    assert "yes, where a question hedges" in told(asked, language)
    fair = [(hedge, options, n % 2) for n in range(8)] + [(plain, options, n % 2) for n in range(8)]
    assert told(fair, language) == set()


def test_what_a_step_asks_is_not_in_the_words_of_steps_before() -> None:
    def course(echoes: bool) -> Lesson:
        key = "The steam carries heat" if echoes else "The lid drips cold"
        steps = "".join(
            f"\n### {n}. Pot {n} (foundation)\n\n**Concept:** Look at pot {n}.\n\n"
            f"#### Before reading on: what will pot {n} do?\n\n<!-- id: pot-{n} -->\n\n"
            f"- [x] {key}\n- [ ] Another flame burns\n- [ ] Some water vanishes\n\n"
            "#### Read on\n\nHeat is carried off by steam.\n"
            for n in range(1, 9)
        )
        return parse(f"---\nid: pots\ntitle: Pots\nminutes: 3\n---\n\n## Build-up\n{steps}").lesson

    rule = "an option in words read earlier"
    assert rule in {one.rule for one in tells([course(echoes=True)]) if one.tell}
    assert rule not in {one.rule for one in tells([course(echoes=False)]) if one.tell}


def test_odds_are_those_of_keys_that_are_drawn() -> None:
    """Held against every way in which the keys of these seven questions may fall."""
    sizes = [2, 3, 4, 3, 2, 3, 4]
    letters = [tuple("abcd"[:size]) for size in sizes]
    asked = [("Which", one, key) for one, key in zip(letters, [0, 0, 0, 0, 1, 2, 3], strict=True)]
    first = tells([lesson(asked)])[0]
    ways = [*itertools.product(*map(range, sizes))]
    as_far = sum(way.count(0) >= first.hits for way in ways)
    assert (first.rule, first.hits) == ("the first option", 4)
    assert first.odds == pytest.approx(as_far / len(ways))


def test_a_lesson_and_a_course_are_told() -> None:
    asked = [(f"Case {n}", THREE, 0) for n in range(8)]
    source = parse(write(lesson(asked)))
    found = [one for one in check_lesson(source, "kettle.md") if "guessed" in one.what]
    assert 'keys can be guessed: "the first option" is right in 8 of 8 questions, where' in str(
        found[0]
    )
    course = Course(id="c", title="C", lessons=("kettle",))
    (one, *_) = check_library({"kettle.md": source}, {"course.toml": course})
    assert (one.file, one.severity) == ("course.toml", "advice")


def signs(fits: str, leads: str) -> list[str]:
    """What is said of the sign-posts of the lesson in the middle of three."""

    def page(id: str, title: str, more: str = "") -> ParsedLesson:
        return parse(f"---\nid: {id}\ntitle: {title}\nminutes: 3\n{more}---\n")

    here = f"leads-to: [{leads}]\n---\n\n## Overview\n\n### Where it fits\n\n{fits}\n"
    drafts = {
        "a.md": page("a", "Water"),
        "b.md": parse(f"---\nid: b\ntitle: Kettles\nminutes: 3\n{here}"),
        "c.md": page("c", '"Steam, and how to hold it"'),
        "d.md": page("d", "Engines"),
    }
    course = Course(id="k", title="K", lessons=("a", "b", "c", "d"))
    return [
        one.what for one in check_library(drafts, {"course.toml": course}) if "fits" in one.what
    ]


def test_what_is_said_to_come_next_is_what_is_offered() -> None:
    assert signs("You know *Water*. Next comes *Steam*, then *Engines*.", "c, d") == []
    assert signs("Boil *it* first.", "d") == []
    assert signs("Next comes *Engines*, or *Steam*.", "c, d") == [
        '"Where it fits" says that "d" comes next, but "c" is offered'
    ]
    assert signs("Next comes *Steam, and how to hold it*.", "d") == [
        '"Where it fits" sends learners on to "c", which is not in "leads-to"'
    ]
