"""What was said of a question in own words: its learner's verdict on that."""

from dataclasses import replace

import pytest

from bot.conversation import session as sessions
from bot.conversation.facts.learner import Attempt, Rated, Scheduled, Submission
from bot.conversation.inputs import Command, Upload
from bot.conversation.language.locale import LANGUAGES, Manner, speaking
from bot.conversation.lesson.beats import Pose, Rate, Write
from bot.conversation.lesson.modes.chosen import has_reason
from bot.conversation.lesson.modes.recall import RECALL
from bot.conversation.lesson.playthrough import asks_again
from bot.conversation.outputs import Ask, Say
from bot.conversation.phrases import phrase
from bot.conversation.question import choices, criteria, reveal
from bot.conversation.review import queue
from bot.conversation.revisions.withdrawn import Version, carry_run
from bot.learning.items import days_until
from tests.rigs.courses import read_lesson
from tests.rigs.paths import CONTENT
from tests.rigs.recalling import (
    LESSON,
    OWN,
    PLAIN,
    SHOW,
    VERDICTS,
    begun,
    choose,
    how_many,
    run_of,
    under_way,
    until_said_first,
)
from tests.rigs.talk import Conversation, said


def judging() -> tuple[Conversation, str]:
    """A question was said, and whether its answer was in that is asked. It, too."""
    talk = begun()
    asked = under_way(talk).following
    assert isinstance(asked, Pose)
    talk.type(OWN)
    return talk, asked.question.id


def rated(talk: Conversation) -> list[tuple[str, str]]:
    return [(one.item, one.met) for one in talk.facts if isinstance(one, Rated)]


def texts(talk: Conversation) -> str:
    return "\n".join(one.text for one in talk.outputs if isinstance(one, Say | Ask))


def ended(talk: Conversation) -> str:
    """All that was told, once the run has gone to its end."""
    while talk.session and talk.session.run:
        choose(talk)
    return texts(talk)


def finished(*verdicts: str, right: bool = True) -> str:
    """What a recall tells in which these were said, and judged so; "" was shown and chosen.

    The last of them holds for all others, too; what is chosen is ``right``.
    """
    talk = begun()
    for verdict in (*verdicts, *[verdicts[-1]] * (how_many(talk) - len(verdicts))):
        talk.type(OWN) if verdict else talk.press(SHOW)
        if verdict:
            talk.press(verdict)
        else:
            choose(talk, right=right)
        until_said_first(talk)
    return ended(talk)


def test_what_is_said_is_answered_at_once_and_its_verdict_is_one_press() -> None:
    talk, id = judging()
    (asked,) = [one.text for one in talk.turns[-1].outputs if isinstance(one, Say | Ask)][-1:]
    pose = under_way(talk).find_pose(id)
    (right,) = [one for one in pose.question.options if one.right]
    assert talk.labels == [*VERDICTS, phrase("remark")]
    wrote = "You wrote: “Something like a \\*passage\\*.”"
    told = pose.question.told_unprompted.removesuffix(".") or right.label
    answer = f"**The answer: {told}.**\n\n*Why:* {right.explanation}"
    assert asked == f"{wrote}\n\n{answer}\n\nWhat did you have?"
    assert not any(one.label in talk.labels for one in pose.question.options)
    turn = talk.press(VERDICTS[1])
    assert rated(talk) == [(f"recall.{id}", "partly")]
    asks = [one for one in turn.outputs if isinstance(one, Say | Ask)]
    assert len(asks) == 1, "the next question comes at once"
    assert "**From memory: " in asks[0].text


def test_it_asks_for_the_answer_with_its_reason() -> None:
    asked = said(begun().turns[-1])
    assert phrase("recall.say.why") in asked
    assert phrase("recall.say.alone") not in asked


def test_a_question_whose_answer_is_a_reason_asks_for_none_and_keeps_its_verdict() -> None:
    """Nor does one of which the lesson says no reason."""
    lesson = read_lesson(CONTENT / "genai" / "examples-and-reasoning.md")
    why = next(one for one in lesson.questions if one.id == "why-steps-help")
    how = next(one for one in LESSON.questions if one.id == "four-stations")
    bare = how.model_copy(
        update={"options": tuple(one.model_copy(update={"explanation": ""}) for one in how.options)}
    )
    assert [has_reason(one, 0) for one in (why, bare, how)] == [False, False, True]
    seed = "asks: clear-or-doubtful:0 why-steps-help:0"
    beats = [*RECALL.beats(lesson, seed)]
    (ask,) = [one for one in beats if isinstance(one, Write) and one.id.endswith(why.id)]
    (rate,) = [one for one in beats if isinstance(one, Rate) and one.recalled == why.id]
    assert ask.text.endswith(phrase("recall.say.alone"))
    assert rate.criteria == (phrase("recall.had.alone"),)
    assert rate.answer == (reveal.key(why, unprompted=True),)
    assert not ask.explained
    assert not rate.explained


