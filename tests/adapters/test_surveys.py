"""Statistics as a picture: what is drawn of a group, and that it can be drawn whatever it is."""

from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from adapters.pictures import surveys
from bot.conversation.admin.statistics.report import LESSONS as LESSONS_SHOWN
from bot.conversation.admin.statistics.report import lesson_chart, overview_chart
from bot.conversation.charts import Bar, Bars, Diagonal, Dot, Survey
from bot.conversation.outputs import Chart
from bot.learning.calibration import Tally
from bot.learning.observations import Participation
from bot.learning.statistics import (
    LessonStatistics,
    OverallStatistics,
    Proportion,
    QuestionStatistics,
    StepStatistics,
)
from bot.lessons.model import Lesson
from tests.rigs.makers import library_of
from tests.rigs.properties import examples

TEA = Lesson(id="tea", title="A *cup* of tea", minutes=5)
LESSONS = [TEA, *(Lesson(id=f"l{n}", title=f"Lesson {n}", minutes=5) for n in range(9))]
LIBRARY = library_of((), LESSONS)


def asked(name: str, number: int, of: int) -> QuestionStatistics:
    return QuestionStatistics(
        name, f"**{name}**?", ("a", "b"), (0,), (), Proportion(number, of), None
    )


def report(steps: tuple[int, ...] = (10, 8, 4), finished: int | None = 4) -> LessonStatistics:
    told = tuple(
        StepStatistics(f"Step {n}", learners, None, 16, max(0, before - learners))
        for n, (before, learners) in enumerate(pairwise((16, *steps)))
    )
    questions = (asked("easy", 0, 9), asked("hard", 4, 8), asked("harder", 9, 10))
    tallies = {"sure": Tally(3, 6), "probable": Tally(2, 4), "guess": Tally(9, 9)}
    return LessonStatistics("tea", TEA.title, 16, finished, told, questions, (), tallies, (), 0)  # type: ignore[arg-type]  # words are literals


def parts(chart: Chart | None) -> tuple[Bars | Diagonal, ...]:
    assert chart is not None
    assert isinstance(chart.drawn, Survey)
    return chart.drawn.parts


def test_a_lesson_shows_where_learners_stop_how_they_judge_and_what_stays_wrong() -> None:
    chart = lesson_chart(report(), "words")
    stopping, confidence, wrong = parts(chart)
    assert isinstance(stopping, Bars)
    assert [(row.words, round(16 * row.share), round(16 * row.lost)) for row in stopping.rows] == [
        ("16", 16, 0),
        ("10 of 16", 10, 6),
        ("8 of 16", 8, 2),
        ("4 of 16", 4, 4),
        ("4", 4, 0),
    ]
    assert isinstance(confidence, Diagonal)
    assert [dot.label for dot in confidence.dots] == ["sure"], "four answers are too few"
    assert isinstance(wrong, Bars)
    assert [(row.label, row.words) for row in wrong.rows] == [
        ("harder?", "9 of 10"),
        ("hard?", "4 of 8"),
    ]
    assert chart is not None
    assert chart.alternative == (
        "A cup of tea. Where they stop: Started: 16; 1. Step 0: 10 of 16; 2. Step 1: 8 of 16; "
        "3. Step 2: 4 of 16; "
        "Finished: 4. Does confidence match results: sure: 50% of 6 right, said 95%. "
        "Missed, asked again, and still wrong: harder?: 9 of 10; hard?: 4 of 8."
    )


def test_a_step_that_nobody_s_mode_has_is_not_drawn_and_nobody_stopped_there() -> None:
    steps = (
        StepStatistics("Heat", 9, None, 9),
        StepStatistics("Wait", 5, None, 7, 2),
        StepStatistics("Stir", 0, None),
    )
    found = LessonStatistics("tea", "Tea", 9, 6, steps, (), (), {}, (), 1)
    [stopping] = parts(lesson_chart(found, "words"))
    assert isinstance(stopping, Bars)
    assert [(row.label, row.words, round(9 * row.lost)) for row in stopping.rows] == [
        ("Started", "9", 0),
        ("1. Heat", "9 of 9", 0),
        ("2. Wait", "5 of 7", 2),
        ("Finished", "6", 1),
    ]
    assert stopping.note == "One more step isn't drawn."


