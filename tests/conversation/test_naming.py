"""Typed words that name a choice without being its label, its number or a beginning of it."""

import pytest

from bot.conversation.facts.learner import Attempt
from bot.conversation.interpretation import match
from bot.conversation.offers import Call, Open
from bot.conversation.question import choices
from bot.lessons.model import Lesson, Step
from bot.lessons.question import Option, Question
from tests.rigs.talk import Conversation, said

GROWS = Question(
    id="grows",
    text="How does a reply grow?",
    options=(
        Option(label="It makes them one by one", right=True),
        Option(label="It types them for effect"),
        Option(label="All 2025 answers at once"),
        Option(label="In whole sentences, not words"),
    ),
)
COLD = Question(
    id="cold",
    text="Which water?",
    options=(Option(label="Boiling water", right=True), Option(label="Cool spring water")),
)


def asking(asked: Question) -> Conversation:
    """Somebody who is asked this."""
    step = Step(
        level="foundation", title="Tea", concept="Think.", prediction=asked, text="So it is."
    )
    talk = Conversation([Lesson(id="tea", title="Tea", minutes=1, steps=(step,))])
    talk.begin("tea")
    return talk


def meant(text: str, asked: Question, *, confidence: bool = True) -> Call | None:
    rows = choices.rows(asked, confidence=confidence)
    kept = tuple(tuple(row) for row in rows)
    return match(text, Open(1, asked.text, kept, 0))


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("one by one", "pick 0"),
        ("for effect!", "pick 1"),
        ("the effect", "pick 1"),
        ("sentences whole", "pick 2+1"),
        ("whole sentnces", "pick 3"),
        ("one bye one", None),
        ("answers", "pick 2"),
        ("2025", None),
        ("2024 answers", None),
        ("words", "pick 3"),
        ("them", None),
        ("not", None),
        ("it", None),
        ("no words", None),
        ("not one by one", None),
        ("it is not words", "pick 3"),
        ("it is for effect", "pick 1"),
        ("what does it mean", None),
        # how sure, before the option or behind it
        ("probably 2", "commit 1 probable"),
        ("sure: one by one", "commit 0 sure"),
        ("One by one, I'm sure", "commit 0 sure"),
        ("maybe 3", "commit 2 guess"),
        ("I think it types them", "commit 1 probable"),
        ("sure", None),
        ("probably 9", None),
        ("probably them", None),
        # no idea
        ("IDK", "unknown"),
        ("I don’t know", "unknown"),
        ("not sure", "unknown"),
        ("keine Ahnung", "unknown"),
        ("weiß nicht", "unknown"),
        ("idea", "unknown"),
    ],
)
def test_with_four_options(text: str, call: str | None) -> None:
    wanted = None if call is None else tuple(call.replace("2+1", "3").split())
    assert meant(text, GROWS) == wanted


@pytest.mark.parametrize(
    ("text", "call"),
    [
        # Which of the two is meant leaves how sure open, as before.
        ("spring", "pick 1"),
        ("boilng", "pick 0"),
        ("water", None),
        ("sure", None),
        ("sure boiling", "commit 0 sure"),
        ("probably spring", "commit 1 probable"),
        ("vermutlich spring", "commit 1 probable"),
        ("guess: spring", "commit 1 guess"),
        ("sure 1", "commit 0 sure"),
        ("probably 1", "commit 0 probable"),
        ("probably 2", "commit 1 probable"),
        ("sure 3", None),
        ("dunno", "unknown"),
    ],
)
def test_with_two_options(text: str, call: str | None) -> None:
    assert meant(text, COLD) == (None if call is None else tuple(call.split()))


def test_who_is_not_asked_how_sure_they_are_has_no_confidence_on_record() -> None:
    assert meant("probably spring", COLD, confidence=False) == ("commit", "1", "unsaid")
    assert meant("spring", COLD, confidence=False) == ("commit", "1", "unsaid")


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("certain", "sure"),
        ("fairly sure", "probable"),
        ("maybe", "guess"),
        ("not sure", "guess"),
        ("idk", "guess"),
    ],
)
def test_how_sure_may_be_said_in_other_words(text: str, confidence: str) -> None:
    rows = tuple(tuple(row) for row in choices.confidence_rows())
    assert match(text, Open(1, "?", rows, 0)) == ("sure", confidence)


def test_an_option_with_how_sure_it_is_commits_at_once() -> None:
    talk = asking(GROWS)
    (attempt,) = [one for one in talk.type("probably 2").facts if isinstance(one, Attempt)]
    assert (attempt.choice, attempt.confidence) == (1, "probable")


def test_where_words_are_an_answer_they_are_no_choice() -> None:
    rows = tuple(tuple(row) for row in choices.rows(GROWS, confidence=True))
    asked = Open(1, "?", rows, 0, words=("write",))
    assert match("one by one", asked) == ("write",)


def test_what_fits_several_is_asked_about() -> None:
    labels = ("Green tea leaves", "Black tea leaves", "Neither")
    options = tuple(Option(label=label, right=label == "Neither") for label in labels)
    talk = asking(Question(id="leaves", text="Which leaves?", options=options))
    assert "not sure which one you mean" in said(talk.type("tea leaves"))
    assert "**Black tea leaves**" in said(talk.type("leaves of black tea"))