def test_what_was_said_at_length_is_shortened_beside_a_reveal_that_is_whole() -> None:
    talk = begun()
    talk.type("a passage of the text, " * 40)
    told = [one.text for one in talk.turns[-1].outputs if isinstance(one, Say | Ask)]
    wrote = next(one for one in told if "You wrote:" in one).split("\n\n")[0]
    assert "…" in wrote
    assert len(wrote) < 300
    assert "What did you have?" in told[-1]
    assert all(len(one) < 2000 for one in told), "Discord's messages hold no more"


def test_who_had_the_answers_shown_chooses_and_is_asked_nothing_after_that() -> None:
    talk = begun()
    turn = talk.press(SHOW)
    assert phrase("recall.closest") in said(turn)
    assert "Skip" in talk.offered
    choose(talk)
    assert VERDICTS[1] not in talk.labels
    assert not rated(talk)
    assert "**From memory: " in said(talk.turns[-1])


@pytest.mark.parametrize("words", ["?", "…"])
def test_who_types_not_a_word_is_shown_the_choices(words: str) -> None:
    talk = begun()
    turn = talk.type(words)
    assert phrase("recall.closest") in said(turn)
    assert not any(isinstance(one, Submission) for one in turn.facts)
    choose(talk)
    assert VERDICTS[1] not in talk.labels


def test_who_has_no_idea_is_told_the_answer_at_once_as_among_the_choices() -> None:
    pressed, chosen = begun(), begun()
    id = under_way(pressed).following.question.id
    assert pressed.labels[:2] == [SHOW, "No idea"]
    pressed.press("No idea")
    chosen.press(SHOW, "No idea")
    told, there = (
        [one for one in talk.turns[-1].outputs if isinstance(one, Say)][-1].text
        for talk in (pressed, chosen)
    )
    assert "**The answer: " in told
    # Who has seen no options may be told it in other words than theirs; the reason is the same.
    assert told.split("**")[-1] == there.split("**")[-1] != ""
    (one,), (other,) = (
        [fact for fact in talk.facts if isinstance(fact, Attempt)] for talk in (pressed, chosen)
    )
    assert replace(one, run="", took_ms=0) == replace(other, run="", took_ms=0)
    assert (one.question, one.choice, one.confidence, one.right) == (id, None, "none", False)
    assert pressed.items[LESSON.id, id].answer.right is False
    assert VERDICTS[1] not in pressed.labels
    assert "**From memory: " in said(pressed.turns[-1]), "the next question comes at once"
    assert not run_of(pressed).recalled
    assert "You said “no idea” once." in ended(pressed)


@pytest.mark.parametrize("words", ["no idea", "No idea.", "I don’t know", "dunno", "keine Ahnung"])
def test_so_is_who_types_that(words: str) -> None:
    talk = begun()
    turn = talk.type(words)
    (made,) = [one for one in turn.facts if isinstance(one, Attempt)]
    assert (made.choice, made.confidence) == (None, "none")
    assert not any(isinstance(one, Submission) for one in turn.facts)
    assert phrase("recall.closest") not in said(turn)


@pytest.mark.parametrize("way_out", ["No idea", "Skip"])
def test_without_a_choice_there_is_no_verdict(way_out: str) -> None:
    talk = begun()
    talk.press(SHOW)
    talk.press(way_out)
    assert not {VERDICTS[1], PLAIN[1]} & {*talk.labels}
    assert "**From memory: " in said(talk.turns[-1])


@pytest.mark.parametrize(
    ("typed", "met"),
    [
        ("yes", "yes"),
        ("Both.", "yes"),
        ("the answer and why", "yes"),
        ("Yes, with the reason", "yes"),
        ("beides", "yes"),
        ("Partly.", "partly"),
        ("only the answer", "partly"),
        ("the answer", "partly"),
        ("just the answer, not why", "partly"),
        ("nur die Antwort", "partly"),
        ("2", "partly"),
        ("no", "no"),
        ("Neither", "no"),
        ("not the answer", "no"),
        ("Not that.", "no"),
        ("das nicht", "no"),
        ("only the reason", "no"),
        ("nichts davon", "no"),
    ],
)
def test_the_verdict_can_be_typed(typed: str, met: str) -> None:
    talk, id = judging()
    talk.type(typed)
    assert rated(talk) == [(f"recall.{id}", met)]


