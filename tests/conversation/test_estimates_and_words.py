"""Estimates and answers in words: what is said of each, and what goes on record."""

from dataclasses import replace

import pytest

from bot.conversation.facts.learner import Attempt, Overruled, Scheduled
from bot.conversation.inputs import Command, Press, Text
from bot.conversation.needs.learner import LessonProgress, Progress
from bot.conversation.outputs import Notice
from bot.conversation.progress import feedback
from bot.conversation.question import typed
from bot.learning.calibration import Tally
from bot.learning.items import was_retrieved
from bot.learning.logbook import Logbook
from bot.learning.preferences import Preferences
from bot.lessons.model import Lesson, MentalModel, Overview
from bot.lessons.question import Question, Typed
from tests.oracles import past_of
from tests.rigs.moves import LESSONS, conversation
from tests.rigs.talk import Conversation, said

RAIN = LESSONS["rain"]


def at_the_estimate() -> Conversation:
    """Somebody who is asked how fast a drop falls: 9, of 1–3, 3–8, 8–20 and 20–100."""
    talk = conversation()
    talk.begin("rain")
    return talk


def at_the_words() -> Conversation:
    """Somebody who is asked for the dew point."""
    talk = at_the_estimate()
    talk.press("Skip", "Continue", "Continue")
    return talk


def attempts(talk: Conversation) -> list[Attempt]:
    return [one for one in talk.facts if isinstance(one, Attempt)]


@pytest.mark.parametrize(
    ("typed", "opening", "more"),
    [
        ("8-20", "8–20 holds it, and it's narrow enough", ""),
        ("7-11", "7–11 holds it, and it's narrow enough", ""),
        ("3 to 60", "3–60 holds it, but so would", ""),
        ("3-8", "You said 3–8, and just missed it", "So slowly fall snow and drizzle."),
        ("10-30", "You said 10–30, and just missed it", "It would be so fast without any air."),
        ("1-6", "You said 1–6. It's more.", "So slowly fall snow and drizzle."),
        ("1-3", "You said 1–3. It's more.", "So slowly fall snow and drizzle."),
        ("1-2", "You said 1–2. It's far more.", "So slowly fall snow and drizzle."),
        ("50-60", "You said 50–60. It's far less.", "It would be so fast without any air."),
    ],
)
def test_a_range_is_answered_by_where_it_lies(typed: str, opening: str, more: str) -> None:
    told = said(at_the_estimate().type(typed)).replace("**", "")
    assert opening in told
    assert more in told
    assert "The air pushes back" in told
    right = told.find("The answer: 9 metres a second.")
    assert right >= 0
    assert not more or right < told.find(opening) < told.find(more) < told.find("The air pushes")


def test_a_range_that_was_typed_is_the_one_that_was_offered_if_it_is_the_same() -> None:
    talk = at_the_estimate()
    talk.type("between 8 and 20")
    [made] = attempts(talk)
    assert (made.choice, made.answer, made.confidence, made.right) == (2, None, "range", True)
    talk = at_the_estimate()
    talk.type("7,5 to 11")
    [made] = attempts(talk)
    assert (made.choice, made.answer, made.right, made.unknown) == (None, "7.5–11", True, False)


def test_a_wide_range_holds_the_truth_and_shows_no_knowledge() -> None:
    talk = at_the_estimate()
    [item] = [one.item for one in talk.type("1-100").facts if isinstance(one, Scheduled)]
    [made] = attempts(talk)
    assert (made.confidence, made.right, made.score) == ("wide", True, pytest.approx(0))
    assert not was_retrieved(item.answer)
    assert talk.learner.logbook is not None
    assert talk.learner.logbook.ranges == Tally(1, 1)


def test_a_number_alone_leaves_the_estimate_open() -> None:
    talk = at_the_estimate()
    for text in ("3", "about 20", "?", "1 2 3"):
        talk.type(text)
    assert attempts(talk) == []
    assert "8–20" in talk.labels


