"""Lines of work that only say another again."""

import re
from functools import cache

import pytest

from bot.lessons.answers import VERDICT, repeated_lines
from bot.lessons.lint.practice import behind_hand_in, examples, said_in
from bot.lessons.model import Lesson
from bot.lessons.practice import Milestone
from tests.rigs.courses import read_lesson
from tests.rigs.paths import CONTENT


@cache
def lessons() -> dict[str, Lesson]:
    """The lessons that are taught, with their translations, by their files."""
    return {file.stem: read_lesson(file) for file in sorted((CONTENT / "genai").glob("*.md"))}


@cache
def milestones() -> dict[str, Milestone]:
    """Each milestone of theirs, by its lesson and number."""
    return {
        f"{name} {number}": one
        for name, lesson in lessons().items()
        for number, one in enumerate(lesson.project.milestones, start=1)
    }


def example(one: Milestone) -> str:
    found = examples(behind_hand_in(one.text)) or examples(one.how) or examples(one.text)
    return "\n".join(map(said_in, found))


# Lines that only say another again


FILLED = [
    ("Who may swim alone? (no. {n} of mine)", 15, 14),
    ("The deposit is due in May (case {n})", 4, 3),
    ("The rules are hard to read {n}", 5, 4),
    ("The rules are hard to read. {n}", 5, 4),
]


@pytest.mark.parametrize(("line", "lines", "repeats"), FILLED)
def test_lines_with_only_another_number_behind_them_repeat(
    line: str, lines: int, repeats: int
) -> None:
    assert repeated_lines("\n".join(line.format(n=n) for n in range(lines))) == repeats


@pytest.mark.parametrize(
    "text",
    [
        "The rules are hard to read\nThe rules are hard to read again",
        "The rules are hard to read.\nThe rules are hard to read. Once more.",
        "Nobody can read these rules. Again\nNobody can read these rules. Once more",
        "1. The rules are hard to read\n2. The rules are hard to read, too",
    ],
)
def test_a_word_or_two_behind_a_line_say_nothing_new(text: str) -> None:
    assert repeated_lines(text) == 1


@pytest.mark.parametrize(
    "text",
    [
        "What does the lease say about pets?\nWhat does the lease say about noise?",
        "What is due on page 1?\nWhat is due on page 2?\nWhat is due on page 3?",
        "Who founded our chess club? Ida Berg\nWho founded our chess club? Karl Berg",
        "How many children may swim? 12\nHow many children may swim? 14\nHow many children may "
        "swim? 13",
        "Who may swim on Sunday?\nWho may swim on Sunday? Members",
        "2 kilos cost 4.00\n3 kilos cost 7.00\n4 kilos cost 7.00",
        "12 cups of tea make 3\n15 cups of tea make 4",
        "The first chat took seconds: 3\nThe first chat took seconds: 4",
        "The usual answer took seconds 9\nThe usual answer took seconds 4\nThe usual answer took "
        "seconds 12",
        "The usual answer took seconds 9\nThe usual answer took seconds 10",
        "hours: read 2900, wrote 190\nfee: read 2890, wrote 150",
        "room to think 3 2\nroom to think 3 2 20 s",
        "solved 3\nsolved 4\nsolved 5",
        "You can ask for this at Dr. Roe\nYou can ask for this at Dr. Lee",
        "May kids swim alone? | rules, p. 3\nMay kids swim late? | rules, p. 4",
    ],
)
def test_lists_that_only_look_alike_are_all_there(text: str) -> None:
    assert repeated_lines(text) == 0


def test_of_the_course_s_examples_only_lines_that_are_the_same_repeat() -> None:
    texts = [example(one) for one in milestones().values()]
    for exercise in (each for lesson in lessons().values() for each in lesson.exercises):
        texts += re.findall(r"```[^\n]*\n(.*?)```", exercise.answer, re.DOTALL)
    assert len(texts) > 100
    for text in texts:
        lines = [line.strip() for line in text.splitlines() if len(line.split()) > VERDICT]
        assert repeated_lines(text) in (0, len(lines) - len({*lines})), text
