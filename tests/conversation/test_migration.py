"""Whoever is in a withdrawn revision goes on in what is taught instead, from wherever they are."""

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversation.facts.learner import Attempt, Carried, Judged, LessonFinished, LessonStarted
from bot.conversation.inputs import Command, Input, Press, Text
from bot.conversation.lesson.modes import MODES, offered_modes
from bot.conversation.outputs import Ask
from bot.conversation.phrases import phrase
from bot.conversation.revisions import withdrawn
from bot.conversation.session import Run
from bot.lessons.model import Lesson
from bot.lessons.question import Option, Question
from tests.rigs.revisions import BREAD, GERMAN, SAFER, TEA, TINY, at_the_question
from tests.rigs.talk import Conversation, said

LONGEST = 80
"""Presses after which every way through the lesson is at its end."""


def on_the_way(lesson: Lesson, mode: str, luck: random.Random) -> Iterator[Conversation]:
    """A conversation at each moment of a lesson, as its choices fall; none without the mode."""
    if mode not in dict(offered_modes(lesson)):
        return
    ana = Conversation([lesson, BREAD])
    ana.send(Command("learn", "tea"))
    ana.press(ana_label(mode))
    while ana.session and ana.session.run:
        yield ana
        press_on(ana, luck)


def ana_label(mode: str) -> str:
    return phrase(f"mode.{mode}")


def press_on(ana: Conversation, luck: random.Random) -> None:
    """One more answer; where words are wanted, words."""
    assert ana.session
    assert ana.session.open
    if ana.session.open.words and luck.random() < 0.7:
        ana.type("My own words.")
        return
    acts = [one.act for one in ana.session.open.offers]
    onward = [
        n
        for n, act in enumerate(acts)
        if act[0] not in ("hint", "remind", "visit", "remark") and act[:2] != ("results", "open")
    ]
    assert ana.asked
    ana.send(Press(ana.asked.choices[luck.choice(onward)].token))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize(("old", "new"), [(TEA, SAFER), (SAFER, TEA), (TEA, TINY), (TEA, GERMAN)])
def test_from_every_place_they_go_on_to_the_end_whatever_they_send(
    mode: str, seed: int, old: Lesson, new: Lesson
) -> None:
    new = new.model_copy(update={"language": "", "translates": ""}) if new.translates else new
    there = mode in dict(offered_modes(new))
    luck = random.Random(f"{mode} {seed}")
    for ana in on_the_way(old, mode, luck):
        assert ana.asked
        token = luck.choice(ana.asked.choices).token
        inputs: list[Input] = [Press(token), Text("what?"), Command("continue")]
        ben = ana.copy()
        ben.publish(new, BREAD)
        ben.withdraw(old)
        assert ben.session
        assert ben.session.run
        before = ben.session.run
        turn = ben.send(luck.choice(inputs))
        (carried,) = [one for one in turn.facts if isinstance(one, Carried)]
        assert carried.run == before.id
        assert not [one for one in turn.facts if isinstance(one, Attempt)]
        after = ben.session.run
        if not there:
            assert (after, carried.into) == (None, "")
            assert "choose another way" in said(turn)
            continue
        (started,) = [one for one in turn.facts if isinstance(one, LessonStarted)]
        assert after
        assert (
            (after.id, after.revision) == (carried.into, new.revision) != (before.id, old.revision)
        )
        assert (started.run, started.revision, started.mode) == (after.id, new.revision, mode)
        assert isinstance(turn.outputs[-1], Ask)
        assert "been withdrawn" in said(turn)
        for _ in range(LONGEST):
            if ben.session.run is None:
                break
            press_on(ben, luck)
        done = [one.run for one in ben.facts if isinstance(one, LessonFinished)]
        assert done == [after.id]
        later = ben.facts[ben.facts.index(carried) :]
        made = [one for one in later if isinstance(one, Attempt)]
        assert all((one.run, one.revision) == (after.id, new.revision) for one in made)


@pytest.mark.parametrize("mode", MODES)
def test_with_nothing_left_it_ends_kindly_from_every_place(mode: str) -> None:
    luck = random.Random(mode)
    for ana in on_the_way(TEA, mode, luck):
        ben = ana.copy()
        ben.withdraw(TEA)
        turn = ben.send(Text("?"))
        assert "no longer taught" in said(turn)
        assert [one.into for one in turn.facts if isinstance(one, Carried)] == [""]
        assert ben.session
        assert ben.session.run is None
        assert not ben.session.shelf
        assert "Bread that rises" in ben.labels


