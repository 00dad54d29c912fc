"""What was said of a question before its options were shown: its learner's verdict on that."""

from dataclasses import replace

import pytest

from bot.conversation import session as sessions
from bot.conversation.facts.learner import Attempt, Rated, Scheduled, Submission
from bot.conversation.inputs import Command, Upload
from bot.conversation.language.locale import LANGUAGES, Manner, speaking
from bot.conversation.lesson.beats import Pose, Rate, Write
from bot.conversation.lesson.modes import flow
from bot.conversation.outputs import Ask, Say
from bot.conversation.phrases import phrase
from bot.conversation.revisions.migration import Version, carried
from bot.learning.items import days_until
from tests.rigs.recalling import (
    LESSON,
    OWN,
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

MISSED = "missed"


def judging() -> tuple[Conversation, str]:
    """A question was said, then chosen; whether it had been said is asked. It, too."""
    talk = begun()
    talk.type(OWN)
    id = under_way(talk).question.id
    choose(talk)
    return talk, id


def rated(talk: Conversation) -> list[tuple[str, str]]:
    return [(one.item, one.met) for one in talk.facts if isinstance(one, Rated)]


def finished(*verdicts: str) -> str:
    """What a recall says at its end in which these were said, and judged so; "" was not said.

    The last of them holds for all others, too.
    """
    talk = begun()
    for verdict in (*verdicts, *[verdicts[-1]] * (how_many(talk) - len(verdicts))):
        if verdict:
            talk.type(OWN)
            choose(talk, right=verdict != MISSED)
            if verdict != MISSED:
                talk.press(verdict)
        else:
            talk.press(SHOW)
            choose(talk)
        until_said_first(talk)
    while talk.session and talk.session.run:
        choose(talk)
    return "\n".join(one.text for one in talk.outputs if isinstance(one, Say | Ask))


def test_the_verdict_is_asked_below_the_answer_in_one_press() -> None:
    talk, id = judging()
    assert talk.labels[:3] == VERDICTS
    reveal, asked = [one.text for one in talk.turns[-1].outputs if isinstance(one, Say | Ask)][:2]
    assert "you're right" in reveal
    assert OWN not in reveal
    assert asked.startswith("✍️ **Before you saw any answers, you said:**\n\n> Something like a ")
    assert asked.endswith("Did you already have it?")
    turn = talk.press("Partly")
    assert rated(talk) == [(f"recall.{id}", "partly")]
    asks = [one for one in turn.outputs if isinstance(one, Say | Ask)]
    assert len(asks) == 1, "the next question comes at once"
    assert "**Recall" in asks[0].text


def test_what_was_said_at_length_is_shortened() -> None:
    talk = begun()
    talk.type("a passage of the text, " * 40)
    choose(talk)
    (asked,) = [one.text for one in talk.turns[-1].outputs if isinstance(one, Ask)]
    assert "…" in asked
    assert len(asked) < 250


def test_who_had_the_answers_shown_is_asked_nothing() -> None:
    talk = begun()
    talk.press(SHOW)
    choose(talk)
    assert VERDICTS[1] not in talk.labels
    assert "**Recall" in said(talk.turns[-1])


@pytest.mark.parametrize("words", ["no idea", "No idea.", "I don’t know", "?", "…"])
def test_who_says_that_they_have_no_idea_has_said_nothing(words: str) -> None:
    talk = begun()
    turn = talk.type(words)
    assert phrase("recall.closest") in said(turn)
    assert phrase("recall.said", text="").strip() not in said(turn)
    assert not any(isinstance(one, Submission) for one in turn.facts)
    choose(talk)
    assert VERDICTS[1] not in talk.labels


@pytest.mark.parametrize("way_out", ["No idea", "Skip"])
def test_without_a_choice_there_is_no_verdict(way_out: str) -> None:
    talk = begun()
    talk.type(OWN)
    talk.press(way_out)
    assert VERDICTS[1] not in talk.labels
    assert "**Recall" in said(talk.turns[-1])


@pytest.mark.parametrize(
    ("typed", "met"), [("yes", "yes"), ("Partly.", "partly"), ("no", "no"), ("2", "partly")]
)
def test_the_verdict_can_be_typed(typed: str, met: str) -> None:
    talk, id = judging()
    talk.type(typed)
    assert rated(talk) == [(f"recall.{id}", met)]


def test_what_is_no_verdict_leaves_it_open() -> None:
    talk, _ = judging()
    assert "3. No" in said(talk.type("it was the thing with the pages"))
    assert phrase("file.unread.choice") in said(
        talk.send(Upload("notes.txt", 5, "text/plain", "ref"))
    )
    assert not rated(talk)
    assert talk.labels[:3] == VERDICTS
    asked = talk.asked
    talk.press("Yes")
    talk.asked = asked
    assert phrase("press.again") in said(talk.press("No"))
    assert [met for _, met in rated(talk)] == ["yes"]


def test_who_leaves_and_comes_back_sees_their_words_again() -> None:
    talk, id = judging()
    assert talk.session
    talk.session = sessions.load(sessions.dump(talk.session))
    talk.send(Command("menu"))
    turn = talk.send(Command("continue"))
    (asked,) = [one.text for one in turn.outputs if isinstance(one, Ask)]
    assert "> Something like a " in asked
    assert talk.labels[:3] == VERDICTS
    talk.press("No")
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
    assert asked == phrase("recall.had")


def test_after_a_wrong_choice_there_is_no_verdict() -> None:
    talk = begun()
    talk.type(OWN)
    choose(talk, right=False)
    assert VERDICTS[1] not in talk.labels


@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_verdict_changes_no_score_and_only_what_was_recognised_is_back_tomorrow(
    verdict: str,
) -> None:
    talk, id = judging()
    made, before = run_of(talk).outcome(id), talk.items[LESSON.id, id]
    assert made
    turn = talk.press(verdict)
    assert run_of(talk).outcome(id) == made
    assert not any(isinstance(one, Attempt) for one in turn.facts)
    after = talk.items[LESSON.id, id]
    assert replace(after, due=before.due) == before
    assert any(isinstance(one, Scheduled) for one in turn.facts) == (verdict == "No")
    if verdict == "No":
        assert days_until(before.due, before.answer.at) > 1
        assert days_until(after.due, after.answer.at) == 1


def test_what_was_answered_again_since_keeps_its_time() -> None:
    talk, id = judging()
    item = talk.items[LESSON.id, id]
    later = replace(item, answer=replace(item.answer, at=item.answer.at + 60_000_000))
    talk.items[LESSON.id, id] = later
    talk.press("No")
    assert talk.items[LESSON.id, id] == later


def test_the_end_says_how_much_was_said_and_what_is_back() -> None:
    text, all_of_them = finished("Yes", "Partly", "No", "Yes"), how_many(begun())
    had = all_of_them - 2
    assert (
        f"Said before you saw any answers: {had} of {all_of_them}, and 1 in part. "
        f"Chosen right: {all_of_them} of {all_of_them}. "
        "Recognizing an answer is easier than recalling it."
    ) in text
    assert (
        "1 question needs another look: you had it right only once you saw the answers. "
        "It comes back tomorrow, in your reviews."
    ) in text


@pytest.mark.parametrize(
    ("verdicts", "wanted"),
    [
        (["Yes"], "Said before you saw any answers: {all} of {all}.\n"),
        (["", "Yes"], "answers: {most} of {all}. Chosen right: {all} of {all}. Recognizing"),
        ([MISSED, "Yes"], "Said before you saw any answers: {most} of {all}.\n"),
        ([""], ""),
    ],
)
def test_that_it_is_easier_to_recognise_is_said_where_that_shows(
    verdicts: list[str], wanted: str
) -> None:
    text, every = finished(*verdicts), how_many(begun())
    wanted = wanted.format(all=every, most=every - 1)
    if wanted:
        assert wanted in text
    else:
        assert "Said before" not in text
    assert ("Recognizing" in text) == ("Recognizing" in wanted)


def test_a_run_of_an_earlier_version_goes_on_from_wherever_it_stands() -> None:
    """Nothing was judged in it: what was said by then counts neither way."""
    talk = begun()
    beats = [
        one for one in flow(run_of(talk), LESSON) if not (isinstance(one, Rate) and one.recalled)
    ]
    for n, beat in enumerate(beats):
        if not isinstance(beat, Write | Pose):
            continue
        old = talk.copy()
        worked = tuple(one.item for one in beats[:n] if isinstance(one, Write))
        assert old.session
        run = replace(run_of(old), beat=beat.id, worked=worked)
        old.session = replace(old.session, run=run, open=None)
        old.send(Command("continue"))
        while old.session and old.session.run:
            if VERDICTS[1] in old.labels:
                old.press("Yes")
            elif SHOW in old.labels:
                old.type(OWN)
            else:
                choose(old)


def test_what_was_judged_in_an_earlier_version_is_no_part_of_the_sum() -> None:
    talk = begun()
    talk.type(OWN)
    choose(talk)
    talk.press("Yes")
    assert talk.session
    talk.session = replace(talk.session, run=replace(run_of(talk), recalled=()))
    for verdict in ("Yes", "Partly"):
        until_said_first(talk)
        talk.type(OWN)
        choose(talk)
        talk.press(verdict)
    while talk.session and talk.session.run:
        choose(talk)
    text = "\n".join(one.text for one in talk.outputs if isinstance(one, Say | Ask))
    others = how_many(begun()) - 1
    assert f"Said before you saw any answers: 1 of {others}, and 1 in part." in text


def test_another_revision_keeps_the_verdicts_on_questions_that_stay() -> None:
    talk, id = judging()
    talk.press("Partly")
    run = run_of(talk)
    same = Version(LESSON, LESSON)
    assert carried(run, same, same, id="b", at=1).run.recalled == ((id, "partly"),)
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
    assert not carried(run, same, now, id="b", at=1).run.recalled


def test_a_run_that_stands_at_a_verdict_stands_there_in_another_revision() -> None:
    talk, id = judging()
    same = Version(LESSON, LESSON)
    found = carried(run_of(talk), same, same, id="b", at=1)
    assert (found.run.beat, found.same) == (f"recall.{id}.had", True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_three_verdicts_differ_in_every_language(language: str) -> None:
    with speaking(Manner(language)):
        keys = ("ask.rate.yes", "ask.rate.partly", "ask.rate.no.past")
        assert len({phrase(key) for key in keys}) == len(keys)
