"""The picture of a learner's progress: what is in it, and that a phone's user can read it."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image, ImageColor

from adapters.pictures import canvas, charts, fonts, images
from adapters.pictures.canvas import BLUE, DIM, EMPTY, GROUND, INK, ORANGE, Canvas, fit_words, width
from bot.conversation.charts import (
    Calendar,
    Day,
    ProgressChart,
    Row,
    Share,
    Shares,
    Stacks,
    Trend,
)
from bot.conversation.outputs import Chart
from bot.conversation.progress.overview import LESSONS, chart, judging
from bot.conversation.progress.profile import WEEK, Profile, Standing
from bot.learning import scores
from bot.learning.calibration import Tally, interval
from bot.learning.habits import Streak, span
from bot.learning.mastery import Mastery

THURSDAY = date(2026, 3, 12)
PROFILE = Profile(
    today=THURSDAY,
    lessons=(),
    predictions=30,
    points=(8.0,) * 30,
    tallies=(("sure", Tally(9, 12)), ("probable", Tally(12, 18)), ("guess", Tally(1, 3))),
    streak=Streak(4, (date(2026, 3, 11),), today=False, free=False),
    answered={date(2026, 3, day): 3 for day in (7, 8, 9, 10)},
    due=tuple((day, 0) for day in span(THURSDAY, WEEK)),
)


def due(**days: int) -> tuple[tuple[date, int], ...]:
    """What is due so many days from today, ``d3`` being three days on."""
    return tuple((day, days.get(f"d{n}", 0)) for n, day in enumerate(span(THURSDAY, WEEK)))


def lesson(title: str, mastery: Mastery | None) -> Standing:
    return Standing(title, finished=False, mastery=mastery)


def drawn(profile: Profile) -> ProgressChart:
    shown = chart(profile, "words").drawn
    assert isinstance(shown, ProgressChart)
    return shown


def judged(profile: Profile) -> ProgressChart:
    shown = judging(profile, "words")
    assert shown is not None
    assert isinstance(shown.drawn, ProgressChart)
    return shown.drawn


def days(profile: Profile) -> Calendar:
    calendar = drawn(profile).calendar
    assert calendar is not None
    return calendar


# What is shown


def test_a_calendar_shows_whole_weeks_with_what_was_learned_and_what_is_due() -> None:
    shown = days(replace(PROFILE, due=due(d0=2, d1=1)))
    marks = [[day.kind for day in week] for week in shown.weeks]
    assert marks[0] == ["open"] * 5 + ["learned"] * 2
    assert marks[1] == ["learned", "learned", "off", "open", "open", "open", "open"]
    assert shown.heading == "Streak: 4 days"
    today = shown.weeks[1][3]
    assert (today.today, today.due, shown.weeks[1][4].due) == (True, 2, 1)
    assert sum(day.today for week in shown.weeks for day in week) == 1


def test_the_week_to_come_is_shown_when_something_is_due_in_it() -> None:
    assert len(days(replace(PROFILE, due=due(d3=9))).weeks) == 2
    shown = days(replace(PROFILE, due=due(d4=9)))
    assert shown.weeks[2][0].due == 9


def test_a_streak_that_is_over_is_not_in_the_heading() -> None:
    assert days(replace(PROFILE, streak=Streak())).heading == "Your days"


def test_of_many_lessons_those_at_risk_are_shown_first_and_the_rest_is_told() -> None:
    known = [lesson(f"Known {n}", Mastery(known=5)) for n in range(LESSONS)]
    held = (*known, lesson("Risky", Mastery(risk=3)), lesson("No questions", None))
    stacks = drawn(replace(PROFILE, lessons=held)).stacks
    assert stacks is not None
    assert [row.label for row in stacks.rows] == [*(f"Known {n}" for n in range(5)), "Risky"]
    assert stacks.note == "and 1 more lesson"
    assert stacks.rows[-1].word == "at risk"


def test_without_a_lesson_with_questions_there_is_no_panel_for_them() -> None:
    assert drawn(replace(PROFILE, lessons=(lesson("Empty", None),))).stacks is None


def test_confidences_stand_with_their_interval_beside_what_the_words_promise() -> None:
    shares = judged(PROFILE).shares
    assert shares is not None
    sure, probable = shares.rows
    low, high = interval(Tally(9, 12))
    assert sure == Share("sure", "9 of 12", 0.75, low, high, 0.95)
    assert probable.promised == 0.65


def test_with_little_data_nothing_is_drawn_and_nothing_counted_down() -> None:
    assert judging(replace(PROFILE, points=(8.0,) * 19), "words") is None


def test_a_score_stands_with_its_course_beside_its_middle() -> None:
    trend = judged(replace(PROFILE, points=(0.0,) * 20 + (24.75,) * 20)).trend
    assert trend is not None
    assert (trend.heading, trend.middle) == ("Your score: 87 of 100", 75)
    assert (trend.scores[0], trend.scores[-1], len(trend.scores)) == (75, 87.375, 21)


def test_a_score_below_its_middle_is_told_in_words_alone() -> None:
    assert judged(replace(PROFILE, points=(-20.0,) * 30)).trend is None


def test_a_course_is_told_as_far_back_as_it_is_known() -> None:
    """Of somebody with more answers than are kept, the first of these say nothing of then."""
    points = (-65.25,) * scores.AGO + (24.75,) * scores.COUNTED
    course = scores.course(points)
    assert len(course) == scores.AGO + 1
    assert course[-1] == 99.75


def test_who_does_not_say_how_sure_they_are_has_no_panel_for_it() -> None:
    assert judged(replace(PROFILE, tallies=())).shares is None


def test_the_alternative_tells_what_is_drawn() -> None:
    held = (lesson("A cup of tea", Mastery(known=1, learning=4)),)
    shown = replace(PROFILE, lessons=held, due=due(d0=2))
    figures = judging(shown, "")
    assert figures is not None
    told = f"{chart(shown, '').alternative} {figures.alternative}"
    for part in (
        "Streak: 4 days.",
        "A cup of tea: learning.",
        "Right when “sure”: 75%, likely 51 to 90%; the word stands for 95%.",
        "2 reviews due this week.",
        "Your score: 83 of 100.",
    ):
        assert part in told


# How it is drawn

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
CALENDAR = Calendar("Streak", DAYS, ((Day("learned"),) * 7,), ("learned", "off", "due"))
LONG = "An introduction to everything that there is to know, and then to a little more of it"


def opened(shown: ProgressChart) -> Image.Image:
    return Image.open(BytesIO(charts.png(shown))).convert("RGB")


def crowded(lessons: int, label: str = LONG, questions: int = 30) -> ProgressChart:
    row = Row(label, "risk", "at risk", (("known", questions), ("risk", 9), ("new", 9)))
    full = Day("learned", due=1234, today=True)
    return ProgressChart(
        LONG,
        Calendar(LONG, (LONG,) * 7, ((full,) * 7,) * 3, (LONG, LONG, LONG)),
        Stacks(LONG, (row,) * lessons, (("known", LONG), ("risk", LONG)), LONG),
        Shares(LONG, (Share(LONG, LONG, 1.0, 0.0, 1.0, 0.95), Share(LONG, LONG)), (LONG,) * 3),
        Trend(LONG, (99.75, 10.0, 75.0), 75.0, (LONG, LONG)),
    )


def test_it_is_as_wide_as_a_phone_and_higher_than_wide() -> None:
    full = opened(crowded(LESSONS))
    assert full.width == 2 * canvas.WIDTH
    assert full.width < full.height < 3 * full.width, "read upright, and without scrolling far"


def test_whatever_the_words_nothing_is_drawn_at_the_edge() -> None:
    image = opened(crowded(LESSONS))
    ground = image.getpixel((0, 0))
    for x in (0, 4, image.width - 5, image.width - 1):
        assert {image.getpixel((x, y)) for y in range(image.height)} == {ground}, x
    for y in (0, image.height - 1):
        assert {image.getpixel((x, y)) for x in range(image.width)} == {ground}, y


def test_equal_figures_are_drawn_once_and_others_anew() -> None:
    charts.png.cache_clear()
    first = charts.png(ProgressChart("A", CALENDAR))
    assert charts.png(ProgressChart("A", replace(CALENDAR))) is first
    assert charts.png.cache_info().misses == 1
    week = ((Day("off"), *CALENDAR.weeks[0][1:]),)
    assert charts.png(ProgressChart("A", replace(CALENDAR, weeks=week))) != first


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21, as WCAG 2 defines it."""

    def luminance(colour: str) -> float:
        parts = [value / 255 for value in ImageColor.getrgb(colour)[:3]]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_words_and_marks_stand_out_from_the_ground() -> None:
    assert contrast(INK, GROUND) >= 7
    assert contrast(DIM, GROUND) >= 7
    assert contrast(ORANGE, INK) >= 4.5, "the number on a mark"
    for mark in (BLUE, ORANGE, EMPTY):
        assert contrast(mark, GROUND) >= 3


