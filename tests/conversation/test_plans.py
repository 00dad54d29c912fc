"""A run that was stored with an older plan of its mode goes on at the nearest step of both."""

import json
from dataclasses import replace

import pytest

from bot.conversation import session as sessions
from bot.conversation.facts.learner import Attempt, Submission
from bot.conversation.lesson.beats import Pose
from bot.conversation.lesson.modes import MODES, flow
from bot.conversation.lesson.playthrough import settle_run
from bot.conversation.phrases import phrase
from bot.conversation.session import Outcome, Run
from tests.rigs.recalling import LESSON
from tests.rigs.talk import Conversation, said

MOVED = phrase("lesson.moved")


def stored(mode: str, **parts: object) -> Conversation:
    """A learner whose run has come from the database as an older version left it, without plan."""
    talk = Conversation([LESSON])
    run = Run("run", LESSON.id, LESSON.revision, mode)
    session = sessions.dump(sessions.Session("abcdefgh", shelf=(run,)))
    talk.session = sessions.load(json.dumps(json.loads(session)))
    there = replace(talk.session.shelf[0], **parts)  # type: ignore[arg-type]
    talk.session = replace(talk.session, shelf=(there,))
    return talk


def run_of(talk: Conversation) -> Run:
    assert talk.session
    assert talk.session.run
    return talk.session.run


def right(question: str) -> Outcome:
    (asked,) = [one for one in LESSON.questions if one.id == question]
    choice = next((n for n, one in enumerate(asked.options) if one.right), 0)
    return Outcome(question, "first", choice, "sure", right=True, score=0.0)


def to_be_answered(run: Run) -> list[str]:
    """The questions that it comes to from here on."""
    beats = flow(run, LESSON)
    at = [beat.id for beat in beats].index(run.beat)
    return [beat.question.id for beat in beats[at:] if isinstance(beat, Pose)]


def test_a_test_that_chose_no_questions_goes_on_with_what_is_left_of_ten() -> None:
    done = [one.id for one in LESSON.questions if len(one.options) > 1][3:6]
    outcomes = tuple(map(right, done))
    talk = stored(
        "challenge", seed="1700000000000000", beat=f"challenge.{done[0]}", outcomes=outcomes
    )
    talk.send_command("continue")
    run = run_of(talk)
    assert run.plan == MODES["challenge"].plan
    assert run.outcomes == outcomes
    assert not {*to_be_answered(run)} & {*done}
    assert len(to_be_answered(run)) == 7
    assert "Question 4 of 10" in said(talk.turns[-1])


def test_a_recall_keeps_its_questions_and_what_was_written_and_asks_nothing_twice() -> None:
    first, then = "lands-on-the-desk", "four-stations"
    talk = stored(
        "recall",
        seed=f"asks: {first}:0 {then}:0 freely said",
        beat=f"recall.{first}.had",
        outcomes=(right(first),),
        worked=(f"recall.{first}",),
    )
    turn = talk.send_command("continue")
    run = run_of(talk)
    assert run.beat == f"recall.say.{then}", "a choice has nothing to judge"
    assert to_be_answered(run) == [then]
    assert run.worked == (f"recall.{first}",)
    assert not any(isinstance(one, Attempt) for one in turn.facts)


def test_words_that_were_asked_for_before_are_kept_where_they_are_still_asked_for() -> None:
    talk = stored("recall", seed="", beat="recollection")
    assert talk.session
    talk.send_command("continue")
    old = replace(run_of(talk), plan=0, seed="")
    talk.session = replace(talk.session, run=old)
    turn = talk.type("A passage is found, and read.")
    assert [one.text for one in turn.facts if isinstance(one, Submission)] == [
        "A passage is found, and read."
    ]
    assert MOVED not in said(turn)
    assert run_of(talk).plan == MODES["recall"].plan
    assert len(to_be_answered(run_of(talk))) > 1


def test_what_now_stands_before_their_part_of_a_lesson_is_not_lost() -> None:
    steps = [one.prediction.id for one in LESSON.steps if one.prediction]
    outcomes = tuple(map(right, steps))
    read = stored("deep", seed="", beat="overview.what")
    read.send_command("continue")
    assert run_of(read).beat == "step.1", "the overview came first"
    hood = stored("deep", seed="parted", beat="hood", outcomes=outcomes)
    hood.send_command("continue")
    left = to_be_answered(run_of(hood))
    assert [one.question.id for one in LESSON.myths] == [
        one for one in left if one in {myth.question.id for myth in LESSON.myths}
    ]
    assert not {*left} & {*steps}


@pytest.mark.parametrize(("confidence", "moved"), [("sure", False), ("", True)])
def test_a_press_counts_for_the_question_that_it_was_asked_of_alone(
    confidence: str, *, moved: bool
) -> None:
    """Where what is asked is chosen anew, it is asked anew; else its answer stands."""
    asked = next(one for one in LESSON.questions if len(one.options) > 2)
    seed = f"asks: {asked.id}:0" if confidence else "1700000000000000"
    run = Run("run", LESSON.id, LESSON.revision, "challenge", beat=f"challenge.{asked.id}")
    talk = stored("challenge", seed=f"asks: {asked.id}:0", beat=run.beat)
    talk.send_command("continue")
    assert talk.session
    talk.session = replace(talk.session, run=replace(run_of(talk), plan=0, seed=seed))
    turn = talk.press(asked.options[0].label)
    assert (MOVED in said(turn)) == moved
    assert run_of(talk).choice == (None if moved else 0)
    assert not any(isinstance(one, Attempt) for one in turn.facts)


def test_a_run_of_the_present_plan_stays_as_it_is() -> None:
    for name, mode in MODES.items():
        seed = mode.chooses(LESSON, {}, 0) if mode.chooses else ""
        run = Run("run", LESSON.id, LESSON.revision, name, seed=seed, plan=mode.plan)
        for beat in flow(run, LESSON):
            there = replace(run, beat=beat.id)
            assert settle_run(there, LESSON) is there