@pytest.mark.parametrize("taught", [[SAFER, BREAD], [BREAD]])
def test_a_revision_that_can_not_be_found_leads_on_in_the_same_way(taught: list[Lesson]) -> None:
    ana = at_the_question()
    ana.press("Boiling water", "Sure (9 in 10)")
    ana.publish(*taught)
    del ana.lessons["tea", TEA.revision]
    turn = ana.send_command("continue")
    assert ana.session
    assert bool(ana.session.run) == (len(taught) == 2)
    assert "been withdrawn" in said(turn)
    assert "no longer counts" in said(turn) or len(taught) == 1
    again = said(ana.send_command("continue"))
    assert "been withdrawn" not in again
    assert "Sorry" not in again


def changed(**options: object) -> Lesson:
    """Tea with another wording of its first question, or other options."""
    step = TEA.steps[1]
    assert step.prediction
    question = step.prediction.model_copy(update=options)
    steps = (TEA.steps[0], step.model_copy(update={"prediction": question}), *TEA.steps[2:])
    return TEA.model_copy(update={"steps": steps})


def test_what_is_committed_to_stays_where_options_and_key_are_the_same() -> None:
    ana = at_the_question()
    ana.press("Boiling water", "Sure (9 in 10)")
    ana.publish(changed(text="Which water makes green tea bitter?"), BREAD)
    ana.withdraw(TEA)
    turn = ana.type("?")
    assert ana.session
    assert ana.session.run
    assert [one.question for one in ana.session.run.outcomes] == ["bitter-green"]
    assert "same place" in said(turn)
    assert "no longer counts" not in said(turn)
    assert "At 70 to 80 degrees" in said(turn)


def rekeyed() -> Lesson:
    return changed(
        options=tuple(
            one.model_copy(update={"right": not one.right}) for one in TEA.questions[0].options
        )
    )


@pytest.mark.parametrize(
    "other",
    [rekeyed(), changed(options=(Option(label="Hot", right=True), Option(label="Cold")))],
    ids=["another key", "other options"],
)
def test_what_was_committed_to_on_another_question_counts_no_further(other: Lesson) -> None:
    ana = at_the_question()
    ana.press("Boiling water", "Sure (9 in 10)")
    ana.publish(other, BREAD)
    ana.withdraw(TEA)
    turn = ana.type("?")
    assert ana.session
    assert ana.session.run
    assert ana.session.run.outcomes == ()
    assert "1 of your answers" in said(turn)


def test_the_experiment_goes_along_for_questions_that_are_the_same() -> None:
    was, now = (withdrawn.Version(one, one) for one in (TEA, SAFER))
    run = Run("r", "tea", TEA.revision, "deep", beat="opening")
    run = replace(run, told=("bitter-green", "ten-minutes"), tried=("milk-first", "bitter-green"))
    after = withdrawn.carry_run(run, was, now, id="s", at=0).run
    assert "bitter-green" not in withdrawn.alike(was, now)
    assert (after.told, after.tried) == (("ten-minutes",), ("milk-first",))


def test_a_myth_whose_reality_is_veiled_is_asked_anew_if_it_has_changed() -> None:
    (myth,) = TEA.myths
    options = (Option(label="First", right=True), Option(label="Last"))
    question = myth.question.model_copy(update={"options": options})
    other = TEA.model_copy(update={"myths": (myth.model_copy(update={"question": question}),)})
    for lesson, stage in ((_retitled(TEA), "veiled"), (other, "open")):
        ana = at_the_question()
        while "Yes" not in ana.labels:
            ana.press("More bitterness" if "More bitterness" in ana.labels else ana.labels[0])
        myth_beat = ana.session.run if ana.session else None
        ana.press("Yes", "Sure (9 in 10)")
        assert ana.session
        assert ana.session.run
        assert myth_beat
        # As an earlier version left it.
        veiled = replace(ana.session.run, beat=myth_beat.beat, stage="veiled")
        ana.session = replace(ana.session, run=veiled)
        ana.publish(lesson, BREAD)
        ana.withdraw(TEA)
        ana.type("?")
        assert ana.session
        assert ana.session.run
        assert ana.session.run.stage == stage
    (made,) = [one for one in ana.press("Last", "Sure (9 in 10)").facts if isinstance(one, Attempt)]
    assert (made.run, made.revision) == (ana.session.run.id, other.revision)