@pytest.mark.parametrize("text", ["idk", "I don’t know.", "No idea!", "no clue"])
def test_who_writes_that_they_do_not_know_has_no_idea(text: str) -> None:
    for talk in (at_the_estimate(), at_the_words()):
        talk.type(text)
        [made] = attempts(talk)
        assert made.unknown
        assert (made.confidence, made.score) == ("none", 0)


def test_numbers_are_as_the_learners_language_writes_them() -> None:
    talk = conversation()
    talk.language = "de"
    talk.send_command("learn", "rain")
    talk.press("Gründlich", "Überspringen", "Weiter", "Weiter", "Überspringen", "Weiter")
    assert talk.labels[:3] == ["10–1.000", "1.000–100.000", "100.000–10.000.000"]
    talk.type("10.000 bis 0,2 Mio.")
    assert attempts(talk)[-1].answer == "10,000–200,000"


@pytest.mark.parametrize(
    ("text", "right", "told"),
    [
        ("Dew-Point", True, "“Dew-Point”"),
        ("the dew poimt", True, "You wrote “the dew poimt”; I read it as “dew point”."),
        ("boiling point", False, "“boiling point” isn't quite it."),
        ("*fog*", False, "You guessed “\\*fog\\*”."),
    ],
)
def test_words_are_judged_as_people_would(text: str, right: bool, told: str) -> None:
    talk = at_the_words()
    talk.type(text)
    found = said(talk.press("A guess")).replace("**", "")
    [made] = attempts(talk)
    assert (made.answer, made.right) == (text, right)
    assert told in found
    assert "dew point" in found
    assert ("Mine meant the same" in talk.labels) is not right


def test_without_the_confidence_step_words_commit_at_once() -> None:
    talk = at_the_words()
    talk.learner = replace(talk.learner, preferences=Preferences(confidence=False))
    assert "“dew point” is right" in said(talk.type("dew point"))
    [made] = attempts(talk)
    assert (made.confidence, made.score) == ("unsaid", None)


def test_where_a_number_is_asked_for_words_without_one_leave_it_open() -> None:
    talk = at_the_words()
    asked = Typed(accepted=("40", "forty"), why="It is.")
    question = Question(id="how-many", text="How many?", typed=asked)
    assert typed.lacks_number(question, "quite a few")
    assert not typed.lacks_number(question, "about 30")
    assert not typed.lacks_number(question, "Forty")
    assert "How sure are you?" in said(talk.type("point of dew")), "here none is asked for"


def test_a_number_is_an_answer_in_words_and_names_no_choice() -> None:
    talk = at_the_words()
    talk.type("2")
    assert talk.session is not None
    assert talk.session.run is not None
    assert talk.session.run.answer == "2"


def overruled(talk: Conversation) -> Conversation:
    talk.type("point of dew")
    talk.press("Sure (9 in 10)", "Mine meant the same")
    return talk


def test_what_was_overruled_is_as_if_it_had_been_right() -> None:
    wrong, right = overruled(at_the_words()), at_the_words()
    right.type("dew point")
    right.press("Sure (9 in 10)")
    [made], [true] = attempts(wrong), attempts(right)
    [over] = [one for one in wrong.facts if isinstance(one, Overruled)]
    assert made.right is False, "what was answered stays on record as it was judged"
    assert over.score == true.score
    [item], [other] = ([*talk.items.values()] for talk in (wrong, right))
    assert replace(item, answer=replace(item.answer, said="dew point")) == other
    assert wrong.learner.logbook is not None
    assert wrong.learner.logbook.sure == Tally(1, 1)
    assert past_of(wrong.facts).tallies == {"sure": Tally(1, 1)}


def test_two_taps_overrule_once() -> None:
    talk = at_the_words()
    talk.type("point of dew")
    talk.press("Sure (9 in 10)")
    assert talk.asked is not None
    token = next(one.token for one in talk.asked.choices if "same" in one.label)
    talk.send(Press(token))
    again = talk.send(Press(token))
    assert isinstance(again.outputs[0], Notice)
    assert sum(isinstance(one, Overruled) for one in talk.facts) == 1