@pytest.mark.parametrize("kind", ["mark", "state"])
def test_no_meaning_is_in_colour_alone(kind: str) -> None:
    """Seen by its outline only, each mark and each state is another one."""
    seen = []
    for one in (
        ("learned", "off", "open") if kind == "mark" else ("known", "learning", "risk", "new")
    ):
        sheet = Canvas(60)
        if kind == "mark":
            charts._day(sheet, Day(one), 20, 10)  # type: ignore[arg-type]  # one of the marks
        else:
            charts._block(sheet, one, 20, 10, 40)  # type: ignore[arg-type]  # one of the states
        image = Image.open(BytesIO(sheet.png())).convert("RGB")
        ground = image.getpixel((0, 0))
        seen.append([pixel == ground for pixel in image.get_flattened_data()])
    assert len({tuple(one) for one in seen}) == len(seen)


def test_words_are_shortened_to_their_room() -> None:
    assert fit_words("short", 16, 200) == "short"
    cut = fit_words(LONG, 16, 120)
    assert cut.endswith("…")
    assert width(cut, 16) <= 120
    assert width(LONG[: len(cut)] + "…", 16) > 120, "and no more than needed"


@pytest.mark.parametrize("face", ["FiraGO-Regular", "FiraGO-Bold"])
def test_the_fonts_hold_the_letters_of_many_languages(face: fonts.Face) -> None:
    font = fonts.font(face, 16)
    missing = bytes(font.getmask("\U000fffff"))
    for letter in "äöüßéñçøłşğőčαωЖжЇї–—…“”„·%✓"[:-1]:
        assert bytes(font.getmask(letter)) != missing, letter


def test_the_days_of_a_calendar_follow_one_another() -> None:
    """Over a turn of the month, of the year, and on every weekday of today."""
    for n in range(14):
        today = date(2026, 12, 22) + timedelta(days=n)
        answered = {today - timedelta(days=k): 1 for k in range(today.weekday() + 1)}
        profile = replace(PROFILE, today=today, answered=answered, due=((today, 1),))
        weeks = days(profile).weeks
        assert [day.kind for day in weeks[1]] == ["learned"] * (today.weekday() + 1) + ["open"] * (
            6 - today.weekday()
        )
        assert weeks[1][today.weekday()].today


def test_a_chart_is_known_again_by_a_short_name() -> None:
    key = images.cache_key(Chart(ProgressChart("A", CALENDAR), "words", ""))
    assert key == images.cache_key(Chart(ProgressChart("A", replace(CALENDAR)), "other words", ""))
    assert key != images.cache_key(Chart(ProgressChart("B", CALENDAR), "words", ""))
    assert isinstance(key, bytes)
    assert len(key) == 32