def test_how_sure_a_choice_is_is_asked_again_only_of_the_same_question() -> None:
    last = TEA.steps[2]
    assert last.prediction
    options = last.prediction.options[::-1]
    other = last.model_copy(
        update={"prediction": last.prediction.model_copy(update={"options": options})}
    )
    turned = TEA.model_copy(update={"steps": (*TEA.steps[:2], other)})
    for lesson, stays in ((_retitled(TEA), True), (turned, False)):
        ana = at_the_question()
        while "More bitterness" not in ana.labels:
            ana.press(ana.labels[0])
        ana.press("More bitterness")
        ana.publish(lesson, BREAD)
        ana.withdraw(TEA)
        ana.press("Sure (9 in 10)")
        assert ("Sure (9 in 10)" in ana.labels) is stays
        assert ("More bitterness" in ana.labels) is not stays


def test_a_step_is_found_by_its_title_wherever_it_stands() -> None:
    first = TEA.steps[0].model_copy(update={"title": "Choosing a pot"})
    longer = TEA.model_copy(update={"steps": (first, *TEA.steps)})
    ana = Conversation([TEA, BREAD])
    ana.begin("tea")
    while "Step 1 of 3" not in said(ana.turns[-1]):
        ana.press("Continue")
    ana.publish(longer, BREAD)
    ana.withdraw(TEA)
    assert "Step 2 of 4 · Warming the pot" in said(ana.type("?"))


def test_from_a_part_that_is_gone_they_go_to_the_nearest_before_it() -> None:
    ana = Conversation([TEA, BREAD])
    ana.begin("tea")
    while "Step 1 of 3" not in said(ana.turns[-1]):
        ana.press("Continue")
    ana.publish(SAFER, BREAD)
    ana.withdraw(TEA)
    turn = ana.type("?")
    assert "closest matching point" in said(turn)
    assert "The core idea as a picture" in said(turn)


def test_at_an_exit_question_they_are_asked_what_it_is_now_or_the_next() -> None:
    for lesson, asked in ((SAFER, "bitter-green"), (_without("bitter-green"), "ten-minutes")):
        ana = Conversation([TEA, BREAD])
        ana.begin("tea")
        while not (ana.session and ana.session.run and ana.session.run.beat.startswith("exit.")):
            wrong = {"Cool water", "More caffeine only", "Sure (9 in 10)"} & set(ana.labels)
            ana.press(next(iter(wrong), ana.labels[0]))
        assert ana.session.run.beat == "exit.bitter-green"
        ana.publish(lesson, BREAD)
        ana.withdraw(TEA)
        ana.type("?")
        assert ana.session.run.beat == f"exit.{asked}"
        assert ana.session.run.stage == "open"


def _without(question: str) -> Lesson:
    """Tea that asks this no more."""
    steps = tuple(
        one.model_copy(update={"prediction": None})
        if one.prediction and one.prediction.id == question
        else one
        for one in TEA.steps
    )
    return TEA.model_copy(update={"steps": steps})


def test_a_command_that_is_about_something_else_closes_the_question_and_is_carried_out() -> None:
    ana = at_the_question()
    ana.publish(SAFER, BREAD)
    ana.withdraw(TEA)
    turn = ana.send_command("help")
    assert "the question is closed" in said(turn)
    assert "How this works" in said(turn)
    assert ana.session
    assert ana.session.open is None
    assert "question is closed" not in said(ana.send_command("help"))
    assert "been withdrawn" in said(ana.send_command("continue"))


def test_a_menu_that_is_open_is_answered_although_the_lesson_behind_it_is_withdrawn() -> None:
    ana = at_the_question()
    ana.send_command("learn")
    ana.publish(SAFER, BREAD)
    ana.withdraw(TEA)
    assert "been withdrawn" not in said(ana.press("Bread that rises"))
    ana.press("Deep")
    assert ana.session
    assert ana.session.shelf[0].revision == TEA.revision
    ana.send_command("learn", "tea")
    assert "been withdrawn" in said(ana.press("Continue: Deep"))