def test_what_is_no_verdict_leaves_it_open() -> None:
    talk, _ = judging()
    assert "3. Not that" in said(talk.type("it was the thing with the pages"))
    assert phrase("file.unread.choice") in said(
        talk.send(Upload("notes.txt", 5, "text/plain", "ref"))
    )
    assert not rated(talk)
    assert talk.labels[:3] == VERDICTS
    asked = talk.asked
    talk.press(VERDICTS[0])
    talk.asked = asked
    assert phrase("press.again") in said(talk.press(VERDICTS[2]))
    assert [met for _, met in rated(talk)] == ["yes"]


def test_who_leaves_and_comes_back_sees_their_words_again() -> None:
    talk, id = judging()
    assert talk.session
    talk.session = sessions.load(sessions.dump(talk.session))
    talk.send(Command("menu"))
    turn = talk.send(Command("continue"))
    (asked,) = [one.text for one in turn.outputs if isinstance(one, Ask)]
    assert asked.startswith("You wrote: “Something like a ")
    assert "**The answer: " in asked
    assert talk.labels[:3] == VERDICTS
    talk.press(VERDICTS[2])
    assert rated(talk) == [(f"recall.{id}", "no")]


def test_words_that_were_erased_are_not_quoted() -> None:
    talk, _ = judging()
    for n, turn in enumerate(talk.turns):
        kept = tuple(
            replace(one, text="") if isinstance(one, Submission) else one for one in turn.facts
        )
        talk.turns[n] = replace(turn, facts=kept)
    talk.send(Command("menu"))
    turn = talk.send(Command("continue"))
    (asked,) = [one.text for one in turn.outputs if isinstance(one, Ask)]
    assert asked.startswith("**The answer: ")


@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_verdict_is_no_prediction_and_says_when_it_is_back(verdict: str) -> None:
    talk, id = judging()
    before = [*talk.facts]
    turn = talk.press(verdict)
    (item,) = [one.item for one in turn.facts if isinstance(one, Scheduled)]
    assert item == talk.items[LESSON.id, id]
    assert item.answer.own
    assert item.answer.right == (verdict == VERDICTS[0])
    assert item.wording == under_way(talk).find_wording(id)
    assert (days_until(item.due, item.answer.at) > 1) == (verdict == VERDICTS[0])
    assert not run_of(talk).outcome(id)
    asked = [one for one in (*before, *turn.facts) if isinstance(one, Attempt)]
    assert id not in {one.question for one in asked}


def test_what_was_said_counts_for_the_day_and_for_no_confidence() -> None:
    talk, _ = judging()
    before = talk.learner.logbook
    assert before
    talk.press(VERDICTS[0])
    after = talk.learner.logbook
    assert after == replace(before, day="2026-01-01", today=before.today + 1)


@pytest.mark.parametrize("verdict", VERDICTS)
def test_only_what_was_not_had_is_asked_once_more_by_its_options(verdict: str) -> None:
    talk, id = judging()
    talk.press(verdict)
    while not asks_again(run_of(talk)) and "☐ 1" not in talk.labels and talk.session:
        if SHOW in talk.labels:
            talk.press(SHOW)
        choose(talk)
        if not talk.session.run:
            break
    again = talk.session is not None and talk.session.run is not None and asks_again(run_of(talk))
    assert again == (verdict == VERDICTS[2])
    if again:
        assert under_way(talk).question.id == id
        assert {one.label for one in under_way(talk).question.options} <= {*talk.labels}
    while talk.session and talk.session.run:
        choose(talk)
    text = texts(talk)
    partly = "1 question needs another look: you had it without the reason. It comes back tomorrow"
    assert (phrase("end.later.one") in text) == (verdict == VERDICTS[2])
    assert (partly in text) == (verdict == VERDICTS[1])


def test_a_review_tells_what_was_said_in_own_words_without_quoting_it() -> None:
    talk, id = judging()
    talk.press(VERDICTS[1])
    before = talk.items[LESSON.id, id]
    pose = under_way(talk).find_pose(id)
    now = [replace(before.answer, said="a", confidence="sure", right=one) for one in (True, False)]
    told = [queue.change(pose.question, before, one) for one in now]
    assert told == [phrase("review.last.own_right"), phrase("review.last.own_wrong")]
    unknown = replace(before.answer, said=None, confidence="none")
    assert queue.change(pose.question, before, unknown) == phrase("review.last.own_wrong")
    assert choices.said_as(pose.question, None, "unsaid") == "in your own words"
    assert choices.said_as(pose.question, None, "none") == "no idea"


