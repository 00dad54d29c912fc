"""Why somebody chose what they did in a test: asked for twice, and compared at its end."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from bot.conversation import session as sessions
from bot.conversation.facts.learner import Attempt, Rated, Scheduled, Submission
from bot.conversation.inputs import Command
from bot.conversation.lesson.beats import Pose, Write
from bot.conversation.lesson.challenge import reasons, testing_out
from bot.conversation.lesson.modes import challenge, chosen, flow
from bot.conversation.lesson.modes.chosen import Chosen, with_reasons
from bot.conversation.outputs import Ask, Say
from bot.conversation.phrases import count, phrase
from bot.conversation.question import pitfalls
from bot.conversation.revisions.withdrawn import Version, carry_run
from bot.conversation.session import Run
from bot.learning.items import days_until
from bot.lessons.model import Lesson, Pitfall
from bot.lessons.question import Estimate, Option, Question, Range, Typed
from tests.rigs.courses import read_course
from tests.rigs.paths import CONTENT
from tests.rigs.properties import thirds
from tests.rigs.talk import Conversation, said

_, GENAI = read_course(CONTENT / "genai")
WHY = phrase("challenge.why")
LABELS = ("The top", "The foot", "The gate")
ONE, REASONS, THREE = (count("results.reasons", n) for n in (1, 2, 3))
REASON = "Water finds the smallest hole, and takes grains along."


def asked(n: int, **parts: object) -> Question:
    options = (
        Option(label="The top", explanation="Nothing presses on the top of a dam."),
        Option(label="The foot", right=True, explanation=REASON),
        Option(label="The gate", explanation="It is made of steel, so it stays."),
    )
    values = {"id": f"dam-{n}", "text": f"Dam {n} leaks. Which part goes first?"}
    return Question.model_validate({"options": options, **values, **parts})


LESSON = Lesson(id="dams", title="Dams", minutes=1, challenge=tuple(asked(n) for n in range(5)))


def begun(taught: Lesson = LESSON, *, mark: str = " ?") -> Conversation:
    """A test of all questions in their order; the second and the last one ask for the reason.

    That they do is a ``mark`` in its seed.
    """
    seed = chosen.encode(chosen.Chosen(one, 0) for one in challenge.questions(taught))
    run = Run("run", "dams", taught.revision, "challenge", seed=f"{seed}{mark}")
    talk = Conversation([taught])
    session = sessions.Session("abcdefgh", shelf=(replace(run, beat=flow(run, taught)[0].id),))
    talk.session = session
    talk.send_command("continue")
    return talk


def comparing(talk: Conversation) -> str:
    """The button that leads to the reasons that there are, behind the list."""
    if any(label.startswith(("✅ ", "❌ ")) for label in talk.labels):
        talk.press("Continue")
    return next(label for label in talk.labels if label in (ONE, REASONS, THREE))


def run_of(talk: Conversation) -> Run:
    assert talk.session
    assert talk.session.run
    return talk.session.run


def taken(
    *written: str,
    wrong: Collection[int] = (),
    confidence: str = "Sure (9 in 10)",
    mark: str = " ?",
    taught: Lesson = LESSON,
) -> Conversation:
    """A test that was answered so, with these reasons; "" is skipped. Its results are open."""
    talk, left = begun(taught, mark=mark), list(written)
    for n in range(len(LESSON.challenge)):
        talk.press("The gate" if n in wrong else "The foot", confidence)
        if WHY in said(talk.turns[-1]):
            words = left.pop(0)
            (talk.type if words else talk.press)(words or "Skip")
    assert not left
    return talk


def rated(talk: Conversation) -> list[tuple[str, int, str]]:
    return [(one.item, one.criterion, one.met) for one in talk.facts if isinstance(one, Rated)]


def told(talk: Conversation) -> str:
    return "\n".join(one.text for one in talk.turns[-1].outputs if isinstance(one, Say | Ask))


# Which questions


@pytest.mark.parametrize("lesson", thirds(GENAI, "id"))
def test_three_of_ten_ask_for_the_reason_neither_the_first_nor_two_in_a_row(lesson: Lesson) -> None:
    apart = []
    for at in range(12):
        seed = challenge.choose(lesson, {}, at)
        beats = flow(Run("run", lesson.id, "", "challenge", seed=seed), lesson)
        posed = [one for one in beats if isinstance(one, Pose)]
        why = {one.reason for one in beats if isinstance(one, Write)}
        places = [at for at, one in enumerate(posed) if one.question.id in why]
        assert 2 <= len(places) <= 3
        apart.append(len(places))
        assert places[0] > 0
        assert min(other - one for one, other in pairwise(places)) > 1
        for place in places:
            question = posed[place].question
            assert len(question.options) >= 3
            assert not question.is_pitfall
        for one, other in pairwise(beats):
            assert not isinstance(other, Write) or (isinstance(one, Pose) and other.reason)
    assert apart.count(3) > len(apart) / 2


@pytest.mark.parametrize(
    "unsuited",
    [
        asked(9, options=asked(9).options[:2]),
        asked(9, options=()),
        asked(9, options=(), typed=Typed(accepted=("the foot",), why=REASON)),
        asked(9, options=(), estimate=Estimate(truth=3, ranges=(Range(low=1, high=5),))),
        asked(9, options=[Option(label=one, right=one == "The foot") for one in LABELS]),
        asked(9, options=[Option(label=one, right=True, explanation=REASON) for one in LABELS]),
        asked(9, text="A dam broke. Why did the foot go first?"),
        asked(9, text="A dam broke. What's the likeliest reason?"),
        pitfalls.questions(
            Lesson(
                id="a",
                title="A",
                minutes=1,
                pitfalls=(Pitfall(title="Sand", wrong="Pour sand.", right="Dig.", reason=REASON),),
            )
        )[0],
    ],
)
def test_only_what_has_a_reason_to_compare_with_asks_for_it(unsuited: Question) -> None:
    suited = [Chosen(asked(n), 0) for n in range(2)]
    assert with_reasons([suited[0], Chosen(unsuited, 0)]) == ()
    assert with_reasons([suited[0], Chosen(unsuited, 0), suited[1]]) == ("dam-1",)


def test_what_suits_asks_for_it_as_far_apart_as_can_be_and_never_two_in_a_row() -> None:
    every = [Chosen(asked(n), 0) for n in range(10)]
    assert with_reasons(every) == ("dam-1", "dam-5", "dam-9")
    assert with_reasons(every[:6]) == ("dam-1", "dam-3", "dam-5")
    assert with_reasons(every[:5]) == ("dam-1", "dam-4")
    assert with_reasons(every[:3]) == ("dam-1",)
    assert with_reasons(every[:1]) == with_reasons([]) == ()


def test_a_test_that_is_begun_now_asks_for_three_and_compares_what_was_right_of_them() -> None:
    taught = LESSON.model_copy(update={"challenge": tuple(asked(n) for n in range(7))})
    for mark, asks in ((" ?", 3), ("", 0)):
        for missed, button in ((None, THREE), (3, REASONS)):
            talk, wrote = begun(taught, mark=mark), 0
            for n in range(7):
                talk.press("The gate" if n == missed else "The foot", "Sure (9 in 10)")
                if WHY in said(talk.turns[-1]):
                    talk.type(f"Water presses at {n}.")
                    wrote += 1
            assert wrote == asks
            talk.press(talk.labels[7])
            found = next((one for one in (ONE, REASONS, THREE) if one in talk.labels), None)
            assert found == (button if asks else None)
    seed = challenge.choose(taught, {}, 0)
    assert seed.endswith(" ?")


# Asked for


def test_it_is_asked_for_below_the_choice_and_who_has_no_choice_is_not_asked() -> None:
    talk = begun()
    talk.press("The foot", "Sure (9 in 10)")
    turn = talk.press("The foot", "Sure (9 in 10)")
    assert [one.text for one in turn.outputs if isinstance(one, Say | Ask)] == [WHY]
    assert talk.labels == ["Skip"]
    turn = talk.type("Water is stronger at the foot.")
    kept = [one for one in turn.facts if isinstance(one, Submission)]
    assert [(one.item, one.text) for one in kept] == [
        ("challenge.dam-1.why", "Water is stronger at the foot.")
    ]
    assert "Question 3 of 5" in said(turn)
    for label in ("No idea", "Skip"):
        talk = begun()
        talk.press("The foot", "Sure (9 in 10)")
        assert "Question 3 of 5" in said(talk.press(label))


def test_who_comes_back_sees_what_the_reason_is_asked_of() -> None:
    talk = begun()
    talk.press("The foot", "Sure (9 in 10)")
    talk.press("The gate", "Probably (2 in 3)")
    assert talk.session
    talk.session = sessions.load(sessions.dump(talk.session))
    talk.send(Command("stop"))
    talk.send(Command("continue"))
    assert told(talk) == (
        "🎯 Dam 1 leaks. Which part goes first?\n\n*— you said: “The gate”, probably*\n\n" + WHY
    )
    assert "Question 3 of 5" in said(talk.type("It is heavy."))


@pytest.mark.parametrize("words", ["no idea", "I don’t know", "?", "…"])
def test_no_idea_is_no_reason(words: str) -> None:
    talk = taken(words, "")
    assert not any(isinstance(one, Submission) for one in talk.facts)
    assert talk.labels[5] == "Finish"
    assert "that was the test" in said(talk.finish())
    assert not rated(talk)


# Compared


def test_both_stand_beside_the_lessons_reasons_in_one_message() -> None:
    talk = taken("Water is *strong* there.", "It just is so.", wrong=[0])
    talk.press(comparing(talk))
    text = told(talk)
    assert (
        "**1** · *Question 2*\nDam 1 leaks. Which part goes first?\n"
        "**You wrote:** Water is \\*strong\\* there.\n"
        "**The answer: The foot.**\n"
        f"**The reason:** {REASON}\n\n"
        "**2** · *Question 5*\nDam 4 leaks. Which part goes first?\n"
        "**You wrote:** It just is so.\n"
        "**The answer: The foot.**\n"
        f"**The reason:** {REASON}\n\n"
    ) in text
    assert talk.labels == ["☐ 1", "☐ 2", "Done"]


@pytest.mark.parametrize("words", [20, 400])
def test_what_was_asked_stands_whole_beside_the_reasons_unless_it_makes_a_wall(words: int) -> None:
    code = "```text\ndam: 2\n```"
    text = f"{'A dam of earth leaks. ' * words}\n\n{code}\n\nWhich part goes first?"
    own = [asked(n, text=text) if n == 1 else asked(n) for n in range(5)]
    talk = taken("Water.", "Old.", taught=LESSON.model_copy(update={"challenge": tuple(own)}))
    talk.press(comparing(talk))
    if words == 20:
        scene = ("A dam of earth leaks. " * words).strip()
        asks = f"{scene}\n{code}\nWhich part goes first?"
        assert f"**1** · *Question 2*\n{asks}\n**You wrote:** Water.\n" in told(talk)
    else:
        assert "*Question 2*\n… A dam of earth leaks. A dam" in told(talk)
        assert "`dam: 2` Which part goes first?\n**You wrote:** Water.\n" in told(talk)
    assert len(told(talk)) <= reasons.WALL


def test_the_reason_for_a_wrong_choice_is_quoted_with_it_and_compared_with_nothing() -> None:
    talk = taken("Water presses.", "It is *old*. " * 20, wrong=[4])
    quoted = "It is \\*old\\*. " * 9
    talk.press("❌ 5")
    assert (
        f"*You said: “The gate”, sure*\n\n*You wrote: {quoted}It…*\n\n**The answer: The foot.**"
    ) in told(talk)
    talk.press("The list")
    assert "You wrote" not in told(talk)
    assert "Water presses." not in said(talk.press("✅ 2")), "what was right is compared"
    talk.press("The list")
    talk.press(comparing(talk))
    assert "*Question 2*\nDam 1" in told(talk)
    assert "Dam 4" not in told(talk)
    assert talk.labels == ["Yes", "Partly", "No"]


def test_where_no_reason_belongs_to_a_right_choice_none_is_compared() -> None:
    talk = taken("Water presses.", "It is old.", wrong=[1, 4])
    for number in (2, 5):
        assert "*You wrote: " in said(talk.press(f"❌ {number}"))
        talk.press("The list")
    assert "Finish" in talk.labels
    assert "that was the test" in said(talk.finish())
    assert not rated(talk)


@pytest.mark.parametrize(
    ("how", "met"),
    [
        ("1 2", ["yes", "yes"]),
        ("none", ["no", "no"]),
        ("2", ["no", "yes"]),
        (("☐ 1", "Done"), ["yes", "no"]),
        (("☐ 1", "☐ 2", "☑ 1", "Done"), ["no", "yes"]),
        (("Done",), ["no", "no"]),
    ],
)
def test_the_verdicts_are_pressed_or_typed_and_on_record(
    how: str | tuple[str, ...], met: list[str]
) -> None:
    talk = taken("Water presses.", "It is old.")
    talk.press(comparing(talk))
    if isinstance(how, str):
        talk.type(how)
    else:
        talk.press(*how)
    items = ("challenge.dam-1.why", "challenge.dam-4.why")
    assert rated(talk) == [(item, 0, one) for item, one in zip(items, met, strict=True)]
    talk.finish()
    ending = said(talk.turns[-1])
    others = met.count("no")
    expected = {
        0: "",
        1: "1 question needs another look: you had it right for a different reason than the "
        "lesson's. It comes back tomorrow, in your reviews.",
        2: "2 questions need another look: you had them right for different reasons than the "
        "lesson's. They come back in your reviews, starting tomorrow.",
    }
    assert expected[others] in ending
    assert ("another look" in ending) == bool(others)


@pytest.mark.parametrize(("verdict", "met"), [("Yes", "yes"), ("Partly", "partly"), ("No", "no")])
def test_a_single_one_is_answered_in_one_press(verdict: str, met: str) -> None:
    talk = taken("", "It is old.")
    talk.press(comparing(talk))
    assert "Dam 4" in told(talk)
    assert "Dam 1" not in told(talk)
    assert talk.labels == ["Yes", "Partly", "No"]
    talk.press(verdict)
    assert rated(talk) == [("challenge.dam-4.why", 0, met)]
    talk.finish()
    assert ("for a different reason" in told(talk)) == (met == "no")


def test_what_is_chosen_at_the_results_leads_back_to_them_until_finish() -> None:
    other = LESSON.challenge[0].model_copy(update={"variants": ("What gives in first?",)})
    taught = LESSON.model_copy(update={"challenge": (other, *LESSON.challenge[1:])})
    talk = begun(taught)
    for n in range(5):
        talk.press("The gate" if n == 0 else "The foot", "Sure (9 in 10)")
        if WHY in told(talk):
            talk.type("Water presses.")
    again = "The missed one, in other words"
    assert talk.labels[:6] == ["❌ 1", "✅ 2", "✅ 3", "✅ 4", "✅ 5", "Continue"]
    talk.press("Continue")
    assert talk.labels[:4] == [again, REASONS, "The list", "Finish"]
    talk.press(REASONS)
    assert phrase("reasons.lead") in told(talk)
    talk.type("all")
    assert told(talk) == "**Your test: 4 of 5.** Anything else before you finish?"
    assert talk.labels[:3] == [again, "The list", "Finish"], "what is done is not there"
    talk.press(again, "The foot", "Sure (9 in 10)")
    assert told(talk).endswith("**Your test: 4 of 5.** Anything else before you finish?")
    assert talk.labels[:2] == ["The list", "Finish"]
    talk.press("The list")
    assert talk.labels[4:6] == ["✅ 5", "Finish"]
    assert "that was the test" in said(talk.finish())


def test_who_finishes_has_compared_nothing() -> None:
    talk = taken("Water presses.", "It is old.", wrong=[0])
    assert "that was the test" in said(talk.finish())
    assert not rated(talk)


def _right(talk: Conversation, lesson: Lesson, options: Sequence[str]) -> str:
    """Of these options the right one, or else the last."""
    beats = flow(run_of(talk), lesson)
    posed = next(one for one in beats if one.id == run_of(talk).beat)
    assert isinstance(posed, Pose)
    right = {one.label for one in posed.question.options if one.right}
    return next((one for one in options if one in right), options[-1])


@pytest.mark.parametrize("lesson", thirds(GENAI, "id"))
def test_however_much_was_written_it_is_one_message_of_any_platform(lesson: Lesson) -> None:
    talk = Conversation([lesson])
    talk.send(Command("learn", f"{lesson.id} challenge"))
    while "✅ 1" not in talk.labels:
        acts = {one.label: one.act for one in talk.session.open.offers} if talk.session else {}
        if talk.labels == ["Skip"]:
            talk.type("*because* of the _words_ " * 200)
        elif options := [label for label, act in acts.items() if act[0] in ("pick", "commit")]:
            talk.press(_right(talk, lesson, options))
        elif ("sure", "sure") in acts.values():
            talk.press("Sure (9 in 10)")
        else:
            talk.press("No idea")
    talk.press(comparing(talk))
    (text,) = [one.text for one in talk.turns[-1].outputs if isinstance(one, Say | Ask)]
    assert len(text) <= 2_000
    assert text.count("**You wrote:**") == text.count("**The reason:**") == 3


def test_words_that_were_erased_are_not_quoted() -> None:
    talk = taken("Water presses.", "It is old.")
    for n, turn in enumerate(talk.turns):
        kept = tuple(
            replace(one, text="") if isinstance(one, Submission) else one for one in turn.facts
        )
        talk.turns[n] = replace(turn, facts=kept)
    talk.press(comparing(talk))
    assert "You wrote" not in told(talk)
    assert told(talk).count("**The reason:**") == 2


def test_a_program_that_starts_anew_and_a_second_press_change_nothing() -> None:
    talk = taken("Water presses.", "It is old.")
    talk.press(comparing(talk), "☐ 2")
    assert talk.session
    talk.session = sessions.load(sessions.dump(talk.session))
    talk.send(Command("menu"))
    talk.send(Command("continue"))
    assert talk.labels == ["☐ 1", "☑ 2", "Done"]
    shown = talk.asked
    talk.press("Done")
    before = rated(talk)
    talk.asked = shown
    assert phrase("press.again") in said(talk.press("Done"))
    assert rated(talk) == before


# What comes of it


def test_the_score_stays_and_what_was_right_for_another_reason_is_back_tomorrow() -> None:
    talk = taken("Water presses.", "It is old.", wrong=[0])
    talk.press(comparing(talk), "☐ 2")
    before, score = dict(talk.items), testing_out.tally(LESSON, run_of(talk))
    outcomes = run_of(talk).outcomes
    turn = talk.press("Done")
    assert score == (4, 5)
    assert not any(isinstance(one, Attempt) for one in turn.facts)
    (changed,) = [one.item.question for one in turn.facts if isinstance(one, Scheduled)]
    assert changed == "dam-1"
    was, now = before["dams", "dam-1"], talk.items["dams", "dam-1"]
    assert replace(now, due=was.due) == was
    assert days_until(was.due, was.answer.at) > 1
    assert days_until(now.due, now.answer.at) == 1
    assert talk.items["dams", "dam-4"] == before["dams", "dam-4"]
    assert outcomes
    assert (
        "2 questions need another look: 1 you missed and 1 you had right for a different reason "
        "than the lesson's. They come back in your reviews, starting tomorrow."
    ) in said(talk.finish())


def test_what_was_missed_is_back_as_it_was_whatever_its_reason() -> None:
    talk = taken("Water presses.", "It is old.", wrong=[4])
    talk.press(comparing(talk))
    turn = talk.press("Yes")
    assert not any(isinstance(one, Scheduled) for one in turn.facts)
    assert "different reason" not in said(turn)


def test_what_was_answered_again_since_keeps_its_time() -> None:
    talk = taken("Water presses.", "It is old.")
    talk.press(comparing(talk))
    item = talk.items["dams", "dam-1"]
    later = replace(item, answer=replace(item.answer, at=item.answer.at + 1))
    talk.items["dams", "dam-1"] = later
    talk.press("☐ 2", "Done")
    assert later.due <= talk.items["dams", "dam-1"].due


def test_who_tests_out_has_what_was_right_for_another_reason_back_sooner_all_the_same() -> None:
    talk = taken("Water presses.", "It is old.")
    talk.press(comparing(talk), "☐ 2")
    talk.press("Done")
    turn = talk.finish()
    assert "It counts as done." in said(turn)
    days = {id: days_until(one.due, one.answer.at) for (_, id), one in talk.items.items()}
    assert days.pop("dam-1") == 1
    assert min(days.values()) > 20


# Another revision


def test_another_revision_keeps_the_reasons_of_questions_that_stay() -> None:
    talk = taken("Water presses.", "It is old.")
    talk.press(comparing(talk), "☐ 2")
    run, same = run_of(talk), Version(LESSON, LESSON)
    found = carry_run(run, same, same, id="b", at=1)
    assert (found.run.beat, found.same) == ("challenge.reasons", True)
    assert found.run.reasoned == run.reasoned
    assert found.run.met == run.met
    without = LESSON.model_copy(update={"challenge": LESSON.challenge[:1]})
    gone = carry_run(run, same, Version(without, without), id="b", at=1)
    assert gone.run.reasoned == ()
    assert gone.run.beat == "challenge.results"


def test_who_is_asked_why_of_a_question_that_is_new_is_asked_that_first() -> None:
    talk = begun()
    talk.press("The foot", "Sure (9 in 10)")
    talk.press("The foot", "Sure (9 in 10)")
    assert run_of(talk).beat == "challenge.dam-1.why"
    turned = asked(1, options=asked(1).options[::-1], text="Is it another one? Which goes first?")
    now = LESSON.model_copy(update={"challenge": (asked(0), turned, *LESSON.challenge[2:])})
    found = carry_run(run_of(talk), Version(LESSON, LESSON), Version(now, now), id="b", at=1)
    assert found.run.beat == "challenge.dam-1"


def test_nothing_is_said_of_reasons_in_a_preview() -> None:
    talk = taken("Water presses.", "It is old.")
    talk.press(comparing(talk))
    assert talk.session
    talk.session = replace(talk.session, run=replace(run_of(talk), preview="draft"))
    assert "different reason" not in said(talk.press("Done"))