def test_a_double_tap_is_no_answer_and_still_leads_on() -> None:
    ana = at_the_question()
    assert ana.asked
    ana.press("Boiling water")
    token = ana.asked.choices[0].token
    ana.press("Sure (9 in 10)")
    ana.publish(SAFER, BREAD)
    ana.withdraw(TEA)
    assert "been withdrawn" in said(ana.send(Press(token)))
    assert said(ana.send(Press(token))) == "Got that already."
    assert len([one for one in ana.facts if isinstance(one, Attempt | Carried)]) == 2


def test_somebody_elses_button_leads_nobody_on() -> None:
    ana = at_the_question()
    ana.publish(SAFER, BREAD)
    ana.withdraw(TEA)
    turn = ana.send(Press("1zzzzzzzz.1.0"))
    assert not [one for one in turn.facts if isinstance(one, Carried)]


def in_review(lesson: Lesson = TEA) -> Conversation:
    """Ana with the question of how hot open in a review."""
    ana = at_the_question(lesson)
    ana.press("Cool water", "Sure (9 in 10)")
    ana.send_command("stop")
    ana.clock += timedelta(days=2)
    ana.send_command("review")
    assert ana.session
    assert ana.session.review
    return ana


@pytest.mark.parametrize("how", ["press", "words", "continue", "review"])
def test_a_review_asks_the_same_question_in_what_is_taught_instead(how: str) -> None:
    ana = in_review()
    ana.publish(SAFER, BREAD)
    ana.withdraw(TEA)
    assert ana.asked
    inputs: dict[str, Input] = {
        "press": Press(ana.asked.choices[0].token),
        "words": Text("boiling water"),
        "continue": Command("continue"),
        "review": Command("review"),
    }
    turn = ana.send(inputs[how])
    assert not [one for one in turn.facts if isinstance(one, Attempt)]
    assert ana.session
    assert ana.session.review
    assert ana.session.review.revision == SAFER.revision
    later = ana.press("Water at 100 degrees", "Sure (9 in 10)")
    (made,) = [one for one in later.facts if isinstance(one, Attempt)]
    assert (made.revision, made.phase, made.right) == (SAFER.revision, "review", True)


def test_a_review_of_a_question_that_is_gone_goes_on_with_what_is_due() -> None:
    ana = in_review()
    ana.publish(_without("bitter-green"), BREAD)
    ana.withdraw(TEA)
    turn = ana.type("?")
    assert "there's nothing to answer" in said(turn)
    assert ana.session
    assert ana.session.review is None


def test_a_reveal_of_a_review_tells_no_more_of_a_withdrawn_text() -> None:
    ana = in_review()
    ana.press("Boiling water", "Sure (9 in 10)")
    steps = tuple(one.model_copy(update={"text": "The new text."}) for one in SAFER.steps)
    new = SAFER.model_copy(update={"steps": steps})
    ana.publish(new, BREAD)
    ana.withdraw(TEA)
    assert "The new text." in said(ana.press("Look it up"))
    assert "been withdrawn" not in said(ana.turns[-1])
    ana.press("Continue")
    assert ana.session
    assert ana.session.review is None


def test_a_verdict_is_asked_again_only_of_the_same_open_question() -> None:
    options = (Option(label="Yes"), Option(label="No"))
    free = changed(options=options)
    for lesson, stage in ((_retitled(free), "judge"), (SAFER, "open")):
        ana = Conversation([free, BREAD])
        ana.begin("tea")
        while "Yes" not in ana.labels:
            ana.press("Continue")
        ana.press("Yes", "Sure (9 in 10)")
        while "Continue" in ana.labels:
            ana.press("Continue")
        ana.press(ana.labels[0])
        ana.send_command("stop")
        ana.clock += timedelta(days=30)
        ana.send_command("review")
        ana.press("Yes", "Sure (9 in 10)")
        assert ana.session
        assert ana.session.review
        assert ana.session.review.stage == "judge"
        ana.publish(lesson, BREAD)
        ana.withdraw(free)
        ana.type("hm")
        assert ana.session.review
        assert ana.session.review.stage == stage
        if stage == "judge":
            assert [one for one in ana.press(ana.labels[0]).facts if isinstance(one, Judged)]


def _retitled(lesson: Lesson) -> Lesson:
    return lesson.model_copy(update={"title": "Tea, again"})


