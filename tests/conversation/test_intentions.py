"""A line of a learner's own at a lesson's end: asked for once, answered, quoted, brought back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.cli import ways
from bot.conversation import engine, session
from bot.conversation.facts.learner import LessonFinished, Submission
from bot.conversation.facts.roles import Held
from bot.conversation.inputs import Address, Command, Envelope, LearnerId, Press
from bot.conversation.language.markup import plain
from bot.conversation.lesson.beats import Write
from bot.conversation.lesson.modes import flow
from bot.conversation.lesson.modes.base import SECONDS_A_PRESS, measure_seconds
from bot.conversation.lesson.modes.learn import LEARN
from bot.conversation.needs.learner import EarlierText, Needs
from bot.conversation.outputs import Ask, Say
from bot.conversation.phrases import phrase
from bot.conversation.session import Run
from bot.conversation.turn import Turn
from bot.lessons.lint.readability import WORDS_A_MINUTE
from bot.lessons.model import INTENTION, Lesson
from tests.rigs.courses import read_course, read_lesson
from tests.rigs.paths import CONTENT, KITCHEN
from tests.rigs.properties import thirds
from tests.rigs.talk import Conversation, said

TEA = read_lesson(KITCHEN / "tea.md")
PLAN = "When I make green tea at work, I'll let the water cool first."
PLANS = "✍️ **Your plan:**"
ASKED = "**Now yours**"
MAKES = TEA.model_copy(
    update={
        "yours": "Write a line for the tin: how to make this tea.",
        "model_answer": "*Green: 75 degrees, two minutes.* Does yours give both numbers?",
    }
)
LABEL = "80 degrees, and take the leaves out after two minutes"
BETTER = "Green: 80 degrees for two minutes, black: boiling for four"
MODEL = "*Green: 75 degrees, two minutes.*"
SEEN = "I see a number in yours: *80 degrees*."
COMPARED = "Before I show you one: **Does yours give both numbers?**"


def at_its_end(lesson: Lesson = TEA, *, overheard: bool = False) -> Conversation:
    """Who has answered the last question of the tour, one of them wrongly, and is asked for it."""
    talk = Conversation([lesson])
    talk.learner = replace(talk.learner, reminder_offered=3)
    talk.overheard = overheard
    again(talk)
    assert ASKED in said(talk.turns[-1])
    return talk


def again(talk: Conversation) -> None:
    """Take the tour to the answer of its last question."""
    talk.send(Command("learn", "tea"))
    talk.press(
        "Learn", "Boiling water", "Sure (9 in 10)", "Continue", "Continue", "No idea", "Continue"
    )
    talk.press("Few tannins dissolve", "Sure (9 in 10)")


def written(talk: Conversation) -> list[Submission]:
    return [fact for fact in talk.facts if isinstance(fact, Submission)]


def reviewed(talk: Conversation, **later: float) -> str:
    """What ends the next set of reviews, after this time; all of its questions are skipped."""
    talk.clock += timedelta(**later)
    turn = talk.send(Command("review"))
    while "Skip" in talk.offered:
        turn = talk.press("Skip")
    return said(turn)


def test_a_line_is_kept_and_asked_about_once_on_a_later_day() -> None:
    talk = at_its_end()
    assert TEA.mental_model.core_idea in said(talk.turns[-1])
    assert "done!" in said(talk.type(PLAN))
    assert [(one.lesson, one.item, one.text) for one in written(talk)] == [("tea", INTENTION, PLAN)]
    assert [one for one in talk.facts if isinstance(one, LessonFinished)]
    told = reviewed(talk, days=2)
    assert f"2 days ago, after *{TEA.title}*, you wrote: “{PLAN}”" in told
    assert "Not yet" in talk.labels
    assert "It may still come" in said(talk.press("Not yet"))
    assert "you wrote" not in reviewed(talk, days=1)


def test_who_passes_it_by_is_not_asked_any_more() -> None:
    talk = at_its_end()
    talk.type(PLAN)
    assert "you wrote" in reviewed(talk, days=1)
    talk.press("See all lessons")
    assert "you wrote" not in reviewed(talk, days=1)


def test_it_is_skipped_by_one_press_and_nothing_comes_of_that() -> None:
    talk = at_its_end()
    told = said(talk.press("Skip"))
    assert "done!" in told
    assert PLANS not in told
    assert not written(talk)
    assert "you wrote" not in reviewed(talk, days=1)


def test_signs_alone_are_a_skip() -> None:
    talk = at_its_end()
    assert PLANS not in said(talk.type("👍 …"))
    assert not written(talk)
    assert not talk.learner.intentions


def test_who_takes_the_lesson_once_more_is_not_asked_again() -> None:
    talk = at_its_end()
    talk.press("Skip")
    again(talk)
    assert ASKED not in said(talk.turns[-1])
    assert "done!" in said(talk.turns[-1])


def test_words_that_would_break_out_are_shown_as_they_are_and_shortened() -> None:
    talk = at_its_end()
    hostile = "“**bold** [here](https://x.example) @everyone\n# head\n> `code` ||no||” " * 200
    talk.type(hostile)
    assert len(written(talk)[0].text) <= 4000
    told = reviewed(talk, days=1)
    quote = told[told.index("you wrote:") :].splitlines()[0]
    assert len(plain(quote)) < 200
    assert r"\*\*bold\*\* \[here\](https://x.example)" in quote


def test_where_others_read_nothing_is_quoted() -> None:
    talk = at_its_end(overheard=True)
    assert "green tea at work" not in said(talk.type(PLAN))
    assert "you wrote" not in reviewed(talk, days=1)
    talk.overheard = False
    assert PLAN in reviewed(talk, hours=1), "it waits until they are alone"


def test_it_does_not_come_back_on_the_day_on_which_it_was_written() -> None:
    talk = at_its_end()
    talk.type(PLAN)
    # Something of the lesson is due the same day, since it was answered long ago.
    talk.items = {key: replace(item, due=0) for key, item in talk.items.items()}
    assert "you wrote" not in reviewed(talk, hours=1)
    assert "you wrote" in reviewed(talk, days=1)


def test_words_that_are_kept_no_longer_are_not_asked_about() -> None:
    talk = at_its_end()
    talk.type(PLAN)
    talk.texts.clear()
    assert "you wrote" not in reviewed(talk, days=1)


def test_of_a_preview_nothing_comes_back() -> None:
    talk = at_its_end(MAKES)
    previewed(talk)
    talk.type(LABEL)
    talk.press("Not yet")
    told = said(talk.type(LABEL))
    assert MODEL in told
    assert "That was the preview" in told
    assert not talk.learner.intentions


def previewed(talk: Conversation) -> None:
    """What is under way is a draft that an author looks at."""
    assert talk.session
    assert talk.session.run
    talk.roles = frozenset({Held("author")})
    talk.session = replace(talk.session, run=replace(talk.session.run, preview="draft"))


def needed(talk: Conversation, label: str) -> Needs:
    """What a press on this button would load."""
    assert talk.asked
    token = {one.label: one.token for one in talk.asked.choices}[label]
    where = Address("test", "1")
    press = Envelope("test:x", LearnerId(talk.name), where, talk.clock, Press(token))
    return engine.needs(engine.understand(talk.library, talk.session, talk.learner, press))


@pytest.mark.parametrize("wrote", [True, False])
def test_only_the_end_of_a_set_loads_it_and_only_if_it_waits(wrote: bool) -> None:
    talk = at_its_end()
    talk.type(PLAN) if wrote else talk.press("Skip")
    talk.clock += timedelta(days=30)
    talk.send(Command("review"))
    loaded = []
    while "Skip" in talk.offered:
        if "Skip" not in talk.labels:
            talk.press("⋯ Menu")
        loaded.append(needed(talk, "Skip").get(EarlierText))
        talk.press("Skip")
    assert len(loaded) > 1
    assert loaded == [*[None] * (len(loaded) - 1), EarlierText("tea", INTENTION) if wrote else None]


def last(lesson: Lesson) -> Write:
    beat = flow(Run("run", lesson.id, lesson.revision, "learn"), lesson)[-1]
    assert isinstance(beat, Write)
    return beat


def test_a_model_answer_is_shown_once_what_was_made_was_looked_at() -> None:
    talk = at_its_end(MAKES)
    assert MODEL not in said(talk.turns[-1]), "it asks before it tells"
    told = [one.text for one in talk.type(LABEL).outputs if isinstance(one, Say | Ask)]
    assert told == [f"{SEEN}\n\n{COMPARED}"], "who has read it can only copy it"
    assert talk.labels[:2] == ["Yes", "Not yet"]
    turn = talk.press("Yes")
    told = [one.text for one in turn.outputs if isinstance(one, Say | Ask)]
    assert told[0] == f"**One way to do it:** {MODEL}"
    assert "plan" not in said(turn)
    back = reviewed(talk, days=1)
    assert f"you wrote: “{LABEL}”\n\nHave you had a chance to use it yet?" in back
    assert "That's what it was for" in said(talk.press("I have"))


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("1,000 calls at $0.20 are 200 euros", "*1,000 calls*, *$0.20 are* and *200 euros*"),
        ("75 °C, 2:30 in the pot", "*75 °C* and *2:30 in*"),
        ("Let it cool, then wait a while", ""),
        ("Cool water, two minutes", None),
    ],
)
def test_a_number_that_a_line_is_asked_for_is_looked_for(line: str, seen: str | None) -> None:
    told = said(at_its_end(MAKES).type(line))
    if seen:
        assert f"I see a number in yours: {seen}." in told
    assert (phrase("learn.read.none") in told) == (seen == "")
    asks_none = MAKES.model_copy(update={"model_answer": "*Cool it.* Does yours say how?"})
    assert "in yours" not in said(at_its_end(asks_none).type(line))


@pytest.mark.parametrize("nothing", ["", "👍 …", "no idea", "I don't know"])
def test_who_makes_nothing_is_shown_the_model_answer_all_the_same(nothing: str) -> None:
    talk = at_its_end(MAKES)
    told = said(talk.type(nothing) if nothing else talk.press("Skip"))
    assert f"**One way to do it:** {MODEL}" in told
    assert "done!" in told
    assert "Yours:" not in told
    assert not written(talk)
    assert not talk.learner.intentions


def test_who_is_not_asked_again_is_shown_no_model_answer_either() -> None:
    talk = at_its_end(MAKES)
    talk.press("Skip")
    again(talk)
    assert "done!" in said(talk.turns[-1])
    assert MODEL not in said(talk.turns[-1])


def test_where_others_read_the_model_answer_is_told_and_nothing_quoted() -> None:
    talk = at_its_end(MAKES, overheard=True)
    assert LABEL not in said(talk.type(LABEL))
    assert LABEL not in said(stopped(talk))
    told = said(talk.press("Yes"))
    assert MODEL in told
    assert LABEL not in told


def test_a_model_answer_that_asks_nothing_stands_next_to_what_was_made() -> None:
    says = "*Green: how hot? 75 degrees.* It gives a number."
    talk = at_its_end(MAKES.model_copy(update={"model_answer": says}))
    told = said(talk.type(LABEL))
    assert f"**Put yours next to this one:** {says}\n\n**Does yours do that, too?**" in told
    talk.press("Not yet")
    told = said(talk.type(BETTER))
    assert f"**Now:** “{BETTER}”" in told
    assert says not in told, "it stands above"


@pytest.mark.parametrize("without", ["yours", "model_answer"])
def test_without_either_of_the_two_it_is_a_plan_and_nothing_is_told(without: str) -> None:
    talk = at_its_end(MAKES.model_copy(update={without: ""}))
    told = said(talk.type(PLAN))
    assert MODEL not in told
    assert "to this one" not in told
    assert [one.text for one in written(talk)] == [PLAN]


def test_a_lesson_asks_in_its_own_words_or_with_its_idea_or_by_its_title() -> None:
    own = TEA.model_copy(update={"yours": "Which pot will you watch next?"})
    assert "Which pot will you watch next?" in last(own).text
    assert TEA.mental_model.core_idea not in last(own).text
    bare = TEA.mental_model.model_copy(update={"core_idea": ""})
    assert TEA.title in last(TEA.model_copy(update={"mental_model": bare})).text


def test_a_run_that_was_at_the_last_question_goes_on_to_it() -> None:
    """Learn ended there before; such runs are in sessions, at a reveal that could be overruled."""
    talk = at_its_end()
    assert talk.session
    assert talk.session.run
    before = replace(talk.session.run, beat="tour.apply", stage="revealed")
    talk.session = replace(talk.session, run=before)
    talk.send(Command("continue"))
    assert ASKED in said(talk.press("Continue"))
    assert "done!" in said(talk.type(PLAN))


def test_a_model_answer_takes_the_time_to_read_it() -> None:
    words = len(MAKES.model_answer.split())
    longer = LEARN.seconds(MAKES) - LEARN.seconds(TEA)
    assert longer == pytest.approx(60 * words / WORDS_A_MINUTE + SECONDS_A_PRESS)
    met, bare = (ways.play(one, "learn", misses=True) for one in (MAKES, TEA))
    told = last(MAKES)
    asked = len(told.text.split()) - len(last(TEA).text.split())
    assert met.words - bare.words == asked + len(phrase("learn.model", answer=MODEL).split())


@pytest.mark.parametrize("lesson", thirds(read_course(CONTENT / "genai")[1], "id"))
def test_it_takes_no_minute_of_who_goes_on(lesson: Lesson) -> None:
    *others, asks = LEARN.beats(lesson, "")
    assert isinstance(asks, Write)
    assert len(asks.text.split()) < 60, "it is read in some seconds"
    reading = 60 * len(asks.answer.split()) / WORDS_A_MINUTE + SECONDS_A_PRESS
    assert measure_seconds([*others, asks], lesson) == pytest.approx(
        measure_seconds(others, lesson) + reading
    )
    right, half = (ways.play(lesson, "learn", misses=misses) for misses in (False, True))
    assert right.wrote[-1] == asks.id, "the program writes it where it does all well"
    assert asks.id not in half.wrote[-1:], "and skips it otherwise"


# Does yours do that, too?


def compared() -> Conversation:
    """Who has made a line, and is asked whether it does what the model answer does."""
    talk = at_its_end(MAKES)
    assert COMPARED in said(talk.type(LABEL))
    return talk


def stopped(talk: Conversation) -> Turn:
    """Away, and back; the session is what a restart leaves of it."""
    talk.send(Command("stop"))
    assert talk.session
    talk.session = session.load(session.dump(talk.session))
    return talk.send(Command("continue"))


def finished(talk: Conversation) -> bool:
    return any(isinstance(one, LessonFinished) for one in talk.facts)


def test_who_says_not_yet_makes_it_once_more_and_that_stands_for_the_first() -> None:
    talk = compared()
    assert not finished(talk)
    told = said(talk.press("Not yet"))
    assert told.endswith("*— you said: Not yet*\n\nOnce more, then, in a line.")
    assert "Skip" in talk.offered
    told = said(talk.type(BETTER))
    assert "done!" in told
    tries = f"**First:** “{LABEL}”\n**Now:** “{BETTER}”"
    assert f"{tries}\n\n**One way to do it:** {MODEL}" in told
    assert finished(talk)
    assert talk.learner.intentions == ("tea",)
    back = reviewed(talk, days=1)
    assert f"you wrote: “{BETTER}”" in back
    assert LABEL not in back


@pytest.mark.parametrize("passed", ["", "👍 …", "no, thanks", "no", "nothing"])
def test_who_leaves_the_second_try_keeps_the_first_line(passed: str) -> None:
    talk = compared()
    talk.press("Not yet")
    told = said(talk.type(passed) if passed else talk.press("Skip"))
    assert "done!" in told
    assert f"**One way to do it:** {MODEL}" in told
    assert [one.text for one in written(talk)] == [LABEL]


@pytest.mark.parametrize("word", ["yes", "Yes, it does!", "Ja.", "1", "mine does", "ok", "skip"])
def test_yes_may_be_typed(word: str) -> None:
    talk = compared()
    told = said(talk.type(word))
    assert "done!" in told
    assert len(written(talk)) == 1


@pytest.mark.parametrize("word", ["not yet", "No", "Not quite.", "nein", "2", "No, it doesn’t"])
def test_not_yet_may_be_typed(word: str) -> None:
    talk = compared()
    assert "Once more, then" in said(talk.type(word))
    assert "done!" in said(talk.type(BETTER))
    assert [one.text for one in written(talk)] == [LABEL, BETTER]


def test_a_line_that_comes_right_away_is_the_second_try() -> None:
    talk = compared()
    told = said(talk.type(BETTER))
    assert "done!" in told
    assert f"“{BETTER}”" in told
    assert "Once more" not in told


def test_who_comes_back_is_asked_again_beside_what_they_wrote() -> None:
    talk = compared()
    told = said(stopped(talk))
    assert f"✍️ **Yours:** “{LABEL}”\n\n{SEEN}\n\n{COMPARED}" in told
    talk.press("Not yet")
    told = said(stopped(talk))
    assert MAKES.yours in told
    assert f"“{LABEL}”" in told
    assert "Once more, then" in told
    assert COMPARED not in told
    assert f"“{BETTER}”" in said(talk.type(BETTER))
    assert finished(talk)


def test_words_that_were_erased_meanwhile_are_quoted_nowhere() -> None:
    talk = compared()
    talk.texts.clear()
    talk.turns = [replace(turn, facts=()) for turn in talk.turns]
    assert LABEL not in said(stopped(talk))
    assert "Yours:" not in said(talk.press("Yes"))


@pytest.mark.parametrize("nothing", ["", "no idea"])
def test_who_makes_nothing_is_asked_to_compare_nothing(nothing: str) -> None:
    talk = at_its_end(MAKES)
    told = said(talk.type(nothing) if nothing else talk.press("Skip"))
    assert COMPARED not in told
    assert finished(talk)


def test_the_program_presses_once_for_it() -> None:
    met, bare = (ways.play(one, "learn", misses=False) for one in (MAKES, TEA))
    assert met.presses == bare.presses + 1
    half, plan = (ways.play(one, "learn", misses=True) for one in (MAKES, TEA))
    assert half.presses == plan.presses, "who skips it is asked nothing"


# Once more, and once


def test_learn_asks_one_question_again_at_most() -> None:
    for lesson in read_course(CONTENT / "genai")[1][:4]:
        talk = Conversation([lesson])
        talk.send(Command("learn", lesson.id))
        talk.press("Learn")
        again = 0
        while talk.session and (run := talk.session.run):
            again += run.beat.startswith("exit.") and run.stage == "open"
            talk.press("No idea" if "No idea" in talk.labels else talk.labels[0])
        assert again == 1
        due = [one for one in talk.items.values() if one.lesson == lesson.id]
        assert len(due) >= 2, "the others come back in reviews"
