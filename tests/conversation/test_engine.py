"""What holds of every conversation, whatever is pressed and typed."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation import buttons, engine
from bot.conversation.facts.learner import Attempt, LessonFinished
from bot.conversation.inputs import Address, Command, Envelope, Input, LearnerId, Press, Text
from bot.conversation.needs.learner import Known
from bot.conversation.outputs import Ask, Notice
from bot.conversation.turn import LessonMissingError, Turn
from bot.lessons.model import Lesson
from tests.rigs.moves import LESSONS, MOVES, conversation
from tests.rigs.properties import examples
from tests.rigs.talk import closed


@settings(max_examples=examples(150), deadline=None)
@given(st.sampled_from(list(LESSONS)), st.lists(MOVES, max_size=90))
def test_whatever_a_learner_does_the_promises_hold(lesson: str, moves: list[int | Input]) -> None:
    talk = conversation()
    talk.send(Command("learn", lesson))
    live: set[str] = {talk.asked.question} if talk.asked else set()
    for move in moves:
        if isinstance(move, int):
            assert talk.asked is not None
            choices = talk.asked.choices
            turn = talk.send(Press(choices[move % len(choices)].token))
        else:
            turn = talk.send(move)
        asks = [output for output in turn.outputs if isinstance(output, Ask)]
        live |= {ask.question for ask in asks}
        live -= closed(turn)
        assert len(live) <= 1, "at most one question is open"
        assert bool(live) == (talk.session is not None and talk.session.open is not None)
        for ask in asks:
            for place, choice in enumerate(ask.choices):
                token = buttons.parse(choice.token)
                assert token is not None
                assert token.choice == place
                assert len(choice.token.encode()) <= buttons.MAX_BYTES
    attempts = [fact for turn in talk.turns for fact in turn.facts if isinstance(fact, Attempt)]
    keys = [(fact.run, fact.question, fact.phase) for fact in attempts]
    assert len(set(keys)) == len(keys), "an answer counts once"


@settings(max_examples=examples(60), deadline=None)
@given(st.sampled_from(list(LESSONS)), st.lists(st.integers(0, 11), min_size=70, max_size=70))
def test_a_reveal_is_reached_only_through_a_commitment_or_a_skip(
    lesson: str, presses: list[int]
) -> None:
    talk = conversation()
    talk.send(Command("learn", lesson))
    talk.press("Deep")
    committed: set[str] = set()
    for number in presses:
        run = talk.session.run if talk.session else None
        if run is None or talk.asked is None:
            break
        label = (choices := talk.asked.choices)[number % len(choices)].label
        if label == "Skip":
            committed |= {q.id for q in LESSONS[lesson].questions if run.beat.endswith(q.id)}
            committed |= {_predicted(LESSONS[lesson], run.beat)}
        turn = talk.press(label)
        committed |= {fact.question for fact in turn.facts if isinstance(fact, Attempt)}
        told = "\n".join(getattr(output, "text", "") for output in turn.outputs)
        for question in LESSONS[lesson].questions:
            for option in question.options:
                if question.id not in committed and option.explanation:
                    assert option.explanation not in told
        for myth in LESSONS[lesson].myths:
            if myth.question.id not in committed:
                assert myth.reality not in told


def _predicted(lesson: Lesson, beat: str) -> str:
    number = beat.partition(".")[2]
    if beat.startswith("step.") and number.isdecimal():
        prediction = lesson.steps[int(number) - 1].prediction
        return prediction.id if prediction else ""
    return ""


@pytest.mark.parametrize("lesson", LESSONS)
def test_pressing_on_leads_through_every_part_to_the_end(lesson: str) -> None:
    talk = conversation()
    talk.send(Command("learn", lesson))
    talk.press("Deep")
    while talk.session and talk.session.run:
        assert talk.asked is not None
        labels = [choice.label for choice in talk.asked.choices]
        talk.press("Skip" if "Skip" in labels else labels[0])
    if "Takeaways" in talk.labels:
        talk.press("Takeaways")
    facts = [fact for turn in talk.turns for fact in turn.facts]
    assert any(isinstance(fact, LessonFinished) for fact in facts)
    told = "\n".join(getattr(output, "text", "") for output in talk.outputs)
    for text in _texts(LESSONS[lesson]):
        for paragraph in text.split("\n\n"):
            assert paragraph.strip() in told, paragraph


def _texts(lesson: Lesson) -> list[str]:
    """Every text of a lesson that all learners should meet, whatever they answer."""
    view, model, hood = lesson.overview, lesson.mental_model, lesson.under_the_hood
    texts = [view.what, view.matters, view.fits, model.core_idea, model.analogy, hood.how, hood.why]
    for step in lesson.steps:
        texts += [step.title, step.concept, step.text, step.insight]
    for myth in lesson.myths:
        texts += [myth.question.text, myth.reality, myth.matters]
    texts += [*lesson.expert_notes, lesson.when_not_to_use, lesson.production_patterns]
    for link in lesson.connections:
        texts += [link.title, link.relation, link.text]
    for pitfall in lesson.pitfalls:
        texts += [pitfall.title, pitfall.wrong, pitfall.right, pitfall.cause]
    return [text for text in [*texts, *lesson.takeaways] if text and len(text) < 600]


@pytest.mark.parametrize("lesson", LESSONS)
def test_messages_are_sized_for_a_phone(lesson: str) -> None:
    talk = conversation()
    talk.send(Command("learn", lesson))
    talk.press("Deep")
    while talk.session and talk.session.run:
        assert talk.asked is not None
        talk.send(Press(talk.asked.choices[0].token))
    for output in talk.outputs:
        assert len(getattr(output, "text", "")) <= 900, output


def test_a_stale_a_foreign_and_a_forged_press_are_told_apart() -> None:
    talk, other = conversation("ana"), conversation("ben")
    talk.send(Command("learn", "tea"))
    first = talk.asked
    assert first is not None
    talk.press("Learn")
    second = talk.asked
    assert second is not None
    assert _notice(talk.send(Press(first.choices[0].token))) == "Got that already."
    talk.press("No idea")
    assert "is closed" in _notice(talk.send(Press(first.choices[0].token)))
    other.send(Command("start"))
    assert "an earlier conversation" in _notice(other.send(Press(second.choices[0].token)))
    assert talk.session is not None
    forged = buttons.Token(talk.session.nonce, talk.session.asked, 35)
    assert talk.send(Press(str(forged))).outputs == ()
    assert talk.send(Press("menu:open:3")).outputs == ()


def _notice(turn: Turn) -> str:
    (output,) = turn.outputs
    assert isinstance(output, Notice)
    return output.text


def test_a_lesson_that_is_missing_is_an_error_and_not_a_wrong_answer() -> None:
    talk = conversation()
    talk.send(Command("learn", "tea"))
    assert talk.asked is not None
    envelope = Envelope(
        "x",
        LearnerId("ana"),
        Address("test", "1"),
        datetime(2026, 1, 1, tzinfo=UTC),
        Press(talk.asked.choices[0].token),
    )
    with pytest.raises(LessonMissingError):
        engine.advance(
            engine.understand(talk.library, talk.session, talk.learner, envelope), Known()
        )


def test_time_from_asking_to_committing_is_kept() -> None:
    talk = conversation()
    talk.send(Command("learn", "bread"))
    talk.press("Deep")
    talk.send(Command("help"))
    talk.send(Text("oven?"))
    (attempt,) = [
        fact for fact in talk.press("Probably (2 in 3)").facts if isinstance(fact, Attempt)
    ]
    assert attempt.took_ms == 3000
    assert (attempt.choice, attempt.confidence, attempt.right) == (1, "probable", None)