def test_the_work_of_a_project_goes_along() -> None:
    ana = Conversation([TEA, BREAD])
    ana.send_command("learn", "tea")
    ana.press("Project", "Continue")
    ana.type("My three cups.")
    ana.publish(SAFER, BREAD)
    ana.withdraw(TEA)
    ana.send_command("continue")
    ana.publish(_retitled(SAFER), BREAD)
    ana.withdraw(SAFER)
    assert "My three cups." in said(ana.send_command("continue"))


def test_every_way_of_learning_is_looked_at() -> None:
    assert set(dict(offered_modes(TEA))) == set(MODES)


def test_a_language_changes_nothing_of_what_is_the_same() -> None:
    better = TEA.model_copy(update={"title": "Better tea"})
    words = GERMAN.model_copy(update={"translates": better.revision, "title": "Besserer Tee"})
    ana = Conversation([TEA, GERMAN, BREAD])
    ana.language = "de"
    ana.send_command("learn", "tea")
    ana.press("Gründlich")
    while "Kochendes Wasser" not in ana.labels:
        ana.press(ana.labels[0])
    ana.press("Kochendes Wasser", "Sicher (9 von 10)")
    ana.publish(better, words, BREAD)
    ana.withdraw(TEA, GERMAN)
    ana.type("?")
    assert ana.session
    assert ana.session.run
    assert ana.session.run.revision == words.revision
    assert [one.question for one in ana.session.run.outcomes] == ["bitter-green"]


def test_nothing_of_a_second_question_is_lost_when_ids_are_shared() -> None:
    """A question that has moved to another step is still the same."""
    one, two = TEA.steps[1], TEA.steps[2]
    assert one.prediction
    assert two.prediction
    swapped = TEA.model_copy(update={"steps": (TEA.steps[0], two, one)})
    ana = at_the_question()
    ana.publish(swapped, BREAD)
    ana.withdraw(TEA)
    turn = ana.type("?")
    assert "Step 3 of 3 · How hot?" in said(turn)
    assert ana.session
    assert ana.session.run


def test_questions_of_a_lesson_have_names_of_their_own() -> None:
    ids = list(itertools.chain(one.id for one in TEA.questions))
    assert len(ids) == len(set(ids))
    assert isinstance(TEA.questions[0], Question)


def test_in_a_test_what_is_answered_is_not_asked_twice() -> None:
    ana = Conversation([TEA, BREAD])
    ana.send_command("learn", "tea")
    ana.press("Test yourself")
    under_way = ""
    while under_way != "challenge.ten-minutes":
        ana.press("Sure (9 in 10)" if "Sure (9 in 10)" in ana.labels else ana.labels[0])
        assert ana.session
        assert ana.session.run
        under_way = ana.session.run.beat
    answered = ana.session.run.outcomes if ana.session and ana.session.run else ()
    ana.publish(_without("ten-minutes"), BREAD)
    ana.withdraw(TEA)
    ana.type("?")
    run = ana.session.run
    assert run
    assert run.outcomes == answered
    assert run.beat not in (under_way, *(f"challenge.{one.question}" for one in answered))


def test_verdicts_stay_by_the_same_criteria_only() -> None:
    exercise = TEA.exercises[0]
    shorter = exercise.model_copy(update={"criteria": exercise.criteria[:1]})
    fewer = TEA.model_copy(update={"exercises": (shorter, *TEA.exercises[1:])})
    for lesson, met in ((_retitled(TEA), ("yes", "no")), (fewer, ())):
        ana = Conversation([TEA, BREAD])
        ana.send_command("learn", "tea")
        ana.press("Try")
        ana.type("It smells of grass.")
        while "☐ 1" not in ana.labels:
            ana.press(ana.labels[0])
        ana.press(ana.labels[0])
        ana.publish(lesson, BREAD)
        ana.withdraw(TEA)
        ana.type("?")
        assert ana.session
        assert ana.session.run
        assert ana.session.run.met == met


def test_without_a_text_of_its_own_any_more_a_lesson_that_is_taught_ends() -> None:
    ana = at_the_question()
    ana.library = ana.library.without("tea", TEA.revision)
    turn = ana.type("?")
    assert "no longer taught" in said(turn)
    assert [one.into for one in turn.facts if isinstance(one, Carried)] == [""]
