"""Words of a question that point at something which does not come with it."""

from pathlib import Path

import pytest

from bot.lessons.ground import Ground, ground
from bot.lessons.lint.pointers import loose
from bot.lessons.model import Image
from tests.rigs import paths
from tests.rigs.courses import read_lesson

FILES = sorted([*paths.KITCHEN.glob("*.md"), *(paths.CONTENT / "genai").glob("*.md")])

NOTHING = Ground()
OTHELLO = Ground(concept="In 2022 researchers trained a small model on lists of moves.")
TABLE = Ground(setting="| cups | minutes |\n| --- | --- |\n| 1 | 3 |")
MAP = Ground(drawing="★ ???")


@pytest.mark.parametrize(
    ("asked", "rests", "found"),
    [
        ("what did the researchers find inside that model?", NOTHING, ["inside that model"]),
        ("what did the researchers find inside that model?", OTHELLO, []),
        ("where do such questions catch more errors?", NOTHING, ["such questions catch"]),
        ("where do such questions catch more errors?", Ground(setting="Ask a question."), []),
        ("the last column is missing. What does it show?", NOTHING, ["the last column"]),
        ("the last column is missing. What does it show?", MAP, []),
        ("the star is a question. Which one?", Ground(drawing=Image(file="m", shows="m")), []),
        ("four parts of a good brief are here. Which is missing?", NOTHING, ["are here"]),
        ("in this list, what is the data scientist for?", NOTHING, ["this list"]),
        ("which of these tasks gains most?", NOTHING, []),
        ("A model calls tools, round after round. What ends such a loop?", NOTHING, []),
        ("You ask for the verdict first. What do the reasons do to that verdict?", NOTHING, []),
        ("what does the AI Act ask of a bakery this year?", NOTHING, []),
        ("“Is this contract fair?” What do the lines after it do?", NOTHING, []),
        ("what does the table say of two cups?", TABLE, []),
        ("what fills the last column of this table?", TABLE, []),
        ("what does the star in the table say?", TABLE, ["the star"]),
        ("what does the table say of two cups?", Ground(setting="Two cups."), ["the table"]),
        ("what is last in the list?", Ground(setting="- tea\n- milk"), []),
        ("what fills the empty box?", Ground(setting="```\n[ ]\n```"), []),
        ("a list has four rows. What fills the last row?", NOTHING, []),
    ],
)
def test_what_points_needs_something_to_point_at(
    asked: str, rests: Ground, found: list[str]
) -> None:
    assert [one.casefold() for one in loose(asked, rests)] == [one.casefold() for one in found]


@pytest.mark.parametrize(
    ("asked", "rests", "found"),
    [
        ("Wofür ist in dieser Liste der Koch da?", NOTHING, ["dieser Liste"]),
        ("Wofür ist in dieser Liste der Koch da?", MAP, []),
        ("Was fanden sie in diesem Modell?", NOTHING, ["diesem Modell"]),
        ("Was fanden sie in diesem Modell?", Ground(concept="Ein Modell lernt Züge."), []),
        ("Wer steht wohl im letzten Kasten?", NOTHING, ["im letzten Kasten"]),
        ("Was sagt die Tabelle über zwei Tassen?", TABLE, []),
        ("Drei Rollen schreiben Code. In welchen dieser Rollen am meisten?", NOTHING, []),
        ("Ein Modell bekommt die Zeile „Wer ist es?“. Was tut es?", NOTHING, []),
    ],
)
def test_german_points_in_its_own_words(asked: str, rests: Ground, found: list[str]) -> None:
    assert [one.split(" da")[0] for one in loose(asked, rests, "de")] == found


def test_a_language_that_is_not_known_is_left_alone() -> None:
    assert loose("in this list, what is it for?", NOTHING, "fr") == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_question_of_ours_points_at_nothing(file: Path) -> None:
    lesson = read_lesson(file)
    for question in lesson.questions:
        rests = ground(lesson, question.id)
        assert loose(question.text, rests, lesson.language) == []
        for variant in question.variants:
            assert loose(variant, rests.beside(variant=True), lesson.language) == []