def test_of_a_small_group_nothing_is_drawn() -> None:
    small = LessonStatistics("tea", "Tea", 4, None, (), (), (), {})
    assert lesson_chart(small, "words") is None
    few = OverallStatistics((Participation("tea", 4, 1, 4),), 4, {"sure": Tally(9, 9)})
    assert overview_chart(few, LIBRARY, "words") is None


def test_many_steps_are_those_at_which_most_stop_in_their_order() -> None:
    [stopping, *_] = parts(lesson_chart(report((16, 15, 15, 15, 14, 9, 9, 9, 8, 12, 4)), ""))
    assert isinstance(stopping, Bars)
    assert [row.words for row in stopping.rows] == [
        "16",
        *(f"{number} of 16" for number in (16, 15, 15, 14, 9, 8, 4)),
        "4",
    ]
    assert stopping.note == "4 more steps aren't drawn."
    assert all(row.lost >= 0 for row in stopping.rows)


def test_more_readers_than_starters_do_not_burst_the_picture() -> None:
    [stopping, *_] = parts(lesson_chart(report((10, 40, 20)), ""))
    assert isinstance(stopping, Bars)
    assert max(row.share for row in stopping.rows) == 1
    assert min(row.lost for row in stopping.rows) == 0


def test_the_whole_shows_the_lessons_that_most_have_started() -> None:
    taken = tuple(Participation(one.id, 5 + n, n, n) for n, one in enumerate(LESSONS))
    found = OverallStatistics(
        (*taken, Participation("gone", 99, 9, 9), Participation("l8", 3)), 20, {"sure": Tally(2, 6)}
    )
    lessons, confidence = parts(overview_chart(found, LIBRARY, ""))
    assert isinstance(lessons, Bars)
    assert [row.label for row in lessons.rows][:2] == ["Lesson 8", "Lesson 7"]
    assert len(lessons.rows) == LESSONS_SHOWN
    assert lessons.rows[0].share + lessons.rows[0].lost == pytest.approx(1)
    assert isinstance(confidence, Diagonal)


# What can't be seen is in no lesson.
_SEEN = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"])
_WORDS = st.text(_SEEN, max_size=90)
_FEW = st.text(_SEEN, max_size=12)
_SHARES = st.floats(0, 1)
_BARS = st.builds(
    Bars,
    _WORDS,
    st.lists(st.builds(Bar, _WORDS, _FEW, _SHARES, _SHARES), max_size=4).map(tuple),
    st.sampled_from([(), ("there",), ("there", "a rather long meaning " * 3)]),
    _WORDS,
)
_DOTS = st.builds(
    lambda label, count, promised, shares: Dot(
        label, count, promised, shares[1], shares[0], shares[2]
    ),
    _WORDS,
    _FEW,
    st.sampled_from([0.65, 0.95]),
    st.lists(_SHARES, min_size=3, max_size=3).map(sorted),
)
_DIAGONALS = st.builds(
    Diagonal,
    _WORDS,
    st.lists(
        _DOTS,
        max_size=3,
    ).map(tuple),
    _WORDS,
    _WORDS,
    st.tuples(_WORDS, _WORDS, _WORDS),
)


@given(st.builds(Survey, _WORDS, st.lists(st.one_of(_BARS, _DIAGONALS), max_size=3).map(tuple)))
@settings(max_examples=examples(25), deadline=None)
def test_whatever_is_found_can_be_drawn(survey: Survey) -> None:
    image = Image.open(BytesIO(surveys.png(survey)))
    assert image.width == 780
    # Telegram takes no picture that is longer, see ``pictures``.
    assert image.width + image.height < 10_000


def test_what_is_told_is_what_is_drawn() -> None:
    one = lesson_chart(report(), "words")
    assert one is not None
    assert isinstance(one.drawn, Survey)
    other = replace(one.drawn, parts=one.drawn.parts[:1])
    assert surveys.png(one.drawn) != surveys.png(other)
    assert surveys.png(one.drawn) == surveys.png(replace(one.drawn))