def test_the_end_says_how_much_was_said_and_what_is_back() -> None:
    both, only, neither = VERDICTS
    text, every = finished("", both, only, neither, both), how_many(begun())
    assert every == 5
    assert "Said from memory, as you judged it: 2 of 4 with the reason and 1 without it." in text
    assert "Chosen or typed: 4 of 4 right." in text
    assert "When you said" not in text, "there were four, which is few"
    assert "look: 1 you missed and 1 you had without the reason. They come" in text
    assert "Your predictions" not in text
    assert phrase("end.said.easier") in text


@pytest.mark.parametrize(
    ("verdicts", "right", "wanted"),
    [
        ([VERDICTS[0]], True, "as you judged it: 5 of 5 with the reason."),
        (["", VERDICTS[0]], True, "as you judged it: 4 of 4 with the reason."),
        (["", VERDICTS[2]], True, "as you judged it: 0 of 4 with the reason. Recognizing"),
        (["", VERDICTS[1]], True, "as you judged it: 0 of 4 with the reason and 4 without it."),
        (["", "", "", VERDICTS[2]], True, "as you judged it: 0 of 2 with the reason."),
        (["", "", "", "", VERDICTS[2]], True, ""),
        ([""], True, ""),
    ],
)
def test_that_it_is_easier_to_recognise_is_said_where_that_shows(
    verdicts: list[str], wanted: str, *, right: bool
) -> None:
    text = finished(*verdicts, right=right)
    assert wanted in text
    assert ("Said from memory" in text) == bool(wanted)
    assert ("Recognizing" in text) == ("Recognizing" in wanted)
    assert ("Your answers:" in text) == (not wanted)


@pytest.mark.parametrize(
    ("plain", "wanted", "back"),
    [
        (PLAIN[1], "1 without it and 1 in part.", "1 you had without the reason and 1 you had in"),
        (PLAIN[0], "1 that needed none and 1 without it.", ""),
    ],
)
def test_the_sum_keeps_apart_what_was_had_in_part_and_what_without_a_reason(
    plain: str, wanted: str, back: str
) -> None:
    talk = begun()
    assert talk.session
    seed = "asks: row-of-the-gym:0 part-timers:2 four-stations:0"
    run = replace(run_of(talk), seed=seed, beat="recall.row-of-the-gym")
    talk.session = replace(talk.session, run=run, open=None)
    talk.send(Command("continue"))
    for verdict in (plain, VERDICTS[1]):
        until_said_first(talk)
        talk.type(OWN)
        talk.press(verdict)
    text = ended(talk)
    assert f"it: 0 of 2 with the reason, {wanted}" in text
    assert text.index("Said from memory") < text.index("Chosen or typed: one, and right."), (
        "what was most of it comes first"
    )
    assert "When you said" not in text
    assert "score for judging" not in text, "one answer says nothing of that"
    assert back in text


def test_another_revision_keeps_the_verdicts_on_questions_that_stay() -> None:
    talk, id = judging()
    talk.press(VERDICTS[1])
    run = run_of(talk)
    same = Version(LESSON, LESSON)
    assert carry_run(run, same, same, id="b", at=1).run.recalled == ((id, "partly"),)
    dropped = LESSON.model_copy(
        update={
            "steps": tuple(
                one.model_copy(update={"prediction": None})
                if one.prediction and one.prediction.id == id
                else one
                for one in LESSON.steps
            ),
            "challenge": tuple(one for one in LESSON.challenge if one.id != id),
        }
    )
    now = Version(dropped, dropped)
    assert not carry_run(run, same, now, id="b", at=1).run.recalled


def test_a_run_that_stands_at_a_verdict_stands_there_in_another_revision() -> None:
    talk, id = judging()
    same = Version(LESSON, LESSON)
    found = carry_run(run_of(talk), same, same, id="b", at=1)
    assert (found.run.beat, found.same) == (f"recall.{id}.had", True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_three_verdicts_differ_in_every_language(language: str) -> None:
    with speaking(Manner(language)):
        for scale in ("past", "why"):
            assert len({criteria.label(met, scale) for met in ("yes", "partly", "no")}) == 3