def test_what_was_overruled_is_not_asked_once_more() -> None:
    talk = overruled(at_the_words())
    talk.press("Continue", "No idea", "Continue")
    assert talk.asked is not None
    assert "litres" in talk.asked.text, "only what was not known comes back"


def without_the_words(lesson: Lesson) -> Lesson:
    """The lesson in a revision that takes other words for the dew point."""
    first, second, *rest = lesson.steps
    assert second.prediction is not None
    typed = Typed(accepted=("condensation point",), why="It condenses.")
    asked = second.prediction.model_copy(update={"typed": typed})
    steps = (first, second.model_copy(update={"prediction": asked}), *rest)
    return lesson.model_copy(update={"steps": steps})


def test_words_that_wait_for_their_confidence_are_asked_for_anew_in_another_revision() -> None:
    talk = at_the_words()
    talk.type("dew point")
    new = without_the_words(RAIN)
    talk.publish(new)
    talk.withdraw(RAIN)
    talk.press("Sure (9 in 10)")
    assert attempts(talk) == []
    assert talk.session is not None
    assert talk.session.run is not None
    assert (talk.session.run.revision, talk.session.run.answer) == (new.revision, None)
    assert talk.asked is not None
    assert talk.asked.words


def test_what_is_said_in_words_is_kept_short() -> None:
    talk = at_the_words()
    talk.send(Text("dew " * 500))
    assert talk.session is not None
    assert talk.session.run is not None
    assert len(talk.session.run.answer or "") <= 120


def test_what_was_overruled_last_of_a_lesson_is_in_the_logbook() -> None:
    last = RAIN.steps[1].model_copy(update={"text": "", "result": "", "insight": ""})
    rest = {"overview": Overview(), "mental_model": MentalModel(), "challenge": ()}
    short = RAIN.model_copy(update={"steps": (last,), **rest})
    talk = conversation()
    talk.publish(short)
    talk.begin("rain")
    overruled(talk)
    assert talk.session is not None
    assert talk.session.run is None, "the lesson is over with it"
    assert talk.learner.logbook is not None
    assert talk.learner.logbook.sure == Tally(1, 1)


@pytest.mark.parametrize(
    ("held", "told"),
    [
        (22, "held the answer 22 times; the aim is 4 in 5. Make them a little wider."),
        (32, ""),
        (40, "held the answer 40 times; the aim is 4 in 5. You can risk narrower ones."),
    ],
)
def test_after_a_block_it_is_told_how_often_ranges_held_the_truth(held: int, told: str) -> None:
    recent = tuple(("wide" if n % 2 else "range", n < held // 4) for n in range(10))
    book = Logbook(ranges=Tally(held, 40), recent=recent)  # type: ignore[arg-type]  # a test's shorthand
    found = feedback.calibration(book)
    assert found.startswith(f"📏 Your 40 ranges {told}") if told else not found


def test_progress_says_how_often_ranges_held_the_truth_the_wide_ones_too() -> None:
    talk = at_the_estimate()
    talk.progress = Progress(
        lessons=(LessonProgress("rain", finished=False),),
        predictions=20,
        scores=(0.0,) * 20,
        by_confidence={"range": Tally(6, 14), "wide": Tally(5, 6)},
    )
    found = said(talk.send(Command("progress", "all")))
    assert "Your 80% ranges held the answer 11 of 20 times. That's less often than 4 in 5" in found


def test_asking_for_sources_is_no_answer_even_where_words_are() -> None:
    """A whole question is one; a single word may be what is meant."""
    talk = at_the_estimate()
    for words in ("Where is this from?", "woher stammt das"):
        assert "Gunn and Kinzer" in said(talk.type(words))
        assert talk.session
        assert talk.session.open
        assert talk.session.open.words
    assert "Gunn and Kinzer" not in said(talk.type("sources"))


def test_ranges_have_numbers_in_a_terminal_and_typed_words_have_none() -> None:
    for talk, digits in ((at_the_estimate(), False), (at_the_words(), True)):
        assert talk.asked is not None
        assert talk.asked.digits is digits
